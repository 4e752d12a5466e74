//! Which networks are listed, and in which order.

use std::{collections::BTreeMap, sync::Arc};

use wire::{Container, Network};

use crate::{
    pages::list::in_order,
    route::Sort,
    search::{Facet, SHORTEST_ID, begins, holds},
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

/// What can be asked of a network.
pub(super) const FACETS: &[Facet] =
    &[Facet::Name, Facet::Driver, Facet::Subnet, Facet::Stack, Facet::Id, Facet::Is];

/// Whether a network answers what is asked of it.
pub(super) fn has(row: &Network, used: bool, facet: Facet, wanted: &str) -> bool {
    let stack = row.stack.as_deref().unwrap_or_default();
    match facet {
        Facet::Name => holds(&row.name, wanted),
        Facet::Driver => holds(&row.driver, wanted),
        Facet::Subnet => row.subnets.iter().any(|subnet| holds(subnet, wanted)),
        Facet::Stack => stack.eq_ignore_ascii_case(wanted),
        Facet::Id => begins(&row.id, wanted),
        Facet::Is => kinds(row, used).iter().any(|kind| begins(kind, wanted)),
        Facet::Any => {
            [&row.name, &row.driver, stack].iter().any(|text| holds(text, wanted))
                || has(row, used, Facet::Subnet, wanted)
                || wanted.len() >= SHORTEST_ID && begins(&row.id, wanted)
        }
        _ => false,
    }
}

/// What a network is, for `is:`.
fn kinds(row: &Network, used: bool) -> [&'static str; 3] {
    [
        if used { "used" } else { "unused" },
        if row.internal { "internal" } else { "external" },
        if row.predefined { "predefined" } else { "own" },
    ]
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
