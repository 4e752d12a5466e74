//! A socket that nobody else on the machine can open.

use std::{
    fs, io,
    os::unix::{
        fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt},
        net::UnixStream as Blocking,
    },
    path::{Path, PathBuf},
};

use engine::Account;
use tokio::net::{UnixListener, UnixStream};

/// Why it can't be made.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum SocketError {
    #[error("the socket {path} can't be made: {error}")]
    Failed { path: PathBuf, error: io::Error },
    #[error(
        "others may enter {0}, and could use the socket there: choose a folder of your own, with chmod 700"
    )]
    Open(PathBuf),
    #[error("{0} belongs to somebody else, who could use the socket there: choose a folder of your own")]
    Foreign(PathBuf),
    #[error("{0} is no socket, and stays: choose another with --listen")]
    Taken(PathBuf),
    #[error("something listens at {0} already: end it, or choose another with --listen")]
    InUse(PathBuf),
}

/// A socket, 0600 in a folder that is its owner's alone. Dropping it removes its file.
pub(super) struct PrivateSocket {
    listener: UnixListener,
    path: PathBuf,
}

impl PrivateSocket {
    /// Makes it, in place of one that was left behind.
    pub(super) fn bind(path: &Path) -> Result<Self, SocketError> {
        let path =
            std::path::absolute(path).map_err(|error| SocketError::Failed { path: path.into(), error })?;
        let failed = |error| SocketError::Failed { path: path.clone(), error };
        let folder = path.parent().unwrap_or(Path::new("/"));
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let found = fs::metadata(folder).map_err(failed)?;
        if found.uid() != Account::own().id {
            return Err(SocketError::Foreign(folder.to_owned()));
        }
        if found.mode() & 0o077 != 0 {
            return Err(SocketError::Open(folder.to_owned()));
        }
        make_room(&path)?;
        let listener = UnixListener::bind(&path).map_err(failed)?;
        let socket = Self { listener, path: path.clone() };
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map_err(failed)?;
        Ok(socket)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) async fn accept(&self) -> io::Result<UnixStream> {
        Ok(self.listener.accept().await?.0)
    }
}

impl Drop for PrivateSocket {
    fn drop(&mut self) {
        // Whoever finds one left behind takes its place.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes what a killed one has left.
fn make_room(path: &Path) -> Result<(), SocketError> {
    let failed = |error| SocketError::Failed { path: path.to_owned(), error };
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(error)),
        Ok(found) if !found.file_type().is_socket() => Err(SocketError::Taken(path.to_owned())),
        Ok(_) => match Blocking::connect(path) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                fs::remove_file(path).map_err(failed)
            }
            _ => Err(SocketError::InUse(path.to_owned())),
        },
    }
}
