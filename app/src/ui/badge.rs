//! Small signs of a state: never a colour alone.

use crate::ui::dom::{Drawn, Signal, constant, view};
use leptos::prelude::*;

use super::{Icon, icon::changing_icon};

/// What a colour means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    #[default]
    Idle,
    Good,
    Warn,
    Bad,
    Busy,
}

impl Tone {
    /// The class that carries the tone.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Busy => "busy",
        }
    }
}

constant!(Tone);

/// A word on a ground of its tone.
#[component]
pub(crate) fn Badge(#[prop(into)] text: Signal<String>, #[prop(into)] tone: Signal<Tone>) -> Drawn {
    view! { <span class=move || ["badge ", tone.get().class()].concat()>{move || text.get()}</span> }
}

/// A state as a shape in its colour, named for screen readers.
#[component]
pub(crate) fn Mark(
    #[prop(into)] shape: Signal<Icon>,
    #[prop(into)] tone: Signal<Tone>,
    #[prop(into)] label: Signal<String>,
) -> Drawn {
    view! {
        <span
            class=move || ["mark ", tone.get().class()].concat()
            role="img"
            aria-label=move || label.get()
            title=move || label.get()
        >
            {changing_icon(shape)}
        </span>
    }
}
