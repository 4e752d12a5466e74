//! What is done in somebody's name, written down: before the engine is called, and after.
//!
//! An intent is on the disk before the engine hears of it; where none can be written, nothing is done. A result that
//! is missing says that the server ended in between: what became of it only the engine knows. Records are chained by
//! hash (`chain`); who can write the database can make a whole new chain, but not one that ends in a hash that
//! somebody keeps elsewhere.

mod asked;
mod chain;

use std::time::{SystemTime, UNIX_EPOCH};

use engine_api::call::Call;
use gate::{Authorized, Principal};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::{error::Error, store::Store};

pub use chain::{Broken, Chain};

/// Records that are kept; the oldest go first. At a thousand a day that is more than two years.
const KEPT: i64 = 1_000_000;
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

/// The records. Clones write the same ones.
#[derive(Clone)]
pub struct Audit(Store);

/// Something that is about to be done, and was written down. Whatever happens to it, its end is written, too.
pub struct Intent {
    audit: Audit,
    /// What its result repeats; `None` once that is written.
    deed: Option<(i64, Deed)>,
}

/// Who does what to what.
#[derive(Clone, Debug)]
struct Deed {
    person: String,
    through: String,
    operation: &'static str,
    object: String,
}

impl Audit {
    /// The records of a store.
    pub fn new(store: Store) -> Self {
        Self(store)
    }

    /// Writes down what is about to be done. It is on the disk when this answers.
    pub(crate) async fn begin<C: Call>(&self, call: &Authorized<C>) -> Result<Intent, Error> {
        let Principal { name, through, .. } = call.by().clone();
        let operation = C::OPERATION.name();
        let deed = Deed { person: name, through, operation, object: call.object().into_owned() };
        let asked = asked::asked(&**call).map_err(|error| Error::Engine(error.into()))?;
        let written = deed.clone();
        let seq = self.0.write(move |tx| insert(tx, None, &written, &asked)).await?;
        Ok(Intent { audit: self.clone(), deed: Some((seq, deed)) })
    }

    /// Looks at all records from a number on, in order, until `look` has seen enough.
    pub fn each<B>(
        &self,
        from: i64,
        mut look: impl FnMut(Record) -> Result<(), B>,
    ) -> Result<Result<(), B>, Error> {
        let read = |reader: &Connection| {
            let mut select = reader.prepare_cached("SELECT * FROM audit WHERE seq >= ?1 ORDER BY seq")?;
            let mut rows = select.query([from])?;
            while let Some(row) = rows.next()? {
                if let Err(enough) = look(record(row)?) {
                    return Ok(Err(enough));
                }
            }
            Ok(Ok(()))
        };
        Ok(self.0.read(read)?)
    }
}

impl Intent {
    /// Writes down how it ended. It is on the disk when this answers.
    pub(crate) async fn end(mut self, said: &str) -> Result<(), Error> {
        let Some((intent, deed)) = self.deed.take() else { return Ok(()) };
        let said = shortened(said);
        self.audit.0.write(move |tx| insert(tx, Some(intent), &deed, &said)).await?;
        Ok(())
    }

    /// Has it written down how it ended, without waiting for that.
    pub(crate) fn end_later(mut self, said: &str) {
        self.write_later(said);
    }

    fn write_later(&mut self, said: &str) {
        let Some((intent, deed)) = self.deed.take() else { return };
        let said = shortened(said);
        let later = self.audit.0.write_later(move |tx| insert(tx, Some(intent), &deed, &said).map(drop));
        if let Err(error) = later {
            tracing::error!(%error, intent, "how something ended can't be written to the audit");
        }
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

/// What the result of something says that nobody waited for to its end.
const GIVEN_UP: &str = "given up before the engine had answered";

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
    tx.prepare_cached("DELETE FROM audit WHERE seq <= ?1")?.execute([record.seq - KEPT])?;
    Ok(record.seq)
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
