//! TLS towards an engine: its certificate must come from the given authority and carry the host's name.

use std::{io, path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject},
};
use tokio_rustls::TlsConnector;

use crate::address::TlsFiles;

/// Reads the files. The message says which one is wrong.
pub(crate) fn connector(files: &TlsFiles) -> Result<TlsConnector, String> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(&files.folder.join("ca.pem"))? {
        roots.add(authority).map_err(|error| format!("ca.pem: {error}"))?;
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots);
    let own = files.folder.join("cert.pem");
    let config = if own.exists() {
        let key = files.folder.join("key.pem");
        let key = PrivateKeyDer::from_pem_file(&key).map_err(|error| unreadable(&key, &error))?;
        builder
            .with_client_auth_cert(certificates(&own)?, key)
            .map_err(|error| format!("cert.pem: {error}"))?
    } else {
        builder.with_no_client_auth()
    };
    Ok(TlsConnector::from(Arc::new(config)))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(path).map_err(|error| unreadable(path, &error))?.collect();
    match certificates {
        Ok(certificates) if certificates.is_empty() => {
            Err(format!("{}: no certificate in it", path.display()))
        }
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &pem::Error) -> String {
    format!("{}: {error}", path.display())
}

/// TLS's own failure that broke a request: whom the other side doesn't accept is told so only when it asks (RFC 8446, 4.4.2.4).
pub(crate) fn failure(error: &hyper::Error) -> Option<String> {
    let cause = std::error::Error::source(error)?.downcast_ref::<io::Error>()?;
    is_tls(cause).then(|| cause.to_string())
}

/// Whether a failed handshake is TLS's own failure, and not the network's.
pub(crate) fn is_tls(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>())
}
