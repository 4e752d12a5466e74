//! Colours and letters.

use crate::ui::dom::{DrawAll, Drawn, view};
use leptos::prelude::*;

use super::Part;
use crate::i18n::{Text, t};

const COLOURS: [&str; 16] = [
    "sunken",
    "canvas",
    "surface",
    "raised",
    "line",
    "line-strong",
    "text",
    "text-soft",
    "text-faint",
    "accent",
    "accent-wash",
    "good",
    "warn",
    "bad",
    "idle",
    "bad-wash",
];
const TYPES: [&str; 6] = ["xs", "s", "m", "l", "xl", "xxl"];

/// The colours of the theme that is chosen, by the names of their tokens.
#[component]
pub(super) fn Colours() -> Drawn {
    let swatch = |name: &'static str| {
        let colour = ["var(--", name, ")"].concat();
        view! { <figure class="swatch"><span style:--colour=colour></span><figcaption>{name}</figcaption></figure> }
    };
    view! { <Part title=Text::PartColours>{COLOURS.map(swatch).into_iter().draw_all()}</Part> }
}

/// The sizes of letters.
#[component]
pub(super) fn Types() -> Drawn {
    let line = |name: &'static str| {
        let size = ["var(--type-", name, ")"].concat();
        view! { <p class="type" style:--size=size>{t(Text::Sample)} " " <span class="faint">{name}</span></p> }
    };
    view! { <Part title=Text::PartTypes>{TYPES.map(line).into_iter().draw_all()}</Part> }
}
