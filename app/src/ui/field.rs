//! Fields of forms: each with its label, a hint and what is wrong with it.

use crate::ui::dom::{DrawAll, Drawn, RwSignal, Signal, view};
use leptos::prelude::*;

/// A line of text.
#[component]
pub(crate) fn Field(
    /// Unique on the page.
    id: &'static str,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] placeholder: String,
    /// As HTML names it.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    complete: &'static str,
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
                type=kind
                autocomplete=complete
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

/// Several lines of text.
#[component]
pub(crate) fn Area(
    /// Unique on the page.
    id: &'static str,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] hint: String,
    #[prop(into)] placeholder: String,
) -> Drawn {
    let about = [id, "-about"].concat();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea
                class="input mono"
                id=id
                rows="8"
                placeholder=placeholder
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=about.clone()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            <div id=about><span class="hint">{hint}</span></div>
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

/// One of several, each with what it means.
#[component]
pub(crate) fn Radio(
    /// The same for all of which one is chosen.
    group: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    #[prop(into)] chosen: Signal<bool>,
    on_choose: Callback<()>,
    #[prop(optional)] disabled: bool,
) -> Drawn {
    view! {
        <label class="check">
            <input
                type="radio"
                name=group
                disabled=disabled
                prop:checked=move || chosen.get()
                on:change=move |_| on_choose.run(())
            />
            <span>{label}<span class="hint">{hint}</span></span>
        </label>
    }
}
