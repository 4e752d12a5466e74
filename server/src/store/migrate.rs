//! Forward migrations, numbered by SQLite's `user_version`, with a copy kept before each.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// Each brings the database from the version of its index to the next one. Never edit one that was released.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
    include_str!("migrations/5.sql"),
    include_str!("migrations/6.sql"),
    include_str!("migrations/7.sql"),
    include_str!("migrations/8.sql"),
    include_str!("migrations/9.sql"),
];

/// Applies what is missing. Two processes may start at once: each step looks again under the write lock.
pub(super) fn bring_up_to_date(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    steps(connection, path, MIGRATIONS)
}

fn steps(connection: &mut Connection, path: &Path, migrations: &[&str]) -> Result<(), StoreError> {
    let known = migrations.len() as i64;
    // A database that was just made holds nothing that a copy could keep.
    let made = version(connection).map_err(StoreError::at(path))? == 0;
    loop {
        let found = version(connection).map_err(StoreError::at(path))?;
        let Some(sql) = usize::try_from(found).ok().and_then(|index| migrations.get(index)) else {
            return match found == known {
                true => Ok(()),
                false => Err(StoreError::Newer { path: path.to_owned(), found, known }),
            };
        };
        if !made {
            keep_copy(connection, path, found)?;
        }
        step(connection, found, sql).map_err(StoreError::at(path))?;
        if !made {
            tracing::info!(from = found, to = found + 1, "database upgraded");
        }
    }
}

fn step(connection: &mut Connection, from: i64, sql: &str) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if version(&transaction)? != from {
        return Ok(());
    }
    transaction.execute_batch(sql)?;
    transaction.pragma_update(None, "user_version", from + 1)?;
    transaction.commit()
}

/// Copies the database as it is to `pierhead.db.before-N`, N being the version that it will get.
fn keep_copy(connection: &Connection, path: &Path, found: i64) -> Result<(), StoreError> {
    let mut copy = path.as_os_str().to_owned();
    copy.push(format!(".before-{}", found + 1));
    let copy = std::path::PathBuf::from(copy);
    let failed = |error: String| StoreError::Copy { copy: copy.clone(), error };
    // Made beside and renamed: a copy that was cut short never looks like a whole one.
    let unfinished = copy.with_extension("new");
    let _ = std::fs::remove_file(&unfinished);
    super::folder::create_private(&unfinished)?;
    let into = unfinished.to_str().ok_or_else(|| failed("its path isn't UTF-8".into()))?;
    connection.execute("VACUUM INTO ?1", [into]).map_err(|error| failed(error.to_string()))?;
    std::fs::File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(&unfinished, &copy))
        .map_err(|error| failed(error.to_string()))
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

#[cfg(test)]
mod tests;
