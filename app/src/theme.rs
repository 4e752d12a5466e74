//! What the page looks like: light, dark, or as the system is; with room, or compact. `boot.js` applies the choices before anything
//! is drawn.

use leptos::prelude::document;

use crate::kept::{keep, kept};

/// What the person has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

const KEPT: &str = "theme";

impl Theme {
    /// What is chosen now.
    pub(crate) fn chosen() -> Self {
        match kept(KEPT).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// Chooses it, for this browser.
    pub(crate) fn choose(self) {
        let word = match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        };
        apply(KEPT, word);
    }
}

/// How much of a list is seen at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Density {
    #[default]
    Comfortable,
    Compact,
}

const DENSITY: &str = "density";

impl Density {
    /// What is chosen now.
    pub(crate) fn chosen() -> Self {
        if kept(DENSITY).is_some() { Self::Compact } else { Self::Comfortable }
    }

    /// Chooses it, for this browser.
    pub(crate) fn choose(self) {
        apply(DENSITY, (self == Self::Compact).then_some("compact"));
    }
}

/// Keeps a choice, and tells the styles.
fn apply(name: &str, word: Option<&str>) {
    keep(name, word);
    if let Some(root) = document().document_element() {
        let attribute = ["data-", name].concat();
        drop(match word {
            Some(word) => root.set_attribute(&attribute, word),
            None => root.remove_attribute(&attribute),
        });
    }
}
