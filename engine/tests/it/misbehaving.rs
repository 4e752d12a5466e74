//! Servers that answer what no engine answers: each becomes an error of its own, and nothing hangs.

use std::time::Duration;

use engine::{Client, Error, MAX_REPLY};
use engine_api::{
    Id,
    call::{Call, Seconds},
    container::{InspectContainer, Logs, LogsQuery, Start, Stop, Tail},
    image::RemoveImage,
    operation::Operation,
    reply::{Broken, Unary},
    system::{Events, GetInfo, GetVersion, usage::GetDataUsage},
    volume::{InspectVolume, ListVolumes, RemoveVolume},
};
use futures_util::StreamExt;
use http::Request;
use tokio::time::timeout;

use crate::server::{Server, Then, ok};

/// No test waits longer than this for what must come at once.
const SOON: Duration = Duration::from_secs(5);

/// What comes of a call when the server answers so.
async fn call(answer: impl Into<Vec<u8>>, then: Then) -> Error {
    let answer = answer.into();
    let server = Server::engine(move |_| (answer.clone(), then));
    timeout(SOON, server.client().call(&ListVolumes::default())).await.expect("it hangs").unwrap_err()
}

#[tokio::test]
async fn what_is_not_http_is_an_error() {
    for garbage in [
        "\0\x01\x02garbage\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
    ] {
        let error = call(garbage, Then::Hang).await;
        assert!(
            matches!(&error, Error::Transport { source, .. } if source.is_parse()),
            "{garbage:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_connection_outlives_a_failure_that_was_told_whole_and_no_other() {
    let told = |message: &str| {
        let body = format!("{{\"message\":\"{message}\"}}");
        format!("HTTP/1.1 404 Not Found\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };
    let (short, long) = (told("no such volume"), told(&"no ".repeat(20_000)));
    let server = Server::engine(move |request| {
        (if request.contains("long") { long.clone() } else { short.clone() }.into_bytes(), Then::GoOn)
    });
    let client = server.client();
    let fails = async |name: &str| {
        let look = InspectVolume { name: name.into() };
        assert!(
            timeout(SOON, client.call(&look)).await.expect("it hangs").unwrap_err().is_not_found(),
            "{name}"
        );
    };
    for _ in 0..3 {
        fails("short").await;
    }
    assert!(!server.requests().contains(&"closed".to_owned()), "{:?}", server.requests());
    fails("long").await;
    fails("short").await;
    let closed = async {
        while !server.requests().contains(&"closed".to_owned()) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(SOON, closed).await.expect("what wasn't read stayed open");
}

#[tokio::test]
async fn a_reply_that_is_not_what_the_api_says_is_an_error() {
    for body in ["", "{", "7", "<html>", "{\"Volumes\":7}"] {
        let error = call(ok(body), Then::GoOn).await;
        assert!(matches!(error, Error::Reply { .. }), "{body:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_reply_that_ends_too_early_is_an_error() {
    for answer in [
        "",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Volumes\":[]}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{\"Volumes\":[]}\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ] {
        let error = call(answer, Then::Close).await;
        assert!(matches!(error, Error::Transport { .. } | Error::CutOff { .. }), "{answer:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_reply_without_end_is_an_error() {
    let error =
        call(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", MAX_REPLY + 1), Then::Hang).await;
    assert!(matches!(error, Error::TooLarge { limit: MAX_REPLY, .. }), "{error:?}");

    let chunk = format!("100000\r\n{}\r\n", "x".repeat(1 << 20));
    let endless = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}", chunk.repeat(65));
    let error = call(endless, Then::Hang).await;
    assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");

    let error = call(format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(1 << 20)), Then::Hang).await;
    assert!(matches!(&error, Error::Transport { source, .. } if source.is_parse()), "{error:?}");
}

#[tokio::test]
async fn a_refusal_without_json_keeps_its_words() {
    let refused =
        |text: &str| format!("HTTP/1.1 403 Forbidden\r\nContent-Length: {}\r\n\r\n{text}", text.len());
    assert_eq!(call(refused("by the proxy\n"), Then::GoOn).await.to_string(), "by the proxy");
    assert_eq!(call(refused(""), Then::GoOn).await.to_string(), "403 Forbidden");
    let message = call(refused(r#"{"message":"authorization denied by plugin"}"#), Then::GoOn).await;
    assert_eq!(message.to_string(), "authorization denied by plugin");

    // However much of it there is, in one piece or in many.
    let words = "the disk is full. ".repeat(10_000);
    let chunked = format!("{:x}\r\n{words}\r\n0\r\n\r\n", words.len());
    let head = "HTTP/1.1 500 Internal Server Error\r\n";
    for body in [
        format!("Content-Length: {}\r\n\r\n{words}", words.len()),
        format!("Transfer-Encoding: chunked\r\n\r\n{chunked}"),
    ] {
        let message = call([head, &body].concat(), Then::GoOn).await.to_string();
        assert!(message.starts_with("the disk is full.") && message.len() <= 16 << 10, "{}", message.len());
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::engine(|_| {
        let redirect = "HTTP/1.1 301 Moved Permanently\r\nLocation: /v1.51/info\r\nContent-Length: 0\r\n\r\n";
        (redirect.into(), Then::GoOn)
    });
    let error = server.client().call(&ListVolumes::default()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 301);
    assert_eq!(server.requests(), ["GET /_ping HTTP/1.1", "GET /v1.51/volumes HTTP/1.1"]);
}

#[tokio::test]
async fn connections_are_used_again_and_a_lost_one_is_replaced() {
    let server = Server::engine(|request| {
        let then = if request.contains("/info") { Then::Close } else { Then::GoOn };
        (ok("{}"), then)
    });
    let client = server.client();
    client.call(&GetVersion).await.unwrap();
    client.call(&GetInfo).await.unwrap();
    client.call(&GetVersion).await.unwrap();
    let requests = server.requests();
    let closed = requests.iter().filter(|it| *it == "closed").count();
    assert_eq!(closed, 0, "the client closes none: {requests:?}");
    assert!(requests.len() <= 5, "{requests:?}");
}

/// An engine that closes a connection just as the next request comes: what changes nothing is asked again,
/// what acts isn't done twice.
#[tokio::test]
async fn only_a_question_is_asked_again() {
    let lose_second = || {
        let count = std::sync::atomic::AtomicU32::new(0);
        Server::engine(move |_| match count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            1 => (Vec::new(), Then::Close),
            _ => (ok("{}"), Then::GoOn),
        })
    };
    let server = lose_second();
    let client = server.client();
    client.call(&GetVersion).await.unwrap();
    client.call(&GetVersion).await.unwrap();
    assert_eq!(server.requests().iter().filter(|it| it.contains("/version")).count(), 3);

    let server = lose_second();
    let client = server.client();
    client.call(&GetVersion).await.unwrap();
    let error = client.call(&Start { id: Id([0; 32]) }).await.unwrap_err();
    assert!(error.is_link(), "{error:?}");
    assert_eq!(server.requests().iter().filter(|it| it.starts_with("POST")).count(), 1);
}

#[tokio::test]
async fn dropping_a_stream_closes_its_connection() {
    let server = Server::engine(|_| {
        let event = "{\"Type\":\"container\"}\n";
        let chunk = format!("{:x}\r\n{event}\r\n", event.len());
        (format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}").into(), Then::Hang)
    });
    let mut events = server.client().stream(&Events::default()).await.unwrap();
    timeout(SOON, events.next()).await.unwrap().unwrap().unwrap();
    assert!(timeout(Duration::from_millis(100), events.next()).await.is_err(), "nothing happens");
    let closings = || server.requests().iter().filter(|it| *it == "closed").count();
    let before = closings();
    drop(events);
    let closed = async {
        while closings() == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(SOON, closed).await.expect("the server learns that nobody reads any more");
}

#[tokio::test]
async fn a_stream_ends_with_its_first_error() {
    let stream = |body: &'static str| async move {
        let server =
            Server::engine(move |_| (format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes(), Then::Close));
        let part = LogsQuery {
            follow: true,
            stdout: true,
            stderr: true,
            timestamps: false,
            since: None,
            tail: Tail::All,
        };
        let client = server.client();
        let frames = client.stream(&Logs { id: Id([0; 32]), part }).await.unwrap();
        timeout(SOON, frames.collect::<Vec<_>>()).await.unwrap()
    };
    let items = stream("\x01\0\0\0\0\0\0\x02ok\x01\0\0\0\0\0\0\x09cut").await;
    assert!(matches!(items[..], [Ok(_), Err(Error::Stream { source: Broken::Cut, .. })]), "{items:?}");
    let items = stream("a terminal has no frames").await;
    assert!(matches!(items[..], [Err(Error::Stream { source: Broken::NotAFrame(_), .. })]), "{items:?}");
    let items = stream("\x01\0\0\0\x7f\0\0\x02ok").await;
    assert!(matches!(items[..], [Err(Error::Stream { source: Broken::TooLarge { .. }, .. })]), "{items:?}");
}

#[tokio::test]
async fn a_hundred_stops_that_take_their_time_do_not_make_an_engine_look_dead() {
    let server = Server::engine(|request| match request.contains("/stop") {
        true => (Vec::new(), Then::Hang),
        false => (ok("{}"), Then::GoOn),
    });
    let client = server.client();
    let id = Id([7; 32]);
    let stops: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.call(&Stop { id, timeout: Some(Seconds(30)) }).await })
        })
        .collect();
    let all_came = async {
        while server.requests().iter().filter(|request| request.contains("/stop")).count() < 100 {
            tokio::task::yield_now().await;
        }
    };
    timeout(SOON, all_came).await.expect("the stops never came");
    for _ in 0..10 {
        timeout(SOON, client.call(&GetInfo)).await.expect("it hangs").unwrap();
    }
    stops.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test(start_paused = true)]
async fn what_is_passed_on_is_waited_for_as_long_as_it_may_take() {
    let server = Server::engine(|_| (Vec::new(), Then::Hang));
    let client = server.client();
    let pass = async |operation: Operation| {
        let request = Request::builder().method(operation.method()).uri("/x").body(String::new()).unwrap();
        timeout(Duration::from_secs(600), client.forward(operation, "", request)).await
    };
    for operation in [Operation::SystemInfo, Operation::ContainerList, Operation::ContainerCreate] {
        let error = pass(operation).await.expect("it is waited for without end").err();
        assert!(matches!(error, Some(Error::Silent { .. })), "{operation:?}: {error:?}");
    }
    for operation in [
        Operation::ContainerStop,
        Operation::ContainerWait,
        Operation::SystemEvents,
        Operation::ContainerLogs,
        Operation::ImageBuild,
        Operation::ImageCreate,
        Operation::ImageDelete,
        Operation::PutContainerArchive,
        Operation::Session,
    ] {
        assert!(pass(operation).await.is_err(), "{operation:?} is given up");
    }
}

#[tokio::test(start_paused = true)]
async fn each_call_has_a_deadline_of_its_own() {
    let server = Server::engine(|_| (Vec::new(), Then::Hang));
    let client = server.client();
    let (client, name, id) = (&client, "web".to_owned(), Id([7; 32]));
    silent(client, GetInfo).await;
    silent(client, GetDataUsage).await;
    silent(client, ListVolumes::default()).await;
    silent(client, InspectVolume { name: name.clone() }).await;
    silent(client, RemoveVolume { name: name.clone(), force: false }).await;
    silent(client, InspectContainer { container: name.clone() }).await;
    silent(client, Start { id }).await;
    silent(client, Stop { id, timeout: Some(Seconds(30)) }).await;
    silent(client, RemoveImage { image: name, force: false, keep_parents: false }).await;
    let begun = client.stream(&Events::default()).await.err();
    assert!(matches!(begun, Some(Error::Silent { .. })), "{begun:?}");
}

/// The engine never answers a call: it is given up when its own deadline is over.
async fn silent<C>(client: &Client, call: C)
where
    C: Call + Sync,
    C::Reply: Unary,
{
    let deadline = call.deadline().expect("a call without a deadline");
    let error = timeout(deadline * 2, client.call(&call)).await.expect("it is waited for too long").err();
    assert!(matches!(&error, Some(Error::Silent { after, .. }) if *after == deadline), "{error:?}");
}

#[tokio::test]
async fn another_protocol_that_nobody_asked_for_is_an_error() {
    let server = Server::engine(|_| {
        (b"HTTP/1.1 101 UPGRADED\r\nconnection: upgrade\r\nupgrade: tcp\r\n\r\n".to_vec(), Then::Hang)
    });
    for operation in [Operation::SystemInfo, Operation::ContainerAttach] {
        let request = Request::builder().method(operation.method()).uri("/x").body(String::new()).unwrap();
        let error = server.client().forward(operation, "", request).await.err();
        assert!(matches!(error, Some(Error::Unasked { .. })), "{operation:?}: {error:?}");
    }
}
