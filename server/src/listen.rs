//! The sockets: accepts connections, encrypts them, speaks HTTP/1.1 and HTTP/2 on them, and ends them kindly.

use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::{Router, body::Body, extract::Request};
use engine::Bell;
use http::{HeaderValue, Response, StatusCode, header};
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{mpsc, watch},
    time::timeout,
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use crate::{
    crowd::{self, Crowd},
    guard::{Cidr, Door, Host, Peer, Scheme, add_hardening},
    shutdown::Shutdown,
};

mod impatient;

use impatient::Impatient;

/// Connections open at once. More are closed as they come.
const CONNECTIONS: usize = 1280;
/// Of these, from this machine or from one trusted proxy, which stand for many people.
const OF_ONE_NEIGHBOUR: usize = 1024;
/// Of these, from any other address, or network of 64 bits of IPv6.
const OF_ONE_ADDRESS: usize = 128;
/// How much the kernel holds for a client that reads slowly. The kernel doubles it, and would otherwise let it
/// grow to megabytes for each.
const SEND_BUFFER: u32 = 128 * 1024;
/// Connections that wait in the kernel to be accepted.
const BACKLOG: u32 = 1024;
/// How long a client may take for its TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long a client may take for the head of a request, idle time between two requests included.
const HEAD: Duration = Duration::from_secs(60);
/// How large the head of a request may be.
const HEAD_BYTES: usize = 32 * 1024;
/// Requests at once on one HTTP/2 connection.
const STREAMS: u32 = 128;
/// How long the requests of an HTTP/2 connection may go on when no new one has come for [`HEAD`].
const FAREWELL: Duration = Duration::from_secs(10 * 60);
/// How long running requests may go on after the signal to end.
const LAST_WORDS: Duration = Duration::from_secs(8);
/// A byte that begins every TLS connection, and no HTTP request.
const TLS_HANDSHAKE: u8 = 0x16;

/// The socket at an address.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    // What is accepted has it, too.
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until the signal to end, then lets running requests finish for a while.
pub async fn serve(
    tcp: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    door: Arc<Door>,
    shutdown: Shutdown,
) {
    let connections = Crowd::new(CONNECTIONS);
    // Every connection holds a clone of the sender; the receiver ends with the last of them.
    let (alive, mut all_gone) = mpsc::channel::<Infallible>(1);
    let mut ending = Box::pin(shutdown.started());
    loop {
        let (stream, address) = tokio::select! {
            accepted = tcp.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    rest_after(&error).await;
                    continue;
                }
            },
            () = &mut ending => break,
        };
        let (from, most) = share(address.ip(), &door.trusted_proxies);
        let Some(place) = connections.enter(from, most) else {
            tracing::debug!(%address, "closed: too many connections are open");
            continue;
        };
        let (tls, router, shutdown, alive) = (tls.clone(), router.clone(), shutdown.clone(), alive.clone());
        let door = door.clone();
        tokio::spawn(async move {
            let _held = (place, alive);
            connection(stream, address, tls, router, &door, shutdown).await;
        });
    }
    drop((tcp, alive));
    if timeout(LAST_WORDS, all_gone.recv()).await.is_err() {
        tracing::warn!("connections that are still open are cut");
    }
}

/// Who counts as one, and how many connections they may have.
fn share(address: IpAddr, proxies: &[Cidr]) -> (IpAddr, usize) {
    let near = address.to_canonical().is_loopback() || proxies.iter().any(|proxy| proxy.contains(address));
    (crowd::one(address), if near { OF_ONE_NEIGHBOUR } else { OF_ONE_ADDRESS })
}

