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

/// What the mirror asks for beside the containers.
const PATHS: [&str; 6] = ["/_ping", "/version", "/info", "/images/json", "/volumes", "/networks"];

/// Answers on a socket of its own until the process ends.
pub(super) struct Engine {
    socket: PathBuf,
}

impl Engine {
    /// Records a real engine's answers, and multiplies its containers until there are `count`.
    pub(super) fn of(real: &testbed::Engine, count: usize) -> Result<Self> {
        let ask = |path: &str| -> Result<Vec<u8>> {
            let head = format!("GET {path} HTTP/1.1\r\nHost: engine\r\n\r\n");
            Ok(Door::Unix(real.socket()).connect()?.ask(&head)?.body)
        };
        let mut answers: HashMap<String, Vec<u8>> = HashMap::new();
        for path in PATHS {
            answers.insert(path.to_owned(), ask(path)?);
        }
        let listed: Vec<Value> = serde_json::from_slice(&ask("/containers/json?all=1")?)?;
        let one = listed.first().and_then(|row| row["Id"].as_str()).context("no container to record")?;
        let looked_at: Value = serde_json::from_slice(&ask(&format!("/containers/{one}/json"))?)?;
        multiply(&listed, &looked_at, count, &mut answers)?;
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

fn serve(stream: UnixStream, answers: &HashMap<String, Vec<u8>>) -> std::io::Result<()> {
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

/// The recorded containers again and again, each with an id and a name of its own: their list, and each alone.
fn multiply(
    listed: &[Value],
    looked_at: &Value,
    count: usize,
    answers: &mut HashMap<String, Vec<u8>>,
) -> Result<()> {
    let mut all = Vec::with_capacity(count);
    for number in 0..count {
        let (id, name) = (format!("{number:064x}"), format!("/shop-worker-{number}"));
        let mut row = listed[number % listed.len()].clone();
        (row["Id"], row["Names"]) = (id.clone().into(), serde_json::json!([name]));
        all.push(row);
        let mut alone = looked_at.clone();
        (alone["Id"], alone["Name"]) = (id.clone().into(), name.into());
        answers.insert(format!("/containers/{id}/json"), serde_json::to_vec(&alone)?);
    }
    answers.insert("/containers/json".to_owned(), serde_json::to_vec(&all)?);
    Ok(())
}
