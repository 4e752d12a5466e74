//! An answer that the engine has to end in time.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use engine_api::{call::LARGE, operation::Transport};
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

/// An answer that breaks off when the engine has been waited for too long in all, however often it said something. How
/// long its reader takes isn't counted.
pub(super) struct Awaited<B> {
    answer: B,
    left: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl<B> Awaited<B> {
    pub(super) fn new(answer: B) -> Self {
        Self { answer, left: LARGE, waiting: None }
    }
}

/// Whether an answer has an end that doesn't depend on what happens, or on how long an archive is.
pub(super) fn is_short(transport: Transport) -> bool {
    match transport {
        Transport::Plain | Transport::Large | Transport::Slow => true,
        Transport::Stream
        | Transport::LongPoll
        | Transport::Download
        | Transport::Hijack
        | Transport::WebSocket => false,
    }
}

impl<B: Body<Data = Bytes, Error = io::Error> + Unpin> Body for Awaited<B> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let Self { answer, left, waiting } = &mut *self;
        if let Poll::Ready(frame) = Pin::new(answer).poll_frame(context) {
            if let Some((since, _)) = waiting.take() {
                *left = left.saturating_sub(since.elapsed());
            }
            return Poll::Ready(frame);
        }
        let (_, end) = waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(*left))));
        end.as_mut().poll(context).map(|()| Some(Err(io::ErrorKind::TimedOut.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.answer.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.answer.size_hint()
    }
}
