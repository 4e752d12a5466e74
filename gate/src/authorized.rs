//! The proof that a call was allowed.

use std::ops::Deref;

use crate::Principal;

/// A call that the gate has allowed. Only [`crate::authorize`] makes one, and the engine gets nothing else.
#[derive(Debug)]
pub struct Authorized<C> {
    call: C,
    by: Principal,
}

impl<C> Authorized<C> {
    pub(crate) fn new(call: C, by: &Principal) -> Self {
        Self { call, by: by.clone() }
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
