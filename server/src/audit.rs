//! What is done in somebody's name, written down: before the engine is called, and after.
//!
//! An intent is on the disk before the engine hears of it; where none can be written, nothing is done. A result that
//! is missing says that the server or its disk failed in between: what became of it only the engine knows. Records
//! are chained by hash (`chain`); who can write the database can make a whole new chain, but not one that holds a
//! hash that somebody keeps elsewhere.
//!
//! Looking at secrets is written down, too, of whatever has them (what viewers are shown without them), but not each look
//! of somebody who watches: pages look again at every change.
//! What takes files or what was written out of a container or an image is, each time: the next look may be at others.

mod asked;
mod chain;
mod own;
mod search;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use engine_api::{
    call::Call,
    command::{Command, Named},
    operation::{Class, Operation},
};
use gate::{Authorized, Principal};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use wire::audit::GIVEN_UP;

use crate::{error::Error, store::Store};

pub use chain::{Broken, Chain};
pub(crate) use own::{Changes, Own};
pub(crate) use search::routes;

/// Records that are kept however old they are; beyond it the oldest go when they are older than [`YOUNG`]. At a thousand
/// a day that is more than two years.
pub const KEPT: i64 = 1_000_000;
/// Records that are kept at most. Whoever wants theirs to go has to make millions of others, and is warned about.
pub const MOST: i64 = 4_000_000;
/// How long a record is kept, unless there are [`MOST`] after it: 90 days, in milliseconds.
const YOUNG: i64 = 90 * 86_400_000;
/// So many records that go too young are worth one warning.
const TOO_YOUNG: i64 = 10_000;
/// The part of an engine's words that is kept.
const SAID_CHARS: usize = 1000;

/// A record, as it is written and read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number; they have no gaps.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Of a result: the number of the intent that it ends.
    pub intent: Option<i64>,
    /// Who.
    pub person: String,
    /// By which session or token.
    pub through: String,
    /// What: the API's own name for the operation.
    pub operation: String,
    /// To what: an id or a name.
    pub object: String,
    /// Of an intent what was asked, of a result what came back.
    pub said: String,
    /// The hash of the record before.
    pub before: [u8; 32],
    /// The hash of this one.
    pub hash: [u8; 32],
}

/// How long a look counts for further looks of the same person at the same thing.
const LOOK: Duration = Duration::from_secs(600);
/// Looks that are remembered for that; beyond it they are written down again.
const LOOKS: usize = 1024;
/// The part of an object's name that is kept. The engine's own are shorter.
const OBJECT_CHARS: usize = 300;
/// Records that are read in one go, so that a long look at them holds nobody up.
const PAGE: usize = 1000;

/// The records. Clones write the same ones.
#[derive(Clone)]
pub struct Audit {
    store: Store,
    looks: Arc<Mutex<HashMap<Look, Instant>>>,
}

/// Something that is about to be done, and was written down. Whatever happens to it, its end is written, too.
pub struct Intent {
    audit: Audit,
    /// What its result repeats; `None` once that is written.
    deed: Option<(i64, Deed)>,
}

/// Who does what to what.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Deed {
    person: String,
    through: String,
    operation: &'static str,
    object: String,
}

/// A look at what may be secret: of the same thing another question shows something else.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Look {
    deed: Deed,
    asked: String,
}

impl Audit {
    /// The records of a store.
    pub fn new(store: Store) -> Self {
        Self { store, looks: Arc::default() }
    }

    /// Writes down what is about to be done, when it has to be: then it is on the disk when this answers.
    pub(crate) async fn begin<C: Call>(&self, call: &Authorized<C>) -> Result<Option<Intent>, Error> {
        let deed = Deed::new(call.by(), C::OPERATION, &call.object());
        if call.is_redacted() {
            return Ok(None);
        }
        let asked = || asked::asked(&**call).map_err(|error| Error::Engine(error.into()));
        self.keep(C::OPERATION, deed, asked).await
    }

    /// As [`Audit::begin`], for a request of somebody else's that is asked anew, with this body.
    pub(crate) async fn begin_command(
        &self,
        command: &Authorized<Command>,
        body: Option<&[u8]>,
    ) -> Result<Option<Intent>, Error> {
        let operation = command.named.operation;
        let object = asked::object(&command.named, |key| command.value(key).map(str::to_owned), body);
        let deed = Deed::new(command.by(), operation, &object);
        if command.is_redacted() {
            return Ok(None);
        }
        self.keep(operation, deed, || Ok(asked::command(command, body))).await
    }

