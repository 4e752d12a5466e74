//! Connections that are kept for the next call, and the bound on how many there are.

use std::{
    iter,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use engine_api::call::LARGE;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::connection::Connection;

/// How many calls are under way at once that the engine answers soon: it gets slower, not faster, with more.
const MAX_QUICK: usize = 64;
/// How many calls are under way at once that wait for something in the engine: a container that takes its
/// grace period, a file system to be deleted. They have places of their own, so that a hundred stops at once
/// don't make the engine look dead.
const MAX_SLOW: usize = 256;
/// How many streams are open at once. Each is a goroutine or two in the engine.
const MAX_STREAMS: usize = 512;
/// How long a call waits for a place.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many connections wait for the next call, and how long.
pub(crate) const MAX_IDLE: usize = 8;
/// The same, for requests that are passed on: clients come in crowds.
pub(crate) const MAX_IDLE_PASSED: usize = 32;
const IDLE: Duration = Duration::from_secs(60);

pub(crate) struct Pool {
    quick: Arc<Semaphore>,
    slow: Arc<Semaphore>,
    streams: Arc<Semaphore>,
}

/// What a connection is wanted for.
#[derive(Clone, Copy)]
pub(crate) enum Use {
    Quick,
    Slow,
    Stream,
}

impl Use {
    /// What a call wants a connection for, by how long it may take.
    pub(crate) fn of(deadline: Option<Duration>) -> Self {
        if deadline.is_some_and(|deadline| deadline <= LARGE) { Self::Quick } else { Self::Slow }
    }
}

impl Pool {
    pub(crate) fn new() -> Self {
        Self {
            quick: Arc::new(Semaphore::new(MAX_QUICK)),
            slow: Arc::new(Semaphore::new(MAX_SLOW)),
            streams: Arc::new(Semaphore::new(MAX_STREAMS)),
        }
    }

    /// Waits until one more connection may be in use; `None` when none was free for [`PATIENCE`].
    pub(crate) async fn permit(&self, purpose: Use) -> Option<OwnedSemaphorePermit> {
        let semaphore = match purpose {
            Use::Quick => &self.quick,
            Use::Slow => &self.slow,
            Use::Stream => &self.streams,
        };
        timeout(PATIENCE, Arc::clone(semaphore).acquire_owned()).await.ok()?.ok()
    }
}

/// A connection that can be used again.
pub(crate) trait Usable {
    /// Whether the engine has closed it.
    fn is_closed(&self) -> bool;
}

impl Usable for Connection {
    fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }
}

/// Connections that wait for the next call.
pub(crate) struct Idle<C> {
    idle: Mutex<Vec<(C, Instant)>>,
    most: usize,
}

impl<C: Usable> Idle<C> {
    /// None yet, and so many at most.
    pub(crate) fn new(most: usize) -> Self {
        Self { idle: Mutex::default(), most }
    }

    /// The connection that was used last, if it is still good.
    pub(crate) fn take(&self) -> Option<C> {
        let mut idle = self.idle();
        // They stand in the order of their last use. Those of a busy moment go, however often the others are used.
        let aged = idle.partition_point(|(_, since)| since.elapsed() > IDLE);
        idle.drain(..aged);
        iter::from_fn(|| idle.pop()).map(|(connection, _)| connection).find(|it| !it.is_closed())
    }

    /// Drops the connections that the engine has closed, and says whether there were any: it may be another
    /// engine now.
    pub(crate) fn drop_closed(&self) -> bool {
        let mut idle = self.idle();
        let before = idle.len();
        idle.retain(|(connection, _)| !connection.is_closed());
        idle.len() < before
    }

    /// Keeps a connection whose reply has been read to its end.
    pub(crate) fn put(&self, connection: C) {
        if connection.is_closed() {
            return;
        }
        let mut idle = self.idle();
        if idle.len() == self.most {
            idle.remove(0);
        }
        idle.push((connection, Instant::now()));
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(C, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
