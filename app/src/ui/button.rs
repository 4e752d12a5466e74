//! Buttons, and links that look like them.

use crate::ui::dom::{Drawn, Signal, view};
use leptos::prelude::*;

use super::{Icon, icon, icon::changing_icon};

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Plain,
    Primary,
    Danger,
    Quiet,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button primary",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet",
        }
    }
}

/// A button with a word. While it can't be pressed it keeps the focus, as it wouldn't if the browser knew it for disabled:
/// often it was pressed just now.
#[component]
pub(crate) fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] symbol: Signal<Option<Icon>>,
    #[prop(optional)] kind: Kind,
    #[prop(optional, into)] disabled: Signal<bool>,
    on_press: Callback<()>,
) -> Drawn {
    view! {
        <button
            type="button"
            class=kind.class()
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| press(disabled, on_press)
        >
            {move || symbol.get().map(icon)}
            {move || label.get()}
        </button>
    }
}

fn press(disabled: Signal<bool>, on_press: Callback<()>) {
    if !disabled.get_untracked() {
        on_press.run(());
    }
}

/// A small square button with an icon; its word is for screen readers and on hover.
#[component]
pub(crate) fn IconButton(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] symbol: Signal<Icon>,
    #[prop(optional, into)] disabled: Signal<bool>,
    on_press: Callback<()>,
) -> Drawn {
    view! {
        <button
            type="button"
            class="button quiet small square"
            aria-label=move || label.get()
            title=move || label.get()
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| press(disabled, on_press)
        >
            {changing_icon(symbol)}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub(crate) fn LinkButton(
    #[prop(into)] label: String,
    #[prop(into)] href: String,
    #[prop(optional_no_strip)] symbol: Option<Icon>,
    #[prop(optional)] kind: Kind,
) -> Drawn {
    view! { <a class=kind.class() href=href>{symbol.map(icon)} {label}</a> }
}
