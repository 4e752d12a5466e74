//! What all lists share: heading, search, filters, table, and what stands where there are no rows.
//!
//! What is used now and then (columns, picked rows, groups, export) is in `tools`, and loaded when it is.

mod order;
mod tools;

use std::{future::Future, pin::Pin, sync::Arc};

use crate::ui::dom::{Again, Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;
use wire::Collection;

use crate::{
    actions::{Actions, Target},
    format::number,
    i18n::{Message, Text, say, t},
    kept::kept,
    keys::letters_are_on,
    live::Live,
    route::{Listing, Route, Router, Sort},
    search::{self, Facet, token},
    ui::{
        Choice, Column, Icon, IconButton, Key, Loaded, Order, Search, Skeleton, Table, Toasts, head, icon,
        later, pick,
    },
};
pub(super) use order::{in_order, places};
pub(super) use tools::{Batch, BulkDialog, Carriers, Deed, Facts, Plan, Source, all_of, fixed};
use tools::{Grouped, Labelled, Layout, Want, tool};

/// What makes one list differ from another.
pub(super) struct List {
    /// What it is of.
    pub(super) of: Collection,
    /// Its heading.
    pub(super) title: Text,
    /// What its search box says.
    pub(super) search: Text,
    /// The class of its table, by which its columns are remembered.
    pub(super) class: &'static str,
    /// What it can be narrowed to, as it is typed, with how many there are.
    pub(super) options: Vec<(Text, &'static str, Signal<usize>)>,
    /// Its columns: heading, name, what it sorts by. The first names the row, the last is its buttons.
    pub(super) columns: Vec<(Text, &'static str, Option<Sort>)>,
    /// All its rows.
    pub(super) total: Signal<usize>,
    /// Those that are searched for, in order.
    pub(super) rows: Signal<Arc<Vec<Key>>>,
    /// Draws the cells of a row, one for each column. They follow its key: a row that has gone becomes another's.
    pub(super) cells: fn(RwSignal<Key>) -> Vec<Drawn>,
    /// What a row is called, and its stack.
    pub(super) about: fn(Live, &Key) -> About,
    /// What the tools know of its rows.
    pub(super) facts: Loading<Facts>,
    /// What to do first, beside the heading.
    pub(super) actions: fn() -> Drawn,
    /// What stands there when there is nothing at all.
    pub(super) empty: fn() -> Drawn,
}

/// A name and a stack; nothing of a row that has gone.
type About = Option<(String, Option<String>)>;

/// What is loaded when it is needed.
pub(super) type Loading<T> = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Loaded<T>>>> + Send + Sync>;

/// A list's page while it is open: what its parts share.
#[derive(Clone)]
struct Open {
    list: Arc<List>,
    live: Live,
    router: Router,
    toasts: Toasts,
    /// Its columns.
    columns: Arc<Vec<Column>>,
    /// How they are arranged, when that isn't as the styles have it.
    arranged: RwSignal<Option<Arranged>>,
    /// The rows that are picked; the last one is what a range begins at.
    picks: RwSignal<Arc<Vec<Key>>>,
    /// Whether these are all that are shown, as the tools find it, which are there as soon as a row is picked.
    all: RwSignal<Option<Memo<bool>>>,
    /// What it is searched for.
    text: Memo<String>,
    /// The rows that are found without a look at their labels.
    found: Signal<Arc<Vec<Key>>>,
    /// What the tools make of the rows.
    made: RwSignal<Made>,
}

/// What the tools make of the rows, once they are loaded.
#[derive(Clone, Copy, Default)]
struct Made {
    /// Those that carry the labels that are searched for.
    labelled: Option<Labelled>,
    /// They stand below the headings of their groups.
    grouped: Option<Grouped>,
}

/// Which columns are shown, in which order, and how wide they are, as CSS wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Arranged {
    layout: Layout,
    places: Vec<usize>,
    widths: String,
}

/// Before the name of the table whose columns a browser remembers.
const STORED: &str = "columns of ";

/// What the list of this address is searched for.
pub(super) fn query() -> Memo<String> {
    let router = Router::expect();
    Memo::new(move || router.listing().search)
}

/// What the list of this address is sorted by. Apart from the rest, so that typing doesn't sort again.
pub(super) fn order() -> Memo<(Sort, bool)> {
    let router = Router::expect();
    Memo::new(move || {
        let listing = router.listing();
        (listing.sort, listing.descending)
    })
}

/// Whether labels may be searched for. Rows don't hold theirs: what is loaded then knows more.
fn asks_labels(text: Memo<String>) -> bool {
    text.with(|text| search::holds(text, "label:"))
}

impl Open {
    fn new(mut list: List) -> Self {
        let (text, found, made) = (query(), list.rows, RwSignal::new(Made::default()));
        list.rows = Signal::derive(move || match (asks_labels(text), made.get().labelled) {
            (false, _) => found.get(),
            (true, Some(labelled)) => labelled.rows.get(),
            (true, None) => Arc::default(),
        });
        let column = |(title, name, sort): &(Text, &'static str, Option<Sort>)| Column {
            title: t(*title),
            name,
            sort: sort.map(|sort| sort as usize),
        };
        let columns = Arc::new(list.columns.iter().map(column).collect());
        let open = Self {
            list: list.into(),
            live: Live::expect(),
            router: Router::expect(),
            toasts: Toasts::expect(),
            columns,
            arranged: RwSignal::new(None),
            picks: RwSignal::new(Arc::default()),
            all: RwSignal::new(None),
            text,
            found,
            made,
        };
        if kept(&[STORED, open.list.class].concat()).is_some() {
            open.want(Want::Arrange);
        }
        open
    }

    /// What is shown: rows, and headings of groups.
    fn shown(&self) -> Arc<Vec<Key>> {
        match self.made.get().grouped {
            Some(grouped) => grouped.shown.get(),
            None => self.list.rows.get(),
        }
    }

    fn name(&self, key: &Key) -> String {
        (self.list.about)(self.live, key).map(|(name, _)| name).unwrap_or_default()
    }

    /// Has a tool do something.
    fn want(&self, want: Want) {
        let open = self.clone();
        leptos::task::spawn_local(async move { drop(tool(open, want).await) });
    }

    /// What a tool draws.
    fn draw(&self, want: Want) -> Drawn {
        later(tool(self.clone(), want), ())
    }
}

/// A whole list.
#[component]
pub(super) fn ListPage(list: List) -> Drawn {
    let open = Open::new(list);
    let Open { live, router, picks, arranged, text, .. } = open;
    let (rows, total, of) = (open.list.rows, open.list.total, open.list.of);
    let state = Memo::new(move || (live.has_seen(of), total.get() == 0));
    let is_vain = Memo::new(move || state.get() == (true, false) && rows.with(|rows| rows.is_empty()));
    let is_grouped = Memo::new(move || router.listing().grouped);
    let is_picked = Memo::new(move || !picks.get().is_empty());
    let focused = RwSignal::new(false);
    let is_searched = Memo::new(move || focused.get() || asks_labels(text));
    let (groups, searching, bar, vain, pressed, typed, grasped) =
        (open.clone(), open.clone(), open.clone(), open.clone(), open.clone(), open.clone(), open.clone());
    // What a search finds is spoken once, when it has changed, and not whenever something happens on the engine.
    let mut spoken = String::new();
    let found = move || {
        let (rows, total) = (rows.with(|rows| rows.len()), total.get());
        let search = router.listing().search;
        if spoken == search || !live.has_seen(of) {
            return String::new();
        }
        spoken = search;
        say(Message::Shown(rows, total))
    };
    let head = heading(&open, focused);
    let body = move || {
        arranged.track();
        match state.get() {
            (false, _) => view! { <Skeleton /> },
            (_, true) => (open.list.empty)(),
            // It stays when nothing is found: the next letter may find much.
            _ => untrack(|| table(&open)),
        }
    };
    view! {
        {head}
        <p class="sr-only" role="status">{found}</p>
        {move || is_searched.get().then(|| searching.draw(Want::Search))}
        {move || is_grouped.get().then(|| groups.draw(Want::Groups))}
        <div
            class="page-body"
            on:click=move |event| press(&event, &pressed)
            on:keydown=move |event| type_key(&event, &typed)
            on:pointerdown=move |event| grasp(&event, &grasped)
        >{body}{move || is_vain.get().then(|| vain.draw(Want::Nothing))}</div>
        {move || is_picked.get().then(|| bar.draw(Want::Bar))}
    }
}

/// `focused` once somebody has been in the search box.
fn heading(open: &Open, focused: RwSignal<bool>) -> Drawn {
    let Open { list, live, router, .. } = open.clone();
    let (total, of) = (list.total, list.of);
    let words = list.options.iter().map(|(word, _, count)| (t(*word), Some(*count))).collect();
    let tokens: Vec<&str> = list.options.iter().map(|(_, token, _)| *token).collect();
    let text = Signal::derive(move || router.listing().search);
    let chosen = {
        let tokens = tokens.clone();
        move || {
            text.with(|text| tokens.iter().position(|token| search::says(text, token)).unwrap_or_default())
        }
    };
    let choose = Callback::new(move |index: usize| {
        let token = tokens.get(index).copied().unwrap_or_default();
        router.relist(|listing| listing.search = search::with(&listing.search, token, &tokens));
    });
    let viewing = RwSignal::new(false);
    let view = open.clone();
    view! {
        <header class="page-head">
            <h1>{t(list.title)} " " <span class="count nums">{move || live.has_seen(of).then(|| number(total.get()))}</span></h1>
            <div class="page-actions">{(list.actions)()}</div>
            <div class="page-tools">
                <Search
                    label=t(list.search)
                    value=text
                    on_input=Callback::new(move |text| router.relist(|listing| listing.search = text))
                    on_focus=Some(Callback::new(move |()| focused.set(true)))
                />
                <Choice label=t(Text::Show) options=words chosen=Signal::derive(chosen) on_choose=choose />
                <IconButton
                    label=t(Text::ViewOptions)
                    symbol=Icon::Sliders
                    on_press=Callback::new(move |()| viewing.set(true))
                />
                {move || viewing.get().then(|| view.draw(Want::View(viewing)))}
            </div>
        </header>
    }
}

fn table(open: &Open) -> Drawn {
    let Open { router, all, .. } = *open;
    let arranged = open.arranged.get_untracked();
    let (places, widths) = match arranged {
        Some(Arranged { places, widths, .. }) => (places, Some(widths)),
        None => ((0..open.columns.len()).collect(), None),
    };
    let order = Signal::derive(move || {
        let listing = router.listing();
        Order { column: listing.sort as usize, descending: listing.descending }
    });
    let sort = Callback::new(move |column: usize| router.relist(|listing| sort_by(listing, column)));
    let all = Signal::derive(move || all.get().is_some_and(|all| all.get()));
    let (of, all_of) = (open.clone(), open.clone());
    let heads = places.iter().map(|place| head(&open.columns[*place], order, sort)).draw_all();
    let heads = view! {
        <div class="pick" role="columnheader">{pick(t(Text::PickAll).into(), all, move |_| all_of.want(Want::PickAll))}</div>
        {heads}
    };
    let row = Box::new(move |key| row(&of, &places, key));
    let (title, class, shown) = (t(open.list.title), open.list.class, open.clone());
    let shown = Signal::derive(move || shown.shown());
    view! { <Table label=title class=class heads=heads widths=widths rows=shown row=row /> }
}

fn row(open: &Open, places: &[usize], key: RwSignal<Key>) -> Drawn {
    if let Key::Group(stack) = key.get_untracked() {
        return view! { <div class="row group" role="row">{open.draw(Want::Heading(stack))}</div> };
    }
    let mut cells: Vec<Option<Drawn>> = (open.list.cells)(key).into_iter().map(Some).collect();
    let cells = places.iter().filter_map(|place| cells.get_mut(*place)?.take()).draw_all();
    let (picks, named, pressed) = (open.picks, open.clone(), open.clone());
    // Memos, since a change of any other row touches what they are made of.
    let label = Memo::new(move || say(Message::PickNamed(&key.with(|key| named.name(key))))).into();
    let on = Memo::new(move || key.with(|key| picks.with(|picks| picks.contains(key)))).into();
    let press = move |range| pressed.want(Want::Pick(key.get_untracked(), range));
    view! {
        <div class="row" role="row" class:picked=on>
            <div class="pick" role="cell">{pick(label, on, press)}</div>
            {cells}
        </div>
    }
}

/// A token in a row is put into the search box; any other text can be copied.
fn press(event: &leptos::ev::MouseEvent, open: &Open) {
    let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let Some(element) = target(event).filter(|_| plain) else { return };
    if let Some(token) = closest(&element, "[data-token]").and_then(|word| word.get_attribute("data-token")) {
        event.prevent_default();
        open.router.relist(|listing| listing.search = search::with(&listing.search, &token, &[]));
    } else if element.matches(".cell,.cell > :is(span,code,a:not([href]))").unwrap_or(false) {
        open.want(Want::Focus(element));
    }
}

/// Keys that do something within a row.
fn type_key(event: &leptos::ev::KeyboardEvent, open: &Open) {
    const OURS: [&str; 7] = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "x", "X", "c"];
    let key = event.key();
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented());
    let ours = plain && OURS.contains(&key.as_str()) && (key.len() > 1 || letters_are_on());
    let Some(element) = target(event).filter(|_| ours) else { return };
    if closest(&element, ".row").is_some() && closest(&element, ".menu").is_none() {
        event.prevent_default();
        open.want(Want::Key(element, key, event.shift_key()));
    }
}

