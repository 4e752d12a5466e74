//! An engine that is newer than all that is known here: clients are told of the newest version that is.

use std::path::{Path, PathBuf};

use gate::Role;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::{
    body::{Bytes, Incoming},
    client,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use testbed::{Engine, Release};
use tokio::net::{UnixListener, UnixStream};

use crate::{
    client::Client,
    running::{Running, with_people},
};

/// In front of an engine, and says of it that it speaks 1.53.
fn claim_more(engine: &Path) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("newer.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    let engine = engine.to_owned();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let engine = engine.clone();
            let service = service_fn(move |request| pass(engine.clone(), request));
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    (folder, format!("unix://{}", socket.display()))
}

async fn pass(
    engine: PathBuf,
    request: Request<Incoming>,
) -> hyper::Result<Response<BoxBody<Bytes, hyper::Error>>> {
    let is_version = request.uri().path().ends_with("/version");
    let stream = UnixStream::connect(engine).await.unwrap();
    let (mut sender, connection) = client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (mut head, body) = sender.send_request(request).await?.into_parts();
    head.headers.insert("api-version", HeaderValue::from_static("1.53"));
    if !is_version {
        return Ok(Response::from_parts(head, body.boxed()));
    }
    head.headers.remove("content-length");
    let told = String::from_utf8(body.collect().await?.to_bytes().to_vec()).unwrap();
    let told = told.replace("\"1.51\"", "\"1.53\"");
    Ok(Response::from_parts(head, Full::from(told).map_err(|never| match never {}).boxed()))
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_a_newer_engine_are_told_of_the_newest_version_that_is_known() {
    let engine = Engine::start(Release::V28).unwrap();
    let (_folder, host) = claim_more(&engine.socket());
    for raw_api in [true, false] {
        let people = with_people(&[("ada", Role::Admin)]).await;
        let server = Running::with(people, |config| {
            config.engine = Some(host.clone());
            config.raw_api = raw_api;
        })
        .await;
        let token = server.token_of("ada", None).await;
        let mut ada = Client::with_token(server.address, &token);

        for request in [Request::head("/docker/_ping"), Request::get("/docker/_ping")] {
            let answer = ada.send(request, "").await;
            assert_eq!((answer.status, answer.header("api-version")), (StatusCode::OK, "1.51"));
        }
        let answer = ada.get("/docker/version").await;
        assert!(["1.51", ""].contains(&answer.header("api-version")), "{:?}", answer.headers);
        let told = answer.json();
        assert_eq!(told["ApiVersion"], "1.51", "{told}");
        assert_eq!(told["MinAPIVersion"], "1.24", "{told}");
        assert_eq!(told["Components"][0]["Details"]["ApiVersion"], "1.51", "{told}");
        let newer = ada.get("/docker/v1.53/containers/json").await;
        assert_eq!(newer.status, StatusCode::BAD_REQUEST, "{}", newer.text);
        assert_eq!(ada.get("/docker/v1.51/containers/json").await.text.trim(), "[]");

        // The command line speaks what it is told.
        let mut docker = engine.docker_command().unwrap();
        docker.env("DOCKER_HOST", format!("tcp://{}/docker", server.address));
        docker.env("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {}", token.trim()));
        docker.args(["version", "--format", "{{.Client.APIVersion}} {{.Server.APIVersion}}"]);
        let told = docker.output().unwrap();
        assert_eq!(String::from_utf8_lossy(&told.stdout).trim(), "1.51 1.51", "{told:?}");
    }
}
