//! The page without `send_wrapper`.
//!
//! That crate asks the standard library for the thread at each touch, which makes a handle of it, counts it up and down, and
//! brings a second allocator along: kilobytes of each first visit, and time of each effect. `fragile` does the same with
//! a number for each thread. This crate stands in for the one (`[patch.crates-io]`) with the other.

use std::{
    ops::{Deref, DerefMut},
    pin::Pin,
    task::{Context, Poll},
};

use fragile::Fragile;
use futures_core::Stream;
use pin_project_lite::pin_project;

pin_project! {
    /// Something that only the thread may touch that made it, wherever it is sent.
    #[derive(Clone, Debug)]
    pub struct SendWrapper<T> {
        #[pin]
        inner: Fragile<T>,
    }
}

impl<T> SendWrapper<T> {
    /// Belongs to this thread from now on.
    pub fn new(inner: T) -> Self {
        Self { inner: Fragile::new(inner) }
    }

    /// Whether this thread may touch it.
    pub fn valid(&self) -> bool {
        self.inner.is_valid()
    }

    /// What is inside.
    ///
    /// # Panics
    /// In another thread than that which made it; so does whatever else touches it.
    pub fn take(self) -> T {
        self.inner.into_inner()
    }
}

impl<T> Deref for SendWrapper<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.get()
    }
}

impl<T> DerefMut for SendWrapper<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.get_mut()
    }
}

impl<F: Future> Future for SendWrapper<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.project().inner.poll(context)
    }
}

impl<S: Stream> Stream for SendWrapper<S> {
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        self.project().inner.poll_next(context)
    }
}
