//! Between a server and its engine: answers are changed, or something happens just before they come.

use std::{path::PathBuf, sync::Arc};

use http::{Request, Response};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::{
    body::{Bytes, Incoming},
    client,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use testbed::Engine;
use tokio::net::{UnixListener, UnixStream};

/// An answer; of one that never ends only its head.
type Answer = Response<Option<Bytes>>;
/// What becomes of the answer to a request of a path.
type Change = dyn Fn(&str, Answer) -> Answer + Send + Sync;

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
    let answer = change(&path, Response::from_parts(head, Some(told)));
    Ok(answer.map(|told| Full::from(told.unwrap_or_default()).map_err(|never| match never {}).boxed()))
}
