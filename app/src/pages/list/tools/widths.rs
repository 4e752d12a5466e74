//! Columns as wide as somebody draws them: by the edge of a heading, or by a slider in the dialog *View*.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{
    super::{Open, closest},
    Layout,
};
use crate::ui::BUTTONS;

/// The narrowest and the widest that a column can be made, in pixels.
pub(super) const WIDTHS: (i32, i32) = (48, 960);

/// How far from its end a heading is taken by its edge, in pixels.
const EDGE: f64 = 12.0;

/// Follows the pointer, when it has taken a heading by its edge, until it lets go; only then is the width remembered,
/// and the table drawn anew.
pub(super) fn drag(open: Open, heading: Element, from: i32) {
    let around = heading.get_bounding_client_rect();
    let class = heading.class_list();
    let column = open.columns.iter().find(|column| column.name != BUTTONS && class.contains(&column.class()));
    let table = closest(&heading, ".table").and_then(|table| table.dyn_into::<HtmlElement>().ok());
    let (Some(table), Some(name)) = (table, column.map(|column| column.name)) else { return };
    if f64::from(from) < around.right() - EDGE {
        return;
    }
    let before = whole(&open);
    #[expect(clippy::cast_possible_truncation, reason = "a width on a screen, in whole pixels")]
    let start = around.width() as i32;
    let drawn = move |x: i32| before.clone().with_width(name, width(start + x - from));
    let show = {
        let (open, drawn) = (open.clone(), drawn.clone());
        move |x: i32| {
            let widths = drawn(x).arranged(&open.columns).map(|arranged| arranged.widths);
            let _ = table.style().set_property("--columns", &widths.unwrap_or_default());
            let _ = table.class_list().toggle_with_force("arranged", true);
        }
    };
    let moves = window_event_listener(leptos::ev::pointermove, move |event| show(event.client_x()));
    let end = move |event: leptos::ev::PointerEvent| {
        if event.client_x() != from {
            choose(&open, &drawn(event.client_x()));
        }
    };
    once_let_go(moves, end);
}

/// What happens when the pointer lets go; nothing is heard of its moves any more.
fn once_let_go(moves: WindowListenerHandle, end: impl Fn(leptos::ev::PointerEvent) + 'static) {
    let moves = Rc::new(RefCell::new(Some(moves)));
    let ends = Rc::new(RefCell::new(None));
    let kept = ends.clone();
    let listener = window_event_listener(leptos::ev::pointerup, move |event| {
        end(event);
        for listener in [&moves, &ends] {
            if let Some(listener) = listener.borrow_mut().take() {
                listener.remove();
            }
        }
    });
    kept.replace(Some(listener));
}

/// What was chosen; nothing yet, when it is as the style sheet has it.
pub(super) fn chosen(open: &Open) -> Layout {
    open.arranged
        .with(|arranged| arranged.as_ref().map(|arranged| arranged.layout.clone()).unwrap_or_default())
}

/// The columns that are shown, each of them named.
pub(super) fn whole(open: &Open) -> Layout {
    let layout = untrack(|| chosen(open));
    let width = |name: &str| layout.0.iter().find(|(other, _)| other == name).and_then(|(_, width)| *width);
    let names = layout.places(&open.columns).into_iter().map(|place| open.columns[place].name);
    Layout(names.map(|name| (name.to_owned(), width(name))).collect())
}

/// Shows columns like this from now on.
pub(super) fn choose(open: &Open, layout: &Layout) {
    layout.remember(open.list.class);
    open.arranged.set(layout.arranged(&open.columns));
}

/// A width that a column can have.
pub(super) fn width(pixels: i32) -> u32 {
    pixels.clamp(WIDTHS.0, WIDTHS.1).unsigned_abs()
}

impl Layout {
    /// The same with another width of a column.
    pub(super) fn with_width(mut self, name: &str, width: u32) -> Self {
        for (_, own) in self.0.iter_mut().filter(|(other, _)| other == name) {
            *own = Some(width);
        }
        self
    }
}
