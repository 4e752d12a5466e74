//! The list of containers.

mod acts;
mod dialogs;
mod facts;
mod rename;
mod row;
mod rows;
mod status;

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, lazy, view};
use leptos::prelude::*;
use wire::{Collection, Id};

use super::list::{Facts, List, ListPage, order, query};
use crate::{
    i18n::{Text, t},
    live::Live,
    route::{Route, Sort},
    search::Query,
    ui::{Empty, Icon, Key, Kind, LinkButton},
};
pub(super) use acts::{ActButtons, target};
pub(crate) use acts::{items, stack_items};
pub(crate) use dialogs::Asking;
pub(super) use dialogs::ContainerDialogs;
pub(super) use row::{PortLinks, port_link, port_link_saying};
pub(super) use rows::{has_failed, is_up};
pub(crate) use status::{look, status};

/// The page.
#[component]
pub(crate) fn ContainersPage() -> Drawn {
    let live = Live::expect();
    Asking::provide();
    let (query, order) = (query(), order());
    let sorted = Memo::new(move || {
        let (sort, descending) = order.get();
        rows::sorted(live.containers(|rows| rows.rows().to_vec()), sort, descending)
    });
    let shown = Memo::new(move || {
        let query = Query::parse(&query.get(), rows::FACETS);
        let keep = |row: &&Arc<wire::Container>| query.is_met(&|facet, wanted| rows::has(row, facet, wanted));
        sorted.with(|rows| {
            Arc::new(rows.iter().filter(keep).map(|row| Key::Hash(row.id.0)).collect::<Vec<_>>())
        })
    });
    let count = move |token: &str| {
        let query = Query::parse(token, rows::FACETS);
        let is =
            move |row: &&Arc<wire::Container>| query.is_met(&|facet, wanted| rows::has(row, facet, wanted));
        Memo::new(move || live.containers(|all| all.iter().filter(&is).count())).into()
    };
    let option = |word, token| (word, token, count(token));
    let list = List {
        of: Collection::Containers,
        title: Text::Containers,
        search: Text::SearchContainers,
        class: "containers",
        options: vec![
            option(Text::All, ""),
            option(Text::Running, "is:running"),
            option(Text::Stopped, "is:stopped"),
            option(Text::Unhealthy, "is:unhealthy"),
        ],
        columns: vec![
            (Text::Name, "name", Some(Sort::Name)),
            (Text::Status, "status", Some(Sort::State)),
            (Text::Image, "image", Some(Sort::Image)),
            (Text::Stack, "stack", Some(Sort::Stack)),
            (Text::Ports, "ports", Some(Sort::Ports)),
            (Text::Created, "created", Some(Sort::Created)),
            (Text::Actions, "do", None),
        ],
        total: count(""),
        rows: shown.into(),
        cells: row::cells,
        about,
        facts: Box::new(move || Box::pin(facts_of(live))),
        actions: || view! { <NewContainer kind=Kind::Primary /> },
        empty,
    };
    view! {
        <ListPage list=list />
        <ContainerDialogs />
    }
}

/// The questions about containers, for wherever something is done to one beside its page: provided from here on, and
/// drawn here when one is open.
pub(crate) fn questions() -> Drawn {
    Asking::provide();
    view! { <ContainerDialogs /> }
}

/// What a container is called, and its stack.
fn about(live: Live, key: &Key) -> Option<(String, Option<String>)> {
    let Key::Hash(id) = key else { return None };
    live.container(Id(*id)).map(|row| (row.name.clone(), row.stack.clone()))
}

/// Loaded with the first tool.
#[lazy]
fn facts_of(live: Live) -> Facts {
    facts::facts(live)
}

/// The button that leads to the form, for those who may make one.
#[component]
pub(super) fn NewContainer(kind: Kind) -> Drawn {
    let live = Live::expect();
    (move || {
        live.allowed().create.then(|| {
            let href = Route::Create { image: String::new() }.to_string();
            view! { <LinkButton label=t(Text::CreateContainer) href=href symbol=Some(Icon::Plus) kind=kind /> }
        })
    })
    .drawn()
}

/// What stands there when there are none.
pub(super) fn empty() -> Drawn {
    view! {
        <Empty symbol=Icon::Box title=t(Text::NoContainers) text=t(Text::NoContainersMore)>
            <NewContainer kind=Kind::Primary />
            <LinkButton label=t(Text::SeeImages) href="/images" />
        </Empty>
    }
}
