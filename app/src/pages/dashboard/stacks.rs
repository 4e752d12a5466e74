//! The stacks, and how much of each runs.

use crate::ui::dom::{Draw, Drawn, Memo, each, view};
use leptos::prelude::*;

use super::summary::{Stack, Summary};
use crate::{
    i18n::{Message, Text, say, t},
    route::{Listing, Route},
    ui::{Icon, Tone, icon},
};

/// More than these nobody reads here.
const MOST: usize = 10;

/// The card; none where there are no stacks.
#[component]
pub(super) fn StacksCard(sum: Memo<Summary>) -> Drawn {
    let any = Memo::new(move || sum.with(|sum| !sum.stacks.is_empty()));
    let names = move || {
        sum.with(|sum| sum.stacks.iter().take(MOST).map(|stack| stack.name.clone()).collect::<Vec<_>>())
    };
    let hidden = Memo::new(move || sum.with(|sum| sum.stacks.len().saturating_sub(MOST)));
    let card = move || {
        let all = Route::Containers(Listing { grouped: true, ..Listing::default() }).to_string();
        view! {
            <section class="card">
                <h2>{t(Text::Stacks)}</h2>
                <ul class="lines">{each(names, String::clone, move |name| line(name, sum))}</ul>
                {move || (hidden.get() > 0).then(|| view! {
                    <p class="rest"><a href=all.clone()>{say(Message::OthersToo(hidden.get()))}</a></p>
                })}
            </section>
        }
    };
    (move || any.get().then(|| untrack(card))).drawn()
}

fn line(name: String, sum: Memo<Summary>) -> Drawn {
    let href = Route::Containers(Listing::of_stack(&name)).to_string();
    let own = name.clone();
    let stack = Memo::new(move || sum.with(|sum| sum.stacks.iter().find(|stack| stack.name == own).cloned()));
    let words = move || stack.with(|stack| stack.as_ref().map(words)).unwrap_or_default();
    let look = move || stack.with(|stack| stack.as_ref().map(look)).unwrap_or((Icon::Ring, Tone::Idle));
    view! {
        <li>
            <span class=move || ["mark ", look().1.class()].concat()>{move || icon(look().0)}</span>
            <a class="name clip" href=href>{name}</a>
            <span class="soft nums">{words}</span>
        </li>
    }
}

fn words(stack: &Stack) -> String {
    let Stack { running, all, paused, concerns, .. } = *stack;
    let also = [
        (paused > 0).then(|| say(Message::PausedCount(paused))),
        (concerns > 0).then(|| say(Message::ConcernCount(concerns))),
    ];
    [Some(say(Message::RunningOf(running, all)))]
        .into_iter()
        .chain(also)
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn look(stack: &Stack) -> (Icon, Tone) {
    match stack {
        Stack { concerns: 1.., .. } => (Icon::Alert, Tone::Bad),
        Stack { running, all, paused: 0, .. } if running == all => (Icon::RingPlay, Tone::Good),
        Stack { running: 0, .. } => (Icon::RingStop, Tone::Idle),
        _ => (Icon::RingHalf, Tone::Warn),
    }
}
