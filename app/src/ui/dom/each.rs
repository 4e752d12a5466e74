//! Rows that stay the same elements while they come, go and change places.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::{
    Drawn, Keep, Marks, effect, marks,
    signal::{Kept, is_same},
};

/// A row for each of some things, drawn once for each key.
///
/// A row is one element: of several, only the fragment that they came in would be moved, which is empty by then.
pub(crate) fn each<T, K>(
    things: impl FnMut() -> Vec<T> + 'static,
    key: fn(&T) -> K,
    draw: impl Fn(T) -> Drawn + 'static,
) -> Drawn
where
    T: 'static,
    K: Keep + PartialEq,
{
    rows(wanted(things, key, draw), is_same::<K>, None)
}

/// The same for the rows of a table, of which only some are drawn: each says which of all it is, counted from `first`.
pub(crate) fn each_row<T, K>(
    things: impl FnMut() -> Vec<T> + 'static,
    key: fn(&T) -> K,
    draw: impl Fn(T) -> Drawn + 'static,
    first: impl Fn() -> usize + 'static,
) -> Drawn
where
    T: 'static,
    K: Keep + PartialEq,
{
    rows(wanted(things, key, draw), is_same::<K>, Some(Box::new(first)))
}

/// Reads which rows are to stand there.
type Wants = Box<dyn FnMut() -> Vec<Wanted>>;

fn wanted<T: 'static, K: Keep>(
    mut things: impl FnMut() -> Vec<T> + 'static,
    key: fn(&T) -> K,
    draw: impl Fn(T) -> Drawn + 'static,
) -> Wants {
    let draw = Arc::new(draw);
    Box::new(move || {
        let want = |thing: T| {
            let (key, draw) = (Arc::new(key(&thing)), draw.clone());
            Wanted { key, draw: Box::new(move || draw(thing)) }
        };
        things().into_iter().map(want).collect()
    })
}

/// A row that is to stand there: its key, and how it is drawn if there is none with this key yet.
struct Wanted {
    key: Kept,
    draw: Box<dyn FnOnce() -> Drawn>,
}

/// A row as it stands there; its owner holds what it reads.
struct Row {
    key: Kept,
    node: Node,
    owner: Owner,
}

fn rows(mut wanted: Wants, same: fn(&Kept, &Kept) -> bool, first: Option<Box<dyn Fn() -> usize>>) -> Drawn {
    let (around, Marks { first: begin, last: end }) = marks();
    let mut rows: Vec<Row> = Vec::new();
    // Rows live as long as the list, and not only from one change to the next. The list remembers each owner that it ever
    // had, so those of rows that have gone are taken again.
    let outer = Owner::current().unwrap_or_default();
    let mut free: Vec<Owner> = Vec::new();
    effect(Box::new(move || {
        let wanted = wanted();
        let Some(parent) = end.parent_node() else { return };
        rows.retain(|row| {
            let stays = wanted.iter().any(|wanted| same(&wanted.key, &row.key));
            if !stays {
                row.owner.cleanup();
                free.push(row.owner.clone());
                let _ = parent.remove_child(&row.node);
            }
            stays
        });
        let mut before = std::mem::take(&mut rows);
        for Wanted { key, draw } in wanted {
            let known = before.iter().position(|row| same(&row.key, &key));
            rows.push(match known {
                Some(place) => before.swap_remove(place),
                None => {
                    let owner = free.pop().unwrap_or_else(|| outer.with(Owner::new));
                    let drawn = untrack(|| owner.with(draw));
                    Row { key, node: Node::clone(&drawn.0), owner }
                }
            });
        }
        let nodes: Vec<Node> = rows.iter().map(|row| row.node.clone()).collect();
        arrange(&parent, &begin, &end, &nodes);
        if let Some(first) = &first {
            number(&nodes, first());
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
