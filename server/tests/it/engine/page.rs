//! A page that watches: its WebSocket, decoded.

use std::net::SocketAddr;

use futures_util::StreamExt;
use http::header;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest},
};
use wire::{Frame, Hello, Known};

use super::SOON;

/// A page.
pub(super) struct Page {
    socket: WebSocketStream<TcpStream>,
    pub(super) hello: Hello,
    pub(super) known: Option<Known>,
    pub(super) seq: u64,
    pub(super) snapshots: u32,
}

impl Page {
    /// Opens a page that continues where another left off, if it is said where.
    pub(super) async fn open(address: SocketAddr, cookie: &str, from: Option<(u64, u64)>) -> Self {
        let socket = connect(address, cookie, &format!("http://{address}"), from).await.unwrap();
        let mut page = Self { socket, hello: empty(), known: None, seq: 0, snapshots: 0 };
        let Some(Frame::Hello(hello)) = page.frame().await.unwrap() else { panic!("no greeting") };
        page.hello = hello;
        page
    }

    /// Takes in what comes until something is true of what is known.
    pub(super) async fn until(&mut self, wanted: impl Fn(&Known) -> bool) {
        while !self.known.as_ref().is_some_and(&wanted) {
            self.take_in().await;
        }
    }

    /// Takes in one message.
    pub(super) async fn take_in(&mut self) {
        match self.frame().await.expect("the stream ended") {
            Some(Frame::Hello(_)) => panic!("greeted twice"),
            Some(Frame::Snapshot { seq, snapshot }) => {
                self.known = Some(Known::from(snapshot));
                self.seq = seq;
                self.snapshots += 1;
            }
            Some(Frame::Changes { seq, changes }) => {
                // Whoever doesn't reach everything is told numbers, too, without the changes that are not theirs.
                let all = seq == self.seq + changes.len() as u64;
                assert!(all || changes.is_empty(), "a gap");
                let known = self.known.as_mut().expect("changes of nothing");
                changes.into_iter().for_each(|change| assert!(known.apply(change)));
                self.seq = seq;
            }
            None => {}
        }
    }

    /// The code that the server ends the stream with.
    pub(super) async fn end(&mut self) -> u16 {
        loop {
            if let Err(code) = self.frame().await {
                return code;
            }
        }
    }

    async fn frame(&mut self) -> Result<Option<Frame>, u16> {
        match timeout(SOON, self.socket.next()).await.expect("nothing came") {
            Some(Ok(Message::Binary(bytes))) => Ok(Some(postcard::from_bytes(&bytes).unwrap())),
            Some(Ok(Message::Close(Some(frame)))) => Err(frame.code.into()),
            Some(Ok(_)) => Ok(None),
            other => panic!("{other:?}"),
        }
    }
}

/// Opens a WebSocket from an origin.
pub(super) async fn connect(
    address: SocketAddr,
    cookie: &str,
    origin: &str,
    from: Option<(u64, u64)>,
) -> Result<WebSocketStream<TcpStream>, tungstenite::Error> {
    let query = from.map(|(epoch, seq)| format!("?epoch={epoch}&seq={seq}")).unwrap_or_default();
    let mut request = format!("ws://{address}/live{query}").into_client_request().unwrap();
    request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    request.headers_mut().insert(header::ORIGIN, origin.parse().unwrap());
    let stream = TcpStream::connect(address).await.unwrap();
    client_async(request, stream).await.map(|(socket, _)| socket)
}

fn empty() -> Hello {
    Hello {
        version: String::new(),
        epoch: 0,
        now: wire::Time(0),
        user: String::new(),
        role: String::new(),
        allowed: wire::Allowed::default(),
    }
}
