//! What can be done to an image.

use std::sync::Arc;

use wire::Image;

use super::dialogs::{Ask, Asking};
use crate::{
    actions::{Actions, Target},
    i18n::{Text, t},
    live::Live,
    ui::{Icon, Item},
};

/// All that can be done to it where it is, by whoever looks.
pub(crate) fn items(row: &Arc<Image>, live: Live, actions: Actions, asking: Asking) -> Vec<Item> {
    let allowed = live.allowed();
    let mut items = Vec::new();
    if allowed.manage {
        let row = row.clone();
        items.push(Item::new(Icon::Tag, t(Text::AddTag), move || asking.ask(Ask::Tag(row.clone()))));
    }
    if allowed.remove {
        let row = row.clone();
        let remove = move || {
            actions.forget(&Target::Image(row.id));
            asking.ask(Ask::Remove(row.clone()));
        };
        items.push(Item::new(Icon::Trash, t(Text::Remove), remove).danger());
    }
    items
}
