//! Something that wants to be read: what happened, and what to do next.

use crate::ui::dom::{Drawn, Inside, view};
use leptos::prelude::*;

use super::{Icon, Tone, icon};

/// A sentence in its tone, with more below it.
#[component]
pub(crate) fn Notice(tone: Tone, #[prop(into)] title: String, children: Inside) -> Drawn {
    let symbol = match tone {
        Tone::Good => Icon::Check,
        Tone::Warn | Tone::Bad => Icon::Alert,
        Tone::Busy => Icon::Spinner,
        Tone::Idle => Icon::Info,
    };
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class=["notice ", tone.class()].concat() role=role>
            {icon(symbol)}
            <div class="text"><strong>{title}</strong><div>{children.draw()}</div></div>
        </div>
    }
}
