//! Rows that stay the same elements while they come, go and change places.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Node;

use super::{
    Drawn, Keep, Marks, effect, marks,
    signal::{Kept, is_same},
};

/// A row for each of some things, drawn once for each key.
///
/// A row is one element: of several, only the fragment that they came in would be moved, which is empty by then.
pub(crate) fn each<T, K>(
    mut things: impl FnMut() -> Vec<T> + 'static,
    key: fn(&T) -> K,
    draw: impl Fn(T) -> Drawn + 'static,
) -> Drawn
where
    T: 'static,
    K: Keep + PartialEq,
{
    let draw = Arc::new(draw);
    let wanted = move || {
        let want = |thing: T| {
            let (key, draw) = (Arc::new(key(&thing)), draw.clone());
            Wanted { key, draw: Box::new(move || draw(thing)) }
        };
        things().into_iter().map(want).collect()
    };
    rows(Box::new(wanted), is_same::<K>)
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

fn rows(mut wanted: Box<dyn FnMut() -> Vec<Wanted>>, same: fn(&Kept, &Kept) -> bool) -> Drawn {
    let (around, Marks { first, last }) = marks();
    let mut rows: Vec<Row> = Vec::new();
    // Rows live as long as the list, and not only from one change to the next.
    let outer = Owner::current().unwrap_or_default();
    effect(Box::new(move || {
        let wanted = wanted();
        let Some(parent) = last.parent_node() else { return };
        rows.retain(|row| {
            let stays = wanted.iter().any(|wanted| same(&wanted.key, &row.key));
            if !stays {
                row.owner.cleanup();
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
                    let owner = outer.with(Owner::new);
                    let drawn = untrack(|| owner.with(draw));
                    Row { key, node: Node::clone(&drawn.0), owner }
                }
            });
        }
        let nodes: Vec<Node> = rows.iter().map(|row| row.node.clone()).collect();
        arrange(&parent, &first, &last, &nodes);
    }));
    around
}

/// Puts nodes into an order, and moves as few as that takes in the usual cases: what stays where it is keeps the
/// focus.
fn arrange(parent: &Node, first: &Node, last: &Node, nodes: &[Node]) {
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
}
