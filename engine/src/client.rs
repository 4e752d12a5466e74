//! Calls an engine.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use engine_api::{
    call::{Call, request},
    reply::{Streamed, Unary},
    system::{GetVersion, Ping, info::EngineVersion},
    version::{ApiVersion, NEWEST, negotiate},
};
use http::{HeaderValue, Method, Request, Response, StatusCode, header, response};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use serde::Deserialize;
use tokio::{sync::OwnedSemaphorePermit, time::timeout};

use crate::{
    Address, Error, Items, What,
    connection::{Connection, Connector},
    line::Line,
    pool::{Idle, MAX_IDLE, MAX_IDLE_PASSED, Pool, Use},
};

/// The largest reply that is accepted: a list of ten thousand containers with many labels is 20 MB.
pub const MAX_REPLY: usize = 64 << 20;
/// The largest message of a failure that is kept.
const MAX_MESSAGE: usize = 16 << 10;

/// Calls one engine. Clones share their connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    connector: Connector,
    host: HeaderValue,
    pool: Pool,
    idle: Idle<Connection>,
    /// Connections of requests that were passed on.
    pub(crate) passed: Idle<Line>,
    version: AgreedVersion,
    /// Whether the engine speaks newer versions than that.
    is_newer: AtomicBool,
}

impl Client {
    /// A client for the engine at an address. Nothing is read or sent yet.
    pub fn new(address: Address) -> Self {
        let host = HeaderValue::try_from(address.host()).unwrap_or(HeaderValue::from_static("localhost"));
        let connector = Connector::new(address);
        let version = AgreedVersion::default();
        Self {
            shared: Arc::new(Shared {
                connector,
                host,
                pool: Pool::new(),
                idle: Idle::new(MAX_IDLE),
                passed: Idle::new(MAX_IDLE_PASSED),
                version,
                is_newer: AtomicBool::new(false),
            }),
        }
    }

    /// Where the engine is.
    pub fn address(&self) -> &Address {
        self.shared.connector.address()
    }

    /// Makes a call and waits for its whole reply.
    ///
    /// # Errors
    /// The engine's own message, or why it can't be reached.
    pub async fn call<C>(&self, call: &C) -> Result<<C::Reply as Unary>::Value, Error>
    where
        C: Call + Sync,
        C::Reply: Unary,
    {
        let what = What::of(call);
        let _permit = self.permit(Use::of(call.deadline()), &what).await?;
        let reply = async {
            let version = self.version().await?;
            self.exchange(&what, request(call, Some(version))?).await
        };
        let (head, body) = self.within(call.deadline(), &what, reply).await?;
        C::Reply::decode(&head, body).map_err(|source| Error::Reply { what, source })
    }

    /// Makes a call and gives its items as they come.
    ///
    /// # Errors
    /// The engine's own message, or why it can't be reached. Later errors are items of the stream.
    pub async fn stream<C>(&self, call: &C) -> Result<Items<<C::Reply as Streamed>::Decoder>, Error>
    where
        C: Call + Sync,
        C::Reply: Streamed,
    {
        let what = What::of(call);
        let permit = self.permit(Use::Stream, &what).await?;
        let begun = async {
            let version = self.version().await?;
            let (connection, response) = self.send(&what, request(call, Some(version))?).await?;
            self.check(&what, response).await.map(|response| (connection, response))
        };
        let (connection, response) = self.within(Some(call.beginning()), &what, begun).await?;
        Ok(Items::new(response.into_body(), Default::default(), what, connection, permit))
    }

    /// Agrees with the engine on a version of the API. Calls do so by themselves when they find a new
    /// connection; whoever wants to know whether the engine is there asks here.
    ///
    /// # Errors
    /// There is no engine there, or none that we have a version in common with.
    pub async fn negotiate(&self) -> Result<ApiVersion, Error> {
        let _permit = self.permit(Use::Quick, &What::of(&Ping)).await?;
        self.agree().await
    }

    /// The version of the API that is spoken with the engine: agreed on already, or now.
    ///
    /// # Errors
    /// As [`Client::negotiate`].
    pub async fn version_to_speak(&self) -> Result<ApiVersion, Error> {
        let _permit = self.permit(Use::Quick, &What::of(&Ping)).await?;
        self.version().await
    }

