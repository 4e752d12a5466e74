//! What the server has said of labels, and what it has to be asked yet.

use std::{collections::HashSet, sync::Arc};

use crate::ui::Key;

/// The rows that carry a label, and of how many it isn't known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::pages) struct Carriers {
    pub(in crate::pages) rows: HashSet<Key>,
    pub(in crate::pages) unknown: u32,
}

/// Answers, each to a question for one label.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers(Vec<Answer>);

#[derive(Clone, Debug)]
struct Answer {
    label: String,
    /// The rows that there were when it was asked for.
    about: Arc<HashSet<Key>>,
    carriers: Arc<Carriers>,
}

impl Answers {
    /// Forgets labels that aren't wanted any more, and rows that have gone: whoever comes again may be shown again.
    pub(super) fn keep(&mut self, wanted: &[String], rows: &HashSet<Key>) {
        self.0.retain(|answer| wanted.contains(&answer.label));
        for answer in &mut self.0 {
            if !answer.about.is_subset(rows) {
                answer.about = Arc::new(&*answer.about & rows);
            }
        }
    }

    /// The labels to be asked for: those of which nothing is known, and those of which it isn't known of each row.
    pub(super) fn due(&self, wanted: &[String], rows: &HashSet<Key>) -> Vec<String> {
        let known = |label: &&String| self.of(label).is_some_and(|answer| rows.is_subset(&answer.about));
        wanted.iter().filter(|label| !known(label)).cloned().collect()
    }

    /// Takes an answer in, in the place of an older one.
    pub(super) fn take(&mut self, label: String, about: Arc<HashSet<Key>>, carriers: Carriers) {
        self.0.retain(|answer| answer.label != label);
        self.0.push(Answer { label, about, carriers: carriers.into() });
    }

    /// Whether anything is known of a label.
    pub(super) fn knows(&self, label: &str) -> bool {
        self.of(label).is_some()
    }

    /// Whether a row carries a label, when that is known.
    pub(super) fn carries(&self, row: &Key, label: &str) -> Option<bool> {
        let answer = self.of(label).filter(|answer| answer.about.contains(row))?;
        Some(answer.carriers.rows.contains(row))
    }

    /// Of how many rows it isn't known whether they carry what is asked for.
    pub(super) fn unknown(&self) -> u32 {
        self.0.iter().map(|answer| answer.carriers.unknown).max().unwrap_or_default()
    }

    fn of(&self, label: &str) -> Option<&Answer> {
        self.0.iter().find(|answer| answer.label == label)
    }
}

#[cfg(test)]
mod tests;
