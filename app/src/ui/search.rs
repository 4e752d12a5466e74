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
) -> Drawn {
    view! {
        <div class="search" role="search">
            {icon(Icon::Search)}
            <input
                type="search"
                class="input"
                aria-label=label.clone()
                placeholder=label
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        </div>
    }
}
