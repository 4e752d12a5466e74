//! Light, dark, or as the system is. `boot.js` applies the choice before anything is drawn.

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
        keep(KEPT, word);
        if let Some(root) = document().document_element() {
            drop(match word {
                Some(word) => root.set_attribute("data-theme", word),
                None => root.remove_attribute("data-theme"),
            });
        }
    }
}