    /// As [`Audit::begin`], for a request that passes as it is, with this query and body. `id` is the whole id of what it
    /// names, where that is known: by it all that was done to something is found.
    pub(crate) async fn begin_raw(
        &self,
        named: &Authorized<Named>,
        id: Option<&str>,
        query: &str,
        body: Option<&[u8]>,
    ) -> Result<Option<Intent>, Error> {
        let object =
            id.map_or_else(|| asked::object(named, |key| asked::value(query, key), body), str::to_owned);
        let deed = Deed::new(named.by(), named.operation, &object);
        self.keep(named.operation, deed, || Ok(asked::raw(named, query, body))).await
    }

    /// Writes down what has to be: what does anything, and what may show a secret that this person hasn't just looked at
    /// in the same way.
    async fn keep(
        &self,
        operation: Operation,
        deed: Deed,
        asked: impl FnOnce() -> Result<String, Error>,
    ) -> Result<Option<Intent>, Error> {
        if operation.class() == Class::Read {
            return Ok(None);
        }
        let asked = asked()?;
        let is_look = operation.class() == Class::ReadSecret && !takes_out(operation);
        let look = is_look.then(|| Look { deed: deed.clone(), asked: asked.clone() });
        let is_known = |look: &Look| self.looks().get(look).is_some_and(|last| last.elapsed() < LOOK);
        if look.as_ref().is_some_and(is_known) {
            return Ok(None);
        }
        self.write(deed, asked, look).await.map(Some)
    }

    /// What is remembered of looks is whole after any panic.
    fn looks(&self) -> MutexGuard<'_, HashMap<Look, Instant>> {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A look counts for further ones from when it was written down, and not from when somebody tried.
    fn remember(&self, look: Look) {
        let mut looks = self.looks();
        looks.retain(|_, last| last.elapsed() < LOOK);
        if looks.len() < LOOKS {
            looks.insert(look, Instant::now());
        }
    }

    /// The task goes on when nobody waits for it any more; the intent that it made is dropped then, and says so.
    async fn write(&self, deed: Deed, asked: String, look: Option<Look>) -> Result<Intent, Error> {
        let audit = self.clone();
        let writing = tokio::spawn(async move {
            let written = deed.clone();
            let seq = audit.store.write(move |tx| insert(tx, None, &written, &asked)).await?;
            if let Some(look) = look {
                audit.remember(look);
            }
            Ok(Intent { audit, deed: Some((seq, deed)) })
        });
        writing.await.map_err(Error::internal)?
    }

    /// Looks at all records from a number on, in order, until `look` has seen enough.
    ///
    /// # Errors
    /// The database can't be read; within it, what `look` says.
    pub fn each<B>(
        &self,
        mut from: i64,
        mut look: impl FnMut(Record) -> Result<(), B>,
    ) -> Result<Result<(), B>, Error> {
        let read = |from: i64| {
            self.store.read(|reader| {
                let mut select =
                    reader.prepare_cached("SELECT * FROM audit WHERE seq >= ?1 ORDER BY seq LIMIT ?2")?;
                select.query_map(params![from, PAGE as i64], record)?.collect::<Result<Vec<_>, _>>()
            })
        };
        loop {
            let page = read(from)?;
            let Some(last) = page.last().map(|record| record.seq) else { return Ok(Ok(())) };
            for record in page {
                if let Err(enough) = look(record) {
                    return Ok(Err(enough));
                }
            }
            from = last + 1;
        }
    }
}

/// Whether it takes files or what was written out: of the same object, other ones each time.
fn takes_out(operation: Operation) -> bool {
    use Operation::{
        ContainerArchive, ContainerArchiveInfo, ContainerExport, ContainerLogs, ImageGet, ImageGetAll,
        ServiceLogs, TaskLogs,
    };
    matches!(
        operation,
        ContainerArchive
            | ContainerArchiveInfo
            | ContainerExport
            | ContainerLogs
            | ImageGet
            | ImageGetAll
            | ServiceLogs
            | TaskLogs
    )
}

impl Deed {
    fn new(by: &Principal, operation: Operation, object: &str) -> Self {
        Self::of(&by.name, &by.through, operation.name(), object)
    }

