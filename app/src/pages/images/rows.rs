//! Which images are listed, and in which order.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use wire::{Container, Digest, Image};

use crate::{
    pages::list::{holds, in_order},
    route::{Listing, Only, Sort},
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

/// Whether an image is of a kind.
pub(super) fn is(used: bool, only: Only) -> bool {
    match only {
        Only::Used => used,
        Only::Unused => !used,
        _ => true,
    }
}

/// Whether a list shows an image.
pub(super) fn matches(row: &Image, listing: &Listing, used: bool) -> bool {
    let mut texts: Vec<&str> = row.tags.iter().chain(&row.digests).map(String::as_str).collect();
    let id = row.id.to_string();
    texts.push(&id);
    is(used, listing.only)
        && (listing.stack.is_empty() || row.stack.as_ref() == Some(&listing.stack))
        && holds(&texts, &listing.search)
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
