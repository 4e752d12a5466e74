//! Which images are listed, and in which order.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use wire::{Container, Digest, Image};

use crate::{
    pages::list::in_order,
    route::Sort,
    search::{Facet, SHORTEST_ID, begins, holds, is_id},
};

/// The names of the containers of each image, in their order.
pub(super) fn uses<'a>(containers: impl Iterator<Item = &'a Container>) -> BTreeMap<Digest, Vec<String>> {
    let mut uses: BTreeMap<Digest, Vec<String>> = BTreeMap::new();
    for row in containers {
        if let Some(id) = row.image_id {
            uses.entry(id).or_default().push(row.name.clone());
        }
    }
    for names in uses.values_mut() {
        names.sort();
    }
    uses
}

/// What can be asked of an image.
pub(super) const FACETS: &[Facet] = &[Facet::Name, Facet::Id, Facet::Stack, Facet::Is];

/// Whether an image answers what is asked of it.
pub(super) fn has(row: &Image, used: bool, facet: Facet, wanted: &str) -> bool {
    let is = |kind: &str| begins(kind, wanted);
    match facet {
        Facet::Name => row.tags.iter().chain(&row.digests).any(|name| holds(name, wanted)),
        Facet::Id => is_id(&row.id.0, wanted.strip_prefix("sha256:").unwrap_or(wanted)),
        Facet::Stack => row.stack.as_deref().is_some_and(|stack| stack.eq_ignore_ascii_case(wanted)),
        Facet::Is => is(if used { "used" } else { "unused" }) || row.tags.is_empty() && is("untagged"),
        Facet::Any => {
            has(row, used, Facet::Name, wanted)
                || wanted.len() >= SHORTEST_ID && has(row, used, Facet::Id, wanted)
        }
        _ => false,
    }
}

/// In order: by what is asked for, and by tag where that is equal.
pub(super) fn sorted(
    rows: Vec<Arc<Image>>,
    sort: Sort,
    descending: bool,
    uses: impl Fn(&Digest) -> usize,
) -> Vec<Arc<Image>> {
    in_order(rows, |a, b| {
        let order = match sort {
            Sort::Size => a.size.cmp(&b.size),
            Sort::Created => a.created.cmp(&b.created),
            Sort::Use => uses(&a.id).cmp(&uses(&b.id)),
            _ => by_tag(a, b),
        };
        (if descending { order.reverse() } else { order }).then_with(|| by_tag(a, b)).then(a.id.cmp(&b.id))
    })
}

/// Those without a tag come last.
fn by_tag(a: &Image, b: &Image) -> Ordering {
    (a.tags.is_empty(), &a.tags).cmp(&(b.tags.is_empty(), &b.tags))
}

#[cfg(test)]
mod tests;
