//! One's own sessions.

mod agent;

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, Signal, view};
use leptos::prelude::*;
use wire::{EndSession, ListSessions, SessionRow};

use crate::{
    actions::explained,
    api,
    fetched::Fetched,
    format::{ago, moment},
    i18n::{Message, Text, say, t},
    live::Live,
    ui::{Badge, Button, Toasts, Tone},
};

/// The list.
#[component]
pub(super) fn Sessions() -> Drawn {
    let sessions = Fetched::new();
    sessions.ask(ListSessions);
    view! {
        <section class="card">
            <h2>{t(Text::Sessions)}</h2>
            {sessions.draw(move |rows: Arc<Vec<SessionRow>>| {
                let rows = rows.iter().map(|row| one(row, sessions)).draw_all();
                view! { <ul class="things">{rows}</ul> }
            })}
        </section>
    }
}

fn one(row: &SessionRow, sessions: Fetched<Vec<SessionRow>>) -> Drawn {
    let (live, toasts) = (Live::expect(), Toasts::expect());
    let (id, seen, current) = (row.id.clone(), row.seen, row.current);
    let press = Callback::new(move |()| {
        let id = id.clone();
        leptos::task::spawn_local(async move {
            if let Err(failure) = api::send(&EndSession { id }).await {
                toasts.bad(explained(&failure).title);
            }
            sessions.ask(ListSessions);
        });
    });
    let whole = if row.agent.is_empty() { t(Text::UnknownBrowser).to_owned() } else { row.agent.clone() };
    let short = agent::short(&whole).unwrap_or_else(|| whole.clone());
    let used = Signal::derive(move || say(Message::UsedAgo(&ago(seen, live.now()))));
    view! {
        <li>
            <div class="about-it">
                <strong class="clip" title=whole>{short}</strong>
                {current.then(|| view! { <Badge text=t(Text::ThisSession).to_owned() tone=Tone::Busy /> })}
                <span class="soft nums">{say(Message::FromAddress(&row.address))}</span>
                <span class="soft nums" title=moment(row.seen)>{used}</span>
                <span class="soft nums">{say(Message::EndsAt(&moment(row.expires)))}</span>
            </div>
            {(!current).then(|| view! { <Button label=t(Text::EndSession) on_press=press /> })}
        </li>
    }
    .drawn()
}
