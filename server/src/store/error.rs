//! What can go wrong with the store, and what helps: each has its own text.

use std::{
    io,
    path::{Path, PathBuf},
};

use rusqlite::ErrorCode;

/// A failure of the store. Nothing that was acknowledged is lost by any of them.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder or a file in it can't be made or opened.
    #[error("can't use {path}: {error}; give a data folder that this user may write, with --data")]
    Folder {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Others may read or write the folder.
    #[error(
        "{path} belongs to user {owner}, not to this one: Pierhead keeps secrets in it; run as its owner, or give another --data"
    )]
    NotOurs {
        /// Which one.
        path: PathBuf,
        /// Its owner's number.
        owner: u32,
    },
    /// It holds other things, and others may read it.
    #[error(
        "{path} is in use for other things: Pierhead keeps its folder from everybody else, and would take this \
         one from whoever uses it; give a folder of its own with --data"
    )]
    InUse {
        /// Which one.
        path: PathBuf,
    },
    /// Pierhead has never used it.
    #[error(
        "there is no Pierhead database in {path}: say with --data where the server keeps its own (the first \
         `pierhead serve` makes it)"
    )]
    Missing {
        /// Which one.
        path: PathBuf,
    },
    /// A server runs on it.
    #[error("a Pierhead is serving {path} already: end it first, or give another --data")]
    Served {
        /// Which one.
        path: PathBuf,
    },
    /// A newer Pierhead has written it.
    #[error(
        "{path} has version {found} and this Pierhead knows up to {known}: run the newer Pierhead again, or \
         restore the copy that it made before its upgrade ({path}.before-*)"
    )]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// It isn't a database of ours, or it is damaged.
    #[error(
        "{path} is damaged or no database: {error}; it was left as it is. Put a copy of it back (such as \
         {path}.before-*), or move it away to start anew"
    )]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// SQLite's own words.
        error: rusqlite::Error,
    },
    /// It can be read, but not written.
    #[error("{path} can't be written: it or its folder is read-only")]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("no space left on the disk of {path}: nothing was changed; free some space and try again")]
    DiskFull {
        /// Which file.
        path: PathBuf,
    },
    /// Another process has held it for too long.
    #[error("{path} is in use by another process: try again")]
    Busy {
        /// Which file.
        path: PathBuf,
    },
    /// The copy that every upgrade makes first couldn't be made.
    #[error("the copy {copy} couldn't be made, so the database was not upgraded: {error}")]
    Copy {
        /// The copy's path.
        copy: PathBuf,
        /// Why.
        error: String,
    },
    /// Anything else that SQLite says.
    #[error("{path}: {error}")]
    Sqlite {
        /// Which file.
        path: PathBuf,
        /// SQLite's own words.
        error: rusqlite::Error,
    },
    /// Too many writes are waiting for the disk.
    #[error("too many changes are waiting for the disk")]
    Overloaded,
    /// The writer thread has ended.
    #[error("the store has stopped")]
    Stopped,
}

impl StoreError {
    /// Names the file in an error of SQLite's.
    pub(super) fn at(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        move |error| {
            let path = path.to_owned();
            // The log's index couldn't grow: SQLite calls that an I/O error.
            let extended = error.sqlite_error().map(|error| error.extended_code);
            if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
                return Self::DiskFull { path };
            }
            match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { path, error },
                Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
                Some(ErrorCode::DiskFull) => Self::DiskFull { path },
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
                Some(ErrorCode::CannotOpen) => {
                    Self::Folder { path, error: io::Error::other(error.to_string()) }
                }
                _ => Self::Sqlite { path, error },
            }
        }
    }
}
