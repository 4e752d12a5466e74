//! The proof that a call was allowed.

use std::ops::Deref;

/// A call that the gate has allowed. Only [`crate::authorize`] makes one, and the engine gets nothing else.
#[derive(Debug)]
pub struct Authorized<C>(C);

impl<C> Authorized<C> {
    pub(crate) fn new(call: C) -> Self {
        Self(call)
    }
}

impl<C> Deref for Authorized<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}
