//! Looking for what was done: what was asked joined with what came back, the newest first.

use axum::extract::{Query, State};
use engine_api::operation::{Class, Operation};
use gate::Role;
use rusqlite::{Connection, Row, ToSql};
use wire::{
    AuditEnd, AuditPage, AuditRow, AuditSearch, Outcome, Time,
    audit::{ANSWERED, DONE, GIVEN_UP},
};

use super::{Audit, Own, Record, record};
use crate::{Route, Wire, error::Error};

/// Rows of an answer, when it isn't said how many are wanted, and at most.
const USUAL: u16 = 50;
const MOST: u16 = 200;
/// Records that are looked through in one go, some milliseconds: so that a long search holds nobody up. It ends with
/// the oldest of those that are kept.
const STRETCH: i64 = 20_000;
/// Records that are joined with their results for one answer, whether they are wanted or not. Whoever wants to see more
/// asks again, from where this has ended.
const LOOKED_AT: usize = 50_000;

/// What was found so far.
#[derive(Default)]
struct Found {
    rows: Vec<AuditRow>,
    looked_at: usize,
    /// The number of the last that was looked at.
    last: i64,
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/audit", Role::Admin, search_audit).about("What was done, the newest first"),
        Route::get("/api/audit/actions", Role::Admin, list_actions)
            .about("The names of all that the audit may hold"),
    ]
}

async fn search_audit(
    State(audit): State<Audit>,
    Query(wanted): Query<AuditSearch>,
) -> Result<Wire<AuditPage>, Error> {
    tokio::task::spawn_blocking(move || audit.search(&wanted)).await.map_err(Error::internal)?.map(Wire)
}

/// What is looked at and shows no secret isn't written down.
async fn list_actions() -> Wire<Vec<String>> {
    let ours = Own::ALL.into_iter().map(Own::name);
    let engines = Operation::ALL.iter().filter(|operation| operation.class() != Class::Read);
    let mut names: Vec<_> = ours.chain(engines.map(|it| it.name())).map(str::to_owned).collect();
    names.sort_unstable();
    Wire(names)
}

impl Audit {
    /// What was done, as far as it is what is wanted.
    fn search(&self, wanted: &AuditSearch) -> Result<AuditPage, Error> {
        let limit = usize::from(wanted.limit.unwrap_or(USUAL).clamp(1, MOST));
        let (first, last) = self.store.read(ends)?;
        let mut below = wanted.before.unwrap_or(i64::MAX).min(last + 1);
        let mut found = Found::default();
        // One more than is wanted: whether there is more.
        while below > first && found.rows.len() <= limit && found.looked_at < LOOKED_AT {
            let from = (below - STRETCH).max(first);
            self.store.read(|reader| stretch(reader, wanted, from..below, limit + 1, &mut found))?;
            below = from;
        }
        let Found { mut rows, looked_at, last } = found;
        let next = if rows.len() > limit {
            rows.truncate(limit);
            rows.last().map(|row| row.seq)
        } else {
            (looked_at >= LOOKED_AT).then_some(last)
        };
        Ok(AuditPage { rows, next })
    }
}

/// The numbers of the first and the last record.
fn ends(reader: &Connection) -> rusqlite::Result<(i64, i64)> {
    let ends = "SELECT (SELECT min(seq) FROM audit), (SELECT max(seq) FROM audit)";
    reader.prepare_cached(ends)?.query_row([], |row| {
        Ok((row.get::<_, Option<i64>>(0)?.unwrap_or(1), row.get::<_, Option<i64>>(1)?.unwrap_or(0)))
    })
}

/// Adds what is wanted of a stretch of records, until there are `most`, or enough was looked at.
fn stretch(
    reader: &Connection,
    wanted: &AuditSearch,
    seqs: std::ops::Range<i64>,
    most: usize,
    so_far: &mut Found,
) -> rusqlite::Result<()> {
    let (conditions, values) = conditions(wanted);
    let select = format!(
        "SELECT i.*, r.seq AS end_seq, r.at AS end_at, r.said AS end_said
         FROM audit i LEFT JOIN audit r ON r.intent = i.seq
         WHERE i.intent IS NULL AND i.seq >= ? AND i.seq < ?{conditions} ORDER BY i.seq DESC"
    );
    let mut statement = reader.prepare_cached(&select)?;
    let (from, below): (&dyn ToSql, &dyn ToSql) = (&seqs.start, &seqs.end);
    let values: Vec<_> = [from, below].into_iter().chain(values.iter().map(|value| &**value)).collect();
    let mut found = statement.query(&*values)?;
    while so_far.rows.len() < most
        && so_far.looked_at < LOOKED_AT
        && let Some(row) = found.next()?
    {
        let row = read(row)?;
        so_far.looked_at += 1;
        so_far.last = row.seq;
        if wanted.outcome.is_none_or(|outcome| outcome == row.outcome) {
            so_far.rows.push(row);
        }
    }
    Ok(())
}

/// What is wanted, as SQL: only what is said stands in it, so that its index is used.
fn conditions(wanted: &AuditSearch) -> (String, Vec<Box<dyn ToSql>>) {
    let mut conditions = String::new();
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    let mut add = |condition: &str, value: Box<dyn ToSql>| {
        conditions.push_str(condition);
        values.push(value);
    };
    if let Some(person) = &wanted.person {
        add(" AND i.person = ?", Box::new(person.clone()));
    }
    if let Some(action) = &wanted.action {
        add(" AND i.operation = ?", Box::new(action.clone()));
    }
    match &wanted.object {
        Some(object) if wanted.exact => {
            add(" AND (i.object = ?", Box::new(object.clone()));
            let also = wanted.also.as_ref().unwrap_or(object);
            add(" OR i.object = ? AND i.operation LIKE 'Container%')", Box::new(also.clone()));
        }
        Some(beginning) => {
            add(" AND i.object >= ?", Box::new(beginning.clone()));
            add(" AND i.object < ?", Box::new(format!("{beginning}{}", char::MAX)));
        }
        None => {}
    }
    if wanted.changes {
        let looks = |operation: &&Operation| matches!(operation.class(), Class::Read | Class::ReadSecret);
        for operation in Operation::ALL.iter().filter(looks) {
            add(" AND i.operation <> ?", Box::new(operation.name()));
        }
    }
    if let Some(Time(from)) = wanted.from {
        add(" AND i.at >= ?", Box::new(from.saturating_mul(1000)));
    }
    if let Some(Time(to)) = wanted.to {
        add(" AND i.at < ?", Box::new(to.saturating_add(1).saturating_mul(1000)));
    }
    (conditions, values)
}

fn read(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    let Record { seq, at, person, through, operation, object, said: asked, .. } = record(row)?;
    let said: Option<String> = row.get("end_said")?;
    let outcome = outcome(said.as_deref());
    let end = match said {
        Some(said) => Some(AuditEnd { seq: row.get("end_seq")?, at: row.get("end_at")?, said }),
        None => None,
    };
    Ok(AuditRow { seq, at, person, through, operation, object, asked, outcome, end })
}

/// What a result says, in a word. What isn't known to be good is not.
fn outcome(said: Option<&str>) -> Outcome {
    match said {
        None => Outcome::Open,
        Some(DONE) => Outcome::Done,
        Some(GIVEN_UP) => Outcome::GivenUp,
        Some(said) => match said.strip_prefix(ANSWERED).map(str::as_bytes) {
            Some([b'1'..=b'3', ..]) => Outcome::Done,
            _ => Outcome::Failed,
        },
    }
}

#[cfg(test)]
mod tests;
