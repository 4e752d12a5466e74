//! The list of images.

mod acts;
mod dialogs;
mod row;
mod rows;

use std::{collections::BTreeMap, sync::Arc};

use crate::ui::dom::{Draw, Drawn, Memo, provide_context, view};
use leptos::prelude::*;
use wire::Digest;

use super::list::{List, ListPage, listing, order};
use crate::{
    i18n::{Text, t},
    live::Live,
    route::{Only, Sort},
    ui::{Button, Empty, Icon, Key, Kind},
};
pub(crate) use acts::items;
use dialogs::ImageDialogs;
pub(crate) use dialogs::{Ask, Asking};
pub(crate) use row::name;

/// The names of the containers that run each image.
#[derive(Clone, Copy)]
struct Uses(Memo<Arc<BTreeMap<Digest, Vec<String>>>>);

impl Uses {
    fn provide(live: Live) -> Self {
        let uses = Self(Memo::new(move || {
            Arc::new(live.containers(|all| rows::uses(all.iter().map(|row| &**row))))
        }));
        provide_context(uses);
        uses
    }

    fn of(self, id: Digest) -> Vec<String> {
        self.0.with(|uses| uses.get(&id).cloned().unwrap_or_default())
    }
}

/// The questions about images, for wherever something is done to one beside its page: provided from here on, and
/// drawn here when one is open.
pub(crate) fn questions() -> Drawn {
    Asking::provide();
    Uses::provide(Live::expect());
    view! { <ImageDialogs /> }
}

/// The page.
#[component]
pub(crate) fn ImagesPage() -> Drawn {
    let live = Live::expect();
    Asking::provide();
    let Uses(uses) = Uses::provide(live);
    let (listing, order) = (listing(), order());
    let is_used = move |id: &Digest| uses.with(|uses| uses.contains_key(id));
    let sorted = Memo::new(move || {
        let (sort, descending) = order.get();
        let count = |id: &Digest| uses.with(|uses| uses.get(id).map_or(0, Vec::len));
        rows::sorted(live.images(|rows| rows.rows().to_vec()), sort, descending, count)
    });
    let shown = Memo::new(move || {
        let listing = listing.get();
        let keep = |row: &&Arc<wire::Image>| rows::matches(row, &listing, is_used(&row.id));
        sorted.with(|rows| {
            Arc::new(rows.iter().filter(keep).map(|row| Key::Hash(row.id.0)).collect::<Vec<_>>())
        })
    });
    let count = move |only: Only| {
        Memo::new(move || {
            live.images(|all| all.iter().filter(|row| rows::is(is_used(&row.id), only)).count())
        })
        .into()
    };
    let list = List {
        title: Text::Images,
        search: Text::SearchImages,
        class: "images",
        options: vec![
            (Only::All, Text::All, count(Only::All)),
            (Only::Used, Text::Used, count(Only::Used)),
            (Only::Unused, Text::Unused, count(Only::Unused)),
        ],
        columns: vec![
            (Text::Tags, Some(Sort::Name), ""),
            (Text::Id, None, "col-id"),
            (Text::UsedBy, Some(Sort::Use), "col-use"),
            (Text::Size, Some(Sort::Size), "end col-size"),
            (Text::Created, Some(Sort::Created), "col-created"),
            (Text::Actions, None, "do"),
        ],
        total: count(Only::All),
        rows: shown.into(),
        row: row::cells,
        actions: || view! { <PullButton /> },
        empty,
    };
    view! {
        <ListPage list=list />
        <ImageDialogs />
    }
}

#[component]
fn PullButton() -> Drawn {
    let live = Live::expect();
    let asking = Asking::expect();
    let press = Callback::new(move |()| asking.ask(Ask::Pull));
    (move || {
        live.allowed().create.then(|| view! {
            <Button label=t(Text::PullImage) symbol=Some(Icon::Download) kind=Kind::Primary on_press=press />
        })
    })
    .drawn()
}

fn empty() -> Drawn {
    view! {
        <Empty symbol=Icon::Layers title=t(Text::NoImages) text=t(Text::NoImagesMore)>
            <PullButton />
        </Empty>
    }
}
