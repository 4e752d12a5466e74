//! What is searched for: as it is typed, as it stands in the address, and as the server is asked for it.

use crate::ui::dom::{Drawn, Memo, RwSignal, Signal, view};
use leptos::{ev::SubmitEvent, prelude::*};
use wire::{AuditSearch, ListActions, ListPeople, Outcome, Time, audit::COMMAND_LINE};

use super::record::word;
use crate::{
    fetched::Fetched,
    i18n::{Text, t},
    live::Live,
    route::{Route, Router, encoded, pairs},
    ui::{Field, Select},
};

/// What is searched for, as it is typed. Empty is anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    person: String,
    action: String,
    object: String,
    from: String,
    to: String,
    outcome: String,
}

impl Typed {
    /// Reads it out of an address.
    pub(super) fn parse(query: &str) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs(query) {
            match name.as_str() {
                "person" => typed.person = value,
                "action" => typed.action = value,
                "object" => typed.object = value,
                "from" => typed.from = value,
                "to" => typed.to = value,
                "outcome" => typed.outcome = value,
                _ => {}
            }
        }
        typed
    }

    /// As it stands in an address.
    fn query(&self) -> String {
        let pairs = [
            ("person", &self.person),
            ("action", &self.action),
            ("object", &self.object),
            ("from", &self.from),
            ("to", &self.to),
            ("outcome", &self.outcome),
        ];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| [name, "=", &encoded(value)].concat()).collect::<Vec<_>>().join("&")
    }

    /// What the server is asked for. Records name containers by their ids, or by their names where those were made, and people
    /// by their names.
    pub(super) fn meant(&self, live: Live) -> AuditSearch {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let named = live.find_container(&self.object).filter(|row| row.name == self.object);
        AuditSearch {
            person: said(if self.person == t(Text::CommandLine) { COMMAND_LINE } else { &self.person }),
            action: said(&self.action),
            object: named.as_ref().map(|row| row.id.to_string()).or_else(|| said(&self.object)),
            exact: named.is_some(),
            also: named.map(|row| row.name.clone()),
            from: moment(&self.from),
            // To the end of the minute that was chosen.
            to: moment(&self.to).map(|Time(at)| Time(at.saturating_add(59))),
            outcome: Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == self.outcome),
            changes: false,
            before: None,
            limit: None,
        }
    }
}

/// A moment by the browser's clock, as its inputs write it.
fn moment(text: &str) -> Option<Time> {
    let at = js_sys::Date::new(&text.into()).get_time();
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds, which are exact")]
    at.is_finite().then(|| Time((at / 1000.0) as i64))
}

/// The search. `again` is told when the same is searched for once more.
#[component]
pub(super) fn Search(typed: Memo<Typed>, again: Callback<()>) -> Drawn {
    let router = Router::expect();
    let (people, actions) = (Fetched::new(), Fetched::new());
    people.ask(ListPeople);
    actions.ask(ListActions);
    let field = |read: fn(&Typed) -> &String| {
        let value = RwSignal::new(String::new());
        Effect::new(move || value.set(typed.with(|typed| read(typed).clone())));
        value
    };
    let (person, action) = (field(|typed| &typed.person), field(|typed| &typed.action));
    let (object, outcome) = (field(|typed| &typed.object), field(|typed| &typed.outcome));
    let (from, to) = (field(|typed| &typed.from), field(|typed| &typed.to));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let word = |value: RwSignal<String>| value.with_untracked(|text| text.trim().to_owned());
        let wanted = Typed {
            person: word(person),
            action: word(action),
            object: word(object),
            from: word(from),
            to: word(to),
            outcome: word(outcome),
        };
        match wanted == typed.get_untracked() {
            true => again.run(()),
            false => router.go(Route::Audit { query: wanted.query() }),
        }
    };
    let names = Signal::derive(move || {
        let people = people.get().unwrap_or_default();
        people.iter().map(|person| person.name.clone()).chain([t(Text::CommandLine).to_owned()]).collect()
    });
    let known = Signal::derive(move || actions.get().map(|all| (*all).clone()).unwrap_or_default());
    let any = (String::new(), t(Text::All).to_owned());
    let outcomes = Outcome::ALL.map(|outcome| (outcome.as_str().to_owned(), t(word(outcome)).to_owned()));
    let outcomes = [any].into_iter().chain(outcomes).collect::<Vec<_>>();
    view! {
        <form class="audit-search" role="search" aria-label=t(Text::Audit) on:submit=submit>
            <Field id="audit-person" label=t(Text::Person) value=person suggestions=names />
            <Field id="audit-action" label=t(Text::Action) value=action placeholder="ContainerStop" suggestions=known />
            <Field id="audit-object" label=t(Text::Object) value=object placeholder=t(Text::ObjectExample) />
            <Select id="audit-outcome" label=t(Text::Outcome) value=outcome options=outcomes />
            <Field id="audit-from" label=t(Text::From) value=from kind="datetime-local" />
            <Field id="audit-to" label=t(Text::Until) value=to kind="datetime-local" />
            <div class="buttons">
                <button type="submit" class="button primary">{t(Text::Search)}</button>
                {move || (typed.get() != Typed::default()).then(|| view! {
                    <a class="button" href="/audit">{t(Text::ClearFilters)}</a>
                })}
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests;
