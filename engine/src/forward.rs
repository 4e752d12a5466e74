//! Requests of somebody else's, passed on as they are.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use engine_api::{
    call::LARGE,
    command::{Command, Named},
    operation::{Class, Operation, Transport},
};
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    body::{Body, Frame, Incoming, SizeHint},
    client::conn::TrySendError,
};
use serde_json::Value;
use tokio::{sync::OwnedSemaphorePermit, time::timeout};

use crate::{
    Client, Error, MAX_REPLY, What,
    client::{Shared, collect},
    connection::Sendable,
    line::Line,
    pool::Use,
    rows,
};

/// How long a connection that was used may take to be ready for the next request. It is at once, or there is
/// something of the last one that still has to be sent.
const READY: Duration = Duration::from_millis(100);

/// How long the engine may take to begin an answer that it has at hand. It asks registries and plugins for some.
const AT_HAND: Duration = Duration::from_secs(60);

/// What is larger goes on by itself: to copy it costs more than to write it apart.
const SMALL: usize = 4 << 10;
/// How much is gathered at most.
const GATHERED: usize = 32 << 10;

/// Whether an operation's answer begins when the engine has it at hand, and not when work is done, something has
/// happened or an archive has been sent.
fn is_at_hand(operation: Operation) -> bool {
    matches!(operation.transport(), Transport::Plain | Transport::Large)
        && operation.body() != engine_api::operation::Body::Tar
        // A whole file system is deleted before it is answered.
        && operation.class() != Class::Destroy
}

/// What is passed on, whatever it was.
pub(crate) type Passed = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// The engine's answer as it comes. It is read only as fast as it is polled. Dropping it before its end closes the
/// connection; one that was read to its end is used again.
pub struct Forwarded {
    what: What,
    body: Incoming,
    /// What has come, and didn't fit what was given last.
    next: Option<Result<Frame<Bytes>, hyper::Error>>,
    /// Whether the body has said that it has ended.
    ended: bool,
    held: Option<Held>,
}

/// What has to stay while an answer is read.
struct Held {
    line: Line,
    /// Where the connection is kept for the next request, if it may be.
    keep: Option<Arc<Shared>>,
    permit: OwnedSemaphorePermit,
}

/// A place among those that the engine is asked from at once; it is given back when this is dropped.
pub struct Place(#[expect(dead_code, reason = "only held")] OwnedSemaphorePermit);

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
        let upgrades = request.headers().contains_key(header::UPGRADE);
        let deadline = is_at_hand(operation).then_some(AT_HAND);
        let (line, response) = self.within(deadline, &what, self.pass(&what, request, pooled)).await?;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS && !upgrades {
            return Err(Error::Unasked { what });
        }
        // What was answered before it was all sent may never be.
        let keep = (pooled && operation.body() != engine_api::operation::Body::Tar).then(|| self.shared());
        let held = Some(Held { line, keep, permit });
        Ok(response.map(|body| Forwarded { what, body, next: None, ended: false, held }))
    }

    /// Asks for what a command says, in the version that was agreed on: of whoever made it no byte is sent but what it
    /// says. With `upgrade` the connection is asked to become theirs.
    ///
    /// # Errors
    /// Why the engine can't be reached, or doesn't answer.
    pub async fn ask(
        &self,
        command: &Command,
        body: Option<Bytes>,
        upgrade: bool,
    ) -> Result<Response<Forwarded>, Error> {
        let Named { operation, object, .. } = &command.named;
        let mut request = engine_api::call::command(command, self.version_to_speak().await?, body)?;
        if upgrade {
            let headers = request.headers_mut();
            headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
            headers.insert(header::UPGRADE, HeaderValue::from_static("tcp"));
        }
        self.forward(*operation, object, request.map(Full::new)).await
    }

    async fn pass(
        &self,
        what: &What,
        mut request: Request<Passed>,
        pooled: bool,
    ) -> Result<(Line, Response<Incoming>), Error> {
        let transport =
            |error: TrySendError<_>| Error::Transport { what: what.clone(), source: error.into_error() };
        if let Some(mut line) = pooled.then(|| self.shared().passed.take()).flatten()
            && timeout(READY, line.is_ready()).await.unwrap_or(false)
        {
            // What the engine surely hasn't seen is sent again; of anything else nobody knows.
            match line.ask(request).await {
                Ok(response) => return Ok((line, response)),
                Err(mut error) => match error.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(transport(error)),
                },
            }
        }
        let (sender, driver) = self.connector().reach(what).await?;
        let mut line = Line::new(sender, driver);
        let response = line.ask(request).await.map_err(transport)?;
        Ok((line, response))
    }
}