    fn of(person: &str, through: &str, operation: &'static str, object: &str) -> Self {
        let object = object.chars().take(OBJECT_CHARS).collect();
        Self { person: person.to_owned(), through: through.to_owned(), operation, object }
    }
}

impl Intent {
    /// Writes down how it ended. It is on the disk when this answers, unless the disk fails: what was done was done
    /// all the same, and whoever asked for it hears of that. It is written when nobody waits for it any more, too.
    pub(crate) async fn end(mut self, said: &str) {
        let Some((intent, deed)) = self.deed.take() else { return };
        let (audit, said) = (self.audit.clone(), shortened(said));
        let writing = tokio::spawn(async move {
            let (again, text) = (deed.clone(), said.clone());
            if let Err(error) = audit.store.write(move |tx| insert(tx, Some(intent), &deed, &text)).await {
                tracing::error!(%error, intent, "how something ended couldn't be written to the audit: trying again");
                write_later(&audit.store, intent, again, said);
            }
        });
        // A task that panicked has said so.
        drop(writing.await);
    }

    /// Has it written down how it ended, without waiting for that.
    pub(crate) fn end_later(mut self, said: &str) {
        self.write_later(said);
    }

    fn write_later(&mut self, said: &str) {
        if let Some((intent, deed)) = self.deed.take() {
            write_later(&self.audit.store, intent, deed, shortened(said));
        }
    }
}

fn write_later(store: &Store, intent: i64, deed: Deed, said: String) {
    let later = store.write_later(move |tx| insert(tx, Some(intent), &deed, &said).map(drop));
    if let Err(error) = later {
        tracing::error!(%error, intent, "how something ended can't be written to the audit");
    }
}

fn shortened(said: &str) -> String {
    said.chars().take(SAID_CHARS).collect()
}

impl Drop for Intent {
    /// Whoever waited has gone: a cancelled job, a closed connection. Nobody waits for this record, either.
    fn drop(&mut self) {
        self.write_later(GIVEN_UP);
    }
}

fn insert(tx: &Transaction<'_>, intent: Option<i64>, deed: &Deed, said: &str) -> rusqlite::Result<i64> {
    let last = tx
        .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (last, before): (i64, [u8; 32]) = last.unwrap_or((0, chain::FIRST));
    let mut record = Record {
        seq: last + 1,
        at: now(),
        intent,
        person: deed.person.clone(),
        through: deed.through.clone(),
        operation: deed.operation.to_owned(),
        object: deed.object.clone(),
        said: said.to_owned(),
        before,
        hash: [0; 32],
    };
    record.hash = chain::hash(&record);
    tx.prepare_cached("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?.execute(
        params![
            record.seq,
            record.at,
            record.intent,
            record.person,
            record.through,
            record.operation,
            record.object,
            record.said,
            record.before,
            record.hash
        ],
    )?;
    prune(tx, &record)?;
    Ok(record.seq)
}

/// Takes away the oldest records behind the last one. Those that stay have no gap, however the clock ran.
fn prune(tx: &Transaction<'_>, last: &Record) -> rusqlite::Result<()> {
    if last.seq <= KEPT {
        return Ok(());
    }
    let first = "SELECT seq, at FROM audit WHERE at >= ?1 OR seq > ?2 ORDER BY seq LIMIT 1";
    let (first, at): (i64, i64) = tx
        .prepare_cached(first)?
        .query_row([last.at - YOUNG, last.seq - KEPT], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let too_many = last.seq - MOST;
    if first <= too_many && last.seq % TOO_YOUNG == 0 {
        let since = crate::clock::iso(at / 1000);
        tracing::warn!(
            since,
            most = MOST,
            "records of the audit that are less than 90 days old go: somebody does very much. Export them with \
             `pierhead audit export`, and look who it is"
        );
    }
    tx.prepare_cached("DELETE FROM audit WHERE seq < ?1")?.execute([first.max(too_many + 1)]).map(drop)
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        seq: row.get("seq")?,
        at: row.get("at")?,
        intent: row.get("intent")?,
        person: row.get("person")?,
        through: row.get("through")?,
        operation: row.get("operation")?,
        object: row.get("object")?,
        said: row.get("said")?,
        before: row.get("before")?,
        hash: row.get("hash")?,
    })
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
