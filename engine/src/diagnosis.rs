//! What is wrong when an engine can't be reached, told apart so that each has its own advice.

mod socket;

use std::{fmt, io, path::PathBuf, time::Duration};

use engine_api::{
    system::GetVersion,
    version::{ApiVersion, NEWEST, NoCommonVersion, OLDEST},
};

use crate::{Address, Client, Error, tls};
pub use socket::Account;

/// How it stands with an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Diagnosis {
    /// It is there and answers.
    Healthy {
        /// The engine's version.
        version: String,
        /// The version of the API that was agreed on.
        api: ApiVersion,
    },
    /// Where the engine is can't be told: what the surroundings say of it is of no use.
    Unusable {
        /// What is wrong with it.
        message: String,
    },
    /// There is no socket at the path.
    NoSocket {
        /// The path.
        path: PathBuf,
    },
    /// The socket is there, and we may not use it.
    PermissionDenied {
        /// The path.
        path: PathBuf,
        /// Whose it is; `None` if the folder that it is in is closed too.
        owner: Option<Account>,
        /// The group that may use it.
        group: Option<Account>,
        /// Its permission bits.
        mode: u32,
        /// The command that gives access.
        fix: String,
    },
    /// Nobody listens.
    Refused {
        /// Where.
        address: String,
    },
    /// Nobody on the network takes the connection: the machine is off, something between keeps it back, or the engine hangs.
    Unanswered {
        /// Where.
        address: String,
    },
    /// It takes connections, and doesn't answer: the engine hangs or is stopped.
    Silent {
        /// Where.
        address: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// All versions of the API that it speaks are too old for us.
    TooOld {
        /// The newest that it speaks.
        api: ApiVersion,
        /// The oldest that we speak.
        minimum: ApiVersion,
    },
    /// All versions of the API that it speaks are too new for us.
    TooNew {
        /// The oldest that it speaks.
        minimum: ApiVersion,
        /// The newest that we speak.
        newest: ApiVersion,
    },
    /// Something else answers there.
    NotAnEngine {
        /// Where.
        address: String,
        /// What it answers.
        answer: String,
    },
    /// The connection isn't safe: a wrong certificate, name or key.
    Tls {
        /// Where.
        address: String,
        /// Why.
        message: String,
    },
    /// Anything else.
    Unreachable {
        /// Where.
        address: String,
        /// The system's or the engine's own words.
        message: String,
    },
}

/// Looks how it stands with the engine at an address.
pub async fn diagnose(address: &Address) -> Diagnosis {
    match look(address).await {
        Ok(healthy) => healthy,
        Err(error) => Diagnosis::of(&error, address),
    }
}

async fn look(address: &Address) -> Result<Diagnosis, Error> {
    let client = Client::new(address.clone());
    let api = client.negotiate().await?;
    let version = client.call(&GetVersion).await?;
    Ok(Diagnosis::Healthy { version: version.version, api })
}

impl Diagnosis {
    /// What an error says about the engine. Looks at the socket's file, and asks the engine nothing.
    pub fn of(error: &Error, engine: &Address) -> Self {
        let address = engine.to_string();
        match error {
            Error::Address(why) => Self::Unusable { message: why.to_string() },
            Error::Connect { source, .. } => match (source.kind(), engine.socket()) {
                (io::ErrorKind::NotFound, Some(path)) => Self::NoSocket { path: path.to_owned() },
                (io::ErrorKind::PermissionDenied, Some(path)) => socket::denied(path),
                (io::ErrorKind::ConnectionRefused, _) => Self::Refused { address },
                _ => Self::Unreachable { address, message: source.to_string() },
            },
            Error::Unconnected { .. } if engine.socket().is_none() => Self::Unanswered { address },
            Error::Silent { after, .. } | Error::Unconnected { after, .. } => {
                Self::Silent { address, after: *after }
            }
            Error::Version(NoCommonVersion::TooOld { api }) => Self::TooOld { api: *api, minimum: OLDEST },
            Error::Version(NoCommonVersion::TooNew { minimum }) => {
                Self::TooNew { minimum: *minimum, newest: NEWEST }
            }
            Error::Tls { message, .. } => Self::Tls { address, message: message.clone() },
            Error::NotAnEngine { answer, .. } => Self::NotAnEngine { address, answer: answer.clone() },
            Error::Transport { source, .. } if let Some(message) = tls::failure(source) => {
                Self::Tls { address, message }
            }
            Error::Transport { source, .. } if source.is_parse() => {
                Self::NotAnEngine { address, answer: source.to_string() }
            }
            Error::Reply { source, .. } => Self::NotAnEngine { address, answer: source.to_string() },
            Error::Engine { status, message, .. } if !status.is_server_error() => {
                Self::NotAnEngine { address, answer: format!("{status}: {message}") }
            }
            other => Self::Unreachable { address, message: other.to_string() },
        }
    }

    /// Whether all is well.
    pub fn is_healthy(&self) -> bool {
        matches!(self, Self::Healthy { .. })
    }
}

impl fmt::Display for Diagnosis {
    /// What it is, and what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Healthy { version, api } => write!(f, "Engine {version} answers; API {api} is used."),
            Self::Unusable { message } => {
                write!(f, "{message}. Set DOCKER_HOST or the docker context right, or use --engine.")
            }
            Self::NoSocket { path } => write!(
                f,
                "There is no socket at {}. Start the engine (sudo systemctl start docker), or say where it is \
                 with --engine or DOCKER_HOST. In a container, mount the socket: -v {0}:{0}",
                path.display()
            ),
            Self::PermissionDenied { path, owner, group, mode, fix } => {
                write!(f, "You may not use the socket {}", path.display())?;
                if let (Some(owner), Some(group)) = (owner, group) {
                    write!(f, ": it belongs to {owner} and the group {group}, mode {mode:o}")?;
                }
                write!(f, ". To get access: {fix}")
            }
            Self::Refused { address } => write!(
                f,
                "Nobody listens at {address}: the engine isn't running. Start it: sudo systemctl start docker"
            ),
            Self::Unanswered { address } => write!(
                f,
                "Nobody takes the connection to {address}. Is that machine on, does a firewall let it through, or \
                 does the engine hang?"
            ),
            Self::Silent { address, after } => write!(
                f,
                "{address} takes connections, but doesn't answer (waited {} s). The engine hangs or is stopped: \
                 look at its log (journalctl -u docker), or restart it (sudo systemctl restart docker)",
                after.as_secs_f32()
            ),
            Self::TooOld { api, minimum } => write!(
                f,
                "The engine is too old: it speaks API {api}, and {minimum} is needed at least. Update the engine."
            ),
            Self::TooNew { minimum, newest } => write!(
                f,
                "The engine is too new: it speaks no API older than {minimum}, and {newest} is the newest known \
                 here. Update Pierhead."
            ),
            Self::NotAnEngine { address, answer } => {
                write!(f, "What answers at {address} is not a Docker engine ({answer}). Check the address.")
            }
            Self::Tls { address, message } => write!(
                f,
                "No safe connection to {address}: {message}. Check ca.pem, cert.pem and key.pem, and the name in \
                 the engine's certificate."
            ),
            Self::Unreachable { address, message } => write!(f, "{address} can't be reached: {message}"),
        }
    }
}

#[cfg(test)]
mod tests;
