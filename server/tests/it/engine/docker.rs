//! `/docker`: the engine's own API with an admin's token, as docker itself uses it.

use std::{
    io::{Read, Write},
    process::{Output, Stdio},
    time::Duration,
};

use gate::Role;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use testbed::Release;

use super::House;
use crate::{cli::run, client::Client};

/// What is tried on the socket and through Pierhead: the arguments of docker, and what it gets to read. `@` stands for
/// what tells the two runs apart.
const SCRIPT: &[(&str, &str)] = &[
    ("version --format {{.Server.Version}}", ""),
    ("info --format {{.ServerVersion}}/{{.Driver}}", ""),
    ("run --detach --init --name @web --label a=b --env X=y busybox sleep 1h", ""),
    ("ps --all --filter name=@web --format {{.Names}}/{{.Image}}/{{.State}}", ""),
    ("inspect --format {{.Name}}/{{.Config.Env}}/{{.State.Running}} @web", ""),
    ("inspect nobody", ""),
    ("exec @web echo hello", ""),
    ("exec @web sh -c exit\u{a0}3", ""),
    ("exec --interactive @web cat", "typed\nlines\n"),
    ("exec --interactive @web wc -c", "some bytes"),
    ("top @web -o pid,args", ""),
    ("exec @web sh -c echo\u{a0}x>/tmp/x", ""),
    ("diff @web", ""),
    ("cp @web:/tmp/x -", ""),
    ("cp @web:/nothing -", ""),
    ("update --memory 64m --memory-swap 64m @web", ""),
    ("rename @web @shop", ""),
    ("pause @shop", ""),
    ("pause @shop", ""),
    ("unpause @shop", ""),
    ("stats --no-stream --format {{.Name}} @shop", ""),
    ("commit @shop @image:1", ""),
    ("images --format {{.Repository}}:{{.Tag}} @image", ""),
    ("history --quiet --no-trunc=false @image:1", ""),
    ("tag @image:1 @image:2", ""),
    ("image inspect --format {{.RepoTags}} @image:2", ""),
    ("rmi @image:2", ""),
    ("kill --signal KILL @shop", ""),
    ("wait @shop", ""),
    ("start @shop", ""),
    ("restart --time 0 @shop", ""),
    ("stop --time 0 @shop", ""),
    ("rm @shop", ""),
    ("rm @shop", ""),
    ("run --rm --name @once busybox echo once", ""),
    ("run --rm --interactive --name @once busybox cat", "through and back\n"),
    ("run --rm --name @once busybox sh -c exit\u{a0}7", ""),
    ("run --rm --name @once busybox no-such-program", ""),
    ("run --name @logs busybox sh -c echo\u{a0}out;echo\u{a0}err>&2", ""),
    ("logs @logs", ""),
    ("logs --follow --since 1m @logs", ""),
    ("rm @logs", ""),
    ("run --rm busybox cat /etc/nothing", ""),
    ("create --name @made --tty busybox cat", ""),
    ("port @made", ""),
    ("rm --force @made", ""),
    ("network create @net", ""),
    ("network ls --filter name=@net --format {{.Name}}/{{.Driver}}", ""),
    ("run --rm --network @net busybox true", ""),
    ("network inspect --format {{.Name}} @net", ""),
    ("network create @net", ""),
    ("network rm @net", ""),
    ("volume create @data", ""),
    ("volume ls --filter name=@data --format {{.Name}}", ""),
    ("run --rm --volume @data:/data busybox sh -c echo\u{a0}kept>/data/x", ""),
    ("run --rm --volume @data:/data busybox cat /data/x", ""),
    ("volume inspect --format {{.Name}}/{{.Driver}} @data", ""),
    ("volume rm @data", ""),
    ("volume rm @data", ""),
    ("system df --format {{.Type}}", ""),
    ("events --since 0 --until 1 --filter container=@web", ""),
    ("container prune --force --filter label=none", ""),
    ("image prune --force --filter label=none", ""),
    ("pull nowhere.invalid/nothing:1", ""),
    ("push @image:1", ""),
    ("rmi @image:1", ""),
];

impl House {
    async fn raw() -> Self {
        Self::with(Release::V28, |config| config.raw_api = true).await
    }

    /// What docker says and how it ends, through Pierhead with a token, or on the socket.
    fn docker_says(&self, arguments: &str, input: &str, token: Option<&str>) -> Output {
        let mut docker = self.engine.docker_command().unwrap();
        if let Some(token) = token {
            docker.env("DOCKER_HOST", format!("tcp://{}/docker", self.server.address));
            docker.env("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {token}"));
        }
        // A space that stays within an argument is written as one that doesn't break.
        docker.args(arguments.split(' ').map(|argument| argument.replace('\u{a0}', " ")));
        let mut docker =
            docker.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        docker.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        docker.wait_with_output().unwrap()
    }
}

/// What two runs have in common: ids are `ID`, and what tells them apart is `@`.
fn plain(output: &Output, own: &str) -> String {
    let text = [&*output.stdout, b"\n--- stderr\n", &*output.stderr].concat();
    let text = String::from_utf8_lossy(&text).replace(own, "@");
    // How many layers go with an image depends on what else has them.
    let text: String = text.split_inclusive('\n').filter(|line| !line.starts_with("Deleted: ")).collect();
    let is_id = |word: &str| word.len() >= 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut plain = String::new();
    for word in text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric()) {
        let (name, end) = word.split_at(
            word.len()
                - word.chars().last().filter(|it| !it.is_ascii_alphanumeric()).map_or(0, char::len_utf8),
        );
        plain.push_str(if is_id(name) { "ID" } else { name });
        plain.push_str(end);
    }
    // Some answers have no order: what has changed in a container, what prune has found.
    let mut lines: Vec<_> = plain.lines().collect();
    lines.sort_unstable();
    format!("{}\n--- {:?}", lines.join("\n"), output.status.code())
}

#[tokio::test(flavor = "multi_thread")]
async fn docker_says_the_same_as_on_the_socket() {
    let house = House::raw().await;
    let token = house.server.token_of("ada", None).await;
    let mut different = Vec::new();
    for (arguments, input) in SCRIPT {
        let say = |own: &str, token| house.docker_says(&arguments.replace('@', own), input, token);
        let (direct, through) =
            (plain(&say("sock7", None), "sock7"), plain(&say("pass7", Some(&token)), "pass7"));
        // A process, an archive's time, and where a registry was asked for from are never the same twice.
        let varies = ["top", "pull", "push"].iter().any(|start| arguments.starts_with(start));
        if varies || arguments.ends_with(" -") {
            let end = |text: &str| text.lines().last().map(str::to_owned);
            assert_eq!(end(&direct), end(&through), "docker {arguments}");
        } else if direct != through {
            different.push(format!("docker {arguments}\n{direct}\n=== through Pierhead:\n{through}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n\n"));
    assert!(SCRIPT.len() > 60);
    run(&["audit", "verify"], &house.server.data(), "").succeeded();
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
