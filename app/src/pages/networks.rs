//! The list of networks.

mod acts;
mod dialogs;
mod facts;
mod row;
mod rows;

use std::{collections::BTreeMap, sync::Arc};

use crate::ui::dom::{Draw, Drawn, Memo, provide_context, view};
use leptos::prelude::*;
use wire::Collection;

use super::list::{List, ListPage, order, query};
use crate::{
    i18n::{Text, t},
    live::Live,
    route::Sort,
    search::Query,
    ui::{Button, Empty, Icon, Key, Kind},
};
pub(crate) use acts::items;
use dialogs::NetworkDialogs;
pub(crate) use dialogs::{Ask, Asking};

/// The names of the containers in each network, by its name: containers know networks by name alone.
#[derive(Clone, Copy)]
struct Uses(Memo<Arc<BTreeMap<String, Vec<String>>>>);

impl Uses {
    fn provide(live: Live) -> Self {
        let uses = Self(Memo::new(move || {
            Arc::new(live.containers(|all| rows::uses(all.iter().map(|row| &**row))))
        }));
        provide_context(uses);
        uses
    }

    fn of(self, name: &str) -> Vec<String> {
        self.0.with(|uses| uses.get(name).cloned().unwrap_or_default())
    }
}

/// The questions about networks, for wherever something is done to one beside its page: provided from here on, and
/// drawn here when one is open.
pub(crate) fn questions() -> Drawn {
    Asking::provide();
    Uses::provide(Live::expect());
    view! { <NetworkDialogs /> }
}

/// The page.
#[component]
pub(crate) fn NetworksPage() -> Drawn {
    let live = Live::expect();
    Asking::provide();
    let Uses(uses) = Uses::provide(live);
    let (query, order) = (query(), order());
    let is_used = move |row: &wire::Network| uses.with(|uses| uses.contains_key(&row.name));
    let sorted = Memo::new(move || {
        let (sort, descending) = order.get();
        let count = |id: &str| uses.with(|uses| uses.get(id).map_or(0, Vec::len));
        rows::sorted(live.networks(|rows| rows.rows().to_vec()), sort, descending, count)
    });
    let is = move |query: &Query, row: &wire::Network| {
        let used = is_used(row);
        query.is_met(&|facet, wanted| rows::has(row, used, facet, wanted))
    };
    let shown = Memo::new(move || {
        let query = Query::parse(&query.get(), rows::FACETS);
        let keep = |row: &&Arc<wire::Network>| is(&query, row);
        sorted.with(|rows| {
            Arc::new(
                rows.iter().filter(keep).map(|row| Key::Name(row.id.as_str().into())).collect::<Vec<_>>(),
            )
        })
    });
    let count = move |token: &str| {
        let query = Query::parse(token, rows::FACETS);
        Memo::new(move || live.networks(|all| all.iter().filter(|row| is(&query, row)).count())).into()
    };
    let option = |word, token| (word, token, count(token));
    let list = List {
        of: Collection::Networks,
        title: Text::Networks,
        search: Text::SearchNetworks,
        class: "networks",
        options: vec![
            option(Text::All, ""),
            option(Text::Used, "is:used"),
            option(Text::Unused, "is:unused"),
        ],
        columns: vec![
            (Text::Name, "name", Some(Sort::Name)),
            (Text::UsedBy, "use", Some(Sort::Use)),
            (Text::Driver, "driver", Some(Sort::Driver)),
            (Text::Subnets, "subnet", Some(Sort::Subnet)),
            (Text::Stack, "stack", Some(Sort::Stack)),
            (Text::Created, "created", Some(Sort::Created)),
            (Text::Actions, "do", None),
        ],
        total: count(""),
        rows: shown.into(),
        cells: row::cells,
        about,
        facts: Box::new(move || Box::pin(std::future::ready(Ok(facts::facts(live, Uses(uses)))))),
        actions: || view! { <NewButton /> },
        empty,
    };
    view! {
        <ListPage list=list />
        <NetworkDialogs />
    }
}

#[component]
fn NewButton() -> Drawn {
    let live = Live::expect();
    let asking = Asking::expect();
    let press = Callback::new(move |()| asking.ask(Ask::New));
    (move || {
        live.allowed().create.then(|| view! {
            <Button label=t(Text::CreateNetwork) symbol=Some(Icon::Plus) kind=Kind::Primary on_press=press />
        })
    })
    .drawn()
}

/// What a network is called, and its stack.
fn about(live: Live, key: &Key) -> Option<(String, Option<String>)> {
    facts::row(live, key).map(|row| (row.name.clone(), row.stack.clone()))
}

fn empty() -> Drawn {
    view! {
        <Empty symbol=Icon::Network title=t(Text::NoNetworks) text=t(Text::NoNetworksMore)>
            <NewButton />
        </Empty>
    }
}
