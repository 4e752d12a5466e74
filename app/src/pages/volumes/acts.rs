//! What can be done to a volume.

use std::sync::Arc;

use wire::{MemberKind, Volume};

use super::dialogs::{Ask, Asking};
use crate::{
    i18n::{Text, t},
    live::Live,
    pages::moving::Movable,
    ui::{Icon, Item},
};

/// All that can be done to it where it is, by whoever looks.
pub(crate) fn items(row: &Arc<Volume>, live: Live, asking: Asking) -> Vec<Item> {
    let mut items = Vec::new();
    if live.is_admin() {
        let row = row.clone();
        let ask = move || {
            let (key, name, label) = (row.name.clone(), row.name.clone(), row.stack.clone());
            asking.ask(Ask::Move(Movable { kind: MemberKind::Volume, key, name, label }));
        };
        items.push(Item::new(Icon::Stack, t(Text::MoveToStack), ask));
    }
    if live.allowed().manage {
        let name = row.name.clone();
        let ask = move || asking.ask(Ask::Remove(name.clone()));
        items.push(Item::new(Icon::Trash, t(Text::Remove), ask).danger());
    }
    items
}
