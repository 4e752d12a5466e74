//! How far something is.

use leptos::prelude::*;

use super::Tone;

/// A bar: `None` while nobody knows how far.
#[component]
pub(crate) fn Progress(
    #[prop(into)] label: String,
    #[prop(into)] part: Signal<Option<f64>>,
    #[prop(optional, into)] tone: Signal<Tone>,
) -> AnyView {
    view! {
        <progress
            class=move || ["progress ", tone.get().class()].concat()
            aria-label=label
            max="1"
            value=move || part.get().map(|part| part.to_string())
        ></progress>
    }
    .into_any()
}
