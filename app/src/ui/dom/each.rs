//! Rows that stay the same elements while they come, go and change places.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, Node};

use super::{
    Drawn, Keep, Marks, RwSignal, effect, marks,
    signal::{Kept, held, is_same},
    value::{self, Spot},
};

/// A row for each of some things, drawn once for each key.
///
/// A row is one element: of several, only the fragment that they came in would be moved, which is empty by then.
pub(crate) fn each<T: Keep, K: PartialEq + 'static>(
    things: impl FnMut() -> Vec<T> + 'static,
    key: fn(&T) -> K,
    draw: impl Fn(T) -> Drawn + 'static,
) -> Drawn {
    let draw = move |thing| draw(RwSignal::<T>::of(thing).get());
    let same = move |one: &Kept, other: &Kept| key(held(one)) == key(held(other));
    rows(kept(things), Box::new(same), Box::new(draw), None)
}

/// The same for the rows of a table, of which only some are drawn: each says which of all it is, counted from `first`. To draw
/// one takes long, so that one that has gone becomes one that comes later, if both can `turn`: what it shows follows its key.
///
/// All that a row shows is read anew when any of it changes. So what more than one row follows is read through a memo of the
/// row's own, or each change of one row is a change of all.
pub(crate) fn each_row<K: Keep + PartialEq>(
    keys: impl FnMut() -> Vec<K> + 'static,
    draw: impl Fn(RwSignal<K>) -> Drawn + 'static,
    turn: fn(&K) -> bool,
    first: impl Fn() -> usize + 'static,
) -> Drawn {
    let draw = move |key| value::gather(&mut || draw(RwSignal::of(key)));
    let turn = move |key: &Kept| turn(held(key));
    let tabled = Tabled { first: Box::new(first), turn: Box::new(turn) };
    rows(kept(keys), Box::new(is_same::<K>), Box::new(draw), Some(tabled))
}

fn kept<T: Keep>(mut things: impl FnMut() -> Vec<T> + 'static) -> Box<dyn FnMut() -> Vec<Kept>> {
    Box::new(move || things().into_iter().map(|thing| Arc::new(thing) as Kept).collect())
}

/// What only a table's rows are.
struct Tabled {
    first: Box<dyn Fn() -> usize>,
    turn: Box<dyn Fn(&Kept) -> bool>,
}

/// Something that changes, as rows are drawn of it.
type Shown = leptos::prelude::RwSignal<Kept>;

/// Whether two rows are of one thing.
type Same = dyn Fn(&Kept, &Kept) -> bool;

/// A row as it stands there; its owner holds what it reads.
struct Row {
    thing: Kept,
    shown: Shown,
    node: Node,
    owner: Owner,
    /// Whether it only waits to become another.
    is_hidden: bool,
}

/// What hidden rows have, for the styles and for readers of screens.
pub(crate) const HIDDEN: &str = "aria-hidden";

impl Row {
    /// Whether somebody is at it, or has begun or put something there that isn't another's.
    fn is_held(&self) -> bool {
        const HELD: &str = ":active,:focus-within,:has([aria-expanded=true],.copy,[data-quiet])";
        self.element().matches(HELD).unwrap_or(true)
    }

    /// Hidden, it stays in the document: what the browser knows of its looks would have to be found anew if it left.
    fn hide(&mut self, hides: bool) {
        if self.is_hidden != hides {
            self.is_hidden = hides;
            Spot::Attribute(self.element().clone(), HIDDEN).write(hides.then_some("true"));
        }
    }

    fn element(&self) -> &Element {
        self.node.unchecked_ref()
    }
}

