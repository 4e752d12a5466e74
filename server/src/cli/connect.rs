//! `pierhead connect`: a socket of one's own that leads to a Pierhead, for every client of the engine's API.
//!
//! Clients that can't be given a header work with it as they are, and so do builds: what BuildKit's clients open,
//! they open without any header that was configured, and without the address's path. Here both are put in.

mod pass;
mod socket;
mod upstream;

use std::{fs::File, io::Read, os::unix::fs::MetadataExt, path::PathBuf, sync::Arc};

use clap::Args;
use http::HeaderValue;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::Semaphore,
};

use super::{
    CommandError,
    trust::{Fingerprint, Trust},
};
use socket::PrivateSocket;
use upstream::{Unreachable, Upstream, Url};

/// Connections of clients at once. A build has some ten; Compose has one for each container that it follows.
const CONNECTIONS: usize = 512;
/// A file that is longer holds no token.
const LONGEST_TOKEN: u64 = 4096;

#[derive(Args)]
pub(super) struct Connect {
    /// Where Pierhead is, such as https://nas.lan:8443
    #[arg(long)]
    url: Url,
    /// The file with the token
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// The SHA-256 of Pierhead's certificate, as it says at its start
    #[arg(long, value_name = "SHA256")]
    fingerprint: Option<Fingerprint>,
    /// A file with Pierhead's certificate, or with the authorities that it may come from
    #[arg(long, value_name = "FILE", conflicts_with = "fingerprint")]
    ca: Option<PathBuf>,
    /// The socket to make [default: docker.sock in $XDG_RUNTIME_DIR/pierhead, or else in ~/.pierhead]
    #[arg(long, value_name = "SOCKET")]
    listen: Option<PathBuf>,
}

/// Why a socket can't lead to a Pierhead.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectError {
    #[error(
        "say how {0} is known: with --fingerprint and the SHA-256 that Pierhead says at its start, or with --ca and a \
         copy of its tls-cert.pem (of /etc/ssl/certs/ca-certificates.crt, if its certificate is publicly trusted)"
    )]
    Unknown(Url),
    #[error("{0} has no TLS, and leaves this machine: whoever is on the way could take the token")]
    Insecure(Url),
    #[error("the certificates can't be used: {0}")]
    Certificates(String),
    #[error("the token's file {path} can't be read: {error}")]
    TokenFile { path: PathBuf, error: std::io::Error },
    #[error("{0} holds no token: put there what `pierhead token create` says")]
    NoToken(PathBuf),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    #[error("{url} answers {status}: {message}")]
    Refused { url: Url, status: http::StatusCode, message: String },
    #[error(transparent)]
    Socket(#[from] socket::SocketError),
    #[error("say where the socket shall be with --listen: neither XDG_RUNTIME_DIR nor HOME is set")]
    Nowhere,
}

impl Connect {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.map_err(CommandError::Runtime)?.block_on(self.serve())
    }

    async fn serve(self) -> Result<(), CommandError> {
        let ends = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
        let [interrupted, terminated] = ends.map(|it| it.map_err(CommandError::Runtime));
        let upstream = Arc::new(Upstream::new(self.url.clone(), self.trust()?, self.authorization()?)?);
        upstream.check().await?;
        let socket = PrivateSocket::bind(&self.socket()?).map_err(ConnectError::from)?;
        println!("export DOCKER_HOST=unix://{}", socket.path().display());
        eprintln!("It leads to {} until you end this with Ctrl-C.", self.url);
        tokio::select! {
            () = accept(&socket, upstream) => {}
            () = either(interrupted?, terminated?) => {}
        }
        Ok(())
    }

    fn trust(&self) -> Result<Option<Trust>, ConnectError> {
        match (&self.fingerprint, &self.ca) {
            _ if !self.url.is_secure() && self.url.is_loopback() => Ok(None),
            _ if !self.url.is_secure() => Err(ConnectError::Insecure(self.url.clone())),
            (Some(fingerprint), _) => Ok(Some(Trust::Fingerprint(*fingerprint))),
            (None, Some(file)) => Ok(Some(Trust::Authorities(file.clone()))),
            (None, None) => Err(ConnectError::Unknown(self.url.clone())),
        }
    }

    fn authorization(&self) -> Result<HeaderValue, ConnectError> {
        let path = &self.token_file;
        let failed = |error| ConnectError::TokenFile { path: path.clone(), error };
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.mode() & 0o077 != 0 {
            eprintln!(
                "Others on this machine may read {0}: `chmod 600 {0}` keeps the token yours.",
                path.display()
            );
        }
        let mut text = String::new();
        file.take(LONGEST_TOKEN).read_to_string(&mut text).map_err(failed)?;
        let value = Some(text.trim()).filter(|token| !token.is_empty());
        let value = value.and_then(|token| HeaderValue::try_from(format!("Bearer {token}")).ok());
        let mut value = value.ok_or_else(|| ConnectError::NoToken(path.clone()))?;
        value.set_sensitive(true);
        Ok(value)
    }

    fn socket(&self) -> Result<PathBuf, ConnectError> {
        if let Some(path) = &self.listen {
            // As DOCKER_HOST writes it, too.
            return Ok(path
                .to_str()
                .and_then(|text| text.strip_prefix("unix://"))
                .map_or(path.clone(), PathBuf::from));
        }
        let folder = |variable, below: &str| {
            let folder = std::env::var_os(variable).filter(|folder| !folder.is_empty())?;
            Some(PathBuf::from(folder).join(below).join("docker.sock"))
        };
        folder("XDG_RUNTIME_DIR", "pierhead")
            .or_else(|| folder("HOME", ".pierhead"))
            .ok_or(ConnectError::Nowhere)
    }
}

/// Serves every client, as many at once as may be.
async fn accept(socket: &PrivateSocket, upstream: Arc<Upstream>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while let Ok(place) = places.clone().acquire_owned().await {
        match socket.accept().await {
            Ok(client) => {
                let upstream = upstream.clone();
                tokio::spawn(async move {
                    pass::serve(client, upstream).await;
                    drop(place);
                });
            }
            Err(error) => {
                eprintln!("A client couldn't be taken in: {error}");
                // Too many files are open, most likely: those of clients that are gone are closed meanwhile.
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }
}

async fn either(mut one: Signal, mut other: Signal) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}
