//! Versions of the API: those of an engine that is newer than all that are known here, and those that are too old.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    sync::{Arc, Mutex},
};

use gate::Role;
use http::{HeaderValue, Request, StatusCode};
use testbed::{Engine, Release};

use super::{House, between::Between};
use crate::{
    cli::run,
    client::Client,
    running::{Running, with_people},
};

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_a_newer_engine_are_told_of_the_newest_version_that_is_known() {
    let engine = Engine::start(Release::V28).unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let note = heard.clone();
    let claims = Between::start(&engine, move |path, mut answer| {
        note.lock().unwrap().push(path.to_owned());
        answer.headers_mut().insert("api-version", HeaderValue::from_static("1.53"));
        let is_version = path.ends_with("/version");
        answer.map(|told| match told {
            Some(told) if is_version => {
                Some(String::from_utf8_lossy(&told).replace("\"1.51\"", "\"1.53\"").into())
            }
            told => told,
        })
    });
    for raw_api in [true, false] {
        let people = with_people(&[("ada", Role::Admin)]).await;
        let server = Running::with(people, |config| {
            config.engine = Some(claims.host());
            config.raw_api = raw_api;
        })
        .await;
        if raw_api {
            run(&["user", "raw", "ada", "on"], &server.data(), "").succeeded();
        }
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

        // Nor does the engine understand in its own what names none.
        for path in ["images/nothing/json", "v1.41/images/nothing/json"] {
            heard.lock().unwrap().clear();
            ada.get(&format!("/docker/{path}")).await;
            let expected = if raw_api && path.starts_with("v1.41") { "v1.41" } else { "v1.51" };
            let expected = format!("/{expected}/images/nothing/json");
            let heard = heard.lock().unwrap();
            let heard: Vec<_> = heard.iter().filter(|path| path.contains("nothing")).collect();
            assert_eq!(heard, [&expected], "{raw_api} {path}");
        }

        // The command line speaks what it is told.
        let mut docker = engine.docker_command().unwrap();
        docker.env("DOCKER_HOST", format!("tcp://{}/docker", server.address));
        docker.env("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {}", token.trim()));
        docker.args(["version", "--format", "{{.Client.APIVersion}} {{.Server.APIVersion}}"]);
        let told = docker.output().unwrap();
        assert_eq!(String::from_utf8_lossy(&told.stdout).trim(), "1.51 1.51", "{told:?}");
    }
}

/// Where builders open it, and where it is sent on a newer engine.
#[test]
fn an_engine_serves_builds_under_a_version_too() {
    let engine = Engine::start(Release::V28).unwrap();
    for path in ["/grpc", "/v1.51/grpc"] {
        let mut stream = UnixStream::connect(engine.socket()).unwrap();
        let head =
            "HTTP/1.1\r\nhost: engine\r\nconnection: upgrade\r\nupgrade: h2c\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(format!("POST {path} {head}").as_bytes()).unwrap();
        let mut said = [0; 12];
        stream.read_exact(&mut said).unwrap();
        assert_eq!(String::from_utf8_lossy(&said), "HTTP/1.1 101", "{path}");
    }
}

on_both_releases!(versions_that_are_too_old_are_told_which_are_known);

/// An engine may speak older ones: what a request means in them isn't known here.
async fn versions_that_are_too_old_are_told_which_are_known(release: Release) {
    let least = if release == Release::V20 { "1.12" } else { "1.24" };
    for raw_api in [true, false] {
        let mut house = House::with(release, |config| config.raw_api = raw_api).await;
        if raw_api {
            run(&["user", "raw", "ada", "on"], &house.server.data(), "").succeeded();
        }
        let told = house.ada.get("/docker/version").await.json();
        assert_eq!(told["MinAPIVersion"], least, "{told}");
        for version in ["1.0", "1.12", "1.23", "1.52", "2.0"] {
            for path in ["containers/json", "_ping", "version"] {
                let answer = house.ada.get(&format!("/docker/v{version}/{path}")).await;
                let text = format!("version {version} of the API isn't known here: 1.24 to 1.51 are");
                assert_eq!(answer.failure(), (400, text), "{raw_api}");
            }
        }
        for version in ["1.24", told["ApiVersion"].as_str().unwrap()] {
            let answer = house.ada.get(&format!("/docker/v{version}/containers/json")).await;
            assert_eq!((answer.status, answer.text.trim()), (StatusCode::OK, "[]"), "{version}");
        }
        let ada = house.server.token_of("ada", None).await;
        let mut docker = house.engine.docker_command().unwrap();
        docker.env("DOCKER_HOST", format!("tcp://{}/docker", house.server.address));
        docker.env("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {}", ada.trim()));
        let told = docker.env("DOCKER_API_VERSION", "1.23").arg("ps").output().unwrap();
        let told = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.contains("version 1.23 of the API isn't known here: 1.24 to 1.51 are"), "{told}");
    }
}
