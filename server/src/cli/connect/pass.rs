//! One client's connection, and its requests on the way.

use std::{convert::Infallible, sync::Arc};

use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{Either, Full};
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
    upgrade::OnUpgrade,
};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::{io::copy_bidirectional_with_sizes, net::UnixStream, sync::Mutex};

use super::upstream::{Line, Outgoing, Unreachable, Upstream};

/// What is on its way in one direction at most, once a connection was upgraded.
const BUFFER: usize = 16 << 10;

type Answer = Response<Either<Incoming, Full<Bytes>>>;

/// Answers a client's requests, one after the other, with what Pierhead answers.
pub(super) async fn serve(client: UnixStream, upstream: Arc<Upstream>) {
    // A client's connection has one of ours; its requests follow one another.
    let line = Arc::new(Mutex::new(None));
    let service = service_fn(move |request| {
        let (upstream, line) = (upstream.clone(), line.clone());
        async move {
            let mut line = line.lock().await;
            let answer = pass(&upstream, &mut line, request).await;
            Ok::<_, Infallible>(answer.unwrap_or_else(|error| failed(&error)))
        }
    });
    // What goes wrong there the client sees for itself.
    drop(http1::Builder::new().serve_connection(TokioIo::new(client), service).with_upgrades().await);
}

async fn pass(
    upstream: &Upstream,
    kept: &mut Option<Line>,
    mut request: Request<Incoming>,
) -> Result<Answer, Unreachable> {
    let upgrades = request.headers().contains_key(header::UPGRADE);
    let client = upgrades.then(|| hyper::upgrade::on(&mut request));
    let request = upstream.addressed(request.map(Either::Left))?;
    let mut answer = send(upstream, kept, request).await?;
    if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Ok(answer.map(Either::Left));
    }
    *kept = None;
    let pierhead = hyper::upgrade::on(&mut answer);
    let client = client.ok_or_else(|| upstream.unreachable("it changed the protocol unasked"))?;
    tokio::spawn(join(client, pierhead));
    Ok(answer.map(|_| Either::Right(Full::default())))
}

/// Sends it on the connection that was kept, or on a new one if that was closed meanwhile.
async fn send(
    upstream: &Upstream,
    kept: &mut Option<Line>,
    mut request: Request<Outgoing>,
) -> Result<Response<Incoming>, Unreachable> {
    if let Some(line) = kept
        && line.ready().await.is_ok()
    {
        match line.try_send_request(request).await {
            Ok(answer) => return Ok(answer),
            // What Pierhead surely hasn't seen is sent again; of anything else nobody knows.
            Err(mut error) => match error.take_message() {
                Some(unsent) => request = unsent,
                None => return Err(upstream.unreachable(error.into_error())),
            },
        }
    }
    let line = kept.insert(upstream.connect().await?);
    line.send_request(request).await.map_err(|error| upstream.unreachable(error))
}

/// Raw bytes in both directions until both sides have ended.
async fn join(client: OnUpgrade, pierhead: OnUpgrade) {
    let (Ok(client), Ok(pierhead)) = tokio::join!(client, pierhead) else { return };
    let (mut client, mut pierhead) = (TokioIo::new(client), TokioIo::new(pierhead));
    // A side that breaks off ends the other: whoever was reading sees it.
    drop(copy_bidirectional_with_sizes(&mut client, &mut pierhead, BUFFER, BUFFER).await);
}

/// In the form in which the engine says that something failed.
fn failed(error: &Unreachable) -> Answer {
    let text = json!({ "message": error.to_string() }).to_string();
    let mut answer = Response::new(Either::Right(Full::from(text)));
    *answer.status_mut() = StatusCode::BAD_GATEWAY;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
