//! Who asked for which job: what it says of itself is for them, and for nobody who has found a token of theirs that is good
//! for less.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use gate::Principal;
use wire::JobId;

/// Those who asked for the jobs that are known; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Askers(Arc<Mutex<BTreeMap<JobId, Arc<Principal>>>>);

impl Askers {
    /// Whether a job was begun by somebody, with no more than what they have now.
    pub(crate) fn is_of(&self, job: JobId, principal: &Principal) -> bool {
        self.known().get(&job).is_some_and(|asker| principal.has_what(asker))
    }

    pub(super) fn add(&self, job: JobId, principal: &Arc<Principal>) {
        self.known().insert(job, principal.clone());
    }

    pub(super) fn forget(&self, job: JobId) {
        self.known().remove(&job);
    }

    /// What is known is whole after any panic.
    fn known(&self) -> MutexGuard<'_, BTreeMap<JobId, Arc<Principal>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
