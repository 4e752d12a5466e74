//! What streams through `/docker` ends with the right to it, whoever takes that away.

use std::time::Duration;

use gate::Role;
use http::Method;
use mirror::Feed;
use serde_json::{Value, json};
use server::members::{Kind, Members};
use testbed::Release;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::{House, send};
use crate::{cli::run, client::Client, running::open};

/// A stream ends this soon at the latest.
const SOON: Duration = Duration::from_secs(5);
const GRANTS: &str = "logs,exec,deploy,files";

impl House {
    /// What streams of a container, each begun: what it is and its connection.
    async fn streams(&self, token: &str, id: &str) -> Vec<(&'static str, TcpStream)> {
        let mut client = Client::with_token(self.server.address, token);
        let exec = json!({"Cmd": ["sleep", "1h"], "AttachStdout": true, "AttachStdin": true});
        let made = send(&mut client, Method::POST, &format!("/docker/containers/{id}/exec"), &exec).await;
        let made: Value = serde_json::from_str(&made.text).unwrap();
        let exec = format!("POST /exec/{}/start", made["Id"].as_str().unwrap());
        let mut streams = Vec::new();
        for (name, line, upgrades) in [
            ("events", "GET /events".to_owned(), false),
            ("logs", format!("GET /containers/{id}/logs?follow=1&stdout=1"), false),
            ("stats", format!("GET /containers/{id}/stats?stream=1"), false),
            ("wait", format!("POST /containers/{id}/wait"), false),
            ("attach", format!("POST /containers/{id}/attach?stream=1&stdin=1&stdout=1"), true),
            ("attach, not upgraded", format!("POST /containers/{id}/attach?stream=1&stdout=1"), false),
            ("exec", exec, true),
        ] {
            let stream = self.begin(token, &line, upgrades).await;
            streams.push((name, stream));
        }
        streams
    }

