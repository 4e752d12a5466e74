//! One of several, chosen from a list that opens.

use crate::ui::dom::{DrawAll, Drawn, RwSignal, view};
use leptos::prelude::*;

/// One of several: what is stored, and how it reads.
#[component]
pub(crate) fn Select(
    /// Unique on the page.
    id: &'static str,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    options: Vec<(String, String)>,
    #[prop(optional, into)] hint: String,
) -> Drawn {
    let about = [id, "-about"].concat();
    let options = options.into_iter().map(|(stored, word)| {
        let is_chosen = value.get_untracked() == stored;
        view! { <option value=stored selected=is_chosen>{word}</option> }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select
                class="input"
                id=id
                aria-describedby=about.clone()
                prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options.draw_all()}
            </select>
            <div id=about><span class="hint">{hint}</span></div>
        </div>
    }
}
