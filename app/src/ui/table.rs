//! Tables drawn as far as they are seen: ten thousand rows cost what thirty do.

mod window;

use std::sync::Arc;

use crate::ui::dom::{
    Drawn, Memo, RwSignal, Signal, each_row, effect, expect_context, provide_context, view,
};
use leptos::{html, prelude::*};

use super::{Icon, icon};
use window::{Span, in_sight};

/// Names a row for as long as it exists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Hash([u8; 32]),
    Name(Arc<str>),
    /// The heading of a group of rows.
    Group(Arc<str>),
}

impl Key {
    fn is_thing(&self) -> bool {
        !matches!(self, Self::Group(_))
    }
}

/// The column of a row's name.
pub(crate) const NAME: &str = "name";
/// The column of a row's buttons.
pub(crate) const BUTTONS: &str = "do";

/// A column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its heading.
    pub(crate) title: &'static str,
    /// What it is remembered by; the styles know it as `col-` and this.
    pub(crate) name: &'static str,
    /// Names it for `Order`; `None` when it can't be sorted by.
    pub(crate) sort: Option<usize>,
}

impl Column {
    /// The class of what stands in it.
    pub(crate) fn class(&self) -> String {
        ["col-", self.name].concat()
    }
}

/// What a table is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) column: usize,
    pub(crate) descending: bool,
}

/// Tells the tables of a page that what is seen of it has moved. The page's scroller calls `moved`.
#[derive(Clone, Copy)]
pub(crate) struct Viewport(RwSignal<()>);

impl Viewport {
    /// For the whole page; resizing moves it as well.
    pub(crate) fn provide() -> Self {
        let viewport = Self(RwSignal::new(()));
        let _ = window_event_listener(leptos::ev::resize, move |_| viewport.moved());
        provide_context(viewport);
        viewport
    }

    /// It has been scrolled.
    pub(crate) fn moved(&self) {
        self.0.set(());
    }
}

/// A table. Its rows are given by their keys; `row` draws one, as an element of its own, which may become another thing's.
#[component]
pub(crate) fn Table(
    #[prop(into)] label: String,
    class: &'static str,
    /// The headings.
    heads: Drawn,
    /// The widths of the columns, when they aren't those of the styles.
    widths: Option<String>,
    #[prop(into)] rows: Signal<Arc<Vec<Key>>>,
    row: Box<dyn Fn(RwSignal<Key>) -> Drawn>,
) -> Drawn {
    let body = NodeRef::<html::Div>::new();
    let viewport: Viewport = expect_context();
    let in_sight = Memo::new(move || {
        viewport.0.track();
        body.get().map_or(window::AT_FIRST, |body| in_sight(&body))
    });
    let count = Memo::new(move || rows.with(|rows| rows.len()));
    let span = Memo::new(move || in_sight.get().of(count.get()));
    // A page that is shorter, or longer, may lie otherwise; to look then, just before it is laid out anyway, costs nothing.
    effect(Box::new(move || {
        count.get();
        request_animation_frame(move || viewport.moved());
    }));
    let drawn = move || {
        let Span { first, last } = span.get();
        rows.with(|rows| rows.get(first..last.min(rows.len())).unwrap_or_default().to_vec())
    };
    let arranged = if widths.is_some() { " arranged" } else { "" };
    view! {
        <div
            class=["table ", class, arranged].concat()
            role="table"
            aria-label=label
            aria-rowcount=move || (count.get() + 1).to_string()
            style:--columns=widths
        >
            <div role="rowgroup"><div class="head" role="row" aria-rowindex="1">{heads}</div></div>
            <div class="body" role="rowgroup" node_ref=body style:--rows=move || count.get().to_string()>
                <div class="seen" role="presentation" style:--first=move || span.get().first.to_string()>
                    {each_row(drawn, row, Key::is_thing, move || span.get().first + 2)}
                </div>
            </div>
        </div>
    }
}

/// A column's heading; pressed, the table is sorted by it.
pub(crate) fn head(column: &Column, order: Signal<Order>, on_sort: Callback<usize>) -> Drawn {
    let Column { title, name, sort } = *column;
    let Some(number) = sort else {
        // A column of buttons needs no heading for the eye.
        let class = if name == BUTTONS { "sr-only" } else { "" };
        return view! {
            <div class=column.class() role="columnheader"><span class=class>{title}</span></div>
        };
    };
    let direction = move || {
        let order = order.get();
        (order.column == number).then_some(if order.descending { "descending" } else { "ascending" })
    };
    view! {
        <div class=column.class() role="columnheader" aria-sort=move || direction().unwrap_or("none")>
            <button type="button" on:click=move |_| on_sort.run(number)>
                {title}
                {move || direction().map(|direction| {
                    view! { <span class=direction>{icon(Icon::Up)}</span> }
                })}
            </button>
        </div>
    }
}

/// The box that picks a row, or all; `on_press` is told whether a range is meant.
pub(crate) fn pick(label: Signal<String>, on: Signal<bool>, on_press: impl Fn(bool) + 'static) -> Drawn {
    view! {
        <label>
            <input
                type="checkbox"
                aria-label=label
                prop:checked=on
                on:click=move |event| on_press(event.shift_key())
            />
        </label>
    }
}