    /// Sends a request, and reads the head of its answer.
    pub(super) async fn begin(&self, token: &str, line: &str, upgrades: bool) -> TcpStream {
        let (method, target) = line.split_once(' ').unwrap();
        let mut stream = TcpStream::connect(self.server.address).await.unwrap();
        let upgrade = if upgrades { "connection: upgrade\r\nupgrade: tcp\r\n" } else { "" };
        let (body, kind) = match target.ends_with("/start") {
            true => ("{}", "content-type: application/json\r\n"),
            false => ("", ""),
        };
        let request = format!(
            "{method} /docker{target} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n{upgrade}{kind}\
             content-length: {}\r\n\r\n{body}",
            self.server.address,
            token.trim(),
            body.len(),
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let byte = timeout(Duration::from_secs(20), stream.read_u8()).await;
            head.push(byte.unwrap_or_else(|_| panic!("{line} wasn't answered")).unwrap());
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let expected = if upgrades { "HTTP/1.1 101" } else { "HTTP/1.1 200" };
        assert!(head.starts_with(expected), "{line}: {head}");
        stream
    }

    pub(super) fn members(&self) -> Members {
        let feed = Feed::new(1, self.engine.host());
        let id = self.docker(&["info", "--format", "{{.ID}}"]);
        let engine = wire::Engine { id, ..wire::Engine::clone(&feed.engine()) };
        feed.publish([wire::Change::Engine(engine.into())]);
        Members::new(open(&self.server.data()).0, feed.into())
    }
}

/// Reads until the other side closes.
async fn end(mut stream: TcpStream) {
    let mut bytes = [0; 4096];
    while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
}

async fn all_end(streams: Vec<(&'static str, TcpStream)>, why: &str) {
    for (name, stream) in streams {
        timeout(SOON, end(stream)).await.unwrap_or_else(|_| panic!("{why}: {name} went on"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_stream_ends_with_the_right_to_it() {
    let (house, _) = House::of_kim(Role::Operator, GRANTS).await;
    let data = house.server.data();
    let id = house.run("mine");
    house.adopt("web", Kind::Container, &id).await;
    let token = async || house.server.token_of("kim", None).await;

    let revoked = token().await;
    let streams = house.streams(&revoked, &id).await;
    run(&["token", "revoke", &revoked], &data, "").succeeded();
    all_end(streams, "the token was revoked").await;

    let streams = house.streams(&token().await, &id).await;
    run(&["user", "disable", "kim"], &data, "").succeeded();
    all_end(streams, "the person was disabled").await;
    run(&["user", "enable", "kim"], &data, "").succeeded();

    let streams = house.streams(&token().await, &id).await;
    run(&["user", "scope", "kim", "web", "--none"], &data, "").succeeded();
    all_end(streams, "the scope was taken away").await;
    run(&["user", "scope", "kim", "web", GRANTS], &data, "").succeeded();

    let streams = house.streams(&token().await, &id).await;
    house.members().dissolve("web".parse().unwrap()).await.unwrap();
    let of_it = streams.into_iter().filter(|(name, _)| *name != "events").collect();
    all_end(of_it, "it left the stack").await;
    house.adopt("web", Kind::Container, &id).await;

    // What is still theirs goes on: the grant for files isn't what these take.
    let streams = house.streams(&token().await, &id).await;
    run(&["user", "scope", "kim", "web", "logs,exec,deploy"], &data, "").succeeded();
    for (name, stream) in streams.into_iter().filter(|(name, _)| *name != "events") {
        let ended = timeout(Duration::from_secs(3), end(stream)).await;
        assert!(ended.is_err(), "{name} ended with a grant that it doesn't take");
    }
    let streams = house.streams(&token().await, &id).await;
    run(&["user", "scope", "kim", "web", "deploy"], &data, "").succeeded();
    let take_it = |name: &str| name == "logs" || name == "exec" || name.starts_with("attach");
    let taken = streams.into_iter().filter(|(name, _)| take_it(name)).collect();
    all_end(taken, "the grants were taken away").await;
}

/// One person's streams leave room for everybody else's requests, and end with a clear word.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_all_the_places() {
    let mut house = House::new(Release::V28).await;
    let vera = house.server.token_of("vera", None).await;
    let mut client = Client::with_token(house.server.address, &vera);
    let mut streams = Vec::new();
    for _ in 0..96 {
        streams.push(house.begin(&vera, "GET /events", false).await);
    }
    let refused = client.get("/docker/version").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "2"), "{}", refused.text);
    assert!(refused.text.contains("96 requests open at once"), "{}", refused.text);
    assert_eq!(house.ada.get("/docker/version").await.status, 200, "somebody else's");

    streams.pop();
    let room = async {
        while client.get("/docker/version").await.status != 200 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(SOON, room).await.expect("the place of a stream that has ended was kept");
    // Their own place is back as well.
    assert_eq!(client.get("/docker/containers/json").await.status, 200);
}

/// An engine stops a container whose output nobody takes in. Half a minute, since that is the bound.
#[tokio::test(flavor = "multi_thread")]
async fn a_container_goes_on_when_whoever_is_attached_reads_nothing() {
    let house = House::new(Release::V28).await;
    let ada = house.server.token_of("ada", None).await;
    // What it has written is counted beside its output.
    let script = "while :; do head -c 65536 /dev/zero; echo >> /count; usleep 10000; done";
    let mut stalled = Vec::new();
    for (name, upgrades) in [("upgraded", true), ("plain", false)] {
        house.docker(&[
            "run",
            "--detach",
            "--init",
            "--log-driver",
            "none",
            "--name",
            name,
            "busybox",
            "sh",
            "-c",
            script,
        ]);
        let line = format!("POST /docker/containers/{name}/attach?stream=1&stdout=1");
        stalled.push((name, house.begin(ada.trim(), &line.replace("/docker", ""), upgrades).await));
    }
    let count = |name: &str| house.docker(&["exec", name, "wc", "-l", "/count"]);
    // Until both are stopped, and then until they aren't any more.
    for stops in [true, false] {
        for (name, _) in &stalled {
            let until = async {
                loop {
                    let before = count(name);
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    if (count(name) == before) == stops {
                        break;
                    }
                }
            };
            timeout(Duration::from_secs(60), until).await.unwrap_or_else(|_| panic!("{name}: not {stops}"));
        }
    }
}
