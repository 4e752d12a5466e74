//! The labels of the containers, beside their rows and never in the feed: they may hold secrets, and rows are the same
//! for every viewer. They are asked for as `docker ps --filter label=` does it: by a name, or by a name with its value.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wire::{Id, LONGEST_LABEL};

/// How many bytes of one container's labels are kept: of one that has more, none.
const MOST_OF_ONE: usize = 64 << 10;
/// How many bytes of labels are kept in all. A thousand containers of Compose's have one megabyte.
const MOST: usize = 32 << 20;

/// What a label costs beside its text.
const EACH: usize = size_of::<Kept>();

/// The labels of all containers.
#[derive(Debug, Default)]
pub struct Labels {
    /// Nothing for a container that has more of them than are kept.
    of: HashMap<Id, Option<Box<[Kept]>>>,
    bytes: usize,
}

/// A label. The value is absent when it is longer than any that can be asked for.
type Kept = (Box<str>, Option<Box<str>>);

/// What a label is asked for: its name, and its value when there is one to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    name: &'a str,
    value: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    /// Reads `NAME` or `NAME=VALUE`, as the engine reads a filter: a name with a `=` in it can't be asked for.
    pub fn parse(text: &'a str) -> Self {
        match text.split_once('=') {
            Some((name, value)) => Self { name, value: Some(value) },
            None => Self { name: text, value: None },
        }
    }

    /// Whether an answer tells what a value is, and not only that there is one.
    pub fn is_of_value(&self) -> bool {
        self.value.is_some()
    }
}

/// Which containers carry a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carriers {
    /// Those that do.
    pub ids: Vec<Id>,
    /// How many have more labels than are kept, so that it isn't known of them.
    pub unknown: usize,
}

impl Labels {
    /// Which of the containers that are `seen` carry a label. What isn't seen isn't looked at.
    pub fn carriers(&self, wanted: Wanted<'_>, seen: impl Fn(&Id) -> bool) -> Carriers {
        let mut carriers = Carriers::default();
        for (id, labels) in self.of.iter().filter(|(id, _)| seen(id)) {
            match labels {
                Some(labels) if carries(labels, wanted) => carriers.ids.push(*id),
                Some(_) => {}
                None => carriers.unknown += 1,
            }
        }
        carriers
    }

    /// The names of the labels of the containers that are `seen`: in order, the first of them.
    pub fn names(&self, most: usize, seen: impl Fn(&Id) -> bool) -> Vec<String> {
        let mut names = BTreeSet::new();
        for (_, labels) in self.of.iter().filter(|(id, _)| seen(id)) {
            names.extend(labels.iter().flatten().map(|(name, _)| &**name));
            while names.len() > most {
                names.pop_last();
            }
        }
        names.into_iter().map(str::to_owned).collect()
    }

    /// Keeps what a container has, in the place of what was known of it.
    pub(crate) fn keep(&mut self, id: Id, labels: BTreeMap<String, String>) {
        self.forget(&id);
        // In the order of their names, as the map has them.
        let labels: Box<[Kept]> =
            labels.into_iter().filter(|(name, _)| name.len() <= LONGEST_LABEL).map(kept).collect();
        let size = size(&labels);
        let fits = size <= MOST_OF_ONE && self.bytes + size <= MOST;
        if fits {
            self.bytes += size;
        }
        self.of.insert(id, fits.then_some(labels));
    }

    /// Forgets a container that is gone.
    pub(crate) fn forget(&mut self, id: &Id) {
        self.bytes -= self.of.remove(id).flatten().map_or(0, |labels| size(&labels));
    }
}

fn kept((name, value): (String, String)) -> Kept {
    let value = (value.len() <= LONGEST_LABEL).then(|| value.into_boxed_str());
    (name.into_boxed_str(), value)
}

fn size(labels: &[Kept]) -> usize {
    labels.iter().map(|(name, value)| EACH + name.len() + value.as_ref().map_or(0, |it| it.len())).sum()
}

fn carries(labels: &[Kept], wanted: Wanted<'_>) -> bool {
    let found = labels.binary_search_by(|(name, _)| (**name).cmp(wanted.name));
    found.is_ok_and(|at| wanted.value.is_none_or(|value| labels[at].1.as_deref() == Some(value)))
}

#[cfg(test)]
mod tests;