impl Forwarded {
    /// Reads the answer to its end, if that comes in time and before the limit.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn whole(mut self, limit: usize) -> Result<Bytes, Error> {
        let what = self.what.clone();
        match timeout(LARGE, collect(&mut self, limit, &what)).await {
            Ok(whole) => whole,
            Err(_) => Err(Error::Endless { what, after: LARGE }),
        }
    }

    /// As [`Forwarded::whole`], of an answer that is JSON.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn json(self) -> Result<Value, Error> {
        let what = self.what.clone();
        let whole = self.whole(MAX_REPLY).await?;
        serde_json::from_slice(&whole).map_err(|source| Error::Reply { what, source })
    }

    /// As [`Forwarded::whole`], of an answer that is a JSON list: written anew of what `show` makes of its rows. Those to
    /// which it says no are left out.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn rows(self, show: impl FnMut(&mut Value) -> bool) -> Result<Vec<u8>, Error> {
        let what = self.what.clone();
        let whole = self.whole(MAX_REPLY).await?;
        rows::rewrite(&whole, show).map_err(|source| Error::Reply { what, source })
    }

    /// The place of an answer that was upgraded: its connection belongs to whoever takes it over.
    pub fn into_place(mut self) -> Option<Place> {
        let Held { line, permit, .. } = self.held.take()?;
        // It hands the connection over, and ends; it may have done so when the answer came.
        line.leave();
        Some(Place(permit))
    }
}

impl Forwarded {
    /// What comes next of the connection, as it comes.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Self { body, held, ended, .. } = self;
        if *ended {
            return Poll::Ready(None);
        }
        let polled = match held {
            Some(held) => held.line.poll(context, |context| Pin::new(&mut *body).poll_frame(context)),
            None => Pin::new(body).poll_frame(context),
        };
        *ended |= matches!(polled, Poll::Ready(None));
        polled
    }

    /// A piece, and what is there after it, up to [`GATHERED`].
    fn gather(&mut self, context: &mut Context<'_>, first: Bytes) -> Bytes {
        let mut gathered = BytesMut::new();
        while let Poll::Ready(Some(next)) = self.poll_piece(context) {
            let so_far = first.len().max(gathered.len());
            match next.map(Frame::into_data) {
                Ok(Ok(piece)) if so_far + piece.len() <= GATHERED => {
                    if gathered.is_empty() {
                        gathered.reserve(2 * so_far.max(piece.len()));
                        gathered.extend_from_slice(&first);
                    }
                    gathered.extend_from_slice(&piece);
                    continue;
                }
                Ok(Ok(piece)) => self.next = Some(Ok(Frame::data(piece))),
                Ok(Err(other)) => self.next = Some(Ok(other)),
                Err(error) => self.next = Some(Err(error)),
            }
            break;
        }
        if gathered.is_empty() { first } else { gathered.freeze() }
    }
}

impl Body for Forwarded {
    type Data = Bytes;
    type Error = hyper::Error;

    /// An engine sends each line of a log in a chunk of its own: small pieces that are there are given as one, which is
    /// one to write and not hundreds.
    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        if let Some(kept) = self.next.take() {
            return Poll::Ready(Some(kept));
        }
        match ready!(self.poll_piece(context)).map(|piece| piece.map(Frame::into_data)) {
            Some(Ok(Ok(first))) if first.len() < SMALL => {
                Poll::Ready(Some(Ok(Frame::data(self.gather(context, first)))))
            }
            Some(Ok(Ok(large))) => Poll::Ready(Some(Ok(Frame::data(large)))),
            Some(Ok(Err(other))) => Poll::Ready(Some(Ok(other))),
            Some(Err(error)) => Poll::Ready(Some(Err(error))),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.next.is_none() && (self.ended || self.body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, kept) = (self.body.size_hint(), self.next.as_ref());
        let kept = kept.and_then(|next| next.as_ref().ok()?.data_ref()).map_or(0, |piece| piece.len() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(rest.lower() + kept);
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper + kept);
        }
        hint
    }
}

impl Drop for Forwarded {
    fn drop(&mut self) {
        if (self.ended || self.body.is_end_stream())
            && let Some(Held { line, keep: Some(shared), .. }) = self.held.take()
        {
            shared.passed.put(line);
        }
    }
}
