//! An engine that answers anything but what an engine answers. Which way is chosen by a header of the request; where it
//! doesn't pass, by what the test has chosen, for what is asked of the one container that there is.

use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
};

/// The header that chooses: it passes from end to end.
pub(super) const CASE: &str = "x-case";

/// Listens on a socket in a folder of its own, and answers one request a connection.
pub(super) struct StrangeEngine {
    folder: TempDir,
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    /// What is answered of the container.
    chosen: Mutex<String>,
    /// The bodies of the containers that were to be made, those that came to their end.
    made: Mutex<Vec<String>>,
}

impl StrangeEngine {
    pub(super) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("engine.sock")).unwrap();
        let heard = Arc::new(Heard::default());
        let hears = heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let heard = hears.clone();
                // A client that goes away in the middle is what some tests are about.
                tokio::spawn(async move { drop(answer(stream, &heard).await) });
            }
        });
        Self { folder, heard }
    }

    pub(super) fn host(&self) -> String {
        format!("unix://{}", self.folder.path().join("engine.sock").display())
    }

    /// Chooses what is answered of the container, whoever asks.
    pub(super) fn choose(&self, case: &str) {
        case.clone_into(&mut self.heard.chosen.lock().unwrap());
    }

    /// The bodies that came to their end since the last look.
    pub(super) fn made(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.made.lock().unwrap())
    }
}

/// The one container, and everything else that is asked for by its name.
const ID: &str = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

async fn answer(mut stream: UnixStream, heard: &Heard) -> std::io::Result<()> {
    let mut begun = Vec::new();
    let end = loop {
        if let Some(end) = begun.windows(4).position(|end| end == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut begun).await? == 0 {
            return Ok(());
        }
    };
    let mut body = begun.split_off(end);
    let head = String::from_utf8_lossy(&begun).to_ascii_lowercase();
    let path = head.split([' ', '?']).nth(1).unwrap_or_default();
    let case = head.lines().find_map(|line| line.strip_prefix(CASE)?.strip_prefix(": "));
    if case.is_none() && path == "/_ping" {
        // Without a version that is agreed on nothing passes.
        let pong =
            b"HTTP/1.1 200 OK\r\napi-version: 1.51\r\nconnection: close\r\ncontent-length: 2\r\n\r\nOK";
        return stream.write_all(pong).await;
    }
    if path.ends_with("/containers/create") {
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let is_chunked = head.contains("transfer-encoding: chunked");
        let ended = |body: &[u8]| match length {
            Some(length) => body.len() >= length,
            // Of what says neither there is nothing.
            None => !is_chunked || body.ends_with(b"0\r\n\r\n"),
        };
        while !ended(&body) {
            if stream.read_buf(&mut body).await? == 0 {
                return Ok(());
            }
        }
        heard.made.lock().unwrap().push(String::from_utf8_lossy(&body).into_owned());
    }
    let chosen = heard.chosen.lock().unwrap().clone();
    let case = match case {
        Some(case) => case,
        None if path.contains("/images/x/") => return tell(stream, &format!("sha256:{ID}")).await,
        None if path.ends_with("/json")
            && path.contains("/containers/")
            && path.matches('/').count() == 4 =>
        {
            return tell(stream, ID).await;
        }
        None if path.ends_with("/containers/create") => return tell(stream, ID).await,
        None if path.contains(ID) => &chosen,
        None => "not for tests",
    };
    match case {
        "silence" => Ok(()),
        "no http" => stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await,
        "no status" => stream.write_all(b"HTTP/1.1 999999 NO\r\n\r\n").await,
        "no version" => stream.write_all(b"HTTP/7.0 200 OK\r\n\r\n").await,
        "two lengths" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\nhello").await
        }
        "endless head" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            forever(stream, b"x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n").await
        }
        "huge header" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nx: ").await?;
            stream.write_all(&vec![b'y'; 1 << 20]).await?;
            stream.write_all(b"\r\ncontent-length: 0\r\n\r\n").await
        }
        "unasked" => {
            stream
                .write_all(b"HTTP/1.1 101 UPGRADED\r\nconnection: upgrade\r\nupgrade: tcp\r\n\r\nhello")
                .await
        }
        "wrong chunk" => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n")
                .await
        }
        "cut" => stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhello").await,
        "endless" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            forever(stream, &[b'y'; 4096]).await
        }
        "endless tunnel" => {
            stream.write_all(b"HTTP/1.1 101 UPGRADED\r\nconnection: upgrade\r\nupgrade: tcp\r\n\r\n").await?;
            forever(stream, &[b'y'; 4096]).await
        }
        "page tunnel" => {
            let head =
                b"HTTP/1.1 101 UPGRADED\r\nconnection: upgrade\r\nupgrade: tcp\r\nset-cookie: pierhead=x\r\n\
                         clear-site-data: \"*\"\r\n\r\nhello";
            stream.write_all(head).await
        }
        "page" => {
            let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: Text/HTML; charset=utf-8\r\n\
                         content-security-policy: script-src *\r\ncontent-disposition: inline\r\n\
                         set-cookie: pierhead=x; Path=/\r\nset-cookie: y=z\r\nclear-site-data: \"*\"\r\n\
                         access-control-allow-origin: *\r\nalt-svc: h2=\":1\"\r\nlink: <x>; rel=preload\r\n\
                         location: https://evil.example\r\nrefresh: 0; url=https://evil.example\r\n\
                         service-worker-allowed: /\r\nstrict-transport-security: max-age=9\r\n\
                         cache-control: public, max-age=99\r\n\
                         content-length: 25\r\n\r\n<script>alert(1)</script>";
            stream.write_all(head).await
        }
        "fine" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nOK").await
        }
        _ => {
            let gone = b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(gone).await
        }
    }
}

/// As an engine tells of what has this id.
async fn tell(mut stream: UnixStream, id: &str) -> std::io::Result<()> {
    let told = format!("{{\"Id\":\"{id}\"}}");
    let length = told.len();
    let answer = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{told}");
    stream.write_all(answer.as_bytes()).await
}

/// Until nobody takes it in any more.
async fn forever(mut stream: UnixStream, piece: &[u8]) -> std::io::Result<()> {
    loop {
        stream.write_all(piece).await?;
    }
}
