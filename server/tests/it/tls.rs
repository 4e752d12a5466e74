//! Encrypted connections.

use std::{fs, path::Path, sync::Arc};

use http::Request;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use server::{Config, TlsChoice};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::{client::Client, running::Running};

/// Connects as somebody who trusts this certificate and no other.
async fn connect(server: &Running, trusted: &Path) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(trusted).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(server.address).await?;
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

async fn encrypted(change: impl FnOnce(&mut Config)) -> Running {
    Running::with(tempfile::tempdir().unwrap(), |config| {
        config.tls = TlsChoice::Auto;
        change(config);
    })
    .await
}

#[tokio::test]
async fn our_own_certificate_holds_for_localhost_and_gives_secure_cookies() {
    let server = encrypted(|_| {}).await;
    let stream = connect(&server, &server.data().join("tls-cert.pem")).await.unwrap();
    let fields = serde_urlencoded::to_string([
        ("token", server.setup_token.as_deref().unwrap()),
        ("name", "ada"),
        ("password", "correct horse battery"),
        ("again", "correct horse battery"),
    ])
    .unwrap();
    let request = Request::post("/setup")
        .header("origin", "https://localhost")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = Client::new(server.address).send_on(stream, "localhost", request, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-pierhead=") && cookie.contains("; Secure"), "{cookie}");
}

#[tokio::test]
async fn plain_http_is_shown_the_way() {
    let server = encrypted(|_| {}).await;
    let answer = server.client().get("/containers?q=a").await;
    assert_eq!(answer.status, 307);
    assert_eq!(answer.header("location"), format!("https://{}/containers?q=a", server.address));
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(server.client().post("/login", &[]).await.status, 400);
    let elsewhere = Request::get("/").header("host", "evil.example");
    let answer = server.client().send(elsewhere, "").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (400, ""), "only to names of ours");
}

#[tokio::test]
async fn a_changed_certificate_is_used_from_the_next_connection_on() {
    let other = encrypted(|_| {}).await;
    let files = tempfile::tempdir().unwrap();
    let (cert, key) = (files.path().join("cert.pem"), files.path().join("key.pem"));
    let first = encrypted(|_| {}).await;
    let copy = |from: &Running| {
        fs::copy(from.data().join("tls-cert.pem"), &cert).unwrap();
        fs::copy(from.data().join("tls-key.pem"), &key).unwrap();
    };
    copy(&first);
    let (named_cert, named_key) = (cert.clone(), key.clone());
    let server =
        encrypted(move |config| config.tls = TlsChoice::Files { cert: named_cert, key: named_key }).await;
    let (old, new) = (first.data().join("tls-cert.pem"), other.data().join("tls-cert.pem"));
    connect(&server, &old).await.unwrap();

    copy(&other);
    connect(&server, &new).await.unwrap();
    connect(&server, &old).await.unwrap_err();

    fs::write(&cert, "half of a renewal").unwrap();
    connect(&server, &new).await.unwrap();
}
