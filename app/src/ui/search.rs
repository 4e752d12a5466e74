//! A box to search in.

use crate::ui::dom::{Drawn, Signal, view};
use leptos::prelude::*;

use super::{Icon, icon};

/// A box to search in.
#[component]
pub(crate) fn Search(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    on_input: Callback<String>,
    /// What can be typed is offered by a list that is drawn then, called `search-words`.
    #[prop(optional_no_strip)]
    on_focus: Option<Callback<()>>,
) -> Drawn {
    view! {
        <div class="search" role="search">
            {icon(Icon::Search)}
            <input
                type="search"
                class="input"
                aria-label=label.clone()
                placeholder=label
                list=on_focus.map(|_| "search-words")
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:focus=move |_| {
                    if let Some(on_focus) = on_focus {
                        on_focus.run(());
                    }
                }
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        </div>
    }
}
