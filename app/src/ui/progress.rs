//! How far something is.

use crate::ui::dom::{Drawn, Signal, view};
use leptos::prelude::*;

use super::Tone;

/// A bar: `None` while nobody knows how far.
#[component]
pub(crate) fn Progress(
    #[prop(into)] label: String,
    #[prop(into)] part: Signal<Option<f64>>,
    #[prop(optional, into)] tone: Signal<Tone>,
) -> Drawn {
    view! {
        <progress
            class=move || ["progress ", tone.get().class()].concat()
            aria-label=label
            max="1000"
            value=move || part.get().map(thousandths)
        ></progress>
    }
}

/// Whole numbers are enough for a bar, and spare the visitor the printing of fractions.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a thousand")]
fn thousandths(part: f64) -> String {
    ((part * 1000.0) as u32).to_string()
}
