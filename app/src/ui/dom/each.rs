//! Rows that stay the same elements while they come, go and change places.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::{
    Drawn, Keep, Marks, RwSignal, effect, marks,
    signal::{Kept, held, is_same},
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
/// one takes long, so that one that has gone becomes the next that comes, if both can `turn`: what it shows follows its key.
pub(crate) fn each_row<K: Keep + PartialEq>(
    keys: impl FnMut() -> Vec<K> + 'static,
    draw: impl Fn(RwSignal<K>) -> Drawn + 'static,
    turn: fn(&K) -> bool,
    first: impl Fn() -> usize + 'static,
) -> Drawn {
    let draw = move |key| draw(RwSignal::of(key));
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

/// A row as it stands there; its owner holds what it reads.
struct Row {
    thing: Kept,
    shown: Shown,
    node: Node,
    owner: Owner,
}

impl Row {
    /// Whether somebody is at it: it must not become another under their hands.
    fn is_held(&self) -> bool {
        const HELD: &str = ":focus-within,:active,:has([aria-expanded=true])";
        self.node.dyn_ref::<Element>().is_none_or(|row| row.matches(HELD).unwrap_or(true))
    }

    fn turn_to(self, thing: Kept) -> Self {
        self.shown.set(thing.clone());
        Self { thing, ..self }
    }
}

fn rows(
    mut things: Box<dyn FnMut() -> Vec<Kept>>,
    same: Box<dyn Fn(&Kept, &Kept) -> bool>,
    draw: Box<dyn Fn(Shown) -> Drawn>,
    tabled: Option<Tabled>,
) -> Drawn {
    let (around, Marks { first: begin, last: end }) = marks();
    let mut rows: Vec<Row> = Vec::new();
    // Those that wait to become another: as many at most as were ever seen at once.
    let mut spare: Vec<Row> = Vec::new();
    // Rows live as long as the list, and not only from one change to the next. The list remembers each owner that it ever
    // had, so those of rows that have gone are taken again.
    let outer = Owner::current().unwrap_or_default();
    let mut free: Vec<Owner> = Vec::new();
    effect(Box::new(move || {
        let wanted = things();
        let Some(parent) = end.parent_node() else { return };
        let can_turn = |thing: &Kept| tabled.as_ref().is_some_and(|tabled| (tabled.turn)(thing));
        let mut before = std::mem::take(&mut rows);
        let stay: Vec<Option<Row>> = wanted
            .iter()
            .map(|thing| {
                before.iter().position(|row| same(&row.thing, thing)).map(|place| before.remove(place))
            })
            .collect();
        let (turning, gone) =
            before.into_iter().partition::<Vec<_>, _>(|row| can_turn(&row.thing) && !row.is_held());
        for row in gone {
            row.owner.cleanup();
            free.push(row.owner);
            let _ = parent.remove_child(&row.node);
        }
        let mut turning = turning.into_iter().chain(std::mem::take(&mut spare));
        for (thing, row) in wanted.into_iter().zip(stay) {
            let turned = || if can_turn(&thing) { turning.next() } else { None };
            rows.push(match row.or_else(turned) {
                Some(row) if same(&row.thing, &thing) => row,
                Some(row) => row.turn_to(thing),
                None => {
                    let owner = free.pop().unwrap_or_else(|| outer.with(Owner::new));
                    let (shown, drawn) = untrack(|| {
                        owner.with(|| {
                            let shown = Shown::new(thing.clone());
                            (shown, draw(shown))
                        })
                    });
                    Row { thing, shown, node: Node::clone(&drawn.0), owner }
                }
            });
        }
        for row in turning {
            let _ = parent.remove_child(&row.node);
            spare.push(row);
        }
        let nodes: Vec<Node> = rows.iter().map(|row| row.node.clone()).collect();
        arrange(&parent, &begin, &end, &nodes);
        if let Some(tabled) = &tabled {
            number(&nodes, (tabled.first)());
        }
    }));
    around
}

/// Says of each row which of all it is.
fn number(nodes: &[Node], first: usize) {
    for (place, row) in nodes.iter().enumerate() {
        if let Some(row) = row.dyn_ref::<Element>() {
            let _ = row.set_attribute("aria-rowindex", &(first + place).to_string());
        }
    }
}

/// Puts nodes into an order, and moves as few as that takes in the usual cases. What had the focus keeps it: it is lost
/// with a move.
fn arrange(parent: &Node, first: &Node, last: &Node, nodes: &[Node]) {
    let focused = document().active_element();
    let mut at = first.next_sibling();
    for (place, node) in nodes.iter().enumerate() {
        // One that has moved down from here, and not just by one, stands in the way of all behind it.
        if let Some(moved) = at.clone().filter(|at| at != node && at != last)
            && moved.next_sibling().as_ref() == Some(node)
            && nodes.get(place + 1) != Some(&moved)
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
    let focused = focused.filter(|focused| document().active_element().as_ref() != Some(focused));
    // What can have the focus, also of SVG, can be given it.
    let _ = focused.map(|focused| focused.unchecked_ref::<HtmlElement>().focus());
}
