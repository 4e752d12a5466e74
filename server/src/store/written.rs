//! Whether anybody has written since, without a query.
//!
//! The last thing that a commit does, whichever process makes it, is to write the header of the log's index, which all of
//! them share as memory and as a file (sqlite.org/walformat.html). Reading that is one call of the kernel, without a lock.
//! The query for it, `PRAGMA data_version`, looks at the same bytes and locks and unlocks files for it.

use std::{fs::File, os::unix::fs::FileExt, path::Path};

use super::StoreError;

/// What SQLite adds to the database's name.
const SUFFIX: &str = "-shm";
/// The header holds a counter of commits, and checksums and the length of the log.
const HEADER: usize = 48;

/// What all processes have written together, as a value to compare: a commit makes another one of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written([u8; HEADER]);

impl Default for Written {
    /// Before anybody has looked: no header is like that.
    fn default() -> Self {
        Self([0; HEADER])
    }
}

/// The index of the log of one database.
pub(super) struct Index(File);

impl Index {
    /// Opens what SQLite has made when the first connection was opened. It must be closed after the last one: closing it
    /// gives up the locks that this process has on it.
    pub(super) fn open(database: &Path) -> Result<Self, StoreError> {
        let mut path = database.as_os_str().to_owned();
        path.push(SUFFIX);
        let file = File::open(&path).map_err(|error| StoreError::Folder { path: path.into(), error })?;
        Ok(Self(file))
    }

    /// What has been written until now. A header that is being written reads as neither the old nor the new one, so that
    /// whoever compares looks once more than needed.
    pub(super) fn written(&self) -> std::io::Result<Written> {
        let mut header = [0; HEADER];
        self.0.read_exact_at(&mut header, 0)?;
        Ok(Written(header))
    }
}
