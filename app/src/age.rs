//! How long ago something was, with the moment itself where a pointer rests on it.

use leptos::prelude::*;
use wire::Time;

use crate::{
    format::{ago, moment},
    live::Live,
    ui::dom::{Drawn, Memo, Signal, constant, view},
};

constant!(Time);

#[component]
pub(crate) fn Age(#[prop(into)] at: Signal<Time>, #[prop(optional)] class: &'static str) -> Drawn {
    let live = Live::expect();
    // Each second is another; the words seldom are.
    let words = Memo::new(move || ago(at.get(), live.now()));
    // To ask the browser for it takes long.
    let moment = Memo::new(move || moment(at.get()));
    view! { <span class=["nums ", class].concat() title=move || moment.get()>{move || words.get()}</span> }
}
