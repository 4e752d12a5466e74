//! Which page `/` leads to, in this browser. `boot.js` goes there before the page has begun.

use crate::kept::{keep, kept};

/// A page to begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Start {
    #[default]
    Dashboard,
    Containers,
}

const KEPT: &str = "start";
const CONTAINERS: &str = "/containers";

impl Start {
    /// What is chosen now.
    pub(crate) fn chosen() -> Self {
        match kept(KEPT).as_deref() {
            Some(CONTAINERS) => Self::Containers,
            _ => Self::Dashboard,
        }
    }

    /// Chooses it, for this browser.
    pub(crate) fn choose(self) {
        keep(
            KEPT,
            match self {
                Self::Dashboard => None,
                Self::Containers => Some(CONTAINERS),
            },
        );
    }
}