    /// The version to write into a path that has none, where the engine's own is newer than all that are known here: it
    /// would be understood in that one.
    ///
    /// # Errors
    /// As [`Client::negotiate`].
    pub async fn version_to_pin(&self) -> Result<Option<ApiVersion>, Error> {
        let version = self.version_to_speak().await?;
        Ok(self.shared.is_newer.load(Ordering::Relaxed).then_some(version))
    }

    /// Agrees on a version, for a caller who has a place already.
    async fn agree(&self) -> Result<ApiVersion, Error> {
        let what = What::of(&Ping);
        let (head, body) =
            self.within(Ping.deadline(), &what, self.exchange(&what, request(&Ping, None)?)).await?;
        let pong = <Ping as Call>::Reply::decode(&head, body)
            .map_err(|source| Error::Reply { what: what.clone(), source })?;
        let is_newer = pong.api.is_some_and(|api| api > NEWEST);
        let agreed = match pong.api {
            // An engine that is newer may have dropped all that we speak, and one that doesn't tell is old.
            Some(api) if api <= NEWEST => negotiate(None, api)?,
            _ => {
                let version = self.engine_version().await?;
                let Some(api) = version.api_version else {
                    return Err(self.not_an_engine("it tells no version"));
                };
                negotiate(version.min_api_version, api)?
            }
        };
        self.shared.is_newer.store(is_newer, Ordering::Relaxed);
        self.shared.version.set(Some(agreed));
        Ok(agreed)
    }

    /// What the engine says of its version, asked without one.
    async fn engine_version(&self) -> Result<EngineVersion, Error> {
        let what = What::of(&GetVersion);
        let exchange = self.exchange(&what, request(&GetVersion, None)?);
        match self.within(GetVersion.deadline(), &what, exchange).await {
            Ok((_, body)) => {
                serde_json::from_slice(&body).map_err(|_| self.not_an_engine("its version isn't JSON"))
            }
            Err(Error::Engine { status, .. }) => Err(self.not_an_engine(&format!("its version is {status}"))),
            Err(error) => Err(error),
        }
    }

    /// The version that was agreed on, or is now; for a caller who has a place already.
    async fn version(&self) -> Result<ApiVersion, Error> {
        if self.shared.idle.drop_closed() {
            self.shared.version.set(None);
        }
        match self.shared.version.get() {
            Some(version) => Ok(version),
            None => self.agree().await,
        }
    }

    async fn exchange(
        &self,
        what: &What,
        request: Request<Bytes>,
    ) -> Result<(response::Parts, Bytes), Error> {
        let (connection, response) = self.send(what, request).await?;
        let reply = async {
            let (head, body) = self.check(what, response).await?.into_parts();
            Ok((head, collect(body, MAX_REPLY, what).await?))
        };
        let reply = reply.await;
        // A failure that the engine tells is a whole reply, too. If it wasn't, the connection is closed, and the next call
        // finds that out.
        if matches!(reply, Ok(_) | Err(Error::Engine { .. })) {
            self.shared.idle.put(connection);
        }
        reply
    }

    /// Sends a request, over a connection that is there or a new one, and waits for the head of its reply.
    async fn send(
        &self,
        what: &What,
        request: Request<Bytes>,
    ) -> Result<(Connection, Response<Incoming>), Error> {
        let mut request = request.map(Full::new);
        request.headers_mut().insert(header::HOST, self.shared.host.clone());
        let transport = |source| Error::Transport { what: what.clone(), source };
        if let Some(mut connection) = self.shared.idle.take() {
            // An engine that was restarted has closed the connection, perhaps just now. What it surely hasn't
            // seen, or may see twice, is sent again.
            let again = (request.method() == Method::GET).then(|| request.clone());
            if connection.sender.ready().await.is_ok() {
                match connection.sender.try_send_request(request).await {
                    Ok(response) => return Ok((connection, response)),
                    Err(mut error) => match error.take_message().or(again) {
                        Some(unsent) => request = unsent,
                        None => return Err(transport(error.into_error())),
                    },
                }
            }
            self.shared.version.set(None);
        }
        let connected = self.shared.connector.connect(what).await;
        let mut connection = connected.inspect_err(|_| self.shared.version.set(None))?;
        let response = connection.sender.send_request(request).await.map_err(transport)?;
        Ok((connection, response))
    }

