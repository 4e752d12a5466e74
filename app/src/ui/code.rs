//! Text as a machine wrote it or wants it, ready to be copied.

use crate::ui::dom::{Drawn, RwSignal, Signal, view};
use leptos::prelude::*;

use super::{Icon, icon};
use crate::{
    api,
    i18n::{Text, t},
};

/// A block of code.
#[component]
pub(crate) fn Code(#[prop(into)] text: Signal<String>, #[prop(into)] label: String) -> Drawn {
    view! {
        <div class="code wrap">
            <pre role="group" aria-label=label tabindex="0">{move || text.get()}</pre>
            <CopyButton text=text />
        </div>
    }
}

/// Copies a text, and says for a moment that it has.
#[component]
pub(crate) fn CopyButton(#[prop(into)] text: Signal<String>) -> Drawn {
    let copied = RwSignal::new(None::<bool>);
    let label = move || match copied.get() {
        None => t(Text::Copy),
        Some(true) => t(Text::Copied),
        Some(false) => t(Text::CopyRefused),
    };
    let press = move |_| {
        let text = text.get_untracked();
        leptos::task::spawn_local(async move {
            copied.try_set(Some(api::copy(&text).await));
            let rest = move || {
                copied.try_set(None);
            };
            set_timeout(rest, std::time::Duration::from_secs(2));
        });
    };
    view! {
        <button type="button" class="button quiet small square" aria-label=label title=label on:click=press>
            {move || icon(match copied.get() {
                None => Icon::Copy,
                Some(true) => Icon::Check,
                Some(false) => Icon::Alert,
            })}
        </button>
        <span class="sr-only" role="status">{move || copied.get().map(|_| label())}</span>
    }
}
