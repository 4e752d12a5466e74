//! Who may log in, what belongs to which stack, and everybody's tokens: for admins.

mod dialogs;
mod list;
mod person;
mod scopes;
mod stacks;
mod try_it;

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, expect_context, provide_context, view};
use leptos::prelude::*;
use wire::{ListPeople, ListStacks, ListTokens, PersonRow, StackRow, TokenRow};

use crate::{
    fetched::Fetched,
    format::number,
    i18n::{Text, t},
    pages::tokens::{TokenList, Whose},
    ui::{Button, Empty, Icon, Kind, LinkButton},
};
use dialogs::{Ask, Asking, PeopleDialogs};
use list::PeopleTable;
use person::Person;
use stacks::Stacks;

/// What these pages have asked the server for.
#[derive(Clone, Copy)]
pub(super) struct Known {
    people: Fetched<Vec<PersonRow>>,
    tokens: Fetched<Vec<TokenRow>>,
    stacks: Fetched<Vec<StackRow>>,
}

impl Known {
    fn provide() -> Self {
        let known = Self { people: Fetched::new(), tokens: Fetched::new(), stacks: Fetched::new() };
        known.again();
        provide_context(known);
        Asking::provide();
        known
    }

    fn expect() -> Self {
        expect_context()
    }

    /// Asks again, after something was changed.
    fn again(self) {
        self.people.ask(ListPeople);
        self.tokens.ask(ListTokens);
        self.stacks.ask(ListStacks);
    }
}

/// Everybody.
#[component]
pub(crate) fn PeoplePage() -> Drawn {
    let known = Known::provide();
    let asking = Asking::expect();
    let count = move || known.people.get().map(|people| number(people.len()));
    let add = Callback::new(move |()| asking.ask(Ask::Add));
    let revoke = Callback::new(move |token| asking.ask(Ask::Revoke(token)));
    let tokens = move |rows: Arc<Vec<TokenRow>>| {
        view! { <TokenList tokens=&rows whose=Whose::Everybodys on_revoke=revoke /> }
    };
    view! {
        <header class="page-head">
            <h1>{t(Text::People)} " " <span class="count nums">{count}</span></h1>
            <div class="page-actions">
                <Button label=t(Text::AddPerson) symbol=Some(Icon::Plus) kind=Kind::Primary on_press=add />
            </div>
            <p class="about">{t(Text::PeopleAbout)}</p>
        </header>
        <div class="page-body">
            {known.people.draw(|people| view! { <PeopleTable people=people /> })}
            <div class="cards people-more">
                <Stacks />
                <section class="card">
                    <h2>{t(Text::AllTokens)}</h2>
                    {known.tokens.draw(tokens)}
                </section>
            </div>
        </div>
        <PeopleDialogs />
    }
}

/// One person.
#[component]
pub(crate) fn PersonPage(name: String) -> Drawn {
    let known = Known::provide();
    let head = name.clone();
    let wanted = name.clone();
    let row = Memo::new(move || {
        let people = known.people.get()?;
        people.iter().find(|person| person.name == wanted).cloned().map(Arc::new)
    });
    let exists = Memo::new(move || row.with(Option::is_some));
    let body = move |_| {
        let name = name.clone();
        (move || match exists.get() {
            true => untrack(|| view! { <Person row=row /> }),
            false => view! {
                <Empty symbol=Icon::People title=t(Text::NoSuchPerson) text=name.clone()>
                    <LinkButton label=t(Text::People) href="/people" />
                </Empty>
            },
        })
        .drawn()
    };
    // Once: what changes later is followed inside.
    let here = Memo::new(move || known.people.get().is_some());
    let body = StoredValue::new_local(body);
    view! {
        <header class="page-head">
            <p class="crumb"><a href="/people">{t(Text::People)}</a></p>
            <h1><span>{head}</span> {move || row.get().map(|row| person::badges(&row))}</h1>
            {move || row.get().map(|row| person::about(&row))}
        </header>
        <div class="page-body">{move || match here.get() {
            true => untrack(|| body.with_value(|body| body(()))),
            false => known.people.draw(|_| ().drawn()),
        }}</div>
        <PeopleDialogs />
    }
}
