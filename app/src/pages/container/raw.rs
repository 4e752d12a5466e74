//! The engine's own answer, to be searched and copied.

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Container, GetContainer};

use crate::{
    api,
    fetched::Fetched,
    i18n::{Message, Text, say, t},
    ui::{CopyButton, Search},
};

/// More marks than this help nobody.
const MOST_MARKS: usize = 500;

/// The page's part.
#[component]
pub(super) fn Raw(row: Memo<Option<Arc<Container>>>) -> Drawn {
    let raw = Fetched::new();
    Effect::new(move || {
        if let Some(id) = row.with(|row| row.as_ref().map(|row| row.id)) {
            raw.ask_for(async move { api::text(&GetContainer { id }.inspect_path()).await });
        }
    });
    raw.draw_once(move || view! { <Searched raw=raw /> })
}

/// The text changes with the container; what is searched for in it stays.
#[component]
fn Searched(raw: Fetched<String>) -> Drawn {
    let wanted = RwSignal::new(String::new());
    let text = Memo::new(move || raw.get().unwrap_or_default());
    let pieces = Memo::new(move || text.with(|text| wanted.with(|wanted| pieces(text, wanted))));
    let found = move || {
        let found = pieces.with(|pieces| pieces.iter().filter(|(marked, _)| *marked).count());
        (!wanted.with(String::is_empty)).then(|| say(Message::Found(found)))
    };
    view! {
        <div class="raw">
            <div class="page-tools">
                <Search label=t(Text::SearchInspect) value=wanted on_input=Callback::new(move |text| wanted.set(text)) />
                <span class="faint nums" role="status">{found}</span>
            </div>
            <div class="code">
                <pre role="group" tabindex="0" aria-label=t(Text::Inspect)>
                    {move || pieces.get().into_iter().map(|(marked, text)| {
                        if marked { view! { <mark>{text}</mark> } } else { text.drawn() }
                    }).draw_all()}
                </pre>
                <CopyButton text=Signal::derive(move || text.with(|text| text.to_string())) />
            </div>
        </div>
    }
}

/// A text cut where it holds what is searched for, without regard to case.
fn pieces(text: &str, wanted: &str) -> Vec<(bool, String)> {
    let mut pieces = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    // Only whole characters are cut: a byte that begins no character can't begin a match either.
    while !wanted.is_empty() && at + wanted.len() <= text.len() && pieces.len() < 2 * MOST_MARKS {
        let end = at + wanted.len();
        let part = text.get(at..end);
        if part.is_some_and(|part| part.eq_ignore_ascii_case(wanted)) {
            pieces.push((false, text[plain..at].to_owned()));
            pieces.push((true, text[at..end].to_owned()));
            (plain, at) = (end, end);
        } else {
            at += 1;
        }
    }
    pieces.push((false, text[plain..].to_owned()));
    pieces.retain(|(_, text)| !text.is_empty());
    pieces
}

#[cfg(test)]
mod tests;
