//! Raw bytes in both directions, once both sides have changed the protocol.

use std::{io, time::Duration};

use engine::Place;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf, split},
    time::timeout,
};

type Stream = TokioIo<hyper::upgrade::Upgraded>;

/// What is on its way in one direction at most.
const BUFFER: usize = 16 << 10;
/// How long a client may take nothing in. The engine stops a container whose output nobody takes, so whoever stalls is
/// let go, and not waited for.
const STALLED: Duration = Duration::from_secs(30);

/// Two connections that become one.
pub(super) struct Tunnel {
    pub(super) client: OnUpgrade,
    pub(super) engine: OnUpgrade,
    /// Among those that the engine is asked from at once.
    pub(super) _place: Option<Place>,
}

impl Tunnel {
    /// Until the engine has said its last, or the client has gone.
    pub(super) async fn run(self) {
        let _place = self._place;
        let (Ok(client), Ok(engine)) = tokio::join!(self.client, self.engine) else { return };
        let (from_client, to_client) = split(TokioIo::new(client));
        let (from_engine, to_engine) = split(TokioIo::new(engine));
        let asking = ask(from_client, to_engine);
        let telling = tell(from_engine, to_client);
        tokio::pin!(telling);
        tokio::select! {
            _ = &mut telling => {}
            // A client that has sent all may still listen; one that is gone doesn't.
            asked = asking => if asked.is_ok() { drop(telling.await) },
        }
    }
}

async fn ask(mut client: ReadHalf<Stream>, mut engine: WriteHalf<Stream>) -> io::Result<()> {
    tokio::io::copy(&mut client, &mut engine).await?;
    engine.shutdown().await
}

async fn tell(mut engine: impl AsyncRead + Unpin, mut client: impl AsyncWrite + Unpin) -> io::Result<()> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = engine.read(&mut buffer).await?;
        let Some(said) = buffer.get(..read).filter(|said| !said.is_empty()) else { break };
        timeout(STALLED, client.write_all(said)).await??;
        timeout(STALLED, client.flush()).await??;
    }
    timeout(STALLED, client.shutdown()).await?
}

#[cfg(test)]
mod tests;
