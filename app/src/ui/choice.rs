//! One of a few, chosen with one press.

use crate::ui::dom::{DrawAll, Drawn, Signal, view};
use leptos::prelude::*;

/// One of a few, all of them in sight: words, each with how many there are.
#[component]
pub(crate) fn Choice(
    #[prop(into)] label: String,
    options: Vec<(&'static str, Option<Signal<usize>>)>,
    #[prop(into)] chosen: Signal<usize>,
    on_choose: Callback<usize>,
) -> Drawn {
    let buttons = options.into_iter().enumerate().map(|(index, (word, count))| {
        view! {
            <button
                type="button"
                aria-pressed=move || if chosen.get() == index { "true" } else { "false" }
                on:click=move |_| on_choose.run(index)
            >
                {word}
                {count.map(|count| view! { <span class="nums">{move || crate::format::number(count.get())}</span> })}
            </button>
        }
    });
    view! { <div class="choice" role="group" aria-label=label>{buttons.draw_all()}</div> }
}
