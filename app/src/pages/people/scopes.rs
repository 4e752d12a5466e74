//! How far somebody's rights reach, and what they are granted there.

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, view};
use leptos::prelude::*;
use wire::{Grant, PersonRow, Role, Scope};

use super::dialogs::{Ask, Asking};
use crate::{
    i18n::{Message, Text, say, t},
    pages::grants::grant_word,
    ui::{Badge, Button, Icon, IconButton, Kind, Notice, Tone},
};

/// The scopes, with a button for one more.
#[component]
pub(super) fn Scopes(row: Arc<PersonRow>) -> Drawn {
    let asking = Asking::expect();
    if row.role == Role::Admin {
        return view! { <p class="inside">{t(Text::ScopesOfAdmin)}</p> };
    }
    let name = row.name.clone();
    let add = Callback::new(move |()| asking.ask(Ask::Scope(name.clone(), None)));
    let none = row.scopes.is_empty();
    let scopes = row.scopes.iter().map(|scope| one(&row.name, scope)).draw_all();
    view! {
        <div class="inside">
            {none.then(|| view! { <Notice tone=Tone::Warn title=t(Text::NoScopes)>{t(Text::NoScopesMore)}</Notice> })}
            <ul class="scopes">{scopes}</ul>
            <div class="buttons">
                <Button label=t(Text::AddScope) symbol=Some(Icon::Plus) kind=Kind::Plain on_press=add />
            </div>
        </div>
    }
    .drawn()
}

fn one(name: &str, scope: &Scope) -> Drawn {
    let asking = Asking::expect();
    let place = scope
        .stack
        .clone()
        .map_or_else(|| t(Text::EverythingHere).to_owned(), |it| say(Message::OfStack(&it)));
    let badges = scope.grants.iter().map(|grant| {
        let tone = if *grant == Grant::Exec { Tone::Warn } else { Tone::Idle };
        view! { <Badge text=t(grant_word(*grant)).to_owned() tone=tone /> }
    });
    let badges = badges.draw_all();
    let alone = scope.grants.is_empty().then(|| view! { <span class="faint">{t(Text::NoGrants)}</span> });
    let edit = {
        let (name, scope) = (name.to_owned(), scope.clone());
        Callback::new(move |()| asking.ask(Ask::Scope(name.clone(), Some(scope.clone()))))
    };
    let remove = {
        let (name, stack) = (name.to_owned(), scope.stack.clone());
        Callback::new(move |()| asking.ask(Ask::RemoveScope(name.clone(), stack.clone())))
    };
    view! {
        <li>
            <span class="place">{place.clone()}</span>
            <span class="grants">{badges}{alone}</span>
            <IconButton label=say(Message::EditNamed(&place)) symbol=Icon::Pencil on_press=edit />
            <IconButton label=say(Message::RemoveNamed(&place)) symbol=Icon::Trash on_press=remove />
        </li>
    }
    .drawn()
}
