//! What everything is made of: colours, letters, space, edges and motion, by the names of their tokens.

use crate::ui::dom::{DrawAll, Drawn, view};
use leptos::prelude::*;

use super::Part;
use crate::i18n::{Text, t};

const COLOURS: [&str; 31] = [
    "sunken",
    "canvas",
    "surface",
    "raised",
    "hover",
    "press",
    "line",
    "line-strong",
    "field-line",
    "text",
    "text-soft",
    "text-faint",
    "accent",
    "accent-solid",
    "accent-solid-hover",
    "accent-wash",
    "on-accent",
    "good",
    "good-wash",
    "warn",
    "warn-wash",
    "bad",
    "bad-wash",
    "bad-solid",
    "bad-solid-hover",
    "on-bad",
    "scrim",
    "busy",
    "busy-wash",
    "idle",
    "idle-wash",
];
const TYPES: [&str; 6] = ["type-xs", "type-s", "type-m", "type-l", "type-xl", "type-xxl"];
const SPACES: [&str; 9] =
    ["space-1", "space-2", "space-3", "space-4", "space-5", "space-6", "space-8", "space-10", "space-16"];
const RADII: [&str; 4] = ["radius-s", "radius-m", "radius-l", "radius-round"];
const SHADOWS: [&str; 3] = ["shadow-1", "shadow-2", "shadow-3"];
const MOTIONS: [&str; 2] = ["quick", "calm"];

/// The colours of the theme that is chosen.
#[component]
pub(super) fn Colours() -> Drawn {
    view! { <Part title=Text::PartColours>{swatches("colour", &COLOURS)}</Part> }
}

/// The sizes of letters.
#[component]
pub(super) fn Types() -> Drawn {
    let line = |name: &'static str| {
        view! { <p class="type" style:--shown=value(name)>{t(Text::Sample)} " " <span class="faint">{name}</span></p> }
    };
    view! { <Part title=Text::PartTypes>{TYPES.map(line).into_iter().draw_all()}</Part> }
}

/// The steps of space, the roundness of corners, and what lies above what.
#[component]
pub(super) fn Steps() -> Drawn {
    view! {
        <Part title=Text::PartSteps>
            {swatches("space", &SPACES)}
            {swatches("radius", &RADII)}
            {swatches("shadow", &SHADOWS)}
        </Part>
    }
}

/// How long what moves takes: it does beneath the pointer.
#[component]
pub(super) fn Motions() -> Drawn {
    view! { <Part title=Text::PartMotion>{swatches("motion", &MOTIONS)}</Part> }
}

/// What some tokens look like, each with its name.
fn swatches(kind: &'static str, names: &'static [&'static str]) -> Drawn {
    let swatch = |name: &&'static str| {
        let class = ["swatch ", kind].concat();
        view! { <figure class=class><span style:--shown=value(name)></span><figcaption>{*name}</figcaption></figure> }
    };
    names.iter().map(swatch).draw_all()
}

fn value(name: &str) -> String {
    ["var(--", name, ")"].concat()
}

#[cfg(test)]
mod tests;