/// The edge of a heading is drawn to another place.
fn grasp(event: &leptos::ev::PointerEvent, open: &Open) {
    if let Some(heading) = target(event).filter(|element| element.matches(".head > div").unwrap_or(false)) {
        open.want(Want::Resize(heading, event.client_x()));
    }
}

fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// What is being done to a row's object, or why that failed; else what stands there usually.
#[component]
pub(super) fn Course(target: Signal<Option<Target>>, children: Again) -> Drawn {
    let actions = Actions::expect();
    let pending = Memo::new(move || actions.pending(&target.get()?));
    let failure = Memo::new(move || actions.failure(&target.get()?));
    let forget = Callback::new(move |()| _ = target.get_untracked().map(|target| actions.forget(&target)));
    (move || match (pending.get(), failure.get()) {
        (Some(doing), _) => view! {
            <span class="mark busy">{icon(Icon::Spinner)}</span>
            <span class="soft">{t(doing)}</span>
        },
        (_, Some(failure)) => view! {
            <span class="wrong" title=failure.message.clone()>{failure.message.clone()}</span>
            <IconButton label=t(Text::Dismiss) symbol=Icon::Close on_press=forget />
        },
        _ => children.draw(),
    })
    .drawn()
}

/// The stack that a row's object belongs to, if there is one, and all of it in that list. It stays when it comes to be
/// another's: made anew, it would lose the focus.
#[component]
pub(super) fn StackLink(stack: Memo<Option<String>>, to: fn(Listing) -> Route) -> Drawn {
    let has_stack = Memo::new(move || stack.with(Option::is_some));
    let name = Signal::derive(move || stack.get().unwrap_or_default());
    let href = move || to(Listing::of_stack(&name.get())).to_string();
    let link = move || view! { <a class="soft" href=href data-token=move || token(Facet::Stack, &name.get())>{name}</a> };
    (move || has_stack.get().then(link)).drawn()
}

/// The containers that use a row's object, and where they all are: what they are searched for by.
#[component]
pub(super) fn UserLinks(
    #[prop(into)] names: Signal<Vec<String>>,
    #[prop(into)] search: Signal<String>,
) -> Drawn {
    const MOST: usize = 1;
    // Made anew only when they are others, so that the focus stays.
    let names = Memo::new(move || names.get());
    (move || {
        let names = names.get();
        let hidden = names.len().saturating_sub(MOST);
        let all = names.join(", ");
        let links = names.into_iter().take(MOST).map(|name| {
            let href = Route::container(&name).to_string();
            view! { <a class="soft" href=href>{name}</a> }
        });
        view! {
            {links.draw_all()}
            {(hidden > 0).then(|| {
                let href = Route::Containers(Listing::of(&search.get_untracked())).to_string();
                let label = [&say(Message::OthersToo(hidden)), ": ", &all].concat();
                view! { <a class="faint nums" href=href title=all aria-label=label>{say(Message::More(hidden))}</a> }
            })}
        }
    })
    .drawn()
}

fn sort_by(listing: &mut Listing, column: usize) {
    listing.descending = listing.sort as usize == column && !listing.descending;
    listing.sort = Sort::numbered(column);
}

#[cfg(test)]
mod tests;
