//! Encryption: a certificate of our own making, or the files that somebody named.

use std::{
    fs,
    net::{IpAddr, UdpSocket},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair};
use rustls::{
    ServerConfig,
    client::verify_server_name,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
    server::{ClientHello, ParsedCertificate, ResolvesServerCert},
    sign::CertifiedKey,
};

use crate::{clock, secret, store};

/// How long our own certificate is good for. Browsers refuse those of more than 825 days.
const GOOD_FOR: Duration = Duration::from_secs(820 * 86_400);
/// A start after this makes a new one.
const RENEWED_AFTER: Duration = Duration::from_secs(640 * 86_400);

/// Why connections can't be encrypted.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read or written.
    #[error("the certificate's file {path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: String,
    },
    /// Certificate and key don't fit, or aren't usable.
    #[error("{cert} and {key} can't be used: {problem}")]
    Unusable {
        /// The certificate.
        cert: PathBuf,
        /// The key.
        key: PathBuf,
        /// Why.
        problem: String,
    },
    /// Our own couldn't be made.
    #[error("no certificate could be made: {0}")]
    NotMade(String),
}

/// A certificate and its key in two PEM files, read again when they have changed.
#[derive(Debug)]
pub struct Certificate {
    cert: PathBuf,
    key: PathBuf,
    current: Mutex<(Stamp, Arc<CertifiedKey>)>,
}

/// What tells two versions of a file pair apart.
type Stamp = [Option<(SystemTime, u64)>; 2];

impl Certificate {
    /// Reads the files.
    pub fn read(cert: &Path, key: &Path) -> Result<Self, TlsError> {
        let current = (stamp(cert, key), load(cert, key)?);
        Ok(Self { cert: cert.into(), key: key.into(), current: Mutex::new(current) })
    }

    /// Our own, kept in the data folder: made at the first start, and again when it gets old or lacks a name
    /// that was `asked` for. Names and addresses that a machine merely has come and go, above all in containers,
    /// and people have made an exception for this certificate in their browsers: those don't make a new one.
    pub fn own(folder: &Path, names: &[String], asked: &[String]) -> Result<Self, TlsError> {
        let (cert, key) = (folder.join("tls-cert.pem"), folder.join("tls-key.pem"));
        let age = |path: &Path| fs::metadata(path).ok()?.modified().ok()?.elapsed().ok();
        let young = age(&cert).is_some_and(|age| age < RENEWED_AFTER) && key.exists();
        if !young {
            make(&cert, &key, names)?;
        }
        let kept = Self::read(&cert, &key)?;
        if asked.iter().all(|name| kept.is_for(name)) {
            return Ok(kept);
        }
        tracing::info!("the certificate lacks a name of --allow-host and is made anew: its SHA-256 changes");
        make(&cert, &key, names)?;
        Self::read(&cert, &key)
    }

    fn is_for(&self, name: &str) -> bool {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let parsed = current.1.cert.first().and_then(|cert| ParsedCertificate::try_from(cert).ok());
        // What can't be looked for is no reason to make a new one each time.
        let (Some(cert), Ok(name)) = (parsed, ServerName::try_from(name)) else { return true };
        verify_server_name(&cert, &name).is_ok()
    }

    /// The SHA-256 of the certificate, as browsers show it.
    pub fn fingerprint(&self) -> String {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = current.1.cert.first().map(|cert| secret::hash(cert)).unwrap_or_default();
        hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }

    /// What a listener needs.
    pub fn server_config(self) -> Result<ServerConfig, TlsError> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| TlsError::NotMade(error.to_string()))?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(self));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
}

impl ResolvesServerCert for Certificate {
    /// Looks at the files' dates at each handshake: some microseconds, nothing beside the handshake itself.
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let now = stamp(&self.cert, &self.key);
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.0 != now {
            current.0 = now;
            match load(&self.cert, &self.key) {
                Ok(loaded) => {
                    tracing::info!(cert = %self.cert.display(), "the changed certificate is in use");
                    current.1 = loaded;
                }
                // Half of a renewal, perhaps: the next change of either file is looked at again.
                Err(error) => tracing::warn!(%error, "the changed certificate isn't used, the old one stays"),
            }
        }
        Some(current.1.clone())
    }
}

/// The names and addresses that our own certificate is for.
pub fn own_names(machine: Option<&str>, allowed: &[String], listen: IpAddr) -> Vec<String> {
    let mut names = vec!["localhost".to_owned()];
    if let Some(machine) = machine {
        names.extend([machine.to_owned(), format!("{}.local", machine.split('.').next().unwrap_or(machine))]);
    }
    names.extend(allowed.iter().cloned());
    names.extend(["127.0.0.1".into(), "::1".into()]);
    names.extend(reachable_at(listen).map(|address| address.to_string()));
    let mut once: Vec<String> = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

/// The address that others reach a listener at: its own, or this machine's towards the outside.
pub fn reachable_at(listen: IpAddr) -> Option<IpAddr> {
    if !listen.is_unspecified() {
        return Some(listen);
    }
    // Connecting a UDP socket sends nothing: it asks the kernel which address it would send from.
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    socket.connect(("192.0.2.1", 9)).ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|address| !address.is_unspecified())
}

fn make(cert: &Path, key: &Path, names: &[String]) -> Result<(), TlsError> {
    let not_made = |error: rcgen::Error| TlsError::NotMade(error.to_string());
    let pair = KeyPair::generate().map_err(not_made)?;
    let mut params = CertificateParams::new(names).map_err(not_made)?;
    params.distinguished_name.push(DnType::CommonName, "Pierhead");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // A day of grace for clocks that go behind.
    let date = |(year, month, day)| rcgen::date_time_ymd(year, month, day);
    params.not_before = date(clock::date(clock::now() - 86_400));
    params.not_after = date(clock::date(clock::after(GOOD_FOR)));
    let made = params.self_signed(&pair).map_err(not_made)?;
    let write = |path: &Path, text: String| {
        store::write_private(path, text.as_bytes())
            .map_err(|error| TlsError::File { path: path.to_owned(), error: error.to_string() })
    };
    write(key, pair.serialize_pem())?;
    write(cert, made.pem())
}

fn load(cert: &Path, key: &Path) -> Result<Arc<CertifiedKey>, TlsError> {
    let failed = |path: &Path, error: String| TlsError::File { path: path.to_owned(), error };
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(|certificates| certificates.collect::<Result<Vec<_>, _>>())
        .map_err(|error| failed(cert, error.to_string()))?;
    if chain.is_empty() {
        return Err(failed(cert, "there is no certificate in it".into()));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| failed(key, error.to_string()))?;
    CertifiedKey::from_der(chain, private, &ring::default_provider()).map(Arc::new).map_err(|error| {
        TlsError::Unusable { cert: cert.into(), key: key.into(), problem: error.to_string() }
    })
}

fn stamp(cert: &Path, key: &Path) -> Stamp {
    [cert, key].map(|path| {
        let found = fs::metadata(path).ok()?;
        Some((found.modified().ok()?, found.len()))
    })
}

#[cfg(test)]
mod tests;
