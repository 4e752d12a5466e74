//! pierhead token

use std::time::{Duration, Instant};

use gate::Role;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use server::TlsChoice;
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{finish, pierhead, run};
use crate::{
    client::Client,
    running::{Running, with_people},
};

#[tokio::test]
async fn a_token_is_alone_on_stdout_and_opens_until_it_is_revoked() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let data = server.data();
    let create = ["token", "create", "--user", "ada", "--expires", "1d", "--name", "backup"];
    let token = run(&create, &data, "").succeeded();
    assert!(token.starts_with("phd_") && token.trim_end().lines().count() == 1, "{token}");
    let mut script = Client::with_token(server.address, &token);
    assert_eq!(script.get("/api/account").await.status, 200);

    let list = run(&["token", "list"], &data, "").succeeded();
    let id = token.split('_').nth(1).unwrap();
    let database = rusqlite::Connection::open(data.join("pierhead.db")).unwrap();
    let lasts = "SELECT expires - created FROM tokens WHERE id = ?1";
    assert_eq!(database.query_row(lasts, [id], |row| row.get(0)), Ok(24 * 60 * 60));
    assert!(list.contains(id) && list.contains("backup") && list.contains("ada"), "{list}");
    assert!(!list.contains(token.split('_').nth(2).unwrap()), "{list}");

    run(&["token", "revoke", id], &data, "").succeeded();
    assert_eq!(script.get("/api/account").await.status, 401);
    run(&["token", "revoke", id], &data, "").failed(1, &["there is no token", id]);
}

/// What `token create` says beside the token, with these variables set.
fn said(server: &Running, variables: &[(&str, &str)]) -> String {
    let mut command = pierhead(&["token", "create", "--user", "ada"], &server.data());
    command.envs(variables.iter().copied());
    let said = finish(command, "");
    let text = said.error();
    let token = said.succeeded();
    assert!(!text.contains(token.split('_').nth(2).unwrap()), "{text}");
    text
}

#[tokio::test]
async fn how_a_token_is_used_is_said_on_stderr() {
    let server =
        Running::with(with_people(&[("ada", Role::Admin)]).await, |it| it.tls = TlsChoice::Auto).await;
    let cert = server.data().join("tls-cert.pem");
    let der = CertificateDer::from_pem_file(&cert).unwrap();
    let fingerprint: Vec<_> = Sha256::digest(&der).iter().map(|byte| format!("{byte:02X}")).collect();

    let text = said(&server, &[("PIERHEAD_LISTEN", "192.0.2.7:1234")]);
    for part in [
        "For docker:\n",
        "for builds if the server runs with --raw-api:\n",
        "DOCKER_HOST=tcp://192.0.2.7:1234/docker DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=FOLDER DOCKER_CUSTOM_HEADERS=",
        &format!("ca.pem, a copy of {}", cert.display()),
        &format!("pierhead connect --url https://192.0.2.7:1234 --fingerprint {} ", fingerprint.join(":")),
    ] {
        assert!(text.contains(part), "{part:?} is missing: {text}");
    }
    let text =
        said(&server, &[("PIERHEAD_PUBLIC_URL", "https://docker.example.org"), ("PIERHEAD_TLS", "off")]);
    assert!(text.contains("tcp://docker.example.org:443/docker DOCKER_TLS_VERIFY=1"), "{text}");
    assert!(text.contains("the proxy's certificate") && text.contains("--ca /etc/ssl/certs"), "{text}");
    let plain = [("PIERHEAD_TLS", "off"), ("PIERHEAD_LISTEN", "127.0.0.1:80"), ("PIERHEAD_RAW_API", "true")];
    let text = said(&server, &plain);
    assert!(text.contains("DOCKER_HOST=tcp://127.0.0.1:80/docker DOCKER_CUSTOM_HEADERS"), "{text}");
    assert!(text.contains("connect --url http://127.0.0.1:80 --token-file"), "{text}");
    assert!(!text.contains("TLS") && !text.contains("--raw-api"), "{text}");
}

#[tokio::test]
async fn an_expired_token_opens_nothing() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let mut script = Client::with_token(server.address, &server.token_of("ada", None).await);
    assert_eq!(script.get("/api/account").await.status, 200);
    server.database().execute("UPDATE tokens SET expires = 1", []).unwrap();
    assert_eq!(script.get("/api/account").await.status, 401);
}

#[tokio::test]
async fn a_token_may_have_less_than_its_owner_and_never_more() {
    let server = Running::with_people(&[("ada", Role::Admin), ("vera", Role::Viewer)]).await;
    let data = server.data();
    let less = run(&["token", "create", "--user", "ada", "--role", "viewer"], &data, "").succeeded();
    let rows = run(&["token", "list"], &data, "").succeeded();
    assert!(
        rows.contains("viewer") && rows.contains("none"),
        "an admin has every grant, and gave none: {rows}"
    );
    let pull = http::Request::post("/api/images").header("content-type", "application/json");
    assert_eq!(Client::with_token(server.address, &less).send(pull, "{}").await.status, 403);
    run(&["token", "create", "--user", "vera", "--role", "admin"], &data, "")
        .failed(1, &["vera has the role viewer"]);
    run(&["token", "create", "--user", "nobody"], &data, "").failed(1, &["there is no user nobody"]);
    run(&["token", "create", "--user", "ada", "--expires", "soon"], &data, "").failed(2, &["soon", "90d"]);
}

/// Opens a live stream; the status line of the answer.
async fn watch(server: &Running, token: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request = format!(
        "GET /live HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\nconnection: upgrade\r\nupgrade: \
         websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        server.address
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut read = vec![0; 12];
    stream.read_exact(&mut read).await.unwrap();
    (stream, String::from_utf8(read).unwrap())
}

#[tokio::test]
async fn one_person_leaves_live_streams_to_the_others() {
    let server = Running::with_people(&[("ada", Role::Admin), ("vera", Role::Viewer)]).await;
    let (ada, vera) = (server.token_of("ada", None).await, server.token_of("vera", None).await);
    let mut open = Vec::new();
    for _ in 0..64 {
        let (stream, status) = watch(&server, &vera).await;
        assert_eq!(status, "HTTP/1.1 101");
        open.push(stream);
    }
    assert_eq!(watch(&server, &vera).await.1, "HTTP/1.1 503");
    assert_eq!(watch(&server, &ada).await.1, "HTTP/1.1 101");
}

#[tokio::test]
async fn a_live_stream_ends_within_five_seconds_of_a_revocation() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let token = server.token_of("ada", None).await;
    let (mut stream, status) = watch(&server, &token).await;
    assert_eq!(status, "HTTP/1.1 101");

    run(&["token", "revoke", token.trim()], &server.data(), "").succeeded();
    let revoked = Instant::now();
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the stream goes on {:?} after", revoked.elapsed());
}
