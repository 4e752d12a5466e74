//! Which volumes are listed, and in which order.

use std::{collections::BTreeMap, sync::Arc};

use wire::{Container, Volume};

use crate::{
    pages::list::in_order,
    route::Sort,
    search::{Facet, begins, holds},
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

/// What can be asked of a volume.
pub(super) const FACETS: &[Facet] = &[Facet::Name, Facet::Driver, Facet::Stack, Facet::Is];

/// Whether a volume answers what is asked of it.
pub(super) fn has(row: &Volume, used: bool, facet: Facet, wanted: &str) -> bool {
    let stack = row.stack.as_deref().unwrap_or_default();
    let is = |kind: &str| begins(kind, wanted);
    match facet {
        Facet::Name => holds(&row.name, wanted),
        Facet::Driver => holds(&row.driver, wanted),
        Facet::Stack => stack.eq_ignore_ascii_case(wanted),
        Facet::Is => is(if used { "used" } else { "unused" }) || row.anonymous && is("anonymous"),
        Facet::Any => [&row.name, &row.driver, stack].iter().any(|text| holds(text, wanted)),
        _ => false,
    }
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
