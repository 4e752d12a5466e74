//! Which exec is whose, and in which container: the engine doesn't tell whose it is.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use wire::Id;

use super::Owner;

/// Execs that are remembered. The oldest are forgotten: they have long ended, or nobody starts them any more.
const KEPT: usize = 4096;
/// Of these, one person's: nobody pushes out those of others.
const OF_ONE: usize = 256;

/// The execs that were made here.
#[derive(Clone, Default)]
pub(in crate::docker) struct Execs(Arc<Mutex<VecDeque<Exec>>>);

struct Exec {
    id: String,
    container: Id,
    owner: Owner,
}

impl Execs {
    /// Remembers one that was just made.
    pub(super) fn put(&self, id: String, container: Id, owner: Owner) {
        let mut kept = self.kept();
        if kept.iter().filter(|it| it.owner == owner).count() >= OF_ONE
            && let Some(oldest) = kept.iter().position(|it| it.owner == owner)
        {
            kept.remove(oldest);
        }
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back(Exec { id, container, owner });
    }

    /// The container of an exec that somebody made themself.
    pub(super) fn container(&self, id: &str, owner: Owner) -> Option<Id> {
        self.kept().iter().find(|it| it.id == id && it.owner == owner).map(|it| it.container)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Exec>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
