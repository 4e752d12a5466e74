//! The list of volumes.

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
use dialogs::VolumeDialogs;
pub(crate) use dialogs::{Ask, Asking};

/// The names of the containers that mount each volume.
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

/// The questions about volumes, for wherever something is done to one beside its page: provided from here on, and
/// drawn here when one is open.
pub(crate) fn questions() -> Drawn {
    Asking::provide();
    Uses::provide(Live::expect());
    view! { <VolumeDialogs /> }
}

/// The page.
#[component]
pub(crate) fn VolumesPage() -> Drawn {
    let live = Live::expect();
    Asking::provide();
    let Uses(uses) = Uses::provide(live);
    let (listing, order) = (listing(), order());
    let is_used = move |name: &str| uses.with(|uses| uses.contains_key(name));
    let sorted = Memo::new(move || {
        let (sort, descending) = order.get();
        let count = |name: &str| uses.with(|uses| uses.get(name).map_or(0, Vec::len));
        rows::sorted(live.volumes(|rows| rows.rows().to_vec()), sort, descending, count)
    });
    let shown = Memo::new(move || {
        let listing = listing.get();
        let keep = |row: &&Arc<wire::Volume>| rows::matches(row, &listing, is_used(&row.name));
        let key = |row: &Arc<wire::Volume>| Key::Name(row.name.as_str().into());
        sorted.with(|rows| Arc::new(rows.iter().filter(keep).map(key).collect::<Vec<_>>()))
    });
    let count = move |only: Only| {
        Memo::new(move || {
            live.volumes(|all| all.iter().filter(|row| rows::is(is_used(&row.name), only)).count())
        })
        .into()
    };
    let list = List {
        title: Text::Volumes,
        search: Text::SearchVolumes,
        class: "volumes",
        options: vec![
            (Only::All, Text::All, count(Only::All)),
            (Only::Used, Text::Used, count(Only::Used)),
            (Only::Unused, Text::Unused, count(Only::Unused)),
        ],
        columns: vec![
            (Text::Name, Some(Sort::Name), ""),
            (Text::UsedBy, Some(Sort::Use), "col-use"),
            (Text::Driver, Some(Sort::Driver), "col-driver"),
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
        <VolumeDialogs />
    }
}

#[component]
fn NewButton() -> Drawn {
    let live = Live::expect();
    let asking = Asking::expect();
    let press = Callback::new(move |()| asking.ask(Ask::New));
    (move || {
        live.allowed().create.then(|| view! {
            <Button label=t(Text::CreateVolume) symbol=Some(Icon::Plus) kind=Kind::Primary on_press=press />
        })
    })
    .drawn()
}

fn empty() -> Drawn {
    view! {
        <Empty symbol=Icon::Disk title=t(Text::NoVolumes) text=t(Text::NoVolumesMore)>
            <NewButton />
        </Empty>
    }
}
