//! The data folder and its files: the owner's alone.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use super::StoreError;

const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
/// Locked by the server that serves the folder. Not the database itself: SQLite has locks of its own on that.
const LOCK: &str = "pierhead.lock";

/// Makes the folder if it is missing, and takes it from everybody but its owner. A folder that others may read
/// and that holds other things is somebody else's: it is refused, and left as it is.
pub fn prepare_folder(folder: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::Folder { path: folder.to_owned(), error };
    fs::DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder).map_err(failed)?;
    let found = fs::metadata(folder).map_err(failed)?;
    if found.mode() & 0o077 == 0 {
        return Ok(());
    }
    if !folder.join(super::FILE).exists() && !is_empty(folder).map_err(failed)? {
        return Err(StoreError::InUse { path: folder.to_owned() });
    }
    match fs::set_permissions(folder, fs::Permissions::from_mode(FOLDER_MODE)) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(StoreError::NotOurs { path: folder.to_owned(), owner: found.uid() })
        }
        other => other.map_err(failed),
    }
}

/// Whether a folder is there that Pierhead has used: else whoever only wants to look would make one.
pub fn find_folder(folder: &Path) -> Result<(), StoreError> {
    match folder.join(super::FILE).try_exists() {
        Ok(true) => prepare_folder(folder),
        Ok(false) => Err(StoreError::Missing { path: folder.to_owned() }),
        Err(error) => Err(StoreError::Folder { path: folder.to_owned(), error }),
    }
}

/// Nothing in it, but for what a disk of its own has.
fn is_empty(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if entry?.file_name() != "lost+found" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Keeps the folder for one server, as long as what it returns lives; commands may work beside it.
pub fn lock_folder(folder: &Path) -> Result<fs::File, StoreError> {
    let path = folder.join(LOCK);
    let open = || fs::OpenOptions::new().append(true).create(true).mode(FILE_MODE).open(&path);
    let file = open().map_err(unwritable(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(StoreError::Served { path: folder.to_owned() }),
        Err(fs::TryLockError::Error(error)) => Err(unwritable(&path)(error)),
    }
}

/// Makes the file, empty, if it is missing: SQLite gives its journals the same mode.
pub(super) fn create_private(path: &Path) -> Result<(), StoreError> {
    let open = || fs::OpenOptions::new().append(true).create(true).mode(FILE_MODE).open(path);
    let file = open().map_err(unwritable(path))?;
    file.set_permissions(fs::Permissions::from_mode(FILE_MODE)).map_err(unwritable(path))
}

/// Why a file can't be written.
fn unwritable(path: &Path) -> impl Fn(io::Error) -> StoreError {
    move |error| match error.kind() {
        io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { path: path.to_owned() },
        io::ErrorKind::StorageFull => StoreError::DiskFull { path: path.to_owned() },
        _ => StoreError::Folder { path: path.to_owned(), error },
    }
}

/// Writes a file that only its owner may read, whole or not at all.
pub fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    // A left-over of a crash might have another mode.
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(&unfinished)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}
