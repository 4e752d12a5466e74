//! Adding people, and changing what they may.

mod access;
mod add;
mod scope;
mod stack;

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, RwSignal, expect_context, provide_context, view};
use leptos::prelude::*;
use wire::{Scope, StackRow};

use super::Known;
use crate::pages::tokens::{RevokeDialog, Revoked, Whose};
use access::{DisableDialog, PasswordDialog};
use add::AddDialog;
use scope::{RemoveScopeDialog, ScopeDialog};
use stack::{AdoptDialog, DissolveDialog};

/// A question about people, tokens or stacks.
#[derive(Clone)]
pub(super) enum Ask {
    Add,
    Password(String),
    /// Whether they are to be kept out.
    Disable(String, bool),
    /// A scope to be changed, or a new one.
    Scope(String, Option<Scope>),
    RemoveScope(String, Option<String>),
    Revoke(Revoked),
    Adopt(Arc<StackRow>),
    Dissolve(String),
}

/// The question that is open on the page.
#[derive(Clone, Copy)]
pub(super) struct Asking(RwSignal<Option<Ask>>);

impl Asking {
    /// For the page.
    pub(super) fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// The questions of this page.
    pub(super) fn expect() -> Self {
        expect_context()
    }

    /// Opens a question.
    pub(super) fn ask(&self, ask: Ask) {
        self.0.set(Some(ask));
    }

    fn close(&self) {
        self.0.set(None);
    }
}

/// The question that is open.
#[component]
pub(super) fn PeopleDialogs() -> Drawn {
    let (asking, known) = (Asking::expect(), Known::expect());
    let again = Callback::new(move |()| known.again());
    let close = Callback::new(move |()| asking.close());
    (move || match asking.0.get() {
        None => ().drawn(),
        Some(Ask::Add) => view! { <AddDialog /> },
        Some(Ask::Password(name)) => view! { <PasswordDialog name=name /> },
        Some(Ask::Disable(name, disabled)) => view! { <DisableDialog name=name disabled=disabled /> },
        Some(Ask::Scope(name, scope)) => view! { <ScopeDialog name=name scope=scope /> },
        Some(Ask::RemoveScope(name, stack)) => view! { <RemoveScopeDialog name=name stack=stack /> },
        Some(Ask::Revoke(token)) => {
            view! { <RevokeDialog token=token whose=Whose::Everybodys on_done=again on_close=close /> }
        }
        Some(Ask::Adopt(row)) => view! { <AdoptDialog row=row /> },
        Some(Ask::Dissolve(name)) => view! { <DissolveDialog name=name /> },
    })
    .drawn()
}
