//! What can go wrong with a private engine.

use std::{io, path::PathBuf};

/// What failed, on what.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Private engines need namespaces and mounts.
    #[error("a private engine needs root (it makes namespaces and mounts); run this as root")]
    NotRoot,
    /// This machine isn't one on which we can install packages.
    #[error("please install {0}: it can only be done for you as root on Debian or Ubuntu")]
    CannotInstall(String),
    /// No source of Debian's packages is configured here.
    #[error("no Debian mirror is named in /etc/apt; the test engines are Debian's packages")]
    NoMirror,
    /// A program ended with an error.
    #[error("`{command}` failed: {message}")]
    Command {
        /// The program and its arguments.
        command: String,
        /// What it said.
        message: String,
    },
    /// The engine or the registry did not get ready in time.
    #[error("{what} was not ready after {seconds} s; its log ends:\n{log}")]
    NotReady {
        /// Who was waited for.
        what: &'static str,
        /// How long.
        seconds: u64,
        /// The last lines of its log.
        log: String,
    },
    /// The shell that holds an engine has ended or refused.
    #[error("the engine's supervisor did not carry out `{order}`: {said}")]
    Supervisor {
        /// What it was told to do.
        order: &'static str,
        /// The last lines of what it said.
        said: String,
    },
    /// A file or a process could not be used.
    #[error("{what} {path}: {source}", path = path.display())]
    Io {
        /// What was being done.
        what: &'static str,
        /// To which file or program.
        path: PathBuf,
        /// The system's own word.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err`: an input/output error with what was done to which path.
    pub(crate) fn io(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { what, path, source }
    }
}
