//! Requests of somebody else's, passed on as they are.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use engine_api::operation::{Operation, Transport};
use http::{Request, Response, header};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::OwnedSemaphorePermit;

use crate::{
    Client, Error, What,
    connection::{Connection, Sendable},
    pool::Use,
};

/// The engine's answer as it comes. It is read only as fast as it is polled; dropping it closes the connection.
pub struct Forwarded<B> {
    body: Incoming,
    held: Held<B>,
}

/// What has to stay while an answer is read or a connection that was upgraded is in use.
pub struct Held<B> {
    _connection: Connection<B>,
    _permit: OwnedSemaphorePermit,
}

impl Client {
    /// Passes a request on, over a connection of its own, and gives the engine's answer as it comes: success,
    /// failure, or [`101`](http::StatusCode::SWITCHING_PROTOCOLS), after which the connection can be taken over with
    /// [`hyper::upgrade::on`]. Whoever calls has decided that all of it may reach the engine.
    ///
    /// # Errors
    /// Why the engine can't be reached, or doesn't answer.
    pub async fn forward<B: Sendable>(
        &self,
        operation: Operation,
        object: &str,
        mut request: Request<B>,
    ) -> Result<Response<Forwarded<B>>, Error> {
        let what = What::named(operation, object);
        let lasting = !matches!(operation.transport(), Transport::Plain | Transport::Large | Transport::Slow);
        let permit = self.permit(if lasting { Use::Stream } else { Use::Slow }, &what).await?;
        request.headers_mut().insert(header::HOST, self.host());
        let mut connection = self.connector().connect(&what).await?;
        let response = connection.sender.send_request(request).await;
        let response = response.map_err(|source| Error::Transport { what, source })?;
        let held = Held { _connection: connection, _permit: permit };
        Ok(response.map(|body| Forwarded { body, held }))
    }
}

impl<B> Forwarded<B> {
    /// What has to stay, without the body: of an answer that was upgraded there is none.
    pub fn into_held(self) -> Held<B> {
        self.held
    }
}

impl<B: Unpin> Body for Forwarded<B> {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
