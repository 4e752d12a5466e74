//! `/docker`: the engine's own API with an admin's token.

mod script;

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    process::Stdio,
    time::Duration,
};

use gate::Role;
use http::{Method, Request, StatusCode};
use serde_json::Value;
use testbed::Release;

use super::{House, audit::deeds};
use crate::{
    cli::run,
    client::Client,
    running::{Running, data, open, with_people},
};

/// Where a registry is, in the tests that have one.
pub(super) const REGISTRY_PORT: u16 = 5000;

impl House {
    /// What the engine itself answers to a GET: JSON.
    fn of_the_socket(&self, path: &str) -> Value {
        let mut socket = UnixStream::connect(self.engine.socket()).unwrap();
        write!(socket, "GET {path} HTTP/1.0\r\nhost: engine\r\n\r\n").unwrap();
        let mut reply = String::new();
        socket.read_to_string(&mut reply).unwrap();
        serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    pub(super) async fn raw() -> Self {
        Self::with(Release::V28, |config| config.raw_api = true).await
    }

    /// Another server for the same engine, with TLS, and two admins: ada's requests pass as they are, and olga's don't.
    /// Both may pull from the registry at [`REGISTRY_PORT`].
    pub(super) async fn encrypted(&self) -> Running {
        let folder = with_people(&[("ada", Role::Admin), ("olga", Role::Admin)]).await;
        let (_, people) = open(&data(folder.path()));
        people.set_raw(server::Name::parse("olga").unwrap(), false).await.unwrap();
        let engine = self.engine.host();
        Running::with(folder, |config| {
            config.engine = Some(engine);
            config.deploy.registries.push(format!("127.0.0.1:{REGISTRY_PORT}"));
            config.raw_api = true;
            config.tls = server::TlsChoice::Auto;
        })
        .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_curl_examples_answer_what_the_socket_answers() {
    the_curl_examples_answer(House::raw().await, |path| path).await;
}

/// What is asked anew is answered in the version that was agreed on, whichever was asked for.
#[tokio::test(flavor = "multi_thread")]
async fn the_curl_examples_answer_what_the_socket_answers_in_the_newest_form() {
    the_curl_examples_answer(House::new(Release::V28).await, |path| path.trim_start_matches("/v1.24")).await;
}

async fn the_curl_examples_answer(mut house: House, on_the_socket: fn(&str) -> &str) {
    house.run("web");
    for path in ["/images/json", "/containers/json?all=true", "/version", "/v1.24/images/json"] {
        let answer = house.ada.get(&format!("/docker{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let mut answers = [answer.json(), house.of_the_socket(on_the_socket(path))];
        // A list says how long a container has been up.
        let up = |answer: &mut Value| drop(answer[0].as_object_mut().and_then(|row| row.remove("Status")));
        if path.starts_with("/containers") {
            answers.iter_mut().for_each(up);
        }
        assert_eq!(answers[0], answers[1], "{path}");
    }
    let head = house.ada.send(Request::head("/docker/_ping"), "").await;
    assert_eq!(head.headers.get("api-version").unwrap(), "1.51");
}

/// The engine's own address, by its name.
#[tokio::test(flavor = "multi_thread")]
async fn docker_works_at_the_address_of_an_engine() {
    for raw_api in [true, false] {
        let house = House::with(Release::V28, |config| config.raw_api = raw_api).await;
        let token = house.server.token_of("ada", None).await;
        let says = |engine: &str, arguments: &[&str]| {
            let mut docker = house.engine.docker_command().unwrap();
            docker.env("DOCKER_HOST", format!("tcp://{}/engines/{engine}/docker", house.server.address));
            docker.env("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {}", token.trim()));
            docker.args(arguments).output().unwrap()
        };
        let succeeds = |arguments: &[&str]| {
            let output = says("local", arguments);
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        };
        assert_eq!(succeeds(&["version", "--format", "{{.Server.APIVersion}}"]), "1.51");
        assert_eq!(succeeds(&["run", "--rm", "busybox", "echo", "hello"]), "hello");
        let id = succeeds(&["run", "--detach", "--init", "--name", "web", "busybox", "sleep", "1h"]);
        assert_eq!(succeeds(&["ps", "--quiet", "--no-trunc"]), id);
        assert_eq!(succeeds(&["exec", "web", "hostname"]), id[..12]);
        let other = says("other", &["ps"]);
        assert!(String::from_utf8_lossy(&other.stderr).contains("there is no engine \"other\""), "{other:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_question_about_a_secret_is_written_down_as_well() {
    let mut house = House::raw().await;
    house.run("web");
    for query in ["", "?ps_args=e", "", "?ps_args=e"] {
        assert_eq!(house.ada.get(&format!("/docker/containers/web/top{query}")).await.status, StatusCode::OK);
    }
    let records = house.records();
    let tops: Vec<_> = deeds(&records).into_iter().filter(|deed| deed[1] == "ContainerTop").collect();
    assert_eq!(tops.len(), 2, "{tops:?}");
    assert!(tops[1][3].contains("?ps_args="), "{tops:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_says_something_else_than_what_is_written_down() {
    let mut house = House::raw().await;
    let form = Request::post("/docker/images/create?fromImage=alpine&tag=1")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = house.ada.send(form, "fromImage=evil").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    assert!(deeds(&house.records()).is_empty());
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
