//! Names with their values, and the cards that hold them.

use leptos::prelude::*;

/// A box with a heading.
#[component]
pub(crate) fn Card(#[prop(into)] title: String, children: Children) -> AnyView {
    view! {
        <section class="card">
            <h2>{title}</h2>
            {children()}
        </section>
    }
    .into_any()
}

/// A list of names and values.
#[component]
pub(crate) fn Facts(children: Children) -> AnyView {
    view! { <dl class="facts">{children()}</dl> }.into_any()
}

/// One name and its value.
#[component]
pub(crate) fn Fact(#[prop(into)] name: String, children: Children) -> AnyView {
    view! {
        <dt>{name}</dt>
        <dd>{children()}</dd>
    }
    .into_any()
}