    /// Lets only success through: the engine's message is the error. Redirects aren't followed.
    async fn check(&self, what: &What, response: Response<Incoming>) -> Result<Response<Incoming>, Error> {
        let status = response.status();
        if status.is_success() || status == StatusCode::NOT_MODIFIED {
            return Ok(response);
        }
        let body = beginning(response.into_body(), MAX_MESSAGE).await;
        Err(Error::Engine { what: what.clone(), status, message: message(status, &body) })
    }

    pub(crate) fn shared(&self) -> Arc<Shared> {
        self.shared.clone()
    }

    pub(crate) fn connector(&self) -> &Connector {
        &self.shared.connector
    }

    pub(crate) fn host(&self) -> HeaderValue {
        self.shared.host.clone()
    }

    /// A place among those that are used at once. Waiting for it is not the engine's silence.
    pub(crate) async fn permit(&self, purpose: Use, what: &What) -> Result<OwnedSemaphorePermit, Error> {
        self.shared.pool.permit(purpose).await.ok_or_else(|| Error::Busy { what: what.clone() })
    }

    pub(crate) async fn within<T>(
        &self,
        deadline: Option<Duration>,
        what: &What,
        reply: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let Some(after) = deadline else { return reply.await };
        match timeout(after, reply).await {
            Ok(reply) => reply,
            Err(_) => Err(Error::Silent { what: what.clone(), address: self.address().to_string(), after }),
        }
    }

    fn not_an_engine(&self, answer: &str) -> Error {
        Error::NotAnEngine { address: self.address().to_string(), answer: answer.to_owned() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("address", self.address()).finish_non_exhaustive()
    }
}

/// Reads a body to its end, and no further than a limit.
pub(crate) async fn collect(
    mut body: impl Body<Data = Bytes, Error = hyper::Error> + Unpin,
    limit: usize,
    what: &What,
) -> Result<Bytes, Error> {
    let expected = body.size_hint().exact().and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
    if expected > limit {
        return Err(Error::TooLarge { what: what.clone(), limit });
    }
    let mut whole = BytesMut::new();
    let mut first = Bytes::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|source| Error::CutOff { what: what.clone(), source })?;
        let Ok(data) = frame.into_data() else { continue };
        if whole.len().max(first.len()) + data.len() > limit {
            return Err(Error::TooLarge { what: what.clone(), limit });
        }
        if whole.is_empty() && first.is_empty() {
            // Most replies come in one piece, which isn't copied.
            first = data;
            continue;
        }
        if whole.is_empty() {
            whole.extend_from_slice(&first);
        }
        whole.extend_from_slice(&data);
    }
    Ok(if whole.is_empty() { first } else { whole.freeze() })
}

/// The beginning of a body, which may be longer or break off: of a failure the first words are better than none.
async fn beginning(mut body: impl Body<Data = Bytes, Error = hyper::Error> + Unpin, limit: usize) -> Vec<u8> {
    let mut read = Vec::new();
    while read.len() < limit
        && let Some(Ok(frame)) = body.frame().await
    {
        let data = frame.into_data().unwrap_or_default();
        read.extend_from_slice(&data[..data.len().min(limit - read.len())]);
    }
    read
}

/// The engine's own words: `{"message": …}`, or a text as proxies and old engines send it.
pub fn message(status: StatusCode, body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Failure {
        message: String,
    }

    let text = match serde_json::from_slice::<Failure>(body) {
        Ok(failure) => failure.message,
        Err(_) => String::from_utf8_lossy(body).trim().to_owned(),
    };
    if text.is_empty() { status.to_string() } else { text }
}

/// The version that was agreed on; 0 if none is.
#[derive(Default)]
struct AgreedVersion(AtomicU32);

impl AgreedVersion {
    fn get(&self) -> Option<ApiVersion> {
        let bits = self.0.load(Ordering::Relaxed);
        let [a, b, c, d] = bits.to_be_bytes();
        let version = ApiVersion { major: u16::from_be_bytes([a, b]), minor: u16::from_be_bytes([c, d]) };
        (bits != 0).then_some(version)
    }

    fn set(&self, version: Option<ApiVersion>) {
        let bits = version.map_or(0, |it| u32::from(it.major) << 16 | u32::from(it.minor));
        self.0.store(bits, Ordering::Relaxed);
    }
}
