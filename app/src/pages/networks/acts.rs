//! What can be done to a network.

use std::sync::Arc;

use wire::{MemberKind, Network};

use super::dialogs::{Ask, Asking};
use crate::{
    i18n::{Text, t},
    live::Live,
    pages::moving::Movable,
    ui::{Icon, Item},
};

/// All that can be done to it where it is, by whoever looks: nothing, if it is one of the engine's own.
pub(crate) fn items(row: &Arc<Network>, live: Live, asking: Asking) -> Vec<Item> {
    let mut items = Vec::new();
    if row.predefined {
        return items;
    }
    if live.is_admin() {
        let row = row.clone();
        let ask = move || {
            let (key, name, label) = (row.id.clone(), row.name.clone(), row.stack.clone());
            asking.ask(Ask::Move(Movable { kind: MemberKind::Network, key, name, label }));
        };
        items.push(Item::new(Icon::Stack, t(Text::MoveToStack), ask));
    }
    if live.allowed().remove {
        let row = row.clone();
        let ask = move || asking.ask(Ask::Remove(row.clone()));
        items.push(Item::new(Icon::Trash, t(Text::Remove), ask).danger());
    }
    items
}
