//! An engine that answers what a real one once did, with its containers multiplied: more than fit on a test
//! machine.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::PathBuf,
    sync::Arc,
    thread,
};

use anyhow::{Context, Result};
use serde_json::Value;

use super::load::Door;

/// What the mirror asks for.
const PATHS: [&str; 7] =
    ["/_ping", "/version", "/info", "/containers/json", "/images/json", "/volumes", "/networks"];

/// Answers on a socket of its own until the process ends.
pub(super) struct Engine {
    socket: PathBuf,
}

impl Engine {
    /// Records a real engine's answers, and multiplies its containers until there are `count`.
    pub(super) fn of(real: &testbed::Engine, count: usize) -> Result<Self> {
        let mut answers = HashMap::new();
        for path in PATHS {
            let all = if path == "/containers/json" { "?all=1" } else { "" };
            let head = format!("GET {path}{all} HTTP/1.1\r\nHost: engine\r\n\r\n");
            let mut body = Door::Unix(real.socket()).connect()?.ask(&head)?.body;
            if path == "/containers/json" {
                body = multiplied(&body, count)?;
            }
            answers.insert(path, body);
        }
        let socket = real.home().join("recorded.sock");
        let listener = UnixListener::bind(&socket)?;
        let answers = Arc::new(answers);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let answers = Arc::clone(&answers);
                // A client that goes away ends its own thread alone.
                thread::spawn(move || serve(stream, &answers));
            }
        });
        Ok(Self { socket })
    }

    /// Its address as DOCKER_HOST takes it.
    pub(super) fn host(&self) -> String {
        format!("unix://{}", self.socket.display())
    }
}

fn serve(stream: UnixStream, answers: &HashMap<&str, Vec<u8>>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(first) = lines.next() {
        let first = first?;
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let path = first.split([' ', '?']).nth(1).unwrap_or_default();
        let path = path.strip_prefix("/v1.51").unwrap_or(path);
        if path == "/events" {
            out.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
            )?;
            // Nothing ever happens; the stream stays open.
            continue;
        }
        let (status, body) = match answers.get(path) {
            Some(body) => ("200 OK\r\nApi-Version: 1.51", body.as_slice()),
            None => ("404 Not Found", &b"{\"message\":\"not recorded\"}"[..]),
        };
        write!(
            out,
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )?;
        out.write_all(if first.starts_with("HEAD ") { b"" } else { body })?;
    }
    Ok(())
}

/// The recorded containers again and again, each with an id and a name of its own.
fn multiplied(body: &[u8], count: usize) -> Result<Vec<u8>> {
    let recorded: Vec<Value> = serde_json::from_slice(body)?;
    let mut all = Vec::with_capacity(count);
    for number in 0..count {
        let mut row = recorded.get(number % recorded.len()).context("nothing was recorded")?.clone();
        row["Id"] = format!("{number:064x}").into();
        row["Names"] = serde_json::json!([format!("/shop-worker-{number}")]);
        all.push(row);
    }
    Ok(serde_json::to_vec(&all)?)
}
