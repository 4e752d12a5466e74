//! An engine that is newer than all that is known here: clients are told of the newest version that is.

use gate::Role;
use http::{HeaderValue, Request, StatusCode};
use testbed::{Engine, Release};

use super::between::Between;
use crate::{
    client::Client,
    running::{Running, with_people},
};

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_a_newer_engine_are_told_of_the_newest_version_that_is_known() {
    let engine = Engine::start(Release::V28).unwrap();
    let claims = Between::start(&engine, |path, mut answer| {
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
