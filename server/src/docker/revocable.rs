//! An answer that ends with the rights of whoever asked for it.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use engine::Forwarded;
use hyper::body::{Frame, SizeHint};

/// The engine's answer, until somebody's rights end: then it breaks off, so that nobody takes it for whole.
pub(super) struct Revocable {
    pub(super) answer: Forwarded,
    pub(super) revoked: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl hyper::body::Body for Revocable {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.revoked.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(io::ErrorKind::PermissionDenied.into())));
        }
        Pin::new(&mut self.answer).poll_frame(context).map_err(io::Error::other)
    }

    fn is_end_stream(&self) -> bool {
        self.answer.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.answer.size_hint()
    }
}
