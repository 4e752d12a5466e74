//! Between a server and its engine: answers are changed, or something happens just before they come.

use std::{path::PathBuf, sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use http::{Request, Response};
use http_body_util::{BodyExt, StreamBody, combinators::BoxBody};
use hyper::{
    body::{Bytes, Frame, Incoming},
    client,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use testbed::Engine;
use tokio::{
    net::{UnixListener, UnixStream},
    time::sleep,
};

/// An answer; of one that never ends only its head.
type Answer = Response<Option<Bytes>>;
/// What becomes of the answer to a request of a path.
type Change = dyn Fn(&str, Answer) -> Answer + Send + Sync;

/// In an answer's head: so many bytes of it come at once, and the rest a second later.
pub(super) const PAUSE: &str = "x-pause";

pub(super) struct Between(TempDir);

impl Between {
    pub(super) fn start(
        engine: &Engine,
        change: impl Fn(&str, Answer) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("between.sock")).unwrap();
        let (engine, change): (_, Arc<Change>) = (engine.socket(), Arc::new(change));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (engine, change) = (engine.clone(), change.clone());
                let service = service_fn(move |request| pass(engine.clone(), change.clone(), request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self(folder)
    }

    pub(super) fn host(&self) -> String {
        format!("unix://{}", self.0.path().join("between.sock").display())
    }
}

async fn pass(
    engine: PathBuf,
    change: Arc<Change>,
    request: Request<Incoming>,
) -> hyper::Result<Response<BoxBody<Bytes, hyper::Error>>> {
    let path = request.uri().path().to_owned();
    let stream = UnixStream::connect(engine).await.unwrap();
    let (mut sender, connection) = client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (mut head, body) = sender.send_request(request).await?.into_parts();
    if path.ends_with("/events") {
        let (head, _) = change(&path, Response::from_parts(head, None)).into_parts();
        return Ok(Response::from_parts(head, body.boxed()));
    }
    head.headers.remove("content-length");
    head.headers.remove("transfer-encoding");
    let told = body.collect().await?.to_bytes();
    let mut answer = change(&path, Response::from_parts(head, Some(told)));
    let paused = answer.headers_mut().remove(PAUSE).map(|at| at.to_str().unwrap().parse().unwrap());
    Ok(answer.map(|told| {
        let mut told = told.unwrap_or_default();
        let rest = told.split_off(paused.unwrap_or(told.len()));
        let first = stream::iter([Ok(Frame::data(told))]);
        let rest = stream::once(async move {
            if paused.is_some() {
                sleep(Duration::from_secs(1)).await;
            }
            Ok(Frame::data(rest))
        });
        BodyExt::boxed(StreamBody::new(first.chain(rest)))
    }))
}
