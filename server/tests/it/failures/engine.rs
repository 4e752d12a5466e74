//! An engine that answers anything but what an engine answers. Which way is chosen by a header of the request.

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
};

/// The header that chooses: it passes from end to end.
pub(super) const CASE: &str = "x-case";

/// Listens on a socket in a folder of its own, and answers one request a connection.
pub(super) struct StrangeEngine(TempDir);

impl StrangeEngine {
    pub(super) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("engine.sock")).unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that goes away in the middle is what some tests are about.
                tokio::spawn(async move { drop(answer(stream).await) });
            }
        });
        Self(folder)
    }

    pub(super) fn host(&self) -> String {
        format!("unix://{}", self.0.path().join("engine.sock").display())
    }
}

async fn answer(mut stream: UnixStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let case = head.lines().find_map(|line| line.strip_prefix(CASE)?.strip_prefix(": "));
    if case.is_none() && head.starts_with("get /_ping") {
        // Without a version that is agreed on nothing passes.
        let pong =
            b"HTTP/1.1 200 OK\r\napi-version: 1.51\r\nconnection: close\r\ncontent-length: 2\r\n\r\nOK";
        return stream.write_all(pong).await;
    }
    match case.unwrap_or("not for tests") {
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

/// Until nobody takes it in any more.
async fn forever(mut stream: UnixStream, piece: &[u8]) -> std::io::Result<()> {
    loop {
        stream.write_all(piece).await?;
    }
}
