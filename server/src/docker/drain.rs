//! What a container says to those who are attached to it: taken in whether they read it or not, for the engine stops a
//! container whose output nobody takes.

mod backlog;

use std::{io, pin::pin, time::Duration};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use engine_api::operation::Operation;
use futures_util::{Stream, StreamExt, stream};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, duplex},
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};

use super::tunnel::{BUFFER, STALLED};
pub(super) use backlog::Backlog;

/// What waits for one reader at most: what a terminal shows in seconds, and little enough for many who stall.
const MOST: usize = 1 << 20;
/// How long a reader may take nothing in while that much waits. For so long, at most, a container stands still.
const STOPPED: Duration = Duration::from_secs(1);
/// How long they may take for that much: whoever is slower than the container slows it down, but no further than that. A poor
/// line is ten times as fast.
const LAP: Duration = Duration::from_secs(60);

/// Whether the output of a container has to be taken in without its reader. Whoever attaches before it runs starts it for
/// themselves, and reads as fast as they like: `docker run … | less`. What it said before is read out of a file, and holds
/// nothing up.
pub(super) fn is_needed(operation: Operation, follows: bool, runs: bool) -> bool {
    operation == Operation::ContainerAttach && follows && runs
}

/// Whether what is asked for goes on (the API's `stream`, read as the engine does: moby, `httputils.BoolValue`).
pub(super) fn follows(query: Option<&str>) -> bool {
    const NO: [&str; 5] = ["", "0", "no", "false", "none"];
    let asked: Vec<(String, String)> =
        query.and_then(|query| serde_urlencoded::from_str(query).ok()).unwrap_or_default();
    let stream = asked.iter().find(|(key, _)| key == "stream");
    stream.is_some_and(|(_, value)| !NO.contains(&value.trim().to_lowercase().as_str()))
}

/// What is said, as a body of its own.
pub(super) fn drained<E>(said: impl Stream<Item = Result<Bytes, E>> + Send + 'static) -> Body
where
    E: Into<Box<dyn std::error::Error + Send + Sync>> + Send,
{
    let (mut to_client, from_here) = duplex(BUFFER);
    let said = said.map(|piece| piece.map_err(io::Error::other));
    // It ends with the body: whoever leaves an answer in which nothing is said would leave its connection behind.
    let mut draining = JoinSet::new();
    draining.spawn(async move {
        if let Some(left) = drain(said, &mut to_client).await? {
            give(left, &mut to_client).await;
        }
        Ok(())
    });
    // What breaks off there breaks off here.
    let broken = stream::once(async move { draining.join_next().await })
        .filter_map(async |end: Option<Result<io::Result<()>, _>>| end?.ok()?.err().map(Err));
    Body::from_stream(pieces(from_here).chain(broken).boxed())
}

/// What comes from a connection, piece by piece.
pub(super) fn pieces(from: impl AsyncRead + Unpin + Send) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(from, async |mut from| {
        let mut piece = BytesMut::with_capacity(BUFFER);
        match from.read_buf(&mut piece).await {
            Ok(0) => None,
            read => Some((read.map(|_| piece.freeze()), from)),
        }
    })
}

/// Takes in what is said, and tells it, until one side has ended. A reader who doesn't keep up is let go: what waits for
/// them then is left.
pub(super) async fn drain(
    said: impl Stream<Item = io::Result<Bytes>>,
    client: &mut (impl AsyncWrite + Unpin),
) -> io::Result<Option<Backlog>> {
    let mut said = pin!(said);
    let mut waits = Backlog::default();
    let (mut over, mut unsent) = (None, false);
    // Since when so much waits, and how much of it was taken since; and when something was taken for the last time.
    let mut lap: Option<(Instant, usize)> = None;
    let mut taken_at = Instant::now();
    while over.is_none() || unsent {
        let is_full = waits.len() >= MOST;
        if is_full && lap.is_none() {
            lap = Some((Instant::now(), 0));
            taken_at = Instant::now();
        }
        let end = lap.map_or(taken_at, |(began, _)| (began + LAP).min(taken_at + STOPPED));
        tokio::select! {
            piece = said.next(), if over.is_none() && !is_full => match piece {
                Some(Ok(piece)) => {
                    waits.put(&piece);
                    unsent = true;
                }
                Some(Err(error)) => over = Some(Err(error)),
                None => over = Some(Ok(())),
            },
            taken = send(client, waits.first()), if unsent => {
                let taken = taken?;
                waits.take(taken);
                // Flushed at last.
                unsent = taken > 0;
                taken_at = Instant::now();
                // Whoever has caught up begins anew, too.
                let behind = waits.len() > MOST / 2;
                lap = lap.map(|(began, all)| (began, all + taken)).filter(|(_, all)| behind && *all < MOST);
            }
            () = sleep_until(end), if is_full => return Ok(Some(waits)),
        }
    }
    over.unwrap_or(Ok(()))?;
    timeout(STALLED, client.shutdown()).await??;
    Ok(None)
}

/// Sends the beginning of what waits, or what was sent on its way if nothing does.
async fn send(client: &mut (impl AsyncWrite + Unpin), waits: &[u8]) -> io::Result<usize> {
    if waits.is_empty() {
        return client.flush().await.map(|()| 0);
    }
    match client.write(waits).await? {
        0 => Err(io::ErrorKind::WriteZero.into()),
        taken => Ok(taken),
    }
}

/// Gives a reader who was let go what waited for them, should they come back to it, and tells them so.
pub(super) async fn give(mut left: Backlog, client: &mut (impl AsyncWrite + Unpin)) {
    left.close();
    let mut given = async || -> io::Result<()> {
        loop {
            match send(client, left.first()).await? {
                0 => break,
                taken => left.take(taken),
            }
        }
        client.shutdown().await
    };
    // Whoever doesn't come back soon is told nothing.
    if !matches!(timeout(STALLED, given()).await, Ok(Ok(()))) {
        tracing::debug!("somebody who was attached, and let go, didn't come back");
    }
}

#[cfg(test)]
mod tests;
