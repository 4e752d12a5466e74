//! pierhead doctor

use std::{
    fs::{self, Permissions},
    io::{Read, Write},
    os::unix::{fs::PermissionsExt, net::UnixListener},
    path::Path,
    thread,
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use testbed::{Engine, Options, Release};

use super::{as_nobody, finish, run};
use crate::running::Running;

#[test]
fn no_engine_is_told_with_what_to_do_and_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(&["doctor", "--engine", "unix:///nowhere/docker.sock"], folder.path(), "");
    assert_eq!(said.0.status.code(), Some(1));
    let text = String::from_utf8(said.0.stdout).unwrap();
    assert!(text.contains("unix:///nowhere/docker.sock") && text.contains("There is no socket"), "{text}");
}

#[tokio::test]
async fn a_running_server_is_healthy_and_a_missing_one_is_not() {
    let server =
        Running::with(tempfile::tempdir().unwrap(), |config| config.tls = server::TlsChoice::Auto).await;
    let (address, data) = (server.address.to_string(), server.data());
    let ask = {
        let (address, data) = (address.clone(), data.clone());
        move || run(&["doctor", "--server", "--listen", &address], &data, "")
    };
    let said = tokio::task::spawn_blocking(ask.clone()).await.unwrap().succeeded();
    assert!(said.contains("healthy"), "{said}");
    let _folder = server.stop().await;
    let said = tokio::task::spawn_blocking(ask).await.unwrap();
    assert_eq!(said.0.status.code(), Some(1));
}

#[test]
fn nobody_listening_silence_and_age_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let told = |name: &str, words: &str| {
        let engine = format!("unix://{}", folder.path().join(name).display());
        let said = run(&["doctor", "--engine", &engine], folder.path(), "");
        assert_eq!(said.0.status.code(), Some(1), "{name}");
        let text = String::from_utf8(said.0.stdout).unwrap();
        assert!(text.contains(&engine) && text.contains(words), "{text}");
    };
    drop(UnixListener::bind(folder.path().join("left")).unwrap());
    told("left", "Nobody listens");

    let _silent = UnixListener::bind(folder.path().join("silent")).unwrap();
    told("silent", "doesn't answer");

    let old = UnixListener::bind(folder.path().join("old")).unwrap();
    // Ends with the test's process.
    thread::spawn(move || {
        for stream in old.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\napi-version: 1.23\r\nconnection: close\r\ncontent-length: 2\r\n\r\nOK",
            );
        }
    });
    told("old", "too old: it speaks API 1.23");
}

#[test]
fn a_socket_of_others_is_told_with_its_group() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("engine");
    let _listener = UnixListener::bind(&socket).unwrap();
    fs::set_permissions(&socket, Permissions::from_mode(0o660)).unwrap();
    let said = finish(
        as_nobody(folder.path(), &["doctor", "--engine", &format!("unix://{}", socket.display())]),
        "",
    );
    assert_eq!(said.0.status.code(), Some(1));
    let text = String::from_utf8(said.0.stdout).unwrap();
    assert!(text.contains("You may not use the socket") && text.contains("the group root"), "{text}");
}

/// dockerd with `--tlsverify`, as its own documentation sets it up ("Protect the Docker daemon socket").
#[test]
fn an_engine_behind_tls_is_healthy_to_those_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let [ours, others] = [authority(), authority()];
    certify(&file("engine"), &ours, &ours);
    certify(&file("ours"), &ours, &ours);
    certify(&file("stranger"), &ours, &others);
    certify(&file("impostor"), &others, &ours);
    let flag = |flag: &str, name: &str| format!("--{flag}={}", file("engine").join(name).display());
    for release in [Release::V20, Release::V28] {
        let flags = vec![
            "--host=tcp://127.0.0.1:2376".to_owned(),
            "--tlsverify".to_owned(),
            flag("tlscacert", "ca.pem"),
            flag("tlscert", "cert.pem"),
            flag("tlskey", "key.pem"),
        ];
        let engine = Engine::start_with(release, Options { flags, ..Options::default() }).unwrap();
        let doctor = |files: &str| {
            let mut command = engine.in_network(env!("CARGO_BIN_EXE_pierhead"));
            command.arg("doctor").env_remove("DOCKER_CONTEXT").env("DOCKER_HOST", "tcp://127.0.0.1:2376");
            command.env("DOCKER_TLS_VERIFY", "1").env("DOCKER_CERT_PATH", file(files));
            let said = finish(command, "").0;
            (said.status.code(), String::from_utf8(said.stdout).unwrap())
        };
        let (code, text) = doctor("ours");
        assert!(code == Some(0) && text.contains("answers; API 1."), "{text}");
        for unsafe_ in ["stranger", "impostor", "nowhere"] {
            let (code, text) = doctor(unsafe_);
            assert!(code == Some(1) && text.contains("No safe connection"), "{unsafe_}: {text}");
        }
    }
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Writes a certificate with its key, and the authority that the other side's must come from.
fn certify(folder: &Path, trusted: &Authority, own: &Authority) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().signed_by(&key, own).unwrap();
    fs::create_dir(folder).unwrap();
    fs::write(folder.join("ca.pem"), trusted.pem()).unwrap();
    fs::write(folder.join("cert.pem"), certificate.pem()).unwrap();
    fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
}
