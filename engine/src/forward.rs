//! Requests of somebody else's, passed on as they are.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use engine_api::operation::{Operation, Transport};
use http::{Request, Response, header};
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::OwnedSemaphorePermit;

use crate::{
    Client, Error, What,
    client::Shared,
    connection::{Connection, Sendable},
    pool::Use,
};

/// What is passed on, whatever it was.
pub(crate) type Passed = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// The engine's answer as it comes. It is read only as fast as it is polled. Dropping it before its end closes the
/// connection; one that was read to its end is used again.
pub struct Forwarded {
    body: Incoming,
    /// Whether the body has said that it has ended.
    ended: bool,
    held: Option<Held>,
}

/// What has to stay while an answer is read or a connection that was upgraded is in use.
pub struct Held {
    connection: Connection<Passed>,
    /// Where the connection is kept for the next request, if it may be.
    keep: Option<Arc<Shared>>,
    _permit: OwnedSemaphorePermit,
}

impl Client {
    /// Passes a request on and gives the engine's answer as it comes: success, failure, or
    /// [`101`](http::StatusCode::SWITCHING_PROTOCOLS), after which the connection can be taken over with
    /// [`hyper::upgrade::on`]. Whoever calls has decided that all of it may reach the engine. A request that may end
    /// in an upgrade has a connection of its own, which nobody used before or uses after.
    ///
    /// # Errors
    /// Why the engine can't be reached, or doesn't answer.
    pub async fn forward<B: Sendable>(
        &self,
        operation: Operation,
        object: &str,
        request: Request<B>,
    ) -> Result<Response<Forwarded>, Error> {
        let what = What::named(operation, object);
        let lasting = !matches!(operation.transport(), Transport::Plain | Transport::Large | Transport::Slow);
        let permit = self.permit(if lasting { Use::Stream } else { Use::Slow }, &what).await?;
        let mut request = request.map(|body| body.map_err(Into::into).boxed_unsync());
        request.headers_mut().insert(header::HOST, self.host());
        let pooled = operation.transport() != Transport::Hijack;
        let (connection, response) = self.pass(&what, request, pooled).await?;
        let keep = pooled.then(|| self.shared());
        let held = Some(Held { connection, keep, _permit: permit });
        Ok(response.map(|body| Forwarded { body, ended: false, held }))
    }

    async fn pass(
        &self,
        what: &What,
        mut request: Request<Passed>,
        pooled: bool,
    ) -> Result<(Connection<Passed>, Response<Incoming>), Error> {
        let transport = |source| Error::Transport { what: what.clone(), source };
        if let Some(mut connection) = pooled.then(|| self.shared().passed.take()).flatten()
            && connection.sender.ready().await.is_ok()
        {
            // What the engine surely hasn't seen is sent again; of anything else nobody knows.
            match connection.sender.try_send_request(request).await {
                Ok(response) => return Ok((connection, response)),
                Err(mut error) => match error.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(transport(error.into_error())),
                },
            }
        }
        let mut connection = self.connector().connect(what).await?;
        let response = connection.sender.send_request(request).await.map_err(transport)?;
        Ok((connection, response))
    }
}

impl Forwarded {
    /// What has to stay, without the body: of an answer that was upgraded there is none.
    pub fn into_held(mut self) -> Option<Held> {
        self.held.take()
    }
}

impl Body for Forwarded {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        self.ended |= matches!(polled, Poll::Ready(None));
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Forwarded {
    fn drop(&mut self) {
        if (self.ended || self.body.is_end_stream())
            && let Some(Held { connection, keep: Some(shared), .. }) = self.held.take()
        {
            shared.passed.put(connection);
        }
    }
}
