//! Where an engine is: a socket, or a host with a port, with TLS or without.

pub(crate) mod discover;

use std::{
    fmt,
    net::IpAddr,
    path::{Path, PathBuf},
};

/// Where an engine is when nothing is said.
pub const DEFAULT_SOCKET: &str = "/var/run/docker.sock";
/// The registered ports of an engine without TLS and with.
const PORTS: [u16; 2] = [2375, 2376];

/// Where an engine is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A socket of this machine.
    Unix(PathBuf),
    /// A port of a machine.
    Tcp {
        /// The machine's name or address, an IPv6 address without brackets.
        host: String,
        /// The port.
        port: u16,
        /// How both sides prove who they are; `None` for a connection that anybody can read and change.
        tls: Option<TlsFiles>,
    },
    /// What the surroundings name, and no connection can be made to.
    Unusable(Box<InvalidAddress>),
}

/// The folder with the files for TLS, as `docker` uses them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// Holds `ca.pem`, which the engine's certificate must come from, and, if the engine asks who we are,
    /// `cert.pem` and `key.pem`.
    pub folder: PathBuf,
}

/// How a host may be connected to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Security {
    /// The files for TLS, if TLS is wanted for `tcp://`.
    pub tls: Option<TlsFiles>,
    /// Lets `tcp://` go without TLS to other machines.
    pub allow_insecure_tcp: bool,
}

impl Address {
    /// Reads an address as DOCKER_HOST has it: `unix:///var/run/docker.sock`, `tcp://host:2376`.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str, security: &Security) -> Result<Self, InvalidAddress> {
        let invalid = |why| InvalidAddress::Form { text: text.to_owned(), why };
        let Some((scheme, rest)) = text.split_once("://") else {
            return if text.starts_with('/') {
                Ok(Self::Unix(PathBuf::from(text)))
            } else {
                Err(invalid("it starts with unix://, tcp://, http:// or https://"))
            };
        };
        match scheme {
            "unix" if rest.starts_with('/') => Ok(Self::Unix(PathBuf::from(rest))),
            "unix" => Err(invalid("the socket's path is absolute: unix:///var/run/docker.sock")),
            "tcp" | "http" | "https" => {
                let tls = match (scheme, &security.tls) {
                    ("http", _) => None,
                    ("https", None) => {
                        return Err(InvalidAddress::NoTlsFiles { text: text.to_owned() });
                    }
                    (_, tls) => tls.clone(),
                };
                let (host, port) = host_and_port(rest, PORTS[usize::from(tls.is_some())]).map_err(invalid)?;
                if tls.is_none() && !security.allow_insecure_tcp && !is_loopback(&host) {
                    return Err(InvalidAddress::Insecure { text: text.to_owned() });
                }
                Ok(Self::Tcp { host, port, tls })
            }
            "ssh" => Err(invalid(
                "ssh isn't spoken here. Bring the engine's socket to this machine \
                 (ssh -nNT -L \"$HOME/engine.sock\":/var/run/docker.sock HOST), and name that with --engine",
            )),
            _ => Err(invalid("only unix://, tcp://, http:// and https:// are known")),
        }
    }

    /// The socket's path, if it is one.
    pub fn socket(&self) -> Option<&Path> {
        match self {
            Self::Unix(path) => Some(path),
            Self::Tcp { .. } | Self::Unusable(_) => None,
        }
    }

    /// What the header `Host` says.
    pub(crate) fn host(&self) -> String {
        match self {
            Self::Unix(_) | Self::Unusable(_) => "localhost".to_owned(),
            Self::Tcp { host, port, .. } if host.contains(':') => format!("[{host}]:{port}"),
            Self::Tcp { host, port, .. } => format!("{host}:{port}"),
        }
    }
}

impl Default for Address {
    fn default() -> Self {
        Self::Unix(PathBuf::from(DEFAULT_SOCKET))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{}", path.display()),
            Self::Tcp { .. } => write!(f, "tcp://{}", self.host()),
            Self::Unusable(why) => f.write_str(why.what()),
        }
    }
}

/// An address that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    /// It isn't written as an address is.
    #[error("{text:?} is not the address of an engine: {why}")]
    Form {
        /// The address.
        text: String,
        /// What is wrong.
        why: &'static str,
    },
    /// It goes to another machine without TLS.
    #[error(
        "{text} has no TLS: whoever is on the way there could be root on that machine. \
         Set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, or, if the way is safe otherwise, allow it with \
         --allow-insecure-tcp (PIERHEAD_ALLOW_INSECURE_TCP)"
    )]
    Insecure {
        /// The address.
        text: String,
    },
    /// It wants TLS, and there are no files.
    #[error("{text} needs TLS: set DOCKER_CERT_PATH to the folder with ca.pem, cert.pem and key.pem")]
    NoTlsFiles {
        /// The address.
        text: String,
    },
    /// The context isn't there, or can't be read.
    #[error("the docker context {name:?} can't be used: {why}")]
    Context {
        /// Its name.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// Docker's configuration can't be read.
    #[error("{path} can't be read: {why}")]
    Configuration {
        /// The file.
        path: String,
        /// What is wrong.
        why: String,
    },
}

impl InvalidAddress {
    /// What can't be used: the address, the context's name, the file's.
    fn what(&self) -> &str {
        match self {
            Self::Form { text, .. } | Self::Insecure { text } | Self::NoTlsFiles { text } => text,
            Self::Context { name, .. } => name,
            Self::Configuration { path, .. } => path,
        }
    }
}

fn host_and_port(text: &str, default: u16) -> Result<(String, u16), &'static str> {
    let text = text.strip_suffix('/').unwrap_or(text);
    if text.contains(['/', '?', '#', '@']) {
        return Err("nothing stands after the port, and nothing before the host");
    }
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or("a bracket isn't closed")?;
            host.parse::<std::net::Ipv6Addr>().map_err(|_| "only an IPv6 address is in brackets")?;
            (host, if port.is_empty() { None } else { Some(port.strip_prefix(':').ok_or("no port")?) })
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if host.is_empty() || !host.chars().all(valid) {
        return Err("the host has letters, digits, dots and dashes");
    }
    let port = match port {
        Some(port) => port.parse().ok().filter(|port| *port > 0).ok_or("the port is a number up to 65535")?,
        None => default,
    };
    Ok((host.to_owned(), port))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
