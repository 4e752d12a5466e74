//! What reaches the engine through `/docker`, for whom: every operation of the API's description, the routes that it
//! doesn't list, and what only looks like one of them. The engine here records what arrives, and answers nothing else.

use std::{
    fmt::Write,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use engine_api::operation::Operation;
use http::{Method, Request, StatusCode};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
};

use crate::{
    client::Client,
    engine::PEOPLE,
    running::{Running, with_people},
};

/// What arrives, for a person to review. Written anew with `BLESS=1`.
const MATRIX: &str = "tests/it/matrix.txt";

/// Tells requests of a test from those of the mirror: it passes from end to end.
const MARK: &str = "x-case";

/// The routes that the engine serves, and neither its description nor our table lists.
const UNLISTED: [(Method, &str); 15] = [
    (Method::POST, "/moby.buildkit.v1.Control/Solve"),
    (Method::POST, "/build/cancel"),
    (Method::GET, "/debug/vars"),
    (Method::GET, "/debug/pprof/"),
    (Method::GET, "/debug/pprof/cmdline"),
    (Method::GET, "/debug/pprof/profile"),
    (Method::GET, "/debug/pprof/symbol"),
    (Method::GET, "/debug/pprof/trace"),
    (Method::GET, "/debug/pprof/heap"),
    (Method::GET, "/containers/thing/checkpoints"),
    (Method::POST, "/containers/thing/checkpoints"),
    (Method::DELETE, "/containers/thing/checkpoints/one"),
    (Method::GET, "/networks/"),
    (Method::OPTIONS, "/containers/json"),
    (Method::GET, "/images/thing/attestations"),
];

/// An engine that records the marked requests that arrive.
struct Recorder {
    folder: TempDir,
    arrived: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("engine.sock")).unwrap();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&arrived);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&record)));
            }
        });
        Self { folder, arrived }
    }

    fn host(&self) -> String {
        format!("unix://{}", self.folder.path().join("engine.sock").display())
    }

    /// What has arrived since the last look.
    fn arrived(&self) -> Vec<String> {
        std::mem::take(&mut self.arrived.lock().unwrap())
    }
}

/// One request a connection: its first line is kept when it is marked.
async fn answer(mut stream: UnixStream, arrived: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(read) if read > 0 => head.extend_from_slice(&chunk[..read]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let marked = head.to_ascii_lowercase().contains(MARK);
    if marked {
        let line = head.lines().next().unwrap_or_default();
        arrived.lock().unwrap().push(line.trim_end_matches(" HTTP/1.1").to_owned());
    }
    let status = if marked { "200 OK" } else { "503 Service Unavailable" };
    let answer = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    let _ = stream.write_all(answer.as_bytes()).await;
}

/// A server with vera, otto and ada in front of an engine.
async fn server(engine: &Recorder, raw_api: bool) -> Running {
    let folder = with_people(&PEOPLE).await;
    let host = engine.host();
    Running::with(folder, |config| {
        config.engine = Some(host);
        config.raw_api = raw_api;
    })
    .await
}

/// Who asks, in the order of the matrix's columns.
async fn actors(on: &Running, off: &Running) -> Vec<(&'static str, Client)> {
    let with_token =
        async |server: &Running, name| Client::with_token(server.address, &server.token_of(name, None).await);
    vec![
        ("anonymous", on.client()),
        ("viewer", with_token(on, "vera").await),
        ("operator", with_token(on, "otto").await),
        ("admin's session", on.client_of("ada").await),
        ("admin, switched off", with_token(off, "ada").await),
        ("admin", with_token(on, "ada").await),
    ]
}

async fn ask(client: &mut Client, server: &Running, method: &Method, path: &str) -> StatusCode {
    let request = Request::builder().method(method).uri(format!("/docker{path}")).header(MARK, "1");
    let origin = format!("http://{}", server.address);
    let request = if client.cookie().is_some() { request.header("origin", origin) } else { request };
    client.send(request, "").await.status
}

fn path(operation: Operation) -> String {
    operation.path().replace("{id}", "thing").replace("{name}", "thing")
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_the_matrix_arrives() {
    let engine = Recorder::start();
    let (on, off) = (server(&engine, true).await, server(&engine, false).await);
    let mut actors = actors(&on, &off).await;
    let mut matrix = String::from("What reaches the engine through /docker, for:");
    for (name, _) in &actors {
        write!(matrix, " {name};").unwrap();
    }
    matrix.push('\n');
    let described = Operation::ALL.iter().map(|&it| (it.method(), path(it)));
    let unlisted = UNLISTED.into_iter().map(|(method, path)| (method, path.to_owned()));
    for (method, path) in described.chain(unlisted) {
        let mut row = String::new();
        for (name, client) in &mut actors {
            let server = if *name == "admin, switched off" { &off } else { &on };
            let mut passed = Vec::new();
            for prefix in ["", "/v1.24", "/v1.51"] {
                let target = format!("{prefix}{path}");
                let status = ask(client, server, &method, &target).await;
                let arrived = engine.arrived();
                if status == StatusCode::OK {
                    assert_eq!(arrived, [format!("{method} {target}")], "{name}");
                } else {
                    assert!(
                        arrived.is_empty(),
                        "{name} {method} {target}: {status}, and {arrived:?} arrived"
                    );
                }
                passed.push(status == StatusCode::OK);
            }
            assert!(passed.iter().all(|one| *one == passed[0]), "{name} {method} {path}: {passed:?}");
            row.push(if passed[0] { 'x' } else { '.' });
        }
        writeln!(matrix, "{row} {method} {path}").unwrap();
    }
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(MATRIX);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &matrix).unwrap();
    }
    assert_eq!(matrix, std::fs::read_to_string(file).unwrap_or_default());
}

/// Each operation's path, written as the engine would read it and the table doesn't.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_only_looks_like_an_operation_arrives() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    let mut ada = Client::with_token(on.address, &on.token_of("ada", None).await);
    let variants: [fn(&str) -> String; 11] = [
        |path| path.replacen('/', "/%2f", 1),
        |path| format!("/{path}"),
        |path| format!("/.{path}"),
        |path| format!("/x/..{path}"),
        |path| format!("{path}/"),
        |path| format!("{path}/."),
        |path| format!("{path};x"),
        |path| format!("/v01.51{path}"),
        |path| format!("/v1.99{path}"),
        |path| path.to_ascii_uppercase(),
        |path| {
            let (start, rest) = path.split_at(1);
            let first = rest.chars().next().map_or(0, u32::from);
            format!("{start}%{first:02x}{}", &rest[1..])
        },
    ];
    for operation in Operation::ALL {
        for variant in variants {
            let target = variant(&path(*operation));
            let status = ask(&mut ada, &on, &operation.method(), &target).await;
            let arrived = engine.arrived();
            assert!(arrived.is_empty(), "{} {target}: {status}, and {arrived:?} arrived", operation.method());
            assert!(status.is_client_error(), "{} {target}: {status}", operation.method());
        }
    }
}
