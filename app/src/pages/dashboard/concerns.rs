//! The containers that aren't as they should be, with what helps beside them.

use crate::ui::dom::{Draw, Drawn, Memo, Signal, each, view};
use leptos::prelude::*;
use wire::Id;

use super::summary::Summary;
use crate::{
    actions::Target,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::{
        containers::{ActButtons, look, status},
        list::Course,
    },
    route::{Listing, Route, Sort},
    ui::{Icon, Mark, Tone, icon},
};

/// More than these are a list's.
const MOST: usize = 8;

/// The card.
#[component]
pub(super) fn Concerns(sum: Memo<Summary>) -> Drawn {
    let count = Memo::new(move || sum.with(|sum| sum.concerns.len()));
    let shown = move || sum.with(|sum| sum.concerns.iter().take(MOST).map(|one| one.id).collect::<Vec<_>>());
    let rest = move || {
        let hidden = count.get().saturating_sub(MOST);
        let by_state = Listing { sort: Sort::State, ..Listing::default() };
        (hidden > 0).then(|| view! {
            <p class="rest"><a href=Route::Containers(by_state).to_string()>{say(Message::OthersToo(hidden))}</a></p>
        })
    };
    view! {
        <section class="card whole concerns" id="concerns" tabindex="-1" aria-labelledby="concerns-title">
            <h2 id="concerns-title">{t(Text::Concerns)}</h2>
            <ul class="lines" aria-live="off">{each(shown, |id| *id, line)}</ul>
            {move || (count.get() == 0).then(|| view! {
                <p class="all-well"><span class="mark good">{icon(Icon::Check)}</span>{t(Text::AllWell)}</p>
            })}
            {rest}
        </section>
    }
}

fn line(id: Id) -> Drawn {
    let live = Live::expect();
    let row = Memo::new(move || live.container(id));
    let mark =
        move || row.with(|row| row.as_deref().map(look)).unwrap_or((Icon::Ring, Tone::Idle, String::new()));
    let name = move || row.with(|row| row.as_ref().map(|row| row.name.clone())).unwrap_or_default();
    let words = Signal::derive(move || {
        row.with(|row| row.as_ref().map(|row| status(row, live.now())).unwrap_or_default())
    });
    view! {
        <li>
            <Mark
                shape=Signal::derive(move || mark().0)
                tone=Signal::derive(move || mark().1)
                label=Signal::derive(move || mark().2)
            />
            <a class="name clip" href=move || Route::container(&name()).to_string()>{name}</a>
            <span class="said"><Course target=Signal::always(Some(Target::Container(id)))><span class="soft nums">{words}</span></Course></span>
            <span class="do"><ActButtons row=row /></span>
        </li>
    }
    .drawn()
}
