//! Keys to press, as they stand on a keyboard.

use crate::ui::dom::{DrawAll, Drawn, view};
use leptos::prelude::*;

/// Keys, one after the other. `Ctrl+k` are two at once.
#[component]
pub(crate) fn Keycaps(keys: Vec<&'static str>) -> Drawn {
    let caps =
        keys.into_iter().flat_map(|key| key.split('+')).map(|key| view! { <kbd class="keycap">{key}</kbd> });
    view! { <span class="keycaps">{caps.draw_all()}</span> }
}
