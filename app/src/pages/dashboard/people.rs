//! What people did last: for admins, who read the audit.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, each, view};
use leptos::prelude::*;
use wire::{AuditPage, AuditRow, AuditSearch, ListPeople, Outcome, PersonRow, Sealed, SearchAudit, Time};

use super::places;
use crate::{
    age::Age,
    fetched::Fetched,
    i18n::{Text, t},
    live::Live,
    pages::audit::{look, phrase, who, word},
    route::Route,
    ui::Mark,
};

/// As many as are seen at once.
const MOST: u16 = 8;
/// What happens on the engine is often somebody's doing: then it is asked again, this late and no more often.
const RESTS: std::time::Duration = std::time::Duration::from_secs(2);

/// The card.
#[component]
pub(super) fn PeopleCard() -> Drawn {
    let live = Live::expect();
    let (done, people) = (Fetched::new(), Fetched::new());
    let ask = move || {
        let search = AuditSearch { limit: Some(MOST), changes: true, ..AuditSearch::default() };
        done.ask(SearchAudit { search });
    };
    ask();
    people.ask(ListPeople);
    let last = Memo::new(move || live.events(|rows| rows.last().and_then(Sealed::open).map(|row| row.id)));
    let waits = StoredValue::new(false);
    Effect::new(move |before: Option<()>| {
        last.get();
        if before.is_none() || waits.get_value() {
            return;
        }
        waits.set_value(true);
        let again = move || {
            // The page may have been left.
            if waits.try_set_value(false).is_none() {
                ask();
            }
        };
        set_timeout(again, RESTS);
    });
    let rows = move || done.get().map(|page: Arc<AuditPage>| page.rows.clone()).unwrap_or_default();
    let none = Memo::new(move || done.get().is_some_and(|page| page.rows.is_empty()));
    let lines = move || {
        (move || match none.get() {
            true => view! { <p class="none soft">{t(Text::NothingDone)}</p> },
            false => {
                // A line is drawn anew when what it tells of has ended.
                let key = |row: &AuditRow| (row.seq, row.outcome);
                view! { <ul class="lines">{each(rows, key, move |row| line(&row, people, live))}</ul> }
            }
        })
        .drawn()
    };
    let all = Route::Audit { query: String::new() }.to_string();
    view! {
        <section class="card happened">
            <h2>{t(Text::LastActions)}</h2>
            {done.draw_once(lines)}
            <p class="rest"><a href=all>{t(Text::SeeAudit)}</a></p>
        </section>
    }
}

fn line(row: &AuditRow, people: Fetched<Vec<PersonRow>>, live: Live) -> Drawn {
    let at = Time(row.at / 1000);
    let (symbol, tone) = look(row.outcome);
    let place = Memo::new({
        let (operation, object) = (row.operation.clone(), row.object.clone());
        move || {
            let people = people.get().unwrap_or_default();
            places::of_deed(&operation, &object, &people, live)
        }
    });
    let object = row.object.clone();
    let object = move || match place.get() {
        Some((route, name)) => view! { <a href=route.to_string()>{name}</a> },
        None => view! { <span title=object.clone()>{short(&object)}</span> },
    };
    // What wasn't done isn't told as if it were.
    let ended = (row.outcome != Outcome::Done).then(|| [" · ", t(word(row.outcome))].concat());
    // The command line does things, too, and people go.
    let name = row.person.clone();
    let known = Memo::new({
        let name = name.clone();
        move || people.get().is_some_and(|people| people.iter().any(|person| person.name == name))
    });
    let person = move || match known.get() {
        true => {
            let href = Route::Person { name: name.clone() }.to_string();
            view! { <a href=href>{name.clone()}</a> }
        }
        false => view! { <span>{who(&name)}</span> },
    };
    let did = phrase(&row.operation).map_or_else(|| row.operation.clone(), |did| t(did).to_owned());
    view! {
        <li>
            <Mark shape=symbol tone=tone label=t(word(row.outcome)) />
            <span class="what clip">
                {person} " "
                <span class="soft" title=row.operation.clone()>{did}</span> " "
                {object}
                {ended}
            </span>
            <Age at=at class="faint when" />
        </li>
    }
}

/// An id of what is gone, as short as docker shows it; a name as it is.
fn short(object: &str) -> String {
    let is_id = object.len() == 64 && object.bytes().all(|letter| letter.is_ascii_hexdigit());
    if is_id { object.chars().take(12).collect() } else { object.to_owned() }
}
