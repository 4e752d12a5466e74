//! The list of networks.

mod acts;
mod dialogs;
mod row;
mod rows;

use std::{collections::BTreeMap, sync::Arc};

use crate::ui::dom::{Draw, Drawn, Memo, provide_context, view};
use leptos::prelude::*;

use super::list::{List, ListPage, listing, order};
use crate::{
    i18n::{Text, t},
    live::Live,
    route::{Only, Sort},
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
    let (listing, order) = (listing(), order());
    let is_used = move |name: &str| uses.with(|uses| uses.contains_key(name));
    let sorted = Memo::new(move || {
        let (sort, descending) = order.get();
        let count = |name: &str| uses.with(|uses| uses.get(name).map_or(0, Vec::len));
        rows::sorted(live.networks(|rows| rows.rows().to_vec()), sort, descending, count)
    });
    let shown = Memo::new(move || {
        let listing = listing.get();
        let keep = |row: &&Arc<wire::Network>| rows::matches(row, &listing, is_used(&row.name));
        sorted.with(|rows| {
            Arc::new(
                rows.iter().filter(keep).map(|row| Key::Name(row.id.as_str().into())).collect::<Vec<_>>(),
            )
        })
    });
    let count = move |only: Only| {
        let is = move |row: &&Arc<wire::Network>| rows::is(is_used(&row.name), only);
        Memo::new(move || live.networks(|all| all.iter().filter(is).count())).into()
    };
    let list = List {
        title: Text::Networks,
        search: Text::SearchNetworks,
        class: "networks",
        options: vec![
            (Only::All, Text::All, count(Only::All)),
            (Only::Used, Text::Used, count(Only::Used)),
            (Only::Unused, Text::Unused, count(Only::Unused)),
        ],
        columns: vec![
            (Text::Name, Some(Sort::Name), ""),
            (Text::UsedBy, Some(Sort::Use), "col-use"),
            (Text::Driver, Some(Sort::Driver), "col-driver"),
            (Text::Subnets, Some(Sort::Subnet), "col-subnet"),
            (Text::Stack, Some(Sort::Stack), "col-stack"),
            (Text::Created, Some(Sort::Created), "col-created"),
            (Text::Actions, None, "do"),
        ],
        total: count(Only::All),
        rows: shown.into(),
        row: row::cells,
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

fn empty() -> Drawn {
    view! {
        <Empty symbol=Icon::Network title=t(Text::NoNetworks) text=t(Text::NoNetworksMore)>
            <NewButton />
        </Empty>
    }
}
