//! Small servers on real sockets that answer as a test wants.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use engine::{Address, Client};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    task::JoinHandle,
};

/// A server that answers each request with the bytes that the test gives for it.
pub(crate) struct Server {
    folder: PathBuf,
    accepting: JoinHandle<()>,
    requests: Arc<Mutex<Vec<String>>>,
}

/// What is done after an answer.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Then {
    /// The next request is read.
    GoOn,
    /// The connection is closed.
    Close,
    /// Nothing, until the client closes the connection.
    Hang,
}

impl Server {
    /// Answers each request, given by its first line, as `answer` says.
    pub(crate) fn start(answer: impl Fn(&str) -> (Vec<u8>, Then) + Send + Sync + 'static) -> Self {
        let folder = folder();
        let listener = UnixListener::bind(folder.join("engine.sock")).unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (Arc::new(answer), Arc::clone(&requests));
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&answer), Arc::clone(&seen)));
            }
        });
        Self { folder, accepting, requests }
    }

    /// Answers pings as an engine of API 1.51 does, and all else as `answer` says.
    pub(crate) fn engine(answer: impl Fn(&str) -> (Vec<u8>, Then) + Send + Sync + 'static) -> Self {
        Self::start(move |request| {
            if request.starts_with("GET /_ping ") { (pong("1.51"), Then::GoOn) } else { answer(request) }
        })
    }

    pub(crate) fn address(&self) -> Address {
        Address::Unix(self.folder.join("engine.sock"))
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address())
    }

    /// The first lines of the requests so far; `closed` where the client closed a connection.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An answer to a ping.
pub(crate) fn pong(version: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nApi-Version: {version}\r\nContent-Length: 2\r\n\r\nOK").into_bytes()
}

/// An answer with a body.
pub(crate) fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// A folder of its own for a socket.
pub(crate) fn folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("pierhead-client-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

async fn serve(
    mut stream: UnixStream,
    answer: Arc<impl Fn(&str) -> (Vec<u8>, Then)>,
    requests: Arc<Mutex<Vec<String>>>,
) {
    let mut buffer = Vec::new();
    loop {
        while !buffer.windows(4).any(|end| end == b"\r\n\r\n") {
            if !matches!(stream.read_buf(&mut buffer).await, Ok(1..)) {
                requests.lock().unwrap().push("closed".to_owned());
                return;
            }
        }
        let head = String::from_utf8(std::mem::take(&mut buffer)).unwrap();
        let line = head.lines().next().unwrap().to_owned();
        let (bytes, then) = answer(&line);
        requests.lock().unwrap().push(line);
        // A client that has seen enough closes before all is written.
        let _ = stream.write_all(&bytes).await;
        match then {
            Then::GoOn => {}
            Then::Close => return,
            Then::Hang => {
                let _ = stream.read_to_end(&mut Vec::new()).await;
                requests.lock().unwrap().push("closed".to_owned());
                return;
            }
        }
    }
}
