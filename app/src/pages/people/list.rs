//! Everybody, on a line each.

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, view};
use leptos::prelude::*;
use wire::{PersonRow, Role, Scope};

use super::person::badges;
use crate::{
    age::Age,
    format::number,
    i18n::{Text, t},
    pages::grants::{grant_word, role_word},
    route::Route,
};

/// The table. There are tens of people, not thousands: all are drawn.
#[component]
pub(super) fn PeopleTable(people: Arc<Vec<PersonRow>>) -> Drawn {
    let heads = [
        (Text::Name, ""),
        (Text::Role, ""),
        (Text::Scopes, "col-reach"),
        (Text::Sessions, "col-count end"),
        (Text::Tokens, "col-count end"),
        (Text::Added, "col-created"),
    ];
    let heads = heads
        .map(|(word, class)| view! { <div class=class role="columnheader"><span>{t(word)}</span></div> });
    let rows = people.iter().map(row).draw_all();
    view! {
        <div class="table people" role="table" aria-label=t(Text::People)>
            <div role="rowgroup"><div class="head" role="row">{heads}</div></div>
            <div role="rowgroup">{rows}</div>
        </div>
    }
}

fn row(person: &PersonRow) -> Drawn {
    let href = Route::Person { name: person.name.clone() }.to_string();
    let created = person.created;
    let reach = reach(person);
    let role = if person.role == Role::Admin { "name" } else { "soft" };
    view! {
        <div class="row" role="row" class:off=person.disabled>
            <div class="cell" role="cell"><a class="name" href=href>{person.name.clone()}</a>{badges(person)}</div>
            <div class="cell col-role" role="cell"><span class=role>{t(role_word(person.role))}</span></div>
            <div class="cell col-reach" role="cell"><span class="soft" title=reach.clone()>{reach}</span></div>
            <div class="cell col-count end nums" role="cell">{number(person.sessions as usize)}</div>
            <div class="cell col-count end nums" role="cell">{number(person.tokens as usize)}</div>
            <div class="cell col-created" role="cell">
                <Age at=created class="soft" />
            </div>
        </div>
    }
    .drawn()
}

/// How far somebody's rights reach, on one line: `everything · web: logs, exec`.
fn reach(person: &PersonRow) -> String {
    if person.role == Role::Admin {
        return t(Text::ReachAdmin).to_owned();
    }
    let scope = |Scope { stack, grants }: &Scope| {
        let place = stack.as_deref().unwrap_or(t(Text::Everything));
        let grants: Vec<_> = grants.iter().map(|grant| t(grant_word(*grant))).collect();
        if grants.is_empty() { place.to_owned() } else { [place, ": ", &grants.join(", ")].concat() }
    };
    match person.scopes.iter().map(scope).collect::<Vec<_>>().join(" · ") {
        none if none.is_empty() => t(Text::ReachNothing).to_owned(),
        scopes => scopes,
    }
}
