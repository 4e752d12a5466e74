//! The list of images.

mod acts;
mod dialogs;
mod facts;
mod row;
mod rows;

use std::{collections::BTreeMap, sync::Arc};

use crate::ui::dom::{Draw, Drawn, Memo, provide_context, view};
use leptos::prelude::*;
use wire::{Collection, Digest};

use super::list::{List, ListPage, order, query};
use crate::{
    i18n::{Text, t},
    live::Live,
    route::Sort,
    search::Query,
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
    let (query, order) = (query(), order());
    let is_used = move |row: &wire::Image| uses.with(|uses| uses.contains_key(&row.id));
    let sorted = Memo::new(move || {
        let (sort, descending) = order.get();
        let count = |id: &_| uses.with(|uses| uses.get(id).map_or(0, Vec::len));
        rows::sorted(live.images(|rows| rows.rows().to_vec()), sort, descending, count)
    });
    let is = move |query: &Query, row: &wire::Image| {
        let used = is_used(row);
        query.is_met(&|facet, wanted| rows::has(row, used, facet, wanted))
    };
    let shown = Memo::new(move || {
        let query = Query::parse(&query.get(), rows::FACETS);
        let keep = |row: &&Arc<wire::Image>| is(&query, row);
        sorted.with(|rows| {
            Arc::new(rows.iter().filter(keep).map(|row| Key::Hash(row.id.0)).collect::<Vec<_>>())
        })
    });
    let count = move |token: &str| {
        let query = Query::parse(token, rows::FACETS);
        Memo::new(move || live.images(|all| all.iter().filter(|row| is(&query, row)).count())).into()
    };
    let option = |word, token| (word, token, count(token));
    let list = List {
        of: Collection::Images,
        title: Text::Images,
        search: Text::SearchImages,
        class: "images",
        options: vec![
            option(Text::All, ""),
            option(Text::Used, "is:used"),
            option(Text::Unused, "is:unused"),
        ],
        columns: vec![
            (Text::Tags, "name", Some(Sort::Name)),
            (Text::Id, "id", None),
            (Text::UsedBy, "use", Some(Sort::Use)),
            (Text::Size, "size", Some(Sort::Size)),
            (Text::Created, "created", Some(Sort::Created)),
            (Text::Actions, "do", None),
        ],
        total: count(""),
        rows: shown.into(),
        cells: row::cells,
        about,
        facts: Box::new(move || Box::pin(std::future::ready(Ok(facts::facts(live, Uses(uses)))))),
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

/// What an image is called, and its stack.
fn about(live: Live, key: &Key) -> Option<(String, Option<String>)> {
    facts::row(live, key).map(|row| (row::name(&row), row.stack.clone()))
}

fn empty() -> Drawn {
    view! {
        <Empty symbol=Icon::Layers title=t(Text::NoImages) text=t(Text::NoImagesMore)>
            <PullButton />
        </Empty>
    }
}
