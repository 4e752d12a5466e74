//! Keys to press, as they stand on a keyboard.

use crate::ui::dom::{DrawAll, Drawn, view};
use js_sys::Reflect;
use leptos::prelude::*;

/// Keys, one after the other. `Ctrl+k` are two at once.
#[component]
pub(crate) fn Keycaps(keys: Vec<&'static str>) -> Drawn {
    let cap = |key: String| view! { <kbd class="keycap">{key}</kbd> };
    let caps = keys.into_iter().flat_map(together).map(cap);
    view! { <span class="keycaps">{caps.draw_all()}</span> }
}

/// Keys that are pressed at once, as a text: `Ctrl+K`.
pub(crate) fn keys_as_text(keys: &str) -> String {
    together(keys).join("+")
}

/// Keys that are pressed at once, each as this keyboard writes it.
fn together(keys: &str) -> Vec<String> {
    let one = |key: &str| match key {
        "Ctrl" if is_mac() => "⌘".to_owned(),
        key if keys.contains('+') && key.len() == 1 => key.to_ascii_uppercase(),
        key => key.to_owned(),
    };
    keys.split('+').map(one).collect()
}

/// Whether the keyboard is one of Apple's, which have another key for it.
fn is_mac() -> bool {
    let platform = Reflect::get(&window(), &"navigator".into())
        .and_then(|navigator| Reflect::get(&navigator, &"platform".into()));
    platform
        .ok()
        .and_then(|platform| platform.as_string())
        .is_some_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}
