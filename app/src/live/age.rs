//! How long ago something was.

use leptos::prelude::*;
use wire::Time;

use super::Live;
use crate::{
    format::{ago, moment},
    ui::dom::{Drawn, Memo, Signal, constant, view},
};

constant!(Time);

/// How long ago something was, with the moment itself where a pointer rests on it.
#[component]
pub(crate) fn Age(#[prop(into)] at: Signal<Time>, class: &'static str) -> Drawn {
    let live = Live::expect();
    // Each second is another; the words seldom are.
    let words = Memo::new(move || ago(at.get(), live.now()));
    view! { <span class=["nums ", class].concat() title=move || moment(at.get())>{move || words.get()}</span> }
}
