//! Which networks are listed, and in which order.

use std::{collections::BTreeMap, sync::Arc};

use wire::{Container, Network};

use crate::{
    pages::list::{holds, in_order},
    route::{Listing, Only, Sort},
};

/// The names of the containers of each network, in their order.
pub(super) fn uses<'a>(containers: impl Iterator<Item = &'a Container>) -> BTreeMap<String, Vec<String>> {
    let mut uses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in containers {
        for network in &row.networks {
            uses.entry(network.clone()).or_default().push(row.name.clone());
        }
    }
    for names in uses.values_mut() {
        names.sort();
    }
    uses
}

/// Whether a network is of a kind.
pub(super) fn is(used: bool, only: Only) -> bool {
    match only {
        Only::Used => used,
        Only::Unused => !used,
        _ => true,
    }
}

/// Whether a list shows a network.
pub(super) fn matches(row: &Network, listing: &Listing, used: bool) -> bool {
    let mut texts = vec![row.name.as_str(), &row.driver, row.stack.as_deref().unwrap_or_default()];
    texts.extend(row.subnets.iter().map(String::as_str));
    is(used, listing.only)
        && (listing.stack.is_empty() || row.stack.as_ref() == Some(&listing.stack))
        && holds(&texts, &listing.search)
}

/// In order: by what is asked for, and by name where that is equal.
pub(super) fn sorted(
    rows: Vec<Arc<Network>>,
    sort: Sort,
    descending: bool,
    uses: impl Fn(&str) -> usize,
) -> Vec<Arc<Network>> {
    in_order(rows, |a, b| {
        let order = match sort {
            Sort::Driver => a.driver.cmp(&b.driver),
            Sort::Subnet => a.subnets.cmp(&b.subnets),
            Sort::Stack => (a.stack.is_none(), &a.stack).cmp(&(b.stack.is_none(), &b.stack)),
            Sort::Created => a.created.cmp(&b.created),
            Sort::Use => uses(&a.name).cmp(&uses(&b.name)),
            _ => a.name.cmp(&b.name),
        };
        (if descending { order.reverse() } else { order })
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.id.cmp(&b.id))
    })
}

#[cfg(test)]
mod tests;
