//! Members in the store.

use gate::StackName;
use rusqlite::{Connection, Transaction, params, types::Type};

use super::{Kind, MOST, Membership};
use crate::error::Error;

/// Whether it was written, or why the stack doesn't take it.
pub(super) fn insert(
    tx: &Transaction<'_>,
    engine: &str,
    stack: &StackName,
    things: &[(Kind, String)],
) -> rusqlite::Result<Result<(), Error>> {
    let mut count = tx.prepare_cached("SELECT count(*) FROM members WHERE engine = ?1 AND stack = ?2")?;
    let count: u32 = count.query_row(params![engine, stack.as_str()], |row| row.get(0))?;
    if count as usize + things.len() > MOST {
        return Ok(Err(Error::StackFull { stack: stack.clone(), most: MOST }));
    }
    let mut insert = tx.prepare_cached("INSERT OR IGNORE INTO members VALUES (?1, ?2, ?3, ?4)")?;
    for (kind, id) in things {
        insert.execute(params![engine, kind.as_str(), id, stack.as_str()])?;
    }
    Ok(Ok(()))
}

pub(super) fn delete(tx: &Transaction<'_>, engine: &str, things: &[(Kind, String)]) -> rusqlite::Result<()> {
    let mut delete = tx.prepare_cached("DELETE FROM members WHERE engine = ?1 AND kind = ?2 AND id = ?3")?;
    for (kind, id) in things {
        delete.execute(params![engine, kind.as_str(), id])?;
    }
    Ok(())
}

/// Takes something out of all stacks but this one.
pub(super) fn delete_elsewhere(
    tx: &Transaction<'_>,
    engine: &str,
    stack: Option<&StackName>,
    (kind, id): &(Kind, String),
) -> rusqlite::Result<()> {
    let delete = "DELETE FROM members WHERE engine = ?1 AND kind = ?2 AND id = ?3 AND stack IS NOT ?4";
    tx.execute(delete, params![engine, kind.as_str(), id, stack.map(StackName::as_str)]).map(drop)
}

pub(super) fn delete_all(tx: &Transaction<'_>, engine: &str, stack: &StackName) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM members WHERE engine = ?1 AND stack = ?2", params![engine, stack.as_str()])
        .map(drop)
}

/// Whether all of it is the stack's now.
pub(super) fn claim(
    tx: &Transaction<'_>,
    engine: &str,
    stack: &StackName,
    things: &[(Kind, String)],
) -> rusqlite::Result<Result<bool, Error>> {
    let mut elsewhere = tx.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM members WHERE engine = ?1 AND kind = ?2 AND id = ?3 AND stack <> ?4)",
    )?;
    for (kind, id) in things {
        if elsewhere.query_row(params![engine, kind.as_str(), id, stack.as_str()], |row| row.get(0))? {
            return Ok(Ok(false));
        }
    }
    Ok(insert(tx, engine, stack, things)?.map(|()| true))
}

/// Before members were recorded with their engine's own id there was one engine: whichever is there now.
pub(super) fn take_over(tx: &Transaction<'_>, engine: &str) -> rusqlite::Result<()> {
    match tx.execute("UPDATE OR REPLACE members SET engine = ?1 WHERE engine = 'local'", [engine])? {
        0 => Ok(()),
        _ => tx.execute("UPDATE membership SET version = version + 1", []).map(drop),
    }
}

/// Gives volumes that were known by name alone, before the engine told when they were made, the names that they have now.
pub(super) fn tell_when(
    tx: &Transaction<'_>,
    engine: &str,
    made: &[(String, String)],
) -> rusqlite::Result<()> {
    let rename = "UPDATE OR REPLACE members SET id = ?3 WHERE engine = ?1 AND kind = 'volume' AND id = ?2";
    let mut rename = tx.prepare_cached(rename)?;
    let mut renamed = 0;
    for (name, id) in made {
        renamed += rename.execute(params![engine, name, id])?;
    }
    match renamed {
        0 => Ok(()),
        _ => tx.execute("UPDATE membership SET version = version + 1", []).map(drop),
    }
}

pub(super) fn version(reader: &Connection) -> rusqlite::Result<i64> {
    reader.prepare_cached("SELECT version FROM membership")?.query_row([], |row| row.get(0))
}

pub(super) fn read(reader: &Connection, engine: &str) -> rusqlite::Result<Membership> {
    // Both in one transaction: what is written between them would be of the wrong number.
    let reading = reader.unchecked_transaction()?;
    let (version, engine) = (version(&reading)?, engine.to_owned());
    let mut membership = Membership { version, engine, ..Membership::default() };
    let mut select = reading.prepare_cached("SELECT kind, id, stack FROM members WHERE engine = ?1")?;
    let mut rows = select.query([&membership.engine])?;
    while let Some(row) = rows.next()? {
        let kind = row.get_ref("kind")?.as_str()?;
        let kind = Kind::ALL.into_iter().find(|it| it.as_str() == kind).ok_or_else(|| unreadable(kind))?;
        let stack = row.get_ref("stack")?.as_str()?;
        let stack = stack.parse().map_err(|_| unreadable(stack))?;
        membership.of.entry((kind, row.get("id")?)).or_default().push(stack);
    }
    Ok(membership)
}

fn unreadable(word: &str) -> rusqlite::Error {
    let error = format!("{word:?} isn't known to this version");
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
}
