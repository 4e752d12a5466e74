//! What the lists' pages load when it is needed: picked rows, columns, export, headings of groups, and keys.

mod bar;
mod bulk;
mod export;
mod group;
mod groups;
mod keys;
mod labels;
mod layout;
mod picks;
mod view;
mod widths;
mod words;

use std::{collections::BTreeSet, sync::Arc};

use crate::ui::dom::{Draw, Drawn, Memo, RwSignal, lazy, view};
use leptos::prelude::*;
use web_sys::Element;
use wire::{Row, Table};

use super::{Open, asks_labels};
use crate::{
    actions::Target,
    api::Prepared,
    i18n::{Message, Text, say, t},
    search::{Facet, unknown_key},
    ui::{Button, Empty, Icon, Key, Skeleton, focus_rest, later},
};
use bar::Bar;
pub(in crate::pages) use bulk::{Batch, BulkDialog};
pub(super) use group::Grouped;
use labels::Course;
pub(super) use labels::Labelled;
pub(in crate::pages) use labels::{Carriers, Source};
pub(super) use layout::Layout;
use view::ViewDialog;

/// What the tools of a list know of its rows.
pub(in crate::pages) struct Facts {
    /// What can be asked of a row.
    pub(in crate::pages) facets: &'static [Facet],
    /// Whether a row answers it.
    pub(in crate::pages) has: Has,
    /// Where its labels are learned, if it can be searched for them.
    pub(in crate::pages) labels: Option<Source>,
    /// What is worth asking.
    pub(in crate::pages) words: Box<dyn Fn(Facet) -> Vec<String> + Send + Sync>,
    /// What stands in a row's columns, for a machine: all but the last, which is buttons.
    pub(in crate::pages) values: Values,
    /// What the heading of a stack counts, beside what the list can be narrowed to.
    pub(in crate::pages) counted: Option<(Text, &'static str)>,
    /// What can be done to many rows; only what the person may do.
    pub(in crate::pages) deeds: Vec<Deed>,
}

/// Whether a row answers what is asked of it.
pub(in crate::pages) type Has = Arc<dyn Fn(&Key, Facet, &str) -> bool + Send + Sync>;

/// What stands in a row's columns.
type Values = Box<dyn Fn(&Key) -> Vec<String> + Send + Sync>;

/// The request for a row, and what it is done to; none when the row has gone.
type Ordered = Box<dyn Fn(&Key, &[bool]) -> Option<(Target, Prepared)> + Send + Sync>;

/// Something that can be done to many rows.
pub(in crate::pages) struct Deed {
    /// Its button, and what a row says meanwhile.
    pub(in crate::pages) word: Text,
    pub(in crate::pages) doing: Text,
    pub(in crate::pages) symbol: Icon,
    /// What is lost by it. What loses nothing is done without a question.
    pub(in crate::pages) loses: Option<Text>,
    /// How it can be done: each a label and what that means.
    pub(in crate::pages) options: Vec<(Text, Text)>,
    /// Whether data is lost for good with the options that were chosen: then it is asked how many they are.
    pub(in crate::pages) is_final: fn(&[bool]) -> bool,
    /// Whether it is done to a row.
    pub(in crate::pages) plan: Box<dyn Fn(&Key) -> Plan + Send + Sync>,
    /// The request that does it, with those of the options that were chosen.
    pub(in crate::pages) request: Ordered,
}

/// Words that are always the same.
pub(in crate::pages) fn fixed(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Words that stand in rows, each once, in order.
pub(in crate::pages) fn all_of<T: Row>(rows: &Table<T>, words: impl Fn(&T) -> Vec<String>) -> Vec<String> {
    rows.iter().flat_map(|row| words(row)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether something is done to a row that is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Plan {
    /// It is.
    Go,
    /// It makes no sense there: what is stopped can't be stopped.
    Pointless,
    /// It is left out, and this is why.
    Leave(Text),
}

/// What a list's page wants of its tools. They come together: each alone would be loaded by code of its own, which
/// every visitor would download.
pub(super) enum Want {
    /// What can be done to the rows that are picked.
    Bar,
    /// The dialog of columns, groups and files, while this says so.
    View(RwSignal<bool>),
    /// What can be typed into the search box, and rows by their labels, as long as this is drawn.
    Search,
    /// The columns as they are remembered.
    Arrange,
    /// Rows by their stacks, as long as this is drawn.
    Groups,
    /// The heading of a stack.
    Heading(Arc<str>),
    /// What stands there when no row is what is searched for.
    Nothing,
    /// A row's box was pressed; whether a range is meant.
    Pick(Key, bool),
    /// The box of all was pressed.
    PickAll,
    /// Something in a cell was pressed.
    Focus(Element),
    /// A key was typed in a row, with or without shift.
    Key(Element, String, bool),
    /// The edge of a heading was taken, at this place of the screen.
    Resize(Element, i32),
}

/// Columns, groups and files, loaded with the first of their own kind: they are much, and rarely wanted.
#[lazy]
fn dialog(open: Open, viewing: RwSignal<bool>) -> Drawn {
    view! { <ViewDialog open=open viewing=viewing /> }
}

/// Loaded with the first that is wanted.
#[lazy]
pub(super) fn tool(open: Open, want: Want) -> Drawn {
    // The page may have been left while this was loaded.
    if open.text.try_get_untracked().is_none() {
        return ().drawn();
    }
    match want {
        Want::Bar => return view! { <Bar open=open /> },
        Want::View(viewing) => return later(dialog(open, viewing), ()),
        Want::Search => return search(open),
        Want::Heading(stack) => return group::heading(open, stack),
        Want::Nothing => return nothing(&open),
        Want::Groups => return group::gather(&open),
        Want::Arrange => open.arranged.set(Layout::remembered(open.list.class).arranged(&open.columns)),
        Want::Pick(key, range) => picks::press(&open, &key, range),
        Want::PickAll => picks::press_all(&open),
        Want::Focus(element) => keys::focus_cell(&element),
        Want::Key(element, key, shift) => keys::press(&open, &element, &key, shift),
        Want::Resize(heading, x) => widths::drag(open, heading, x),
    }
    ().drawn()
}

fn search(open: Open) -> Drawn {
    let words = words::list(open.clone());
    view! { {words} {labels::follow(open)} }
}

fn nothing(open: &Open) -> Drawn {
    let (open, text, made) = (open.clone(), open.text, open.made);
    let course = Memo::new(move || match (asks_labels(text), made.get().labelled) {
        (false, _) => Course::Known,
        (true, Some(labelled)) => labelled.course.get(),
        (true, None) => Course::Waits,
    });
    (move || match course.get() {
        Course::Waits => view! { <Skeleton /> },
        Course::Failed => ().drawn(),
        Course::Known => no_match(open.clone()),
    })
    .drawn()
}

fn no_match(open: Open) -> Drawn {
    let Open { router, text, .. } = open;
    // What was taken for a key may be why.
    let remark = later(
        async move {
            let facets = (open.list.facts)().await?.facets;
            let keys = facets.iter().map(|facet| facet.key()).collect::<Vec<_>>().join(", ");
            let unknown = Memo::new(move || text.with(|text| unknown_key(text, facets).map(str::to_owned)));
            let said = move || unknown.get().map(|key| say(Message::NoSuchKey(&key, &keys)));
            Ok(view! { <p class="remark soft" role="status">{said}</p> })
        },
        (),
    );
    let clear = Callback::new(move |()| {
        focus_rest(None);
        router.relist(|listing| listing.search.clear());
    });
    view! {
        <Empty symbol=Icon::Search title=t(Text::NothingMatches) text=t(Text::NothingMatchesMore)>
            <Button label=t(Text::ClearFilters) on_press=clear />
        </Empty>
        {remark}
    }
}
