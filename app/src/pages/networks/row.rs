//! A network's row.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, RwSignal, Signal, expect_context, view};
use leptos::prelude::*;
use wire::Network;

use super::{Asking, Uses, facts, items};
use crate::{
    actions::Target,
    age::Age,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::list::{Course, StackLink, UserLinks},
    route::{Listing, Route},
    search::{Facet, token},
    ui::{Badge, Icon, Key, Menu, Tone, icon, offered},
};

/// The cells of a row.
pub(super) fn cells(key: RwSignal<Key>) -> Vec<Drawn> {
    let live = Live::expect();
    let uses: Uses = expect_context();
    let row = Memo::new(move || facts::row(live, &key.get()));
    let read = move |read: fn(&Network) -> String| {
        Signal::derive(move || row.with(|row| row.as_deref().map(read).unwrap_or_default()))
    };
    let (name, id) = (read(|row| row.name.clone()), read(|row| row.id.clone()));
    let created = move || row.with(|row| row.as_ref().and_then(|row| row.created));
    let badge = move |word: Text, is: fn(&Network) -> bool| {
        let is = Memo::new(move || row.with(|row| row.as_deref().is_some_and(is)));
        move || is.get().then(|| view! { <Badge text=t(word).to_owned() tone=Tone::Idle /> })
    };
    let stack = Memo::new(move || row.with(|row| row.as_ref().and_then(|row| row.stack.clone())));
    let users = Signal::derive(move || uses.of(&name.get()));
    let unused = Memo::new(move || users.get().is_empty());
    let own = move || Route::Networks(Listing::of(&token(Facet::Name, &name.get()))).to_string();
    vec![
        view! {
            <div class="cell col-name" role="cell">
                <a class="name" href=own title=id>{name}</a>
                {badge(Text::Predefined, |row| row.predefined)}
                {badge(Text::Internal, |row| row.internal)}
                {badge(Text::Ipv6, |row| row.ipv6)}
            </div>
        },
        view! {
            <div class="cell col-use" role="cell">
                <Course target=Signal::derive(move || Some(Target::Network(id.get())))>
                    <UserLinks names=users search=Signal::derive(move || token(Facet::Network, &name.get())) />
                    {move || unused.get().then(|| view! { <span class="faint">{t(Text::Unused)}</span> })}
                </Course>
            </div>
        },
        view! { <div class="cell col-driver" role="cell"><span class="soft">{read(|row| row.driver.clone())}</span></div> },
        view! { <div class="cell col-subnet" role="cell"><code class="soft">{read(|row| row.subnets.join(", "))}</code></div> },
        view! { <div class="cell col-stack" role="cell"><StackLink stack=stack to=Route::Networks /></div> },
        view! {
            <div class="cell col-created" role="cell">{move || created().map(|created| view! {
                <Age at=created class="soft" />
            })}</div>
        },
        view! { <div class="cell col-do" role="cell"><RowActions row=row /></div> },
    ]
}

/// All that can be done to it, in a menu; nothing to the engine's own ones.
#[component]
fn RowActions(row: Memo<Option<Arc<Network>>>) -> Drawn {
    let live = Live::expect();
    let asking = Asking::expect();
    let items = Callback::new(move |()| {
        offered(row.get_untracked().map(|row| items(&row, live, asking)).unwrap_or_default())
    });
    let name = move || row.with(|row| row.as_ref().map(|row| row.name.clone())).unwrap_or_default();
    let label = Signal::derive(move || say(Message::ActionsOf(&name())));
    let own = Memo::new(move || row.with(|row| row.as_ref().is_some_and(|row| !row.predefined)));
    let offers = move || own.get() && (live.is_admin() || live.allowed().remove);
    (move || offers().then(|| view! { <Menu label=label items=items>{icon(Icon::More)}</Menu> })).drawn()
}
