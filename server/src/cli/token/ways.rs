//! How a token is used: what to type on another machine, as far as the configuration knows it.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{
    Config, TlsChoice,
    tls::{Certificate, reachable_at},
};

/// Where the authorities lie that a distribution trusts.
const TRUSTED: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The lines for a person. The token isn't in them: they may be logged.
pub(super) fn ways(config: &Config, folder: &Path) -> String {
    let origin = origin(config);
    let secure = origin.starts_with("https://");
    let host = host_and_port(&origin, secure);
    let known = secure.then(|| Known::find(config, folder));
    let connects = match config.raw_api {
        true => "For builds and SDKs, too",
        false => "For SDKs, too, and for builds if the server runs with --raw-api",
    };
    let verify = if secure { " DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=FOLDER" } else { "" };
    let copied = known
        .as_ref()
        .map(|known| format!("  (FOLDER holds ca.pem, a copy of {known})\n"))
        .unwrap_or_default();
    let flag = known.as_ref().map(|known| format!(" {}", known.flag())).unwrap_or_default();
    format!(
        "For docker:\n  export DOCKER_HOST=tcp://{host}/docker{verify} \
         DOCKER_CUSTOM_HEADERS=\"Authorization=Bearer TOKEN\"\n{copied}\
         {connects}:\n  pierhead connect --url {origin}{flag} --token-file FILE"
    )
}

/// docker takes other ports for the usual ones.
fn host_and_port(origin: &str, secure: bool) -> String {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let has_port =
        host.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    if has_port { host.to_owned() } else { format!("{host}:{}", if secure { 443 } else { 80 }) }
}

/// Where others reach the server.
fn origin(config: &Config) -> String {
    if let Some(public) = &config.public_url {
        return public.clone();
    }
    let mut address = config.listen;
    if let Some(reachable) = reachable_at(address.ip()) {
        address.set_ip(reachable);
    }
    let scheme = if config.tls == TlsChoice::Off { "http" } else { "https" };
    format!("{scheme}://{address}")
}

/// How a client knows the server's certificate for the right one.
enum Known {
    /// It is Pierhead's own, or a file that it was given.
    Ours { cert: PathBuf, fingerprint: String },
    /// It is made at the first start.
    NotYet(PathBuf),
    /// A proxy's.
    Proxys,
}

impl Known {
    fn find(config: &Config, folder: &Path) -> Self {
        let (cert, key) = match &config.tls {
            TlsChoice::Off => return Self::Proxys,
            _ if config.public_url.is_some() => return Self::Proxys,
            TlsChoice::Auto => (folder.join("tls-cert.pem"), folder.join("tls-key.pem")),
            TlsChoice::Files { cert, key } => (cert.clone(), key.clone()),
        };
        match Certificate::read(&cert, &key) {
            Ok(read) => Self::Ours { cert, fingerprint: read.fingerprint() },
            Err(_) => Self::NotYet(cert),
        }
    }

    fn flag(&self) -> String {
        match self {
            Self::Ours { fingerprint, .. } => format!("--fingerprint {fingerprint}"),
            Self::NotYet(_) => "--fingerprint SHA256".to_owned(),
            Self::Proxys => format!("--ca {TRUSTED}"),
        }
    }
}

impl fmt::Display for Known {
    /// The certificate that a client has to have.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ours { cert, .. } => write!(f, "{}", cert.display()),
            Self::NotYet(cert) => write!(f, "{}, which the server makes at its first start", cert.display()),
            Self::Proxys => {
                write!(f, "the authority that the proxy's certificate comes from, or of {TRUSTED}")
            }
        }
    }
}
