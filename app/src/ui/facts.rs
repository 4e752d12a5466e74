//! Names with their values, and the cards that hold them.

use crate::ui::dom::{Drawn, Inside, view};
use leptos::prelude::*;

/// A box with a heading.
#[component]
pub(crate) fn Card(#[prop(into)] title: String, children: Inside) -> Drawn {
    view! {
        <section class="card">
            <h2>{title}</h2>
            {children.draw()}
        </section>
    }
}

/// A list of names and values.
#[component]
pub(crate) fn Facts(children: Inside) -> Drawn {
    view! { <dl class="facts">{children.draw()}</dl> }
}

/// One name and its value.
#[component]
pub(crate) fn Fact(#[prop(into)] name: String, children: Inside) -> Drawn {
    view! {
        <dt>{name}</dt>
        <dd>{children.draw()}</dd>
    }
}
