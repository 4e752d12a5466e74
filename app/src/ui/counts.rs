//! Numbers that matter, each a link to what it counts.

use crate::ui::dom::{DrawAll, Drawn, Signal, view};
use leptos::prelude::*;
use wire::Collection;

use super::Tone;
use crate::{format::number, live::Live};

/// A number, and where what it counts is listed.
pub(crate) struct Count {
    pub(crate) word: &'static str,
    pub(crate) href: String,
    pub(crate) count: Signal<usize>,
    /// What it means that there are any.
    pub(crate) tone: Tone,
    /// It is shown only when there are any.
    pub(crate) if_any: bool,
    /// It is shown only once all of these have been seen.
    pub(crate) of: Option<Collection>,
}

impl Count {
    /// One that is neither good nor bad.
    pub(crate) fn new(word: &'static str, href: String, count: impl Into<Signal<usize>>) -> Self {
        Self { word, href, count: count.into(), tone: Tone::Idle, if_any: false, of: None }
    }

    /// One that is shown only when there are any.
    pub(crate) fn if_any(self) -> Self {
        Self { if_any: true, ..self }
    }

    /// One that counts all of these.
    pub(crate) fn of(self, collection: Collection) -> Self {
        Self { of: Some(collection), ..self }
    }
}

/// Numbers in a row.
#[component]
pub(crate) fn Counts(#[prop(into)] label: String, counts: Vec<Count>) -> Drawn {
    let live = Live::expect();
    let one = |Count { word, href, count, tone, if_any, of }: Count| {
        let is_hidden =
            move || if_any && count.get() == 0 || of.is_some_and(|collection| !live.has_seen(collection));
        let class = move || if count.get() == 0 { "" } else { tone.class() };
        view! {
            <a href=href class=class hidden=is_hidden>
                <strong class="nums">{move || number(count.get())}</strong>
                <span>{word}</span>
            </a>
        }
    };
    view! { <section class="card whole counts" aria-label=label>{counts.into_iter().map(one).draw_all()}</section> }
}