fn rows(
    mut things: Box<dyn FnMut() -> Vec<Kept>>,
    same: Box<Same>,
    draw: Box<dyn Fn(Shown) -> Drawn>,
    tabled: Option<Tabled>,
) -> Drawn {
    let (around, Marks { first: begin, last: end }) = marks();
    // Those that stand there in their order, and behind them those that wait to become another: twice as many at most, all
    // together, as were ever seen at once.
    let mut rows: Vec<Row> = Vec::new();
    // Rows live as long as the list, and not only from one change to the next. The list remembers each owner that it ever
    // had, so those of rows that have gone are taken again.
    let outer = Owner::current().unwrap_or_default();
    let mut free: Vec<Owner> = Vec::new();
    effect(Box::new(move || {
        let focused = document().active_element();
        let wanted = things();
        let Some(parent) = end.parent_node() else { return };
        let can_turn = |thing: &Kept| tabled.as_ref().is_some_and(|tabled| (tabled.turn)(thing));
        let may_turn = |row: &Row| can_turn(&row.thing) && !row.is_held();
        let stays = |row: &Row| wanted.iter().any(|thing| same(&row.thing, thing));
        let seen = rows.iter().filter(|row| !row.is_hidden);
        // Where most of what is seen goes, somebody has asked for something else: all is shown in the elements that stand there,
        // and none is moved. Else what is in sight doesn't become another: a reader's cursor may be on it.
        let is_anew = seen.map(|row| if stays(row) { -1 } else { 1 }).sum::<i32>() > 0;
        for (place, thing) in wanted.iter().enumerate() {
            let find = |is: &dyn Fn(&Row) -> bool| (place..rows.len()).find(|at| is(&rows[*at]));
            let found = find(&|row| same(&row.thing, thing) && !(is_anew && may_turn(row)));
            let is_free = |row: &Row| is_anew || row.is_hidden && !stays(row);
            let found = found.or_else(|| find(&|row| can_turn(thing) && is_free(row) && may_turn(row)));
            let at = found.unwrap_or(rows.len());
            if at == rows.len() {
                let owner = free.pop().unwrap_or_else(|| outer.with(Owner::new));
                let make = || {
                    let shown = Shown::new(thing.clone());
                    (shown, draw(shown))
                };
                let (shown, drawn) = untrack(|| owner.with(make));
                let (thing, node) = (thing.clone(), Node::clone(&drawn.0));
                rows.push(Row { thing, shown, node, owner, is_hidden: false });
            }
            let mut row = rows.remove(at);
            if !same(&row.thing, thing) {
                row.thing = thing.clone();
                row.shown.set(thing.clone());
            }
            row.hide(false);
            rows.insert(place, row);
        }
        for mut row in rows.split_off(wanted.len()) {
            if may_turn(&row) {
                // Out of the way of those that stay; where most goes it stands behind them already.
                if !(is_anew || row.is_hidden) {
                    let _ = parent.insert_before(&row.node, Some(&end));
                }
                row.hide(true);
                rows.push(row);
            } else {
                row.element().remove();
                row.owner.cleanup();
                free.push(row.owner);
            }
        }
        let shown = &rows[..wanted.len()];
        arrange(&parent, &begin, &end, shown);
        refocus(focused);
        if let Some(tabled) = &tabled {
            number(shown, (tabled.first)());
        }
    }));
    around
}

/// Says of each row which of all it is.
fn number(rows: &[Row], first: usize) {
    for (place, row) in rows.iter().enumerate() {
        let _ = row.element().set_attribute("aria-rowindex", &(first + place).to_string());
    }
}

/// What had the focus keeps it, which is lost with a move; of what has gone the page has it. Whoever has scrolled on stays where
/// they are.
fn refocus(focused: Option<Element>) {
    let Some(focused) = focused.filter(|focused| document().active_element().as_ref() != Some(focused))
    else {
        return;
    };
    let next = if focused.is_connected() { Some(focused) } else { document().get_element_by_id("main") };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // What can have the focus, also of SVG, can be given it.
    let _ = next.map(|next| next.unchecked_ref::<HtmlElement>().focus_with_options(&options));
}

/// Puts rows into an order, and moves as few as that takes in the usual cases.
fn arrange(parent: &Node, first: &Node, last: &Node, rows: &[Row]) {
    let mut at = first.next_sibling();
    for (place, Row { node, .. }) in rows.iter().enumerate() {
        // One that has moved down from here, and not just by one, stands in the way of all behind it.
        if let Some(moved) = at.clone().filter(|at| at != node && at != last)
            && moved.next_sibling().as_ref() == Some(node)
            && rows.get(place + 1).is_none_or(|next| next.node != moved)
        {
            let _ = parent.insert_before(&moved, Some(last));
            at = Some(node.clone());
        }
        if at.as_ref() == Some(node) {
            at = node.next_sibling();
        } else {
            let _ = parent.insert_before(node, at.as_ref());
        }
    }
}
