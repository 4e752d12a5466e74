//! What is said about engines that can't be used.

use std::{net::TcpListener, time::Duration};

use engine::{Address, Diagnosis, diagnose};
use tokio::{net::TcpStream, time::timeout};

use crate::server::{Server, Then, folder, ok, pong};

async fn of(server: &Server) -> Diagnosis {
    timeout(Duration::from_secs(6), diagnose(&server.address())).await.expect("a diagnosis comes soon")
}

#[tokio::test]
async fn there_is_no_socket() {
    let folder = folder();
    let path = folder.join("none.sock");
    let diagnosis = diagnose(&Address::Unix(path.clone())).await;
    assert_eq!(diagnosis, Diagnosis::NoSocket { path });
    assert!(diagnosis.to_string().contains("--engine or DOCKER_HOST"), "{diagnosis}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn nobody_listens() {
    let folder = folder();
    let path = folder.join("left.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let diagnosis = diagnose(&Address::Unix(path)).await;
    assert!(matches!(diagnosis, Diagnosis::Refused { .. }), "{diagnosis:?}");
    std::fs::remove_dir_all(folder).unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let address = Address::Tcp { host: "127.0.0.1".into(), port, tls: None };
    let expected = Diagnosis::Refused { address: format!("tcp://127.0.0.1:{port}") };
    assert_eq!(diagnose(&address).await, expected);
}

#[tokio::test]
async fn it_never_answers() {
    let server = Server::start(|_| (Vec::new(), Then::Hang));
    let diagnosis = of(&server).await;
    assert!(matches!(diagnosis, Diagnosis::Silent { after, .. } if after.as_secs() == 2), "{diagnosis:?}");
}

/// More connections than may wait to be accepted: the system says so at once.
#[tokio::test]
async fn it_accepts_nobody() {
    let folder = folder();
    let path = folder.join("full.sock");
    let listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let mut waiting = Vec::new();
    let diagnosis = loop {
        match tokio::net::UnixStream::connect(&path).await {
            Ok(stream) => waiting.push(stream),
            Err(_) => break diagnose(&Address::Unix(path)).await,
        }
    };
    assert!(matches!(diagnosis, Diagnosis::Silent { .. }), "{diagnosis:?} after {}", waiting.len());
    drop(listener);
    std::fs::remove_dir_all(folder).unwrap();
}

/// A queue of one that is full: the system drops what more comes, as a machine that is off or a firewall does.
#[tokio::test]
async fn nobody_takes_the_connection() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let at = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(Ok(stream)) = timeout(Duration::from_millis(200), TcpStream::connect(at)).await {
        waiting.push(stream);
    }
    let address = Address::Tcp { host: "127.0.0.1".into(), port: at.port(), tls: None };
    let expected = Diagnosis::Unanswered { address: format!("tcp://{at}") };
    assert_eq!(diagnose(&address).await, expected);
    assert!(expected.to_string().contains("firewall"), "{expected}");
}

#[tokio::test]
async fn it_is_too_old_or_too_new() {
    let server = Server::start(|_| (pong("1.23"), Then::GoOn));
    let diagnosis = of(&server).await;
    assert!(matches!(diagnosis, Diagnosis::TooOld { .. }), "{diagnosis:?}");
    let text = "The engine is too old: it speaks API 1.23, and 1.24 is needed at least. Update the engine.";
    assert_eq!(diagnosis.to_string(), text);

    let newer = |minimum: &'static str| {
        Server::start(move |request| {
            let version = format!(r#"{{"Version":"40.0","ApiVersion":"1.90","MinAPIVersion":"{minimum}"}}"#);
            let answer = if request.contains("/_ping") { pong("1.90") } else { ok(&version) };
            (answer, Then::GoOn)
        })
    };
    let diagnosis = of(&newer("1.60")).await;
    assert!(matches!(diagnosis, Diagnosis::TooNew { .. }), "{diagnosis:?}");
    let expected = Diagnosis::Healthy { version: "40.0".into(), api: "1.51".parse().unwrap() };
    assert_eq!(of(&newer("1.44")).await, expected, "a newer engine that still speaks ours is spoken to");
}

#[tokio::test]
async fn it_is_something_else() {
    for (answer, then) in [
        (&b"SSH-2.0-OpenSSH_9.2\r\n"[..], Then::Hang),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found", Then::GoOn),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", Then::GoOn),
        (b"HTTP/1.1 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n", Then::Close),
    ] {
        let server = Server::start(move |_| (answer.to_vec(), then));
        let diagnosis = of(&server).await;
        assert!(matches!(diagnosis, Diagnosis::NotAnEngine { .. }), "{diagnosis:?}");
    }
}
