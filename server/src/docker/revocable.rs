//! An answer that ends with the rights of whoever asked for it.

use std::{
    error::Error,
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

use super::Over;

/// An answer, until somebody's rights end: then it breaks off, so that nobody takes it for whole.
pub(super) struct Revocable<B> {
    answer: B,
    revoked: Over,
    frames: u32,
}

/// How many frames of a stream that never rests pass between two looks: a megabyte at most.
const LOOK_EVERY: u32 = 32;

impl<B> Revocable<B> {
    pub(super) fn new(answer: B, revoked: Over) -> Self {
        Self { answer, revoked, frames: 0 }
    }
}

impl<B> hyper::body::Body for Revocable<B>
where
    B: hyper::body::Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Unpin,
{
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let polled = Pin::new(&mut self.answer).poll_frame(context);
        self.frames = self.frames.wrapping_add(1);
        // Small answers are there at once, and need no look at rights that were looked at just now.
        let looks = polled.is_pending() || self.frames.is_multiple_of(LOOK_EVERY);
        if looks && self.revoked.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(io::ErrorKind::PermissionDenied.into())));
        }
        polled.map_err(io::Error::other)
    }

    fn is_end_stream(&self) -> bool {
        self.answer.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.answer.size_hint()
    }
}
