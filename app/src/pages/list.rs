//! What all lists share: heading, search, filters, table, and what stands where there are no rows.

use std::{cmp::Ordering, sync::Arc};

use crate::ui::dom::{Again, Draw, DrawAll, Drawn, Memo, Signal, view};
use leptos::prelude::*;

use crate::{
    actions::{Actions, Target},
    format::number,
    i18n::{Message, Text, say, t},
    live::Live,
    route::{Listing, Only, Route, Router, Sort},
    ui::{Button, Choice, Column, Empty, Icon, IconButton, Key, Order, Search, Skeleton, Table, icon},
};

/// What makes one list differ from another.
pub(super) struct List {
    /// Its heading.
    pub(super) title: Text,
    /// What its search box says.
    pub(super) search: Text,
    /// The class of its table.
    pub(super) class: &'static str,
    /// What it can be narrowed to, with how many there are.
    pub(super) options: Vec<(Only, Text, Signal<usize>)>,
    /// Its columns: heading, what it sorts by, class.
    pub(super) columns: Vec<(Text, Option<Sort>, &'static str)>,
    /// All its rows.
    pub(super) total: Signal<usize>,
    /// Those that are shown, in order.
    pub(super) rows: Signal<Arc<Vec<Key>>>,
    /// Draws the cells of a row.
    pub(super) row: fn(Key) -> Drawn,
    /// What to do first, beside the heading.
    pub(super) actions: fn() -> Drawn,
    /// What stands there when there is nothing at all.
    pub(super) empty: fn() -> Drawn,
}

/// What the list of this address shows.
pub(super) fn listing() -> Memo<Listing> {
    let router = Router::expect();
    Memo::new(move || router.listing())
}

/// What the list of this address is sorted by. Apart from the rest, so that typing doesn't sort again.
pub(super) fn order() -> Memo<(Sort, bool)> {
    let router = Router::expect();
    Memo::new(move || {
        let listing = router.listing();
        (listing.sort, listing.descending)
    })
}

/// Whether one of the texts holds what is searched for, without regard to case.
pub(super) fn holds(texts: &[&str], wanted: &str) -> bool {
    let wanted = wanted.trim().as_bytes();
    wanted.is_empty()
        || texts
            .iter()
            .any(|text| text.as_bytes().windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted)))
}

/// Rows in an order. The sorting itself exists once for all lists, and sorts places: it is a good part of what
/// a visitor would download.
pub(super) fn in_order<T>(rows: Vec<Arc<T>>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<Arc<T>> {
    let places = sorted(rows.len(), &|a, b| compare(&rows[a], &rows[b]));
    places.into_iter().map(|place| rows[place].clone()).collect()
}

/// The places of so many things in an order.
pub(super) fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_unstable_by(|a, b| compare(*a, *b).then(a.cmp(b)));
    places
}

/// A whole list.
#[component]
pub(super) fn ListPage(list: List) -> Drawn {
    let live = Live::expect();
    let router = Router::expect();
    let listing = listing();
    let List { title, search, class, options, columns, total, rows, row, actions, empty } = list;

    let choices: Vec<Only> = options.iter().map(|(only, ..)| *only).collect();
    let chosen = {
        let choices = choices.clone();
        move || {
            choices.iter().position(|only| *only == listing.with(|listing| listing.only)).unwrap_or_default()
        }
    };
    let choose = Callback::new(move |index: usize| {
        router.relist(|listing| listing.only = choices.get(index).copied().unwrap_or_default());
    });
    let words = options.into_iter().map(|(_, word, count)| (t(word), Some(count))).collect();
    let columns: Vec<Column> = columns
        .into_iter()
        .map(|(title, sort, class)| Column { title: t(title), sort: sort.map(|sort| sort as usize), class })
        .collect();
    let order = Signal::derive(move || {
        listing.with(|listing| Order { column: listing.sort as usize, descending: listing.descending })
    });
    let sort = Callback::new(move |column: usize| router.relist(|listing| sort_by(listing, column)));

    let body = move || {
        let (ready, none) = (live.is_ready(), total.get() == 0);
        let no_match = rows.with(|rows| rows.is_empty());
        match (ready, none, no_match) {
            (false, ..) => view! { <Skeleton /> },
            (_, true, _) => empty(),
            (.., true) => nothing_matches(router),
            _ => view! {
                <Table label=t(title) class=class columns=columns.clone() rows=rows order=order on_sort=sort row=row />
            },
        }
    };
    let state = Memo::new(move || (live.is_ready(), total.get() == 0, rows.with(|rows| rows.is_empty())));
    view! {
        <header class="page-head">
            <h1>{t(title)} " " <span class="count nums">{move || live.is_ready().then(|| number(total.get()))}</span></h1>
            <div class="page-actions">{actions()}</div>
            <div class="page-tools">
                <Search
                    label=t(search)
                    value=Signal::derive(move || listing.with(|listing| listing.search.clone()))
                    on_input=Callback::new(move |text| router.relist(|listing| listing.search = text))
                />
                <Choice label=t(Text::Show) options=words chosen=Signal::derive(chosen) on_choose=choose />
                {move || stack_chip(listing.with(|listing| listing.stack.clone()), router)}
            </div>
        </header>
        <p class="sr-only" role="status">{move || say(Message::Shown(rows.with(|rows| rows.len()), total.get()))}</p>
        <div class="page-body">{move || {
            state.get();
            untrack(&body)
        }}</div>
    }
}

/// What is being done to a row's object, or why that failed; else what stands there usually.
#[component]
pub(super) fn Course(target: Target, children: Again) -> Drawn {
    let actions = Actions::expect();
    let target = StoredValue::new(target);
    let pending = Memo::new(move || target.with_value(|target| actions.pending(target)));
    let failure = Memo::new(move || target.with_value(|target| actions.failure(target)));
    let forget = Callback::new(move |()| target.with_value(|target| actions.forget(target)));
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

/// The containers that use a row's object.
#[component]
pub(super) fn UserLinks(#[prop(into)] names: Signal<Vec<String>>) -> Drawn {
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
            {(hidden > 0).then(|| view! { <span class="faint nums" title=all>{say(Message::More(hidden))}</span> })}
        }
    })
    .drawn()
}

fn sort_by(listing: &mut Listing, column: usize) {
    listing.descending = listing.sort as usize == column && !listing.descending;
    listing.sort = Sort::numbered(column);
}

fn stack_chip(stack: String, router: Router) -> Drawn {
    if stack.is_empty() {
        return ().drawn();
    }
    view! {
        <span class="chip">
            {say(Message::OfStack(&stack))}
            <IconButton
                label=t(Text::ShowAllStacks)
                symbol=Icon::Close
                on_press=Callback::new(move |()| router.relist(|listing| listing.stack.clear()))
            />
        </span>
    }
}

fn nothing_matches(router: Router) -> Drawn {
    let clear = Callback::new(move |()| {
        router.relist(|listing| {
            let (sort, descending) = (listing.sort, listing.descending);
            *listing = Listing { sort, descending, ..Listing::default() };
        });
    });
    view! {
        <Empty symbol=Icon::Search title=t(Text::NothingMatches) text=t(Text::NothingMatchesMore)>
            <Button label=t(Text::ClearFilters) on_press=clear />
        </Empty>
    }
}

#[cfg(test)]
mod tests;
