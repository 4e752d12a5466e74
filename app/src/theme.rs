//! Light, dark, or as the system is. `boot.js` applies the choice before anything is drawn.

use leptos::prelude::*;

/// What the person has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

const STORED: &str = "theme";

impl Theme {
    /// What is chosen now.
    pub(crate) fn chosen() -> Self {
        let stored = storage().and_then(|storage| storage.get_item(STORED).ok().flatten());
        match stored.as_deref() {
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
        let root = document().document_element();
        match (word, storage()) {
            (Some(word), Some(storage)) => drop(storage.set_item(STORED, word)),
            (None, Some(storage)) => drop(storage.remove_item(STORED)),
            _ => {}
        }
        if let Some(root) = root {
            drop(match word {
                Some(word) => root.set_attribute("data-theme", word),
                None => root.remove_attribute("data-theme"),
            });
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
