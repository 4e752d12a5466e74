//! What was found so far, and how to go on.

use std::sync::Arc;

use crate::ui::dom::{Memo, RwSignal, Signal};
use leptos::prelude::*;
use wire::{AuditPage, AuditRow, AuditSearch, SearchAudit};

use super::search::Typed;
use crate::{actions::explained, api, live::Live, ui::AnyText};

/// What was found so far. Copied freely; a page has one.
#[derive(Clone, Copy)]
pub(super) struct Results {
    rows: RwSignal<Vec<Arc<AuditRow>>>,
    next: RwSignal<Option<i64>>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<AnyText>>,
    /// Another search makes the answers of those before worthless.
    wanted: StoredValue<(u32, AuditSearch)>,
    live: Live,
}

/// What the page shows below the search.
#[derive(Clone, PartialEq)]
pub(super) enum State {
    Asking,
    Failed(AnyText),
    Nothing,
    Some,
}

impl Results {
    pub(super) fn new() -> Self {
        Self {
            rows: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            busy: RwSignal::new(true),
            failure: RwSignal::new(None),
            wanted: StoredValue::new((0, AuditSearch::default())),
            live: Live::expect(),
        }
    }

    /// Searches anew.
    pub(super) fn search(self, typed: Typed) {
        let number = self.wanted.with_value(|(number, _)| number + 1);
        self.wanted.set_value((number, untrack(|| typed.meant(self.live))));
        self.rows.set(Vec::new());
        self.ask(None);
    }

    /// Goes on behind the last one.
    pub(super) fn more(self) {
        if !self.busy.get_untracked() {
            self.ask(self.next.get_untracked());
        }
    }

    pub(super) fn state(self) -> Memo<State> {
        Memo::new(move || match (self.rows.with(Vec::is_empty), self.busy.get(), self.failure.get()) {
            (false, ..) => State::Some,
            (_, true, _) => State::Asking,
            (.., Some(failure)) => State::Failed(failure),
            _ => State::Nothing,
        })
    }

    pub(super) fn rows(self) -> Vec<Arc<AuditRow>> {
        self.rows.get()
    }

    pub(super) fn has_more(self) -> bool {
        self.next.get().is_some()
    }

    pub(super) fn failure(self) -> Option<AnyText> {
        self.failure.get()
    }

    pub(super) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    fn ask(self, before: Option<i64>) {
        let (number, wanted) = self.wanted.get_value();
        self.busy.set(true);
        self.failure.set(None);
        leptos::task::spawn_local(async move {
            let answer = api::send(&SearchAudit { search: AuditSearch { before, ..wanted } }).await;
            if self.wanted.try_with_value(|(now, _)| *now) != Some(number) {
                return;
            }
            match answer {
                Ok(AuditPage { rows, next }) => {
                    self.next.set(next);
                    self.rows.update(|all| all.extend(rows.into_iter().map(Arc::new)));
                }
                Err(failure) => self.failure.set(Some(explained(&failure))),
            }
            self.busy.set(false);
        });
    }
}
