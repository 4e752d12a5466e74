//! Rows that stay the same elements while they come, go and change places.

use leptos::prelude::*;
use web_sys::Node;

use super::{Drawn, Marks, effect, marks};

/// A row as it stands there; its owner holds what it reads.
struct Row<K> {
    key: K,
    node: Node,
    owner: Owner,
}

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
    K: PartialEq + 'static,
{
    let (around, Marks { first, last }) = marks();
    let mut rows: Vec<Row<K>> = Vec::new();
    // Rows live as long as the list, and not only from one change to the next.
    let outer = Owner::current().unwrap_or_default();
    effect(Box::new(move || {
        let things = things();
        let Some(parent) = last.parent_node() else { return };
        let keys: Vec<K> = things.iter().map(key).collect();
        rows.retain(|row| {
            let stays = keys.contains(&row.key);
            if !stays {
                row.owner.cleanup();
                let _ = parent.remove_child(&row.node);
            }
            stays
        });
        let mut before = std::mem::take(&mut rows);
        for (thing, key) in things.into_iter().zip(keys) {
            let known = before.iter().position(|row| row.key == key);
            rows.push(match known {
                Some(place) => before.swap_remove(place),
                None => {
                    let owner = outer.with(Owner::new);
                    let drawn = untrack(|| owner.with(|| draw(thing)));
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
