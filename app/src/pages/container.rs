//! A container's own page.

mod labels;
mod overview;
mod raw;

use std::sync::Arc;

use crate::ui::dom::{Drawn, Memo, Signal, view};
use leptos::prelude::*;
use wire::{Collection, Container, GetContainer, Id};

use super::containers::{ActButtons, Asking, ContainerDialogs, PortLinks, look, status, target};
use crate::{
    actions::{Actions, explained},
    fetched::Fetched,
    i18n::{Message, Text, say, t},
    live::Live,
    route::{Listing, Route, Router, Tab},
    ui::{self, AnyText, Badge, Empty, Icon, LinkButton, Mark, Notice, Skeleton, Tabs, Tone},
};
use overview::Overview;
use raw::Raw;

/// The page. It stays with its container when that is renamed.
#[component]
pub(crate) fn ContainerPage(name: String) -> Drawn {
    let live = Live::expect();
    Asking::provide();
    let own = StoredValue::new(None::<Id>);
    let key = name.clone();
    let row = Memo::new(move || {
        let row = own.get_value().map_or_else(|| live.find_container(&key), |id| live.container(id));
        if let Some(row) = &row {
            own.set_value(Some(row.id));
        }
        row
    });
    let exists = Memo::new(move || row.with(Option::is_some));
    let key = StoredValue::new(name);
    view! {
        {move || match (live.has_seen(Collection::Containers), exists.get()) {
            (_, true) => untrack(|| view! { <Known row=row key=key.get_value() /> }),
            (true, false) => gone(&key.get_value()),
            (false, _) => view! { <Skeleton /> },
        }}
        <ContainerDialogs />
    }
}

fn gone(name: &str) -> Drawn {
    view! {
        <header class="page-head"><h1>{name.to_owned()}</h1></header>
        <Empty symbol=Icon::Box title=say(Message::NoContainerNamed(name)) text=t(Text::NoContainerNamedMore)>
            <LinkButton label=t(Text::SeeContainers) href="/containers" />
        </Empty>
    }
}

#[component]
fn Known(row: Memo<Option<Arc<Container>>>, key: String) -> Drawn {
    let router = Router::expect();
    let tab = Memo::new(move || match router.current() {
        Route::Container { tab, .. } => tab,
        _ => Tab::Overview,
    });
    let link = |word, own: Tab| ui::Tab {
        word: t(word),
        href: Route::Container { key: key.clone(), tab: own }.to_string(),
        current: Signal::derive(move || tab.get() == own),
    };
    let tabs = vec![link(Text::Overview, Tab::Overview), link(Text::Inspect, Tab::Raw)];
    view! {
        <Head row=row />
        <Tabs label=t(Text::Views) tabs=tabs />
        <div class="page-body">{move || match tab.get() {
            Tab::Overview => view! { <Detailed row=row /> },
            Tab::Raw => view! { <Raw row=row /> },
        }}</div>
    }
}

#[component]
fn Head(row: Memo<Option<Arc<Container>>>) -> Drawn {
    let live = Live::expect();
    let actions = Actions::expect();
    let sign = Memo::new(move || row.with(|row| row.as_deref().map(look)));
    let mark = move || sign.get().unwrap_or((Icon::Ring, Tone::Idle, String::new()));
    let words = move || {
        row.with(|row| {
            let row = row.as_ref()?;
            let pending = actions.pending(&target(row));
            Some(pending.map_or_else(|| status(row, live.now()), |doing| t(doing).into()))
        })
    };
    // What is spoken: the state, and what is being done, without the time, which goes on each second.
    let news = Memo::new(move || {
        let pending = row.with(|row| row.as_ref().and_then(|row| actions.pending(&target(row))));
        pending.map_or_else(|| mark().2, |doing| t(doing).to_owned())
    });
    let failure =
        Memo::new(move || row.with(|row| row.as_ref().and_then(|row| actions.failure(&target(row)))));
    let name = move || row.with(|row| row.as_ref().map(|row| row.name.clone()));
    let stack = move || row.with(|row| row.as_ref().and_then(|row| row.stack.clone()));
    let is_own = move || row.with(|row| row.as_ref().is_some_and(|row| row.own));
    view! {
        <header class="page-head">
            <p class="crumb"><a href="/containers">{t(Text::Containers)}</a></p>
            <h1>
                <Mark
                    shape=Signal::derive(move || mark().0)
                    tone=Signal::derive(move || mark().1)
                    label=Signal::derive(move || mark().2)
                />
                <span>{name}</span>
                {move || is_own().then(|| view! { <Badge text="Pierhead" tone=Tone::Busy /> })}
            </h1>
            <div class="page-actions"><ActButtons row=row with_words=true /></div>
            <p class="about">
                <span class="nums">{words}</span>
                <span class="sr-only" role="status">{move || news.get()}</span>
                {move || stack().map(|stack| {
                    let href = Route::Containers(Listing::of_stack(&stack)).to_string();
                    view! { <a href=href>{say(Message::OfStack(&stack))}</a> }
                })}
                <PortLinks row=row most=4 />
            </p>
        </header>
        {move || failure.get().map(|failure| {
            let AnyText { title, more } = explained(&failure);
            view! { <div class="connection"><Notice tone=Tone::Bad title=title>{more}</Notice></div> }
        })}
    }
}

/// Asks for the details, and again whenever the row changes, or something that was done to it failed.
#[component]
fn Detailed(row: Memo<Option<Arc<Container>>>) -> Drawn {
    let actions = Actions::expect();
    let detail = Fetched::new();
    let failure =
        Memo::new(move || row.with(|row| row.as_ref().and_then(|row| actions.failure(&target(row)))));
    let failed = Memo::new(move || failure.with(Option::is_some));
    Effect::new(move || {
        failure.with(|_| ());
        if let Some(id) = row.with(|row| row.as_ref().map(|row| row.id)) {
            detail.ask(GetContainer { id });
        }
    });
    detail.draw(move |detail| view! { <Overview detail=detail failed=failed /> })
}
