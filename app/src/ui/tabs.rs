//! Tabs: views of one thing, each with its own address.

use crate::ui::dom::{DrawAll, Drawn, Signal, view};
use leptos::prelude::*;

/// A view, and whether it is the one that is shown.
pub(crate) struct Tab {
    pub(crate) word: &'static str,
    pub(crate) href: String,
    pub(crate) current: Signal<bool>,
}

/// The views of a thing.
#[component]
pub(crate) fn Tabs(#[prop(into)] label: String, tabs: Vec<Tab>) -> Drawn {
    let one = |Tab { word, href, current }: Tab| {
        view! { <a href=href aria-current=move || current.get().then_some("page")>{word}</a> }
    };
    view! { <nav class="tabs" aria-label=label>{tabs.into_iter().map(one).draw_all()}</nav> }
}
