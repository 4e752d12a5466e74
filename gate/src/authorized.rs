//! The proof that a call was allowed.

use std::{ops::Deref, sync::Arc};

use crate::Principal;

/// A call that the gate has allowed. Only the `authorize` functions of this crate make one, and the engine gets nothing
/// else.
#[derive(Debug)]
pub struct Authorized<C> {
    call: C,
    by: Arc<Principal>,
    redacted: bool,
}

impl<C> Authorized<C> {
    pub(crate) fn new(call: C, by: &Arc<Principal>) -> Self {
        Self { call, by: by.clone(), redacted: false }
    }

    /// Allowed for an answer from which the secrets are left out.
    pub(crate) fn redacted(call: C, by: &Arc<Principal>) -> Self {
        Self { redacted: true, ..Self::new(call, by) }
    }

    /// Whether no secret of the answer is shown to anybody.
    pub fn is_redacted(&self) -> bool {
        self.redacted
    }

    /// In whose name, to act further in it.
    pub fn by_shared(&self) -> &Arc<Principal> {
        &self.by
    }

    /// In whose name.
    pub fn by(&self) -> &Principal {
        &self.by
    }
}

impl<C> Deref for Authorized<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.call
    }
}
