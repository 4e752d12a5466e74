//! Numbers that matter, each a link to what it counts.

use crate::ui::dom::{DrawAll, Drawn, Signal, view};
use leptos::prelude::*;

use super::Tone;
use crate::format::number;

/// A number, and where what it counts is listed.
pub(crate) struct Count {
    pub(crate) word: &'static str,
    pub(crate) href: String,
    /// None while it isn't known, and then nothing of it is shown.
    pub(crate) count: Signal<Option<usize>>,
    /// What it means that there are any.
    pub(crate) tone: Tone,
    /// It is shown only when there are any.
    pub(crate) if_any: bool,
}

impl Count {
    /// One that is neither good nor bad.
    pub(crate) fn new(word: &'static str, href: String, count: Signal<Option<usize>>) -> Self {
        Self { word, href, count, tone: Tone::Idle, if_any: false }
    }

    /// One that is shown only when there are any.
    pub(crate) fn if_any(self) -> Self {
        Self { if_any: true, ..self }
    }
}

/// Numbers in a row.
#[component]
pub(crate) fn Counts(#[prop(into)] label: String, counts: Vec<Count>) -> Drawn {
    let one = |Count { word, href, count, tone, if_any }: Count| {
        let is_hidden = move || count.get().is_none_or(|count| if_any && count == 0);
        let class = move || if count.get().is_some_and(|count| count > 0) { tone.class() } else { "" };
        view! {
            <a href=href class=class hidden=is_hidden>
                <strong class="nums">{move || count.get().map(number)}</strong>
                <span>{word}</span>
            </a>
        }
    };
    view! { <section class="card whole counts" aria-label=label>{counts.into_iter().map(one).draw_all()}</section> }
}
