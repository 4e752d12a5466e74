//! Pierhead's own state: one SQLite file in the data folder, one writer thread, forward migrations.
//!
//! A write is acknowledged when it is on the disk (WAL, `synchronous=FULL`). Other processes (the command
//! line) may write too: [`Store::written`] tells when they did.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

mod error;
mod folder;
mod migrate;

pub use error::StoreError;
pub use folder::{find_folder, lock_folder, prepare_folder, write_private};

/// The database's name in the data folder.
pub const FILE: &str = "pierhead.db";

/// Writes that may wait for the writer thread: two for each request that is answered at once. More would only mean that
/// the disk has stalled.
const QUEUE: usize = 1024;
/// How long a statement waits for another process's write.
const BUSY: Duration = Duration::from_secs(5);
/// Page cache of each connection in KiB: the whole database of a homelab fits.
const CACHE_KIB: i64 = 512;

/// How long nobody looks again whether another process has written: whoever runs a command waits longer for its end.
/// Every request asks, and SQLite answers with a handful of system calls.
const FRESH: Duration = Duration::from_millis(1);

type Job = Box<dyn FnOnce(&mut Connection, &AtomicU64) + Send>;

/// A handle on the state; clones share one database. The last one closes it, and waits until it is closed.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    /// There until the end.
    writer: Option<Writer>,
    reader: Mutex<Connection>,
    /// How often this process has written.
    own: Arc<AtomicU64>,
    /// SQLite's number for what was written, and when it was read.
    others: Mutex<Option<(Instant, i64)>>,
    path: PathBuf,
}

/// Stands for all that was written by a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    own: u64,
    others: i64,
}

struct Writer {
    jobs: mpsc::SyncSender<Job>,
    thread: JoinHandle<()>,
}

impl Store {
    /// Opens the database in `folder`, makes it when it is missing, and brings it up to date. The folder has
    /// been prepared by [`prepare_folder`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        folder::create_private(&path)?;
        let mut writer = connect(&path)?;
        migrate::bring_up_to_date(&mut writer, &path)?;
        let reader = connect(&path)?;
        reader.pragma_update(None, "query_only", true).map_err(StoreError::at(&path))?;
        let (sender, jobs) = mpsc::sync_channel::<Job>(QUEUE);
        let own = Arc::new(AtomicU64::new(0));
        let written = own.clone();
        let thread = std::thread::Builder::new()
            .name("store".into())
            .spawn(move || jobs.into_iter().for_each(|job| job(&mut writer, &written)))
            .map_err(|error| StoreError::Folder { path: path.clone(), error })?;
        let writer = Some(Writer { jobs: sender, thread });
        let (reader, others) = (Mutex::new(reader), Mutex::new(None));
        Ok(Self(Arc::new(Inner { writer, reader, own, others, path })))
    }

    /// Runs `change` in a transaction of its own on the writer thread; an error rolls it back. A refusal of
    /// our own (a name is taken) is part of `T`, decided before anything is changed.
    pub async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, answer) = oneshot::channel();
        let job: Job = Box::new(move |connection, written| {
            // Nobody may wait for the answer any more; the change is made all the same.
            let _ = sender.send(transact(connection, written, change));
        });
        self.queue(job)?;
        answer.await.map_err(|_| StoreError::Stopped)?.map_err(StoreError::at(&self.0.path))
    }

    /// As [`Store::write`], for what nobody waits for. It is done before the store closes; that it failed is logged.
    pub fn write_later(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()> + Send + 'static,
    ) -> Result<(), StoreError> {
        let job: Job = Box::new(move |connection, written| {
            if let Err(error) = transact(connection, written, change) {
                tracing::error!(%error, "a change that nobody waits for was not made");
            }
        });
        self.queue(job)
    }

    /// Reads on the connection kept for it. For look-ups by key: they take microseconds, less than moving
    /// them to another thread would.
    pub fn read<T>(
        &self,
        look_up: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        look_up(&self.reader()).map_err(StoreError::at(&self.0.path))
    }

    /// Differs whenever anybody has written: this process at once, another one a millisecond later.
    pub fn written(&self) -> Result<Written, StoreError> {
        let own = self.0.own.load(Ordering::Acquire);
        let mut looked = self.0.others.lock().unwrap_or_else(PoisonError::into_inner);
        let others = match *looked {
            Some((when, others)) if when.elapsed() < FRESH => others,
            _ => {
                const SELECT: &str = "PRAGMA data_version";
                let others =
                    self.read(|reader| reader.prepare_cached(SELECT)?.query_row([], |row| row.get(0)))?;
                *looked = Some((Instant::now(), others));
                others
            }
        };
        Ok(Written { own, others })
    }

    fn queue(&self, job: Job) -> Result<(), StoreError> {
        let writer = self.0.writer.as_ref().ok_or(StoreError::Stopped)?;
        writer.jobs.try_send(job).map_err(|error| match error {
            mpsc::TrySendError::Full(_) => StoreError::Overloaded,
            mpsc::TrySendError::Disconnected(_) => StoreError::Stopped,
        })
    }

    fn reader(&self) -> std::sync::MutexGuard<'_, Connection> {
        // A reader that panicked has left nothing half done: it can't write.
        self.0.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    /// Lets the writer finish and close: then the log is merged into the file, and there is one file to copy.
    fn drop(&mut self) {
        if let Some(Writer { jobs, thread }) = self.writer.take() {
            drop(jobs);
            // A writer that panicked has said so already.
            let _ = thread.join();
        }
    }
}

fn transact<T>(
    connection: &mut Connection,
    written: &AtomicU64,
    change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = change(&transaction)?;
    transaction.commit()?;
    // Before whoever waits hears of it.
    written.fetch_add(1, Ordering::Release);
    Ok(answer)
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        Ok(connection)
    };
    open().map_err(StoreError::at(path))
}

#[cfg(test)]
mod tests;
