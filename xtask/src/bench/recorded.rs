//! An engine that answers what a real one once did, with its containers multiplied: more than fit on a test
//! machine, and changing as often as is wanted.

use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    io::{BufRead, BufReader, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
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

/// What it answers.
struct Recording {
    answers: HashMap<String, Vec<u8>>,
    changes: Option<Changes>,
}

/// Containers that are paused and go on, one after the other.
struct Changes {
    every: Duration,
    /// How many there were.
    made: AtomicUsize,
    /// How many containers there are.
    count: usize,
}

impl Engine {
    /// Records a real engine's answers, and multiplies its containers until there are `count`. With `every`, one of
    /// them changes whenever that has passed.
    pub(super) fn of(real: &testbed::Engine, count: usize, every: Option<Duration>) -> Result<Self> {
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
        let kind = if every.is_some() { "changing" } else { "recorded" };
        let socket = real.home().join(format!("{kind}-{count}.sock"));
        // A later one of the same kind takes the place of an earlier one.
        let _ = std::fs::remove_file(&socket);
        let listener = UnixListener::bind(&socket)?;
        let changes = every.map(|every| Changes { every, made: AtomicUsize::new(0), count });
        let recording = Arc::new(Recording { answers, changes });
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let recording = Arc::clone(&recording);
                // A client that goes away ends its own thread alone.
                thread::spawn(move || serve(stream, &recording));
            }
        });
        Ok(Self { socket })
    }

    /// Its address as DOCKER_HOST takes it.
    pub(super) fn host(&self) -> String {
        format!("unix://{}", self.socket.display())
    }
}

fn serve(stream: UnixStream, recording: &Recording) -> std::io::Result<()> {
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
            match &recording.changes {
                Some(changes) => return changes.tell(&mut out),
                // Nothing ever happens; the stream stays open.
                None => continue,
            }
        }
        let (status, body) = match recording.answer(path) {
            Some(body) => ("200 OK\r\nApi-Version: 1.51", body),
            None => ("404 Not Found", Cow::Borrowed(&b"{\"message\":\"not recorded\"}"[..])),
        };
        write!(
            out,
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )?;
        out.write_all(if first.starts_with("HEAD ") { b"" } else { &body })?;
    }
    Ok(())
}

impl Recording {
    fn answer(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        let body = self.answers.get(path)?;
        let is_paused = self.changes.as_ref().is_some_and(|changes| changes.is_paused(path));
        Some(if is_paused { Cow::Owned(paused(body).ok()?) } else { Cow::Borrowed(body) })
    }
}

impl Changes {
    /// Tells of each change when it has been made, until nobody listens any more.
    fn tell(&self, out: &mut UnixStream) -> std::io::Result<()> {
        loop {
            thread::sleep(self.every);
            let number = self.made.fetch_add(1, Ordering::SeqCst);
            let action = if (number / self.count).is_multiple_of(2) { "pause" } else { "unpause" };
            let event = serde_json::json!({
                "Type": "container", "Action": action, "Actor": {"ID": id_of(number % self.count)}, "scope": "local",
            });
            let line = format!("{event}\n");
            write!(out, "{:x}\r\n{line}\r\n", line.len())?;
        }
    }

    /// Whether the container of `/containers/ID/json` has been changed an odd number of times.
    fn is_paused(&self, path: &str) -> bool {
        let id = path.strip_prefix("/containers/").and_then(|rest| rest.strip_suffix("/json"));
        let number = id.and_then(|id| usize::from_str_radix(id.get(..16)?, 16).ok());
        let made = self.made.load(Ordering::SeqCst);
        number.is_some_and(|number| !((made + self.count - 1 - number) / self.count).is_multiple_of(2))
    }
}

fn paused(body: &[u8]) -> serde_json::Result<Vec<u8>> {
    let mut container: Value = serde_json::from_slice(body)?;
    container["State"]["Status"] = "paused".into();
    serde_json::to_vec(&container)
}

/// It begins with the number; the rest is as unlike any other as in real ones, and can't be compressed either.
fn id_of(number: usize) -> String {
    let noise = |part: usize| {
        let mut hasher = DefaultHasher::new();
        (number, part).hash(&mut hasher);
        hasher.finish()
    };
    format!("{number:016x}{:016x}{:016x}{:016x}", noise(0), noise(1), noise(2))
}

/// The recorded containers again and again, each with an id, a name and a service of its own: their list,
/// and each alone.
fn multiply(
    listed: &[Value],
    looked_at: &Value,
    count: usize,
    answers: &mut HashMap<String, Vec<u8>>,
) -> Result<()> {
    let mut all = Vec::with_capacity(count);
    for number in 0..count {
        let (id, name) = (id_of(number), format!("/shop-worker-{number}"));
        let mut row = listed[number % listed.len()].clone();
        (row["Id"], row["Names"]) = (id.clone().into(), serde_json::json!([name]));
        all.push(row);
        let mut alone = looked_at.clone();
        (alone["Id"], alone["Name"]) = (id.clone().into(), name.into());
        alone["State"]["Status"] = "running".into();
        let labels = &mut alone["Config"]["Labels"];
        labels["com.docker.compose.project"] = format!("shop{}", number % 40).into();
        labels["com.docker.compose.service"] = format!("worker{number}").into();
        answers.insert(format!("/containers/{id}/json"), serde_json::to_vec(&alone)?);
    }
    answers.insert("/containers/json".to_owned(), serde_json::to_vec(&all)?);
    Ok(())
}
