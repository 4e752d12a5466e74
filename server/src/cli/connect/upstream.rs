//! The Pierhead that a socket leads to.

use std::{fmt, io, net::IpAddr, str::FromStr, sync::Arc, time::Duration};

use http::{HeaderValue, Request, Response, StatusCode, Uri, header, uri::Authority};
use http_body_util::{BodyExt, Either, Empty, Limited};
use hyper::{
    body::{Bytes, Incoming},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use serde_json::Value;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use super::{ConnectError, Trust};

/// How long a connection may take to come about.
const CONNECTING: Duration = Duration::from_secs(10);
/// How long Pierhead may take to say whether it lets us in.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest refusal that is read.
const LONGEST_REFUSAL: usize = 64 << 10;
/// Where Pierhead serves the engine's API.
const AT: &str = "/docker";

/// Where a Pierhead is.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Url {
    secure: bool,
    authority: Authority,
}

impl Url {
    /// Whether what is sent there is encrypted.
    pub(super) fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether it is this machine.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host();
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Without the brackets of an IPv6 address.
    fn host(&self) -> &str {
        self.authority.host().trim_start_matches('[').trim_end_matches(']')
    }

    fn port(&self) -> u16 {
        self.authority.port_u16().unwrap_or(if self.secure { 443 } else { 80 })
    }
}

impl FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("{why}: write it as https://nas.lan:8443");
        let uri: Uri = text.parse().map_err(|_| wrong("this is no address"))?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wrong("it begins with https://, or on this machine with http://")),
        };
        let authority = uri.authority().ok_or_else(|| wrong("the host is missing"))?;
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() || authority.as_str().contains('@') {
            return Err(wrong("nothing stands behind the port, and nothing before the host"));
        }
        Ok(Self { secure, authority: authority.clone() })
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.authority)
    }
}

/// Why a Pierhead can't be reached.
#[derive(Debug, thiserror::Error)]
#[error("Pierhead can't be reached at {url}: {why}")]
pub(in crate::cli) struct Unreachable {
    url: Url,
    why: String,
}

/// What is sent: a client's own body, or none.
pub(super) type Outgoing = Either<Incoming, Empty<Bytes>>;
/// A connection to Pierhead.
pub(super) type Line = http1::SendRequest<Outgoing>;

/// A Pierhead, and the token for it.
pub(super) struct Upstream {
    url: Url,
    tls: Option<TlsConnector>,
    authorization: HeaderValue,
}

impl Upstream {
    pub(super) fn new(
        url: Url,
        trust: Option<Trust>,
        authorization: HeaderValue,
    ) -> Result<Self, ConnectError> {
        let config =
            trust.map(|trust| trust.client_config()).transpose().map_err(ConnectError::Certificates)?;
        Ok(Self { url, tls: config.map(|config| TlsConnector::from(Arc::new(config))), authorization })
    }

    /// Whether Pierhead is there and lets the token in: whoever hears now what is wrong doesn't read it out of a
    /// client's error later.
    pub(super) async fn check(&self) -> Result<(), ConnectError> {
        let refused = timeout(PATIENCE, self.refusal()).await;
        let refused = refused.map_err(|_| self.unreachable("it doesn't answer"))??;
        match refused {
            None => Ok(()),
            Some((status, message)) => Err(ConnectError::Refused { url: self.url.clone(), status, message }),
        }
    }

    async fn refusal(&self) -> Result<Option<(StatusCode, String)>, Unreachable> {
        let request = Request::get("/_ping").header(header::ACCEPT, "application/json");
        let request = request.body(Either::Right(Empty::new())).map_err(|error| self.unreachable(error))?;
        let request = self.addressed(request)?;
        let answer = self.connect().await?.send_request(request).await;
        let answer: Response<Incoming> = answer.map_err(|error| self.unreachable(error))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(None);
        }
        let body = Limited::new(answer.into_body(), LONGEST_REFUSAL).collect().await;
        let body = body.map(|body| body.to_bytes()).unwrap_or_default();
        let said = serde_json::from_slice::<Value>(&body).ok();
        let message = said.as_ref().and_then(|said| said["message"].as_str());
        // Whatever answers there may be no Pierhead, and its words may be anything.
        let message = message.unwrap_or("it says nothing more").chars().filter(|letter| !letter.is_control());
        Ok(Some((status, message.collect())))
    }

    /// A request as Pierhead gets it: at its own path, with the token.
    pub(super) fn addressed(&self, request: Request<Outgoing>) -> Result<Request<Outgoing>, Unreachable> {
        let (mut head, body) = request.into_parts();
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        head.uri = format!("{AT}{target}").parse().map_err(|error| self.unreachable(error))?;
        let host = HeaderValue::from_str(self.url.authority.as_str());
        head.headers.insert(header::HOST, host.map_err(|error| self.unreachable(error))?);
        head.headers.insert(header::AUTHORIZATION, self.authorization.clone());
        // The client's connection is answered here, and not asked about again.
        head.headers.remove(header::EXPECT);
        Ok(Request::from_parts(head, body))
    }

    /// A new connection, driven by a task of its own until nobody has it any more.
    pub(super) async fn connect(&self) -> Result<Line, Unreachable> {
        let connected = timeout(CONNECTING, self.open()).await;
        connected.map_err(|_| self.unreachable("it doesn't answer"))?.map_err(|error| self.unreachable(error))
    }

    async fn open(&self) -> io::Result<Line> {
        let stream = TcpStream::connect((self.url.host(), self.url.port())).await?;
        stream.set_nodelay(true)?;
        let Some(tls) = &self.tls else { return handshake(stream).await };
        let name = ServerName::try_from(self.url.host().to_owned()).map_err(io::Error::other)?;
        handshake(tls.connect(name, stream).await?).await
    }

    pub(super) fn unreachable(&self, why: impl fmt::Display) -> Unreachable {
        Unreachable { url: self.url.clone(), why: why.to_string() }
    }
}

async fn handshake(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> io::Result<Line> {
    let (line, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    // Its own error is told to the request that it breaks.
    tokio::spawn(async move { drop(connection.with_upgrades().await) });
    Ok(line)
}
