//! What a page asks of the server once, and not live: people, tokens, sessions.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, RwSignal, view};
use leptos::prelude::*;
use wire::Request;

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
}

impl<T: Send + Sync + 'static> Fetched<T> {
    /// Not asked for yet.
    pub(crate) fn new() -> Self {
        Self { state: RwSignal::new(None), asked: StoredValue::new(0) }
    }

    /// Asks for it. What is there stays until the answer comes.
    pub(crate) fn ask<R: Request<Reply = T> + 'static>(self, request: R) {
        let number = self.asked.get_value() + 1;
        self.asked.set_value(number);
        leptos::task::spawn_local(async move {
            let answer = api::send(&request).await;
            if self.asked.try_get_value() == Some(number) {
                self.state.try_set(Some(answer.map(Arc::new).map_err(|failure| explained(&failure))));
            }
        });
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
