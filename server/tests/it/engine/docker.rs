//! `/docker`: the engine's own API with an admin's token.

mod script;

use std::{
    io::{Read, Write},
    process::Stdio,
    time::Duration,
};

use gate::Role;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use testbed::Release;

use super::House;
use crate::{
    cli::run,
    client::Client,
    running::{Running, with_people},
};

impl House {
    pub(super) async fn raw() -> Self {
        Self::with(Release::V28, |config| config.raw_api = true).await
    }

    /// Another server for the same engine, with TLS, and with ada alone.
    pub(super) async fn encrypted(&self) -> Running {
        let folder = with_people(&[("ada", Role::Admin)]).await;
        let engine = self.engine.host();
        Running::with(folder, |config| {
            config.engine = Some(engine);
            config.raw_api = true;
            config.tls = server::TlsChoice::Auto;
        })
        .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_curl_examples_answer_what_the_socket_answers() {
    let mut house = House::raw().await;
    house.run("web");
    let images: Value = serde_json::from_str(&house.ada.get("/docker/v1.24/images/json").await.text).unwrap();
    assert_eq!(images[0]["RepoTags"], json!(["busybox:latest"]));
    let containers = house.ada.get("/docker/containers/json?all=true").await;
    assert_eq!(containers.status, StatusCode::OK);
    assert_eq!(serde_json::from_str::<Value>(&containers.text).unwrap()[0]["Names"], json!(["/web"]));
    let version: Value = serde_json::from_str(&house.ada.get("/docker/version").await.text).unwrap();
    assert_eq!(version["ApiVersion"], "1.51");
    let head = house.ada.send(Request::head("/docker/_ping"), "").await;
    assert_eq!(head.headers.get("api-version").unwrap(), "1.51");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_the_api_does_not_pass() {
    let mut house = House::raw().await;
    let id = house.run("web");
    for path in [
        "/docker/containers%2fjson",
        "/docker/v01.51/containers/json",
        "/docker//containers/json",
        "/docker/containers/../images/json",
        "/docker/debug/vars",
        "/docker/containers/web/checkpoints",
        "/docker/containers/web/attach/ws",
    ] {
        let answer = house.ada.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text);
    }
    let less = house.server.token_of("ada", Some(Role::Operator)).await;
    let less = Client::with_token(house.server.address, &less);
    for mut client in
        [house.client_with_token_of("vera").await, house.client_with_token_of("otto").await, less]
    {
        let answer = client.get("/docker/containers/web/export").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
    }
    let mut page = house.server.client_of("ada").await;
    let answer = page.get("/docker/containers/json").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "a browser's cookie is no token");
    assert!(answer.text.contains("token"), "{}", answer.text);
    let mut stranger = Client::with_token(house.server.address, "nonsense");
    assert_eq!(stranger.get("/docker/containers/json").await.status, StatusCode::UNAUTHORIZED);
    let stop = Request::builder().method(Method::POST).uri(format!("/docker/containers/{id}/stop?t=0"));
    assert_eq!(house.ada.send(stop, "").await.status, StatusCode::NO_CONTENT);
}

/// The connections that were kept are closed with the engine: nobody gets to feel it.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_request_after_a_restart_passes() {
    let mut house = House::raw().await;
    house.docker(&["create", "--name", "web", "--init", "busybox", "sleep", "1h"]);
    for _ in 0..3 {
        assert_eq!(house.ada.get("/docker/_ping").await.status, StatusCode::OK);
    }
    house.engine.restart().unwrap();
    let start = Request::builder().method(Method::POST).uri("/docker/containers/web/start");
    let answer = house.ada.send(start, "").await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text);
    assert_eq!(house.ada.get("/docker/_ping").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_its_token() {
    let house = House::raw().await;
    house.run("web");
    let token = house.server.token_of("ada", None).await;
    let docker = |arguments: &[&str]| {
        let mut docker = house.engine.docker_command().unwrap();
        docker.env("DOCKER_HOST", format!("tcp://{}/docker", house.server.address));
        docker.env("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {token}"));
        docker.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        docker.spawn().unwrap()
    };
    let mut following = docker(&["logs", "--follow", "web"]);
    let mut typing = docker(&["exec", "--interactive", "web", "cat"]);
    // Both have begun: the engine has the shell, and what is typed comes back.
    typing.stdin.as_mut().unwrap().write_all(b"x\n").unwrap();
    let mut back = [0; 2];
    typing.stdout.as_mut().unwrap().read_exact(&mut back).unwrap();
    run(&["token", "revoke", &token], &house.server.data(), "").succeeded();
    let ended = tokio::task::spawn_blocking(move || (following.wait().unwrap(), typing.wait().unwrap()));
    tokio::time::timeout(Duration::from_secs(20), ended).await.expect("a stream went on").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_off_unless_somebody_switches_it_on() {
    let mut house = House::new(Release::V28).await;
    house.run("web");
    let answer = house.ada.get("/docker/containers/web/export").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("--raw-api"), "{}", answer.text);
    assert_eq!(house.ada.get("/docker/containers/json").await.status, StatusCode::OK);
}
