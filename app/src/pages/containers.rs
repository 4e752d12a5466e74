//! The list of containers.

mod acts;
mod dialogs;
mod row;
mod rows;
mod status;

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, view};
use leptos::prelude::*;

use super::list::{List, ListPage, listing, order};
use crate::{
    i18n::{Text, t},
    live::Live,
    route::{Only, Route, Sort},
    ui::{Empty, Icon, Key, Kind, LinkButton},
};
pub(crate) use acts::items;
pub(super) use acts::{ActButtons, target};
pub(crate) use dialogs::Asking;
pub(super) use dialogs::ContainerDialogs;
pub(super) use row::{PortLinks, port_link};
pub(super) use status::failed;
pub(crate) use status::{look, status};

/// The page.
#[component]
pub(crate) fn ContainersPage() -> Drawn {
    let live = Live::expect();
    Asking::provide();
    let (listing, order) = (listing(), order());
    let sorted = Memo::new(move || {
        let (sort, descending) = order.get();
        rows::sorted(live.containers(|rows| rows.rows().to_vec()), sort, descending)
    });
    let shown = Memo::new(move || {
        let listing = listing.get();
        let keep = |row: &&Arc<wire::Container>| rows::matches(row, &listing);
        sorted.with(|rows| {
            Arc::new(rows.iter().filter(keep).map(|row| Key::Hash(row.id.0)).collect::<Vec<_>>())
        })
    });
    let count = move |only: Only| {
        Memo::new(move || live.containers(|all| all.iter().filter(|row| rows::is(row, only)).count())).into()
    };
    let list = List {
        title: Text::Containers,
        search: Text::SearchContainers,
        class: "containers",
        options: vec![
            (Only::All, Text::All, count(Only::All)),
            (Only::Running, Text::Running, count(Only::Running)),
            (Only::Stopped, Text::Stopped, count(Only::Stopped)),
            (Only::Unhealthy, Text::Unhealthy, count(Only::Unhealthy)),
        ],
        columns: vec![
            (Text::Name, Some(Sort::Name), ""),
            (Text::Status, Some(Sort::State), ""),
            (Text::Image, Some(Sort::Image), "col-image"),
            (Text::Stack, Some(Sort::Stack), "col-stack"),
            (Text::Ports, Some(Sort::Ports), "col-ports"),
            (Text::Created, Some(Sort::Created), "col-created"),
            (Text::Actions, None, "do"),
        ],
        total: count(Only::All),
        rows: shown.into(),
        row: row::cells,
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

#[component]
fn NewContainer(kind: Kind) -> Drawn {
    let live = Live::expect();
    (move || {
        live.allowed().create.then(|| {
            let href = Route::Create { image: String::new() }.to_string();
            view! { <LinkButton label=t(Text::CreateContainer) href=href symbol=Some(Icon::Plus) kind=kind /> }
        })
    })
    .drawn()
}

fn empty() -> Drawn {
    view! {
        <Empty symbol=Icon::Box title=t(Text::NoContainers) text=t(Text::NoContainersMore)>
            <NewContainer kind=Kind::Primary />
            <LinkButton label=t(Text::SeeImages) href="/images" />
        </Empty>
    }
}
