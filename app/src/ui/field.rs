//! Fields of forms: each with its label, a hint and what is wrong with it.

use crate::ui::dom::{DrawAll, Drawn, RwSignal, Signal, view};
use leptos::prelude::*;

use super::{Icon, icon};

/// A line of text.
#[component]
pub(crate) fn Field(
    /// Unique on the page.
    id: &'static str,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] placeholder: String,
    #[prop(optional, into)] problem: Signal<Option<String>>,
    #[prop(optional, into)] suggestions: Option<Signal<Vec<String>>>,
) -> Drawn {
    let about = [id, "-about"].concat();
    let list = [id, "-list"].concat();
    let described = about.clone();
    let datalist = suggestions.map(|texts| {
        let option = |text: String| view! { <option value=text></option> };
        let list = list.clone();
        view! { <datalist id=list>{move || texts.get().into_iter().map(option).draw_all()}</datalist> }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                class="input"
                id=id
                list=suggestions.map(|_| list.clone())
                placeholder=placeholder
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || problem.get().is_some().then_some("true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            {datalist}
            <div id=about>{move || match problem.get() {
                Some(problem) => view! { <span class="problem">{problem}</span> },
                None => view! { <span class="hint">{hint.clone()}</span> },
            }}</div>
        </div>
    }
}

/// Yes or no.
#[component]
pub(crate) fn Check(
    #[prop(into)] label: String,
    value: RwSignal<bool>,
    #[prop(optional, into)] hint: String,
) -> Drawn {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>{label}<span class="hint">{hint}</span></span>
        </label>
    }
}

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
