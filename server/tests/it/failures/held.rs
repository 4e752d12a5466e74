//! An engine whose answers aren't what the API says, to requests that are understood and asked anew: that is the engine's
//! failure, and told as one.

use std::time::Duration;

use gate::Role;
use http::{Method, Request, StatusCode};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    time::{Instant, sleep, timeout},
};

use super::{SOON, token_of};
use crate::{
    client::Client,
    running::{Running, with_people},
};

/// What an answer may be instead of one; it is chosen by a word in what is asked for.
const ANSWERS: [(&str, &[u8]); 4] = [
    ("nojson", b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\n{\"Id\": \xff"),
    ("wrongform", b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\n\"hello\""),
    ("empty", b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
    ("cutoff", b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Id\""),
];

async fn answer(mut stream: UnixStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let head = String::from_utf8_lossy(&head);
    let line = head.lines().next().unwrap_or_default();
    if line.contains("/_ping") {
        let pong =
            b"HTTP/1.1 200 OK\r\napi-version: 1.51\r\ncontent-length: 2\r\nconnection: close\r\n\r\nOK";
        return stream.write_all(pong).await;
    }
    if line.contains("/images/there/") {
        let id = format!("{{\"Id\": \"sha256:{}\"}}", "5ca1ab1e".repeat(8));
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", id.len());
        return stream.write_all([head, id].concat().as_bytes()).await;
    }
    if line.contains("/containers/there/json") {
        let id = format!("{{\"Id\": \"{}\"}}", "5ca1ab1e".repeat(8));
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", id.len());
        return stream.write_all([head, id].concat().as_bytes()).await;
    }
    if line.contains("endless") || line.contains("/changes") || line.contains("/top") {
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n[\r\n").await?;
        loop {
            sleep(Duration::from_millis(100)).await;
            stream.write_all(b"1\r\n \r\n").await?;
        }
    }
    let chosen = ANSWERS.iter().find(|(word, _)| line.contains(word));
    let gone: &[u8] = b"HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    stream.write_all(chosen.map_or(gone, |(_, answer)| answer)).await
}

/// A server before such an engine, and an admin whose requests are asked anew.
async fn served() -> (TempDir, Running, Client) {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("engine.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move { drop(answer(stream).await) });
        }
    });
    let people = with_people(&[("ada", Role::Admin)]).await;
    let token = token_of(&people, "ada").await;
    let host = format!("unix://{}", socket.display());
    let server = Running::with(people, |config| config.engine = Some(host)).await;
    let ada = Client::with_token(server.address, &token);
    (folder, server, ada)
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_in_an_answer_is_the_engines_failure() {
    let (_folder, _server, mut ada) = served().await;
    for (word, _) in ANSWERS {
        let filters = format!("filters=%7B%22name%22%3A%5B%22{word}%22%5D%7D");
        for (method, path, operation) in [
            (Method::GET, format!("containers/{word}/json"), "/containers/{id}/json"),
            (Method::GET, format!("images/{word}/json"), "/images/{name}/json"),
            (Method::GET, format!("volumes/{word}"), "/volumes/{name}"),
            (Method::GET, format!("networks/{word}"), "/networks/{id}"),
            (Method::GET, format!("containers/json?{filters}"), "/containers/json"),
            (Method::GET, format!("volumes?{filters}"), "/volumes"),
            (Method::GET, format!("networks?{filters}"), "/networks"),
            (Method::POST, format!("containers/create?name={word}"), "/containers/create"),
        ] {
            let request = Request::builder().method(&method).uri(format!("/docker/{path}"));
            let json = request.header("content-type", "application/json");
            let body = if method == Method::POST { r#"{"Image":"there"}"# } else { "" };
            let answer = ada.send(json, body).await;
            let (status, message) = answer.failure();
            assert_eq!(status, 502, "{path}: {}", answer.text);
            let names = format!("the engine's answer to {method} {operation}");
            assert!(message.starts_with(&names), "{path}: {message}");
            assert!(!answer.text.contains("hello"), "{path}: {message}");
        }
    }
}

/// Sends a request, and reads all that comes. Half a minute, since that is the bound of every answer.
async fn until_given_up(server: &Running, ada: &Client, path: &str) -> String {
    let begun = Instant::now();
    let head = format!("GET /docker{path} HTTP/1.1\r\nhost: {}\r\n", server.address);
    let rest = format!("authorization: Bearer {}\r\nconnection: close\r\n\r\n", ada.bearer().unwrap());
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    stream.write_all([head, rest].concat().as_bytes()).await.unwrap();
    let mut answer = String::new();
    // What had begun ends in the middle.
    let read = timeout(SOON * 3, stream.read_to_string(&mut answer));
    _ = read.await.unwrap_or_else(|_| panic!("{path} goes on"));
    assert!(begun.elapsed() > SOON, "{path}: {:?}", begun.elapsed());
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_never_ends_is_given_up() {
    let (_folder, server, ada) = served().await;
    let filters = "filters=%7B%22name%22%3A%5B%22endless%22%5D%7D";
    let list = format!("/containers/json?{filters}");
    let (list, changes, top) = tokio::join!(
        until_given_up(&server, &ada, &list),
        until_given_up(&server, &ada, "/containers/there/changes"),
        until_given_up(&server, &ada, "/containers/there/top")
    );
    assert!(list.starts_with(&format!("HTTP/1.1 {}", StatusCode::BAD_GATEWAY)), "{list}");
    assert!(list.contains("the engine's answer to GET /containers/json hadn't ended"), "{list}");
    for passed_on in [changes, top] {
        assert!(passed_on.starts_with("HTTP/1.1 200") && !passed_on.ends_with("0\r\n\r\n"), "{passed_on}");
    }
}
