//! Which volumes are listed, and in which order.

use std::{collections::BTreeMap, sync::Arc};

use wire::{Container, Volume};

use crate::{
    pages::list::{holds, in_order},
    route::{Listing, Only, Sort},
};

/// The names of the containers of each volume, in their order.
pub(super) fn uses<'a>(containers: impl Iterator<Item = &'a Container>) -> BTreeMap<String, Vec<String>> {
    let mut uses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in containers {
        for volume in &row.volumes {
            uses.entry(volume.clone()).or_default().push(row.name.clone());
        }
    }
    for names in uses.values_mut() {
        names.sort();
    }
    uses
}

/// Whether a volume is of a kind.
pub(super) fn is(used: bool, only: Only) -> bool {
    match only {
        Only::Used => used,
        Only::Unused => !used,
        _ => true,
    }
}

/// Whether a list shows a volume.
pub(super) fn matches(row: &Volume, listing: &Listing, used: bool) -> bool {
    is(used, listing.only)
        && (listing.stack.is_empty() || row.stack.as_ref() == Some(&listing.stack))
        && holds(&[&row.name, &row.driver, row.stack.as_deref().unwrap_or_default()], &listing.search)
}

/// In order: by what is asked for, and by name where that is equal. Volumes without a name of their own come
/// after those with one.
pub(super) fn sorted(
    rows: Vec<Arc<Volume>>,
    sort: Sort,
    descending: bool,
    uses: impl Fn(&str) -> usize,
) -> Vec<Arc<Volume>> {
    in_order(rows, |a, b| {
        let order = match sort {
            Sort::Driver => a.driver.cmp(&b.driver),
            Sort::Stack => (a.stack.is_none(), &a.stack).cmp(&(b.stack.is_none(), &b.stack)),
            Sort::Created => a.created.cmp(&b.created),
            Sort::Use => uses(&a.name).cmp(&uses(&b.name)),
            _ => (a.anonymous, &a.name).cmp(&(b.anonymous, &b.name)),
        };
        (if descending { order.reverse() } else { order }).then_with(|| a.name.cmp(&b.name))
    })
}

#[cfg(test)]
mod tests;
