//! A reply that comes item by item.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use engine_api::reply::{Broken, Decoder};
use futures_util::Stream;
use hyper::body::{Body, Incoming};
use tokio::sync::OwnedSemaphorePermit;

use crate::{Error, What, connection::Connection};

/// The items of a stream, one after the other, until the engine ends it or an error does.
///
/// Reads only as fast as it is polled. Dropping it closes the connection, which ends the call in the engine:
/// a pull stops, events are sent no more.
pub struct Items<D> {
    /// `None` when the stream has ended.
    body: Option<Incoming>,
    decoder: D,
    chunk: Bytes,
    what: What,
    _connection: Connection,
    _permit: OwnedSemaphorePermit,
}

impl<D> Items<D> {
    pub(crate) fn new(
        body: Incoming,
        decoder: D,
        what: What,
        connection: Connection,
        permit: OwnedSemaphorePermit,
    ) -> Self {
        let chunk = Bytes::new();
        Self { body: Some(body), decoder, chunk, what, _connection: connection, _permit: permit }
    }

    fn broken(&mut self, source: Broken) -> Error {
        self.body = None;
        self.chunk.clear();
        Error::Stream { what: self.what.clone(), source }
    }
}

impl<D: Decoder + Unpin> Stream for Items<D> {
    type Item = Result<D::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.decoder.next(&mut this.chunk) {
                return Poll::Ready(Some(item.map_err(|source| this.broken(source))));
            }
            let Some(body) = &mut this.body else { return Poll::Ready(None) };
            match ready!(Pin::new(body).poll_frame(context)) {
                Some(Ok(frame)) => this.chunk = frame.into_data().unwrap_or_default(),
                Some(Err(source)) => {
                    this.body = None;
                    return Poll::Ready(Some(Err(Error::Transport { what: this.what.clone(), source })));
                }
                None => {
                    this.body = None;
                    let last = this.decoder.finish();
                    return Poll::Ready(last.map(|item| item.map_err(|source| this.broken(source))));
                }
            }
        }
    }
}

impl<D> fmt::Debug for Items<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("what", &self.what).finish_non_exhaustive()
    }
}
