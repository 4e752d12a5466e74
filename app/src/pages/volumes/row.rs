//! A volume's row.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, RwSignal, Signal, expect_context, view};
use leptos::prelude::*;
use wire::Volume;

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
    let name = Signal::derive(move || match key.get() {
        Key::Name(name) => name.to_string(),
        _ => String::new(),
    });
    let row = Memo::new(move || facts::row(live, &key.get()));
    let driver = move || row.with(|row| row.as_ref().map(|row| row.driver.clone()));
    let created = move || row.with(|row| row.as_ref().and_then(|row| row.created));
    let badge = move |word: Text, is: fn(&Volume) -> bool| {
        let is = Memo::new(move || row.with(|row| row.as_deref().is_some_and(is)));
        move || is.get().then(|| view! { <Badge text=t(word).to_owned() tone=Tone::Idle /> })
    };
    let stack = Memo::new(move || row.with(|row| row.as_ref().and_then(|row| row.stack.clone())));
    let users = Signal::derive(move || uses.of(&name.get()));
    let unused = Memo::new(move || users.get().is_empty());
    let mountpoint = move || row.with(|row| row.as_ref().map(|row| row.mountpoint.clone()));
    let own = move || Route::Volumes(Listing::of(&token(Facet::Name, &name.get()))).to_string();
    vec![
        view! {
            <div class="cell col-name" role="cell">
                <a class="name" href=own title=mountpoint>{name}</a>
                {badge(Text::Anonymous, |row| row.anonymous)}
                {badge(Text::WithOptions, |row| row.has_options)}
            </div>
        },
        view! {
            <div class="cell col-use" role="cell">
                <Course target=Signal::derive(move || Some(Target::Volume(name.get())))>
                    <UserLinks names=users search=Signal::derive(move || token(Facet::Volume, &name.get())) />
                    {move || unused.get().then(|| view! { <span class="faint">{t(Text::Unused)}</span> })}
                </Course>
            </div>
        },
        view! { <div class="cell col-driver" role="cell"><span class="soft">{driver}</span></div> },
        view! { <div class="cell col-stack" role="cell"><StackLink stack=stack to=Route::Volumes /></div> },
        view! {
            <div class="cell col-created" role="cell">{move || created().map(|created| view! {
                <Age at=created class="soft" />
            })}</div>
        },
        view! { <div class="cell col-do" role="cell"><RowActions row=row /></div> },
    ]
}

/// All that can be done to it, in a menu.
#[component]
fn RowActions(row: Memo<Option<Arc<Volume>>>) -> Drawn {
    let live = Live::expect();
    let asking = Asking::expect();
    let items = Callback::new(move |()| {
        offered(row.get_untracked().map(|row| items(&row, live, asking)).unwrap_or_default())
    });
    let name = move || row.with(|row| row.as_ref().map(|row| row.name.clone())).unwrap_or_default();
    let label = Signal::derive(move || say(Message::ActionsOf(&name())));
    let offers = move || live.is_admin() || live.allowed().manage;
    (move || offers().then(|| view! { <Menu label=label items=items>{icon(Icon::More)}</Menu> })).drawn()
}
