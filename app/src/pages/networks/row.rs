//! A network's row.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, Signal, expect_context, view};
use leptos::prelude::*;
use wire::{MemberKind, Network};

use super::{
    Uses,
    dialogs::{Ask, Asking},
};
use crate::{
    actions::Target,
    format::{ago, moment},
    i18n::{Message, Text, say, t},
    live::Live,
    pages::{
        list::{Course, UserLinks},
        moving::{Movable, MoveIcon},
    },
    route::{Listing, Route},
    search::{Facet, token},
    ui::{Badge, Icon, IconButton, Key, Tone},
};

/// The cells of a row.
pub(super) fn cells(key: Key) -> Vec<Drawn> {
    let Key::Name(id) = key else { return Vec::new() };
    let live = Live::expect();
    let uses: Uses = expect_context();
    let row: Memo<Option<Arc<Network>>> = {
        let id = id.clone();
        Memo::new(move || live.networks(|rows| rows.get(&*id).cloned()))
    };
    let read = move |read: fn(&Network) -> String| {
        Signal::derive(move || row.with(|row| row.as_deref().map(read).unwrap_or_default()))
    };
    let name = read(|row| row.name.clone());
    let created = move || row.with(|row| row.as_ref().and_then(|row| row.created));
    let badge = move |word: Text, is: fn(&Network) -> bool| {
        let is = Memo::new(move || row.with(|row| row.as_deref().is_some_and(is)));
        move || is.get().then(|| view! { <Badge text=t(word).to_owned() tone=Tone::Idle /> })
    };
    let stack = move || {
        let stack = row.with(|row| row.as_ref().and_then(|row| row.stack.clone()))?;
        let href = Route::Networks(Listing::of_stack(&stack)).to_string();
        Some(view! { <a class="soft" href=href data-token=token(Facet::Stack, &stack)>{stack}</a> })
    };
    let users = Signal::derive(move || uses.of(&name.get()));
    let unused = Memo::new(move || users.get().is_empty());
    let own = move || Route::Networks(Listing::of(&token(Facet::Name, &name.get()))).to_string();
    vec![
        view! {
            <div class="cell col-name" role="cell">
                <a class="name" href=own title=id.to_string()>{name}</a>
                {badge(Text::Predefined, |row| row.predefined)}
                {badge(Text::Internal, |row| row.internal)}
                {badge(Text::Ipv6, |row| row.ipv6)}
            </div>
        },
        view! {
            <div class="cell col-use" role="cell">
                <Course target=Target::Network(id.to_string())>
                    <UserLinks names=users />
                    {move || unused.get().then(|| view! { <span class="faint">{t(Text::Unused)}</span> })}
                </Course>
            </div>
        },
        view! { <div class="cell col-driver" role="cell"><span class="soft">{read(|row| row.driver.clone())}</span></div> },
        view! { <div class="cell col-subnet" role="cell"><code class="soft">{read(|row| row.subnets.join(", "))}</code></div> },
        view! { <div class="cell col-stack" role="cell">{stack}</div> },
        view! {
            <div class="cell col-created" role="cell">{move || created().map(|created| view! {
                <span class="soft nums" title=moment(created)>{move || ago(created, live.now())}</span>
            })}</div>
        },
        view! { <div class="cell col-do" role="cell"><MoveButton row=row /><RemoveButton row=row /></div> },
    ]
}

#[component]
fn RemoveButton(row: Memo<Option<Arc<Network>>>) -> Drawn {
    let live = Live::expect();
    let asking = Asking::expect();
    let removable = Memo::new(move || {
        let own = row.with(|row| row.as_ref().filter(|row| !row.predefined).map(|row| row.name.clone()));
        own.filter(|_| live.allowed().remove)
    });
    let press = Callback::new(move |()| {
        if let Some(row) = row.get_untracked() {
            asking.ask(Ask::Remove(row));
        }
    });
    (move || {
        removable.get().map(|name| {
            view! { <IconButton label=say(Message::RemoveNamed(&name)) symbol=Icon::Trash on_press=press /> }
        })
    })
    .drawn()
}

#[component]
fn MoveButton(row: Memo<Option<Arc<Network>>>) -> Drawn {
    let live = Live::expect();
    let asking = Asking::expect();
    // Everybody has the engine's own ones.
    let name = Memo::new(move || {
        row.with(|row| row.as_ref().filter(|row| !row.predefined).map(|row| row.name.clone()))
    });
    let press = Callback::new(move |()| {
        if let Some(row) = row.get_untracked() {
            let (key, name, label) = (row.id.clone(), row.name.clone(), row.stack.clone());
            asking.ask(Ask::Move(Movable { kind: MemberKind::Network, key, name, label }));
        }
    });
    (move || {
        name.get().filter(|_| live.is_admin()).map(|name| view! { <MoveIcon name=name on_press=press /> })
    })
    .drawn()
}
