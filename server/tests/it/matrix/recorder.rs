//! An engine that records what arrives, and answers as if everything that is named were there.

use std::{
    convert::Infallible,
    future::pending,
    sync::{Arc, Mutex},
    time::Duration,
};

use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{net::UnixListener, time::timeout};

/// A header of the client's. It passes from end to end where requests pass as they are, and nowhere else.
pub(crate) const MARK: &str = "x-canary";
/// What isn't there, so that it can be made.
pub(crate) const FRESH: &str = "fresh";

/// What arrived.
#[derive(Debug)]
pub(crate) struct Arrived {
    /// `GET /v1.51/containers/json?all=1`
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// The engine.
pub(crate) struct Recorder {
    folder: TempDir,
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    arrived: Mutex<Vec<Arrived>>,
    /// How often the mirror has asked for events.
    mirrors: Mutex<usize>,
}

impl Recorder {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("engine.sock")).unwrap();
        let heard = Arc::new(Heard::default());
        let record = heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let record = record.clone();
                let service = service_fn(move |request| record.clone().answer(request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { folder, heard }
    }

    pub(crate) fn host(&self) -> String {
        format!("unix://{}", self.folder.path().join("engine.sock").display())
    }

    /// What has arrived since the last look.
    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        std::mem::take(&mut self.heard.arrived.lock().unwrap())
    }

    /// Waits until so many mirrors wait for events: they ask for nothing else then.
    pub(crate) async fn until_quiet(&self, mirrors: usize) {
        let quiet = async {
            while *self.heard.mirrors.lock().unwrap() < mirrors {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(Duration::from_secs(20), quiet).await.expect("the mirror never asked for events");
        self.arrived();
    }
}

impl Heard {
    async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.map(|it| it.to_bytes()).unwrap_or_default();
        let (path, query) = (head.uri.path().to_owned(), head.uri.query().unwrap_or_default());
        if !head.headers.contains_key(MARK) {
            // Those who ask anew and the mirror agree on a version without one; the mirror alone filters events.
            if path == "/_ping" {
                return Ok(Response::builder().header("api-version", "1.51").body(Full::default()).unwrap());
            }
            if path.ends_with("/events") && query.contains("filters=") {
                *self.mirrors.lock().unwrap() += 1;
                return pending().await;
            }
        }
        let (status, answer) = answer(&head.method, &path);
        let body = String::from_utf8_lossy(&body).into_owned();
        let line = format!("{} {}", head.method, head.uri);
        self.arrived.lock().unwrap().push(Arrived { line, headers: head.headers, body });
        let answer = if head.method == Method::HEAD { String::new() } else { answer.to_string() };
        let response = Response::builder().status(status).header("content-type", "application/json");
        Ok(response.body(Full::from(answer)).unwrap())
    }
}

/// The id of everything: 64 digits.
pub(crate) fn id() -> String {
    "5ca1ab1e".repeat(8)
}

pub(crate) fn image_id() -> String {
    format!("sha256:{}", id())
}

fn answer(method: &Method, path: &str) -> (StatusCode, Value) {
    let path = path.strip_prefix("/v1.51").unwrap_or(path);
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let is_new = parts.get(1) == Some(&FRESH);
    let told = match (method.as_str(), &parts[..]) {
        _ if is_new => json!({ "message": "no such thing" }),
        ("GET", ["containers", _, "json"]) => json!({
            "Id": id(),
            "Name": "/thing",
            "Config": { "User": "" },
            "HostConfig": { "NetworkMode": "bridge", "Privileged": false },
            "Mounts": [],
        }),
        ("GET", ["images", _, "json"]) => json!({ "Id": image_id() }),
        ("GET", ["volumes", name]) => json!({ "Name": name, "Driver": "local" }),
        ("GET", ["networks", name]) => json!({ "Id": id(), "Name": name }),
        ("POST", ["volumes", "create"]) => json!({ "Name": FRESH, "Driver": "local" }),
        ("POST", [_, "create"] | ["containers", _, "exec"]) => json!({ "Id": id() }),
        ("GET", ["volumes"]) => json!({ "Volumes": [] }),
        ("GET", ["info" | "version"]) => json!({}),
        ("GET", [.., "json" | "history"] | [_]) => json!([]),
        _ => json!({}),
    };
    (if is_new { StatusCode::NOT_FOUND } else { StatusCode::OK }, told)
}
