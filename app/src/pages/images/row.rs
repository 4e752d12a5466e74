//! An image's row.

use std::sync::Arc;

use crate::ui::dom::{Drawn, Memo, RwSignal, Signal, expect_context, view};
use leptos::prelude::*;
use wire::{Digest, Image};

use super::{Ask, Asking, Uses, facts, items};
use crate::{
    actions::{Actions, Target},
    age::Age,
    format::size,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::list::{Course, UserLinks},
    route::{Listing, Route},
    search::{Facet, token},
    ui::{Icon, Key, Menu, icon, offered},
};

/// The image's name for people: its first tag, or that it has none.
pub(crate) fn name(row: &Image) -> String {
    row.tags.first().cloned().unwrap_or_else(|| t(Text::Untagged).into())
}

/// A link to a new container of an image.
pub(super) fn create_link(image: String, label: String) -> Drawn {
    let href = Route::Create { image }.to_string();
    view! {
        <a class="button quiet small square" href=href aria-label=label.clone() title=label>{icon(Icon::Plus)}</a>
    }
}

/// What a container is made from: the first tag, or the id.
fn reference(row: &Image) -> String {
    row.tags.first().cloned().unwrap_or_else(|| row.id.to_string())
}

/// The cells of a row.
pub(super) fn cells(key: RwSignal<Key>) -> Vec<Drawn> {
    let live = Live::expect();
    let uses: Uses = expect_context();
    let asking = Asking::expect();
    let id = move || match key.get() {
        Key::Hash(id) => Some(Digest(id)),
        _ => None,
    };
    let row = Memo::new(move || facts::row(live, &key.get()));
    let read = move |read: fn(&Image) -> String| {
        Signal::derive(move || row.with(|row| row.as_deref().map(read).unwrap_or_default()))
    };
    let created =
        Signal::derive(move || row.with(|row| row.as_ref().map(|row| row.created).unwrap_or_default()));
    let more =
        Memo::new(move || row.with(|row| row.as_ref().map_or(0, |row| row.tags.len().saturating_sub(1))));
    let users = Signal::derive(move || id().map(|id| uses.of(id)).unwrap_or_default());
    let used = Memo::new(move || !users.get().is_empty());
    let show_all = move |_| {
        if let Some(row) = row.get_untracked() {
            asking.ask(Ask::Tags(row));
        }
    };
    let own = read(|row| Route::Images(Listing::of(&reference(row))).to_string());
    vec![
        view! {
            <div class="cell col-name" role="cell">
                <a class="name" href=own title=read(|row| row.tags.join("\n"))>{read(name)}</a>
                {move || (more.get() > 0).then(|| {
                    let count = say(Message::More(more.get()));
                    let label = [&count, " ", t(Text::Tags)].concat();
                    view! {
                        <button type="button" class="button quiet small" aria-label=label on:click=show_all>{count}</button>
                    }
                })}
            </div>
        },
        view! { <div class="cell col-id" role="cell"><code class="faint">{move || id().map(|id| id.short())}</code></div> },
        view! {
            <div class="cell col-use" role="cell">
                <Course target=Signal::derive(move || id().map(Target::Image))>
                    <UserLinks names=users search=read(|row| token(Facet::Image, &reference(row))) />
                    {move || (!used.get()).then(|| view! { <span class="faint">{t(Text::Unused)}</span> })}
                </Course>
            </div>
        },
        view! { <div class="cell col-size" role="cell"><span class="soft nums">{read(|row| size(row.size))}</span></div> },
        view! {
            <div class="cell col-created" role="cell">
                <Age at=created class="soft" />
            </div>
        },
        view! { <div class="cell col-do" role="cell"><RowActions row=row /></div> },
    ]
}

#[component]
fn RowActions(row: Memo<Option<Arc<Image>>>) -> Drawn {
    let live = Live::expect();
    let asking = Asking::expect();
    let actions = Actions::expect();
    let name = move || row.with(|row| row.as_deref().map(name).unwrap_or_default());
    let create = move || {
        let image = row.with(|row| row.as_deref().map(reference)).filter(|_| live.allowed().create);
        image.map(|image| create_link(image, say(Message::CreateFrom(&name()))))
    };
    let items = Callback::new(move |()| {
        let items = row.get_untracked().map(|row| items(&row, live, actions, asking)).unwrap_or_default();
        offered(items)
    });
    let label = Signal::derive(move || say(Message::ActionsOf(&name())));
    let offers = move || {
        let allowed = live.allowed();
        allowed.manage || allowed.remove
    };
    view! {
        {create}
        {move || offers().then(|| view! { <Menu label=label items=items>{icon(Icon::More)}</Menu> })}
    }
}
