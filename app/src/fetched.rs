//! What a page asks of the server once, and not live: people, tokens, sessions.

use std::{future::Future, sync::Arc};

use crate::ui::dom::{Draw, Drawn, Memo, RwSignal, view};
use leptos::prelude::*;
use wire::{Failure, Request};

use crate::{
    actions::explained,
    api,
    ui::{AnyText, Notice, Skeleton, Tone},
};

/// A value of the server's: on its way, here, or why it isn't.
pub(crate) struct Fetched<T> {
    state: RwSignal<Option<Result<Arc<T>, AnyText>>>,
    /// The number of the last question: an answer that comes late doesn't overwrite a newer one.
    asked: StoredValue<u32>,
    busy: RwSignal<bool>,
}

impl<T: PartialEq + Send + Sync + 'static> Fetched<T> {
    /// Not asked for yet.
    pub(crate) fn new() -> Self {
        Self { state: RwSignal::new(None), asked: StoredValue::new(0), busy: RwSignal::new(false) }
    }

    /// Asks for it. What is there stays until the answer comes.
    pub(crate) fn ask<R: Request<Reply = T> + 'static>(self, request: R) {
        self.ask_for(async move { api::send(&request).await });
    }

    /// The same, for what isn't asked as a request of ours.
    pub(crate) fn ask_for(self, answer: impl Future<Output = Result<T, Failure>> + 'static) {
        let count = |asked: &mut u32| {
            *asked += 1;
            *asked
        };
        // Whoever asks again after something was done may have left the page meanwhile.
        let Some(number) = self.asked.try_update_value(count) else { return };
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = answer.await.map(Arc::new).map_err(|failure| explained(&failure));
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.busy.set(false);
            // The same answer again isn't drawn again: somebody may be reading it, or have the focus in it.
            if self.state.with_untracked(|state| state.as_ref() != Some(&answer)) {
                self.state.set(Some(answer));
            }
        });
    }

    /// Whether an answer is on its way; followed.
    pub(crate) fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// The value, when it is there; followed.
    pub(crate) fn get(self) -> Option<Arc<T>> {
        self.state.get().and_then(Result::ok)
    }

    /// Draws the value, its shape until it comes, and why it doesn't.
    pub(crate) fn draw(self, draw: impl Fn(Arc<T>) -> Drawn + 'static) -> Drawn {
        (move || match self.state.get() {
            None => view! { <Skeleton /> },
            Some(Ok(value)) => draw(value),
            Some(Err(text)) => failed(text),
        })
        .drawn()
    }

    /// The same for what follows the value itself, and stays when another one comes.
    pub(crate) fn draw_once(self, draw: impl Fn() -> Drawn + 'static) -> Drawn {
        let missing =
            Memo::new(move || self.state.with(|state| state.as_ref().map(|it| it.as_ref().err().cloned())));
        (move || match missing.get() {
            None => view! { <Skeleton /> },
            Some(None) => untrack(&draw),
            Some(Some(text)) => failed(text),
        })
        .drawn()
    }
}

/// Why something isn't there.
pub(crate) fn failed(AnyText { title, more }: AnyText) -> Drawn {
    view! { <div class="connection"><Notice tone=Tone::Bad title=title>{more}</Notice></div> }
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetched<T> {}
