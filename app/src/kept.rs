//! What this browser keeps for whoever uses it: their choices, no data.

use leptos::prelude::window;

/// What is kept under a name.
pub(crate) fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Keeps something under a name; `None` forgets it. A browser that keeps nothing forgets it with the page.
pub(crate) fn keep(name: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        drop(match value {
            Some(value) => storage.set_item(name, value),
            None => storage.remove_item(name),
        });
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
