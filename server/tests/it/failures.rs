//! What goes wrong on either side of `/docker`: each failure has its own answer, and afterwards the server is as before,
//! whether requests pass as they are or are asked anew.

/// A test of either way through.
macro_rules! in_both_ways {
    ($name:ident) => {
        mod $name {
            use super::Way;

            #[tokio::test(flavor = "multi_thread")]
            async fn as_it_is() {
                super::$name(Way::AsItIs).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn asked_anew() {
                super::$name(Way::Anew).await;
            }
        }
    };
}

mod dead_pages;
mod engine;
mod held;

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use gate::Role;
use http::{Method, Request, StatusCode};
use server::{NewToken, Store, Tokens};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

use crate::{
    cli::{pierhead, run},
    client::Client,
    running::{data, with_people},
};
use engine::{CASE, StrangeEngine};

/// Longer than anything here takes but what is let go for taking nothing in.
const SOON: Duration = Duration::from_secs(20);
/// How often each failure happens: one file that stays open each time is seen.
const TIMES: usize = 20;

/// How requests reach the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    AsItIs,
    Anew,
}

/// The binary, serving an engine in a process of its own, whose open files and memory can be seen.
struct Served {
    process: Child,
    address: SocketAddr,
    token: String,
    folder: TempDir,
    engine: Option<StrangeEngine>,
}

impl Served {
    async fn start(way: Way) -> Self {
        let engine = StrangeEngine::start();
        let mut served = Self::on(&engine.host(), way).await;
        served.engine = Some(engine);
        served
    }

    /// With an engine that isn't strange.
    async fn on(host: &str, way: Way) -> Self {
        let folder = with_people(&[("ada", Role::Admin), ("otto", Role::Admin)]).await;
        let token = token_of(&folder, "ada").await;
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--tls", "off", "--engine", host];
        arguments.extend((way == Way::AsItIs).then_some("--raw-api"));
        let mut command = pierhead(&arguments, &data(folder.path()));
        let mut process = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(process.stderr.take().unwrap()).lines();
        let address = said.find_map(|line| line.unwrap().split_once("http://")?.1.parse().ok()).unwrap();
        // Its log isn't read, but taken in.
        thread::spawn(move || said.for_each(drop));
        Self { process, address, token, folder, engine: None }
    }

    fn data(&self) -> std::path::PathBuf {
        data(self.folder.path())
    }

    fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.process.id())).unwrap().count()
    }

    /// What it holds of the machine's memory, in kB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Waits until no more files are open than before.
    async fn until_as_before(&self, before: usize, patience: Duration) {
        let begun = Instant::now();
        // The mirror opens one from time to time, and closes it.
        while self.open_files() > before {
            assert!(begun.elapsed() < patience, "{} files are open, {before} were", self.open_files());
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends bytes after the head of a request, and gives all that comes back until the server closes.
    async fn send(&self, method: &str, path: &str, case: &str, rest: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(&self.head(method, path, case)).await.unwrap();
        stream.write_all(rest).await.unwrap();
        let mut answer = Vec::new();
        // A server that has had enough resets the connection.
        let _ = timeout(SOON, stream.read_to_end(&mut answer)).await.expect("no end came");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The head of a request, but for its end; what the engine answers to it is chosen.
    fn head(&self, method: &str, path: &str, case: &str) -> Vec<u8> {
        self.choose(case);
        let (address, token) = (self.address, &self.token);
        format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n{CASE}: {case}\r\n")
            .into_bytes()
    }

    async fn get(&self, case: &str) -> String {
        self.send("GET", "/docker/containers/x/changes", case, b"connection: close\r\n\r\n").await
    }

    fn choose(&self, case: &str) {
        self.engine.iter().for_each(|engine| engine.choose(case));
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) async fn token_of(folder: &TempDir, name: &str) -> String {
    let tokens = Tokens::new(Store::open(&data(folder.path())).unwrap());
    let user = server::Name::parse(name).unwrap();
    tokens
        .create(NewToken { user, name: String::new(), role: None, stack: None, grants: None, expires: None })
        .await
        .unwrap()
}

async fn an_engine_that_speaks_nonsense_is_said_and_leaves_nothing_open(way: Way) {
    let served = Served::start(way).await;
    assert!(served.get("fine").await.ends_with("OK"));
    let before = served.open_files();
    for case in
        ["silence", "no http", "no status", "no version", "two lengths", "endless head", "huge header"]
    {
        for _ in 0..TIMES {
            let answer = served.get(case).await;
            let status = answer.split(' ').nth(1).unwrap_or_default();
            assert!(["502", "503"].contains(&status) && answer.contains("\"message\":"), "{case}: {answer}");
        }
        served.until_as_before(before, SOON).await;
    }
    for _ in 0..TIMES {
        let answer = served.get("unasked").await;
        assert!(answer.starts_with("HTTP/1.1 502 ") && !answer.contains("hello"), "{answer}");
    }
    served.until_as_before(before, SOON).await;
    assert!(served.get("fine").await.ends_with("OK"));
}
in_both_ways!(an_engine_that_speaks_nonsense_is_said_and_leaves_nothing_open);

async fn an_answer_that_breaks_off_is_never_taken_for_whole(way: Way) {
    let served = Served::start(way).await;
    assert!(served.get("fine").await.ends_with("OK"));
    let before = served.open_files();
    for _ in 0..TIMES {
        // What had come already may be passed on or not; that there is more to come, nobody takes back.
        let cut = served.get("cut").await;
        let body = cut.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        assert!(body.len() < 100 && (cut.is_empty() || cut.contains("content-length: 100")), "{cut}");
        let chunks = served.get("wrong chunk").await;
        assert!(chunks.is_empty() || chunks.contains("chunked"), "{chunks}");
        assert!(!chunks.ends_with("0\r\n\r\n"), "{chunks}");
    }
    served.until_as_before(before, SOON).await;
}
in_both_ways!(an_answer_that_breaks_off_is_never_taken_for_whole);

/// A browser takes it for bytes, of a file where it is one, also where it passes as it is.
async fn what_comes_out_of_a_container_is_no_page_of_ours(way: Way) {
    let served = Served::start(way).await;
    let mut ada = Client::with_token(served.address, &served.token);
    let mut paths = vec![
        ("containers/x/archive?path=/", true),
        ("containers/x/logs?stdout=1", false),
        ("containers/x/top", false),
    ];
    if way == Way::AsItIs {
        paths.extend([
            ("containers/x/export", true),
            ("images/x/get", true),
            ("images/get?names=x", true),
            ("events", false),
        ]);
    }
    served.choose("page");
    for (path, is_file) in paths {
        let answer = ada.send(Request::get(format!("/docker/{path}")).header(CASE, "page"), "").await;
        assert!(answer.text.contains("<script>"), "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/octet-stream", "{path}");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let disposition = if is_file { "attachment" } else { "" };
        assert_eq!(answer.header("content-disposition"), disposition, "{path}");
        for name in BROWSERS {
            assert_eq!(answer.header(name), "", "{path}: {name}");
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let attach = served.head("POST", "/docker/containers/x/attach", "page tunnel");
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream
        .write_all(&[attach, b"connection: upgrade\r\nupgrade: tcp\r\n\r\n".to_vec()].concat())
        .await
        .unwrap();
    let mut told = String::new();
    timeout(SOON, stream.read_to_string(&mut told)).await.expect("it goes on").unwrap();
    assert!(
        told.starts_with("HTTP/1.1 101") && told.contains("upgrade: tcp") && told.ends_with("hello"),
        "{told}"
    );
    assert!(!told.contains("set-cookie") && !told.contains("clear-site-data"), "{told}");
}
in_both_ways!(what_comes_out_of_a_container_is_no_page_of_ours);

/// What a server may say to browsers that harms its own origin.
const BROWSERS: [&str; 9] = [
    "access-control-allow-origin",
    "alt-svc",
    "clear-site-data",
    "link",
    "location",
    "refresh",
    "service-worker-allowed",
    "set-cookie",
    "strict-transport-security",
];

async fn a_length_that_is_not_the_body_s_harms_nobody(way: Way) {
    let served = Served::start(way).await;
    assert!(served.get("fine").await.ends_with("OK"));
    let before = served.open_files();
    let create = "/docker/containers/create";
    let whole = r#"{"Image":"x"}"#;
    for _ in 0..TIMES {
        // Longer than what comes: whoever promises more and goes away has asked for nothing.
        for begun in ["{", whole] {
            let mut stream = TcpStream::connect(served.address).await.unwrap();
            stream.write_all(&served.head("POST", create, "fine")).await.unwrap();
            let rest = format!("content-type: application/json\r\ncontent-length: 100\r\n\r\n{begun}");
            stream.write_all(rest.as_bytes()).await.unwrap();
            drop(stream);
        }
        // Shorter: what is left over is no request.
        let length = whole.len();
        let rest = format!(
            "content-type: application/json\r\ncontent-length: {length}\r\n\r\n{whole}{whole}\r\n\r\n"
        );
        let answer = served.send("POST", create, "fine", rest.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("HTTP/1.1 400"), "{answer}");
        // Both ways to say how long it is, or two lengths: nobody decides which one holds.
        for lengths in
            ["content-length: 2\r\ntransfer-encoding: chunked", "content-length: 2\r\ncontent-length: 3"]
        {
            let rest = format!("connection: close\r\n{lengths}\r\n\r\n0\r\n\r\n");
            let answer = served.send("POST", create, "fine", rest.as_bytes()).await;
            assert!(answer.matches("HTTP/1.1 ").count() == 1, "{lengths}: {answer}");
        }
    }
    served.until_as_before(before, SOON).await;
    assert!(served.get("fine").await.ends_with("OK"));
    let (mut made, mut empty) = (served.engine.as_ref().unwrap().made(), 0);
    made.retain(|body| {
        let is_empty = body.is_empty();
        empty += usize::from(is_empty);
        !is_empty
    });
    assert_eq!(made.len(), TIMES, "{made:?}");
    assert!(made.iter().all(|body| body.contains("Image")), "{made:?}");
    // Where both are said, the chunks hold, and there are none: nothing to ask anew.
    assert_eq!(empty, if way == Way::AsItIs { TIMES } else { 0 });
}
in_both_ways!(a_length_that_is_not_the_body_s_harms_nobody);

/// Half a minute, since that is the bound.
async fn whoever_stops_reading_is_let_go(way: Way) {
    let served = Served::start(way).await;
    assert!(served.get("fine").await.ends_with("OK"));
    let before = served.open_files();
    let mut stalled = Vec::new();
    for (method, path, case, rest) in [
        ("GET", "/docker/containers/x/logs?stdout=1&follow=1", "endless", "\r\n"),
        (
            "POST",
            "/docker/containers/x/attach",
            "endless tunnel",
            "connection: upgrade\r\nupgrade: tcp\r\n\r\n",
        ),
    ] {
        for _ in 0..3 {
            let mut stream = TcpStream::connect(served.address).await.unwrap();
            stream.write_all(&served.head(method, path, case)).await.unwrap();
            stream.write_all(rest.as_bytes()).await.unwrap();
            let mut begun = [0; 12];
            timeout(SOON, stream.read_exact(&mut begun)).await.expect("nothing came").unwrap();
            stalled.push(stream);
        }
    }
    assert!(served.open_files() > before);
    served.until_as_before(before, Duration::from_secs(60)).await;
    drop(stalled);
    assert!(served.get("fine").await.ends_with("OK"));
}
in_both_ways!(whoever_stops_reading_is_let_go);

async fn a_token_that_ended_says_so(way: Way) {
    let served = Served::start(way).await;
    let refused = async |token: &str, status: StatusCode, words: &str| {
        let mut client = Client::with_token(served.address, token);
        let answer = client.get("/docker/containers/x/top").await;
        assert_eq!(answer.status, status, "{}", answer.text);
        assert!(answer.text.contains(words), "{}", answer.text);
    };
    let gone = "this token isn't good";
    let database = || rusqlite::Connection::open(served.data().join("pierhead.db")).unwrap();

    let revoked = token_of(&served.folder, "ada").await;
    run(&["token", "revoke", &revoked], &served.data(), "").succeeded();
    refused(&revoked, StatusCode::UNAUTHORIZED, gone).await;

    let expired = token_of(&served.folder, "ada").await;
    let id = expired.split('_').nth(1).unwrap().to_owned();
    database().execute("UPDATE tokens SET expires = unixepoch() - 60 WHERE id = ?1", [id]).unwrap();
    refused(&expired, StatusCode::UNAUTHORIZED, "this token has expired: make another one").await;
    // So it is when others are made.
    token_of(&served.folder, "ada").await;
    let tampered = expired.replace("_", "-");
    refused(&tampered, StatusCode::UNAUTHORIZED, gone).await;

    let otto = token_of(&served.folder, "otto").await;
    run(&["user", "role", "otto", "viewer"], &served.data(), "").succeeded();
    refused(&otto, StatusCode::FORBIDDEN, "role").await;
    run(&["user", "disable", "otto"], &served.data(), "").succeeded();
    refused(&otto, StatusCode::UNAUTHORIZED, "while its owner is disabled").await;

    for nonsense in ["nonsense", &served.token[..served.token.len() - 1], &served.token.to_uppercase()] {
        refused(nonsense, StatusCode::UNAUTHORIZED, gone).await;
    }
    // The one that is good is so still.
    assert!(served.get("fine").await.ends_with("OK"));
}
in_both_ways!(a_token_that_ended_says_so);

async fn a_value_of_more_than_a_mebibyte_is_refused(way: Way) {
    let served = Served::start(way).await;
    let before = served.open_files();
    let mut ada = Client::with_token(served.address, &served.token);
    for (length, status) in
        [(1 << 20, StatusCode::BAD_REQUEST), ((1 << 20) + 1, StatusCode::PAYLOAD_TOO_LARGE)]
    {
        let body = format!("{{\"reference\": \"{}\"}}", "x".repeat(length - 17));
        assert_eq!(body.len(), length);
        let pull = Request::builder().method(Method::POST).uri("/api/images");
        let answer = ada.send(pull.header("content-type", "application/json"), &body).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    served.until_as_before(before, SOON).await;
}
in_both_ways!(a_value_of_more_than_a_mebibyte_is_refused);