/// A client that went away costs nothing; when files or memory are short, trying at once helps nobody.
async fn rest_after(error: &io::Error) {
    let client =
        [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset, io::ErrorKind::Interrupted];
    if !client.contains(&error.kind()) {
        tracing::error!(%error, "a connection can't be accepted");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn connection(
    stream: TcpStream,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    router: Router,
    door: &Door,
    shutdown: Shutdown,
) {
    // Small answers leave at once.
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else {
        let peer = Peer { address, scheme: Scheme::Http };
        return speak_http1(Impatient::new(stream), peer, router, shutdown).await;
    };
    match timeout(HANDSHAKE, is_tls(&stream)).await {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => return send_to_https(stream, door).await,
        _ => return,
    }
    let stream = match timeout(HANDSHAKE, tls.accept(Impatient::new(stream))).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return tracing::debug!(%address, %error, "no TLS came about"),
        Err(_) => return tracing::debug!(%address, "the TLS handshake took too long"),
    };
    let peer = Peer { address, scheme: Scheme::Https };
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        speak_http2(stream, peer, router, shutdown).await;
    } else {
        speak_http1(stream, peer, router, shutdown).await;
    }
}

async fn is_tls(stream: &TcpStream) -> io::Result<bool> {
    let mut first = [0];
    match stream.peek(&mut first).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(first[0] == TLS_HANDSHAKE),
    }
}

async fn speak_http1<IO>(stream: IO, peer: Peer, router: Router, shutdown: Shutdown)
where
    IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service =
        service_fn(move |request: hyper::Request<Incoming>| hand_over(request, peer, router.clone()));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // What is answered, and the request that is read for it, are parts of one task, which feed one another.
    let bell = Bell::default();
    let mut ended = pin!(shutdown.started());
    let mut ending = false;
    // A client that goes away in the middle is its own affair.
    let _ = poll_fn(|context| {
        bell.attend(context, |within| {
            if !ending && ended.as_mut().poll(within).is_ready() {
                ending = true;
                connection.as_mut().graceful_shutdown();
            }
            connection.as_mut().poll(within)
        })
    })
    .await;
}

async fn speak_http2<IO>(stream: IO, peer: Peer, router: Router, shutdown: Shutdown)
where
    IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (asked, asking) = watch::channel(());
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        asked.send_replace(());
        hand_over(request, peer, router.clone())
    });
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        // Who leaves a page that is loading abandons all at once, perhaps before any of it was looked at. The
        // default of 20 took that for an attack (CVE-2023-44487), and the connection from the page that came next.
        .max_pending_accept_reset_streams(STREAMS as usize)
        .max_header_list_size(HEAD_BYTES as u32)
        // A peer that has silently gone is noticed, and gives its place back.
        .keep_alive_interval(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = silence(asking) => {}
        () = shutdown.started() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(FAREWELL, connection).await;
}

/// Ends when nothing has been asked for [`HEAD`]: pings alone keep no connection open.
async fn silence(mut asking: watch::Receiver<()>) {
    while let Ok(Ok(())) = timeout(HEAD, asking.changed()).await {}
}

async fn hand_over(
    mut request: hyper::Request<Incoming>,
    peer: Peer,
    router: Router,
) -> Result<Response<Body>, Infallible> {
    request.extensions_mut().insert(peer);
    let request: Request = request.map(Body::new);
    router.oneshot(request).await
}

/// Somebody typed `http://`, or nothing, before our address: shows them the way.
async fn send_to_https(stream: TcpStream, door: &Door) {
    let service = service_fn(|request: hyper::Request<Incoming>| async move {
        let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
        let https = Host::of(request.uri(), request.headers())
            .ok()
            .filter(|host| door.answers_to(host))
            .and_then(|host| HeaderValue::try_from(format!("https://{host}{path}")).ok());
        let mut response = Response::new("Pierhead speaks HTTPS here.\n".to_owned());
        *response.status_mut() = match https {
            Some(_) if request.method() == http::Method::GET => StatusCode::TEMPORARY_REDIRECT,
            _ => StatusCode::BAD_REQUEST,
        };
        response.headers_mut().extend(https.map(|it| (header::LOCATION, it)));
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        add_hardening(response.headers_mut());
        Ok::<_, Infallible>(response)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HANDSHAKE)
        .max_buf_size(HEAD_BYTES)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    let _ = timeout(HANDSHAKE, connection).await;
}

#[cfg(test)]
mod tests;
