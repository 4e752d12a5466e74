//! Rows by their stacks: a heading, and below it the stack's rows unless it is folded.

use std::sync::Arc;

use crate::{pages::list::order::places, ui::Key};

/// The rows of a stack, or of none: that one has no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) stack: Arc<str>,
    pub(super) rows: Vec<Key>,
}

/// Rows by their stacks, which come by name, and behind them what has none; the rows of each stay in their order.
pub(super) fn grouped(rows: &[Key], stack: &dyn Fn(&Key) -> Option<String>) -> Vec<Group> {
    let stacks: Vec<Option<String>> = rows.iter().map(stack).collect();
    let by_name =
        |a: usize, b: usize| (stacks[a].is_none(), &stacks[a]).cmp(&(stacks[b].is_none(), &stacks[b]));
    let mut groups: Vec<Group> = Vec::new();
    for place in places(rows.len(), &by_name) {
        let stack = stacks[place].as_deref().unwrap_or_default();
        match groups.last_mut() {
            Some(group) if *group.stack == *stack => group.rows.push(rows[place].clone()),
            _ => groups.push(Group { stack: stack.into(), rows: vec![rows[place].clone()] }),
        }
    }
    groups
}

/// What is shown of groups: their headings, and the rows of those that aren't folded.
pub(super) fn unfolded(groups: &[Group], folded: &[String]) -> Vec<Key> {
    let mut shown = Vec::new();
    for Group { stack, rows } in groups {
        shown.push(Key::Group(stack.clone()));
        if !folded.iter().any(|folded| **folded == **stack) {
            shown.extend_from_slice(rows);
        }
    }
    shown
}

#[cfg(test)]
mod tests;
