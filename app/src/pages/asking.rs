//! The question that is open on a page, of those that its kind of things has.

use crate::ui::dom::{Draw, Drawn, Keep, RwSignal, expect_context, provide_context};
use leptos::prelude::*;

/// The one question of a kind that may be open.
pub(crate) struct Asking<A>(RwSignal<Option<A>>);

impl<A: Keep> Asking<A> {
    /// For a page.
    pub(crate) fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// The questions of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Opens a question.
    pub(crate) fn ask(&self, ask: A) {
        self.0.set(Some(ask));
    }

    /// Closes the one that is open.
    pub(crate) fn close(&self) {
        self.0.set(None);
    }

    /// What a dialog tells when it has closed itself.
    pub(crate) fn closing(self) -> Callback<()> {
        Callback::new(move |()| self.close())
    }

    /// The one that is open, drawn by `dialog`.
    pub(crate) fn draw(self, dialog: fn(A) -> Drawn) -> Drawn {
        (move || self.0.get().map(dialog)).drawn()
    }
}

impl<A> Clone for Asking<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Asking<A> {}
