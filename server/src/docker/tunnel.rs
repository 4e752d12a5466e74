//! Raw bytes in both directions, once both sides have changed the protocol.

use std::{io, pin::pin, time::Duration};

use engine::Place;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf, split},
    time::timeout,
};

use super::drain::{Backlog, drain, give, pieces};

type Stream = TokioIo<hyper::upgrade::Upgraded>;

/// What is on its way in one direction at most.
pub(super) const BUFFER: usize = 16 << 10;
/// How long a client may take nothing in. What is on the other side stands still meanwhile, so whoever stalls is let go.
pub(super) const STALLED: Duration = Duration::from_secs(30);

/// Two connections that become one.
pub(super) struct Tunnel {
    pub(super) client: OnUpgrade,
    pub(super) engine: OnUpgrade,
    /// Whether what the engine says is taken in also when the client doesn't read it.
    pub(super) is_drained: bool,
    /// Among those that the engine is asked from at once.
    pub(super) place: Option<Place>,
}

impl Tunnel {
    /// Until the engine has said its last, or the client has gone.
    pub(super) async fn run(self) {
        let place = self.place;
        let (Ok(client), Ok(engine)) = tokio::join!(self.client, self.engine) else { return };
        let (from_client, mut to_client) = split(TokioIo::new(client));
        let (from_engine, to_engine) = split(TokioIo::new(engine));
        let asking = ask(from_client, to_engine);
        // Both halves of the engine's connection have ended before a client who is left gets what waited for them.
        let left = match self.is_drained {
            true => both(drain(pieces(from_engine), &mut to_client), asking).await,
            false => both(tell(from_engine, &mut to_client), asking).await,
        };
        drop(place);
        if let Some(Ok(Some(left))) = left {
            give(left, &mut to_client).await;
        }
    }
}

/// Until the engine has said its last. A client that has sent all may still listen; one that is gone doesn't.
async fn both<T>(
    telling: impl Future<Output = T>,
    asking: impl Future<Output = io::Result<()>>,
) -> Option<T> {
    let mut telling = pin!(telling);
    tokio::select! {
        told = &mut telling => Some(told),
        asked = asking => match asked {
            Ok(()) => Some(telling.await),
            Err(_) => None,
        },
    }
}

async fn ask(mut client: ReadHalf<Stream>, mut engine: WriteHalf<Stream>) -> io::Result<()> {
    tokio::io::copy(&mut client, &mut engine).await?;
    engine.shutdown().await
}

async fn tell(
    mut engine: impl AsyncRead + Unpin,
    client: &mut (impl AsyncWrite + Unpin),
) -> io::Result<Option<Backlog>> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = engine.read(&mut buffer).await?;
        let Some(said) = buffer.get(..read).filter(|said| !said.is_empty()) else { break };
        timeout(STALLED, client.write_all(said)).await??;
        timeout(STALLED, client.flush()).await??;
    }
    timeout(STALLED, client.shutdown()).await??;
    Ok(None)
}

#[cfg(test)]
mod tests;
