//! What streams through `/docker` ends with the right to it, whoever takes that away.

use std::time::Duration;

use gate::Role;
use http::Method;
use mirror::Feed;
use serde_json::{Value, json};
use server::members::{Kind, Members};
use testbed::{Engine, Release};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::{House, send};
use crate::{
    cli::run,
    client::Client,
    running::{Running, open},
};

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
        members_of(&self.engine, &self.server)
    }
}

/// The members of stacks on an engine, as a server knows them.
pub(super) fn members_of(engine: &Engine, server: &Running) -> Members {
    let feed = Feed::new(1, engine.host());
    let id = engine.docker(&["info", "--format", "{{.ID}}"]).unwrap();
    let engine = wire::Engine { id, ..wire::Engine::clone(&feed.engine()) };
    feed.publish([wire::Change::Engine(engine.into())]);
    Members::new(open(&server.data()).0, feed.into())
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

/// Says much without end, and counts beside its output how often it did.
const TALKER: &str = "while :; do head -c 65536 /dev/zero; echo >> /count; usleep 10000; done";

impl House {
    fn talks(&self, name: &str, flags: &[&str]) {
        let run = ["run", "--detach", "--init", "--name", name];
        self.docker(&[&run, flags, &["busybox", "sh", "-c", TALKER]].concat());
    }

    fn count(&self, name: &str) -> usize {
        self.docker(&["exec", name, "sh", "-c", "wc -l < /count"]).parse().unwrap()
    }
}

/// An engine stops a container whose output nobody takes in.
#[tokio::test(flavor = "multi_thread")]
async fn a_container_goes_on_when_whoever_is_attached_reads_nothing() {
    let mut house = House::with(Release::V28, |config| config.raw_api = true).await;
    let ada = house.server.token_of("ada", None).await;
    for raw in [false, true] {
        let switch = if raw { "on" } else { "off" };
        run(&["user", "raw", "ada", switch], &house.server.data(), "").succeeded();
        let mut stalled = Vec::new();
        for (name, upgrades) in [("upgraded", true), ("plain", false)] {
            house.talks(name, &["--log-driver", "none"]);
            house.until_listed("containers", name).await;
            while house.list("containers").await.iter().any(|row| row["state"] != "running") {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let line = format!("POST /containers/{name}/attach?stream=1&stdout=1");
            stalled.push((name, house.begin(ada.trim(), &line, upgrades).await));
        }
        for (name, _) in &stalled {
            let mut last = house.count(name);
            for second in 0..4 {
                tokio::time::sleep(Duration::from_secs(2)).await;
                let now = house.count(name);
                assert!(now > last, "raw {raw}: {name} stands still after {second} times two seconds");
                last = now;
            }
        }
        for (name, mut stream) in stalled {
            let (mut said, notice) = (Vec::new(), b"you are no longer attached; the container goes on");
            let told = async {
                while !said.ends_with(b"\r\n") || !said.windows(notice.len()).any(|part| part == notice) {
                    assert!(
                        stream.read_buf(&mut said).await.unwrap() > 0,
                        "raw {raw}: {name}: it isn't told"
                    );
                    said.drain(..said.len().saturating_sub(4096));
                }
            };
            timeout(SOON * 4, told).await.unwrap_or_else(|_| panic!("raw {raw}: {name} goes on"));
        }
        house.docker(&["rm", "--force", "upgraded", "plain"]);
        house.until_gone("containers").await;
    }
}

/// As `docker start --attach batch | less` does: who attaches first, and starts it then, may read as slowly as they like.
#[tokio::test(flavor = "multi_thread")]
async fn who_attaches_before_a_container_runs_again_gets_all_that_it_says() {
    const SAID: usize = 16 << 20;
    let mut house = House::new(Release::V28).await;
    let ada = house.server.token_of("ada", None).await;
    let script = format!("head -c {SAID} /dev/zero | tr '\\0' y");
    house.docker(&[
        "run",
        "--detach",
        "--name",
        "batch",
        "--log-driver",
        "none",
        "busybox",
        "sh",
        "-c",
        &script,
    ]);
    house.docker(&["wait", "batch"]);
    while house.list("containers").await.iter().any(|row| row["state"] != "exited") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let line = "POST /containers/batch/attach?stream=1&stdout=1";
    let mut stream = house.begin(ada.trim(), line, true).await;
    let started = send(&mut house.ada, Method::POST, "/docker/containers/batch/start", &Value::Null).await;
    assert_eq!(started.status, 204, "{}", started.text);
    // Longer than whoever attaches to one that runs may take nothing in.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut got = 0;
    let mut piece = vec![0; 64 << 10];
    let all = async {
        loop {
            match stream.read(&mut piece).await.unwrap() {
                0 => break,
                read => got += piece[..read].iter().filter(|byte| **byte == b'y').count(),
            }
        }
    };
    timeout(SOON * 12, all).await.expect("it never ended");
    assert_eq!(got, SAID);
}

/// What is run for a reader waits for them, as it does without anybody between; so little is kept meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn logs_and_execs_wait_for_who_reads_nothing() {
    let mut house = House::new(Release::V28).await;
    let ada = house.server.token_of("ada", None).await;
    house.talks("talker", &["--log-opt", "max-size=1m"]);
    house.until_listed("containers", "talker").await;
    let logs = house.begin(ada.trim(), "GET /containers/talker/logs?follow=1&stdout=1", false).await;
    let exec = json!({"Cmd": ["sh", "-c", TALKER.replace("/count", "/execs")], "AttachStdout": true});
    let made = send(&mut house.ada, Method::POST, "/docker/containers/talker/exec", &exec).await.json();
    let start = format!("POST /exec/{}/start", made["Id"].as_str().unwrap());
    let mut exec = house.begin(ada.trim(), &start, true).await;

    let said = || -> usize {
        let lines = house.docker(&["exec", "talker", "sh", "-c", "touch /execs; wc -l < /execs"]);
        lines.parse::<usize>().unwrap() << 16
    };
    let mut before = usize::MAX;
    let waits = async {
        while said() == 0 || said() != before {
            before = said();
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    timeout(Duration::from_secs(20), waits).await.expect("it never waited");
    // The kernel's own buffers are in it: of the engine, between, and of this client.
    assert!(before < 8 << 20, "{before} bytes are kept");
    let count = house.count("talker");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(house.count("talker") > count, "a reader of logs holds nothing up");

    // And goes on with them.
    let mut read = vec![0; 2 * before];
    timeout(SOON * 2, exec.read_exact(&mut read)).await.expect("it stands still").unwrap();
    drop(logs);
}
