//! Picking rows.

use std::{collections::HashSet, sync::Arc};

use super::super::Open;
use crate::ui::Key;
use leptos::prelude::untrack;

/// A row's box was pressed: it is picked, or no longer; with `range` so are all between it and the last one that
/// was picked.
pub(super) fn press(open: &Open, key: &Key, range: bool) {
    let shown = untrack(|| open.shown());
    let picks = open.picks.get_untracked();
    open.picks.set(Arc::new(pressed(&picks, key, range, &shown)));
}

/// The box of all was pressed.
pub(super) fn press_all(open: &Open) {
    let rows = open.list.rows.get_untracked();
    let picks = open.picks.get_untracked();
    let picked = match rows.is_empty() {
        true => picks,
        false if are_all(&picks, &rows) => Arc::default(),
        false => rows,
    };
    open.picks.set(picked);
    // The box has changed by itself, and has to show what is so.
    open.all.set(open.all.get_untracked());
}

/// Whether all rows are picked. Other rows may be, too: those that are no longer searched for.
pub(super) fn are_all(picks: &[Key], rows: &[Key]) -> bool {
    let picked: HashSet<&Key> = picks.iter().collect();
    rows.len() <= picks.len() && rows.iter().all(|row| picked.contains(row))
}

fn pressed(picks: &[Key], key: &Key, range: bool, rows: &[Key]) -> Vec<Key> {
    let place = |wanted: &Key| rows.iter().position(|row| row == wanted);
    let last = picks.last().filter(|_| range).and_then(place);
    let span = match (last, place(key)) {
        (Some(last), Some(this)) => &rows[last.min(this)..=last.max(this)],
        _ => std::slice::from_ref(key),
    };
    let on = !picks.contains(key);
    let within: HashSet<&Key> = span.iter().collect();
    let mut picked: Vec<Key> = picks.iter().filter(|pick| !within.contains(pick)).cloned().collect();
    if on {
        let rows = span.iter().filter(|row| *row != key && !matches!(row, Key::Group(_)));
        picked.extend(rows.chain([key]).cloned());
    }
    picked
}

#[cfg(test)]
mod tests;
