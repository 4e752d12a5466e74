//! TCP with TLS, both sides proving who they are.

use std::{fs, path::Path, sync::Arc};

use engine::{Address, Client, Diagnosis, TlsFiles, diagnose};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    RootCertStore, ServerConfig, crypto::ring, pki_types::PrivateKeyDer, server::WebPkiClientVerifier,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

use crate::server::{folder, ok, pong};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// An engine behind TLS with a certificate for a name, which lets in only who comes from the authority.
async fn engine(authority: &Authority, name: &str) -> (u16, JoinHandle<()>) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, authority).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepting = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut buffer = [0; 4096];
            while let Ok(1..) = stream.read(&mut buffer).await {
                let ping = buffer.starts_with(b"GET /_ping");
                let answer = if ping { pong("1.51") } else { ok(r#"{"Version":"behind TLS"}"#) };
                if stream.write_all(&answer).await.is_err() {
                    break;
                }
            }
        }
    });
    (port, accepting)
}

/// Writes what a client needs: the authority it trusts, and its own certificate, if it has one.
fn client_files(folder: &Path, trusted: &Authority, own: Option<&Authority>) -> TlsFiles {
    fs::write(folder.join("ca.pem"), trusted.pem()).unwrap();
    if let Some(own) = own {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new([]).unwrap().signed_by(&key, own).unwrap();
        fs::write(folder.join("cert.pem"), certificate.pem()).unwrap();
        fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    }
    TlsFiles { folder: folder.to_owned() }
}

#[tokio::test]
async fn both_sides_prove_who_they_are() {
    let [ours, other] = [authority(), authority()];
    let (port, accepting) = engine(&ours, "127.0.0.1").await;
    let (wrong_name, accepting_too) = engine(&ours, "engine.example").await;
    let at = |port, tls| Address::Tcp { host: "127.0.0.1".into(), port, tls: Some(tls) };

    let right = folder();
    let healthy = diagnose(&at(port, client_files(&right, &ours, Some(&ours)))).await;
    assert!(matches!(&healthy, Diagnosis::Healthy { version, .. } if version == "behind TLS"), "{healthy:?}");
    let named = diagnose(&at(wrong_name, client_files(&right, &ours, Some(&ours)))).await;
    assert!(
        matches!(&named, Diagnosis::Tls { message, .. } if message.contains("not valid for name")),
        "{named:?}"
    );

    let wrong = folder();
    let distrusted = diagnose(&at(port, client_files(&wrong, &other, Some(&ours)))).await;
    assert!(matches!(&distrusted, Diagnosis::Tls { .. }), "{distrusted:?}");
    let unknown = diagnose(&at(port, client_files(&wrong, &ours, Some(&other)))).await;
    assert!(!unknown.is_healthy(), "{unknown:?}");

    let bare = folder();
    let nameless = diagnose(&at(port, client_files(&bare, &ours, None))).await;
    assert!(!nameless.is_healthy(), "{nameless:?}");
    fs::write(bare.join("ca.pem"), "nonsense").unwrap();
    let mending = Client::new(at(port, TlsFiles { folder: bare.clone() }));
    let error = mending.negotiate().await.unwrap_err();
    assert!(error.to_string().contains("ca.pem: no certificate in it"), "{error}");
    client_files(&bare, &ours, Some(&ours));
    mending.negotiate().await.expect("files that came right are read again");

    for folder in [right, wrong, bare] {
        fs::remove_dir_all(folder).unwrap();
    }
    accepting.abort();
    accepting_too.abort();
}

#[tokio::test]
async fn an_engine_without_tls_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepting = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let folder = folder();
    let tls = Some(client_files(&folder, &authority(), None));
    let diagnosis = diagnose(&Address::Tcp { host: "127.0.0.1".into(), port, tls }).await;
    assert!(matches!(diagnosis, Diagnosis::Tls { .. }), "{diagnosis:?}");
    fs::remove_dir_all(folder).unwrap();
    accepting.abort();
}
