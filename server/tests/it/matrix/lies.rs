//! What only looks like a request of the engine's API, or like one that may pass: nothing of it arrives.

use engine_api::operation::{Body, Operation};
use http::{Method, Request, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{Actor, MARK, Minimal, Recorder, server};

/// Those who are worth lying for: one whose requests pass as they are, and one who may all that others may.
const LIARS: [(&str, bool); 2] = [("admin-raw", true), ("admin", false)];

/// Each operation's path, written as the engine would read it and the table doesn't.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_only_looks_like_an_operation_arrives() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    let variants: [fn(&str) -> String; 13] = [
        |path| path.replacen('/', "/%2f", 1),
        |path| format!("/{path}"),
        |path| format!("/.{path}"),
        |path| format!("/x/..{path}"),
        |path| format!("{path}/"),
        |path| format!("{path}/."),
        |path| format!("{path};x"),
        |path| format!("{path}%5c"),
        |path| format!("/v01.51{path}"),
        |path| format!("/v1.99{path}"),
        |path| path.to_ascii_uppercase(),
        |path| path.replace("thing", "%2e%2e"),
        |path| {
            let (start, rest) = path.split_at(1);
            let first = rest.chars().next().map_or(0, u32::from);
            format!("{start}%{first:02x}{}", &rest[1..])
        },
    ];
    for (name, raw) in LIARS {
        let mut liar = Actor::with_token(name, name, &on, raw).await;
        for operation in Operation::ALL {
            let asked = Minimal::of(*operation);
            for target in variants.map(|variant| variant(&asked.path)) {
                if target == asked.path {
                    continue;
                }
                let status = liar.ask(&asked.method, &target, asked.body).await.status;
                let arrived = engine.arrived();
                assert!(arrived.is_empty(), "{name} {target}: {status}, and {arrived:?} arrived");
                let refused = [StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND];
                assert!(refused.contains(&status), "{name} {target}: {status}");
            }
        }
    }
}

/// Each path with methods that it doesn't have, and with its own as no client writes it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_another_method_arrives() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    for (name, raw) in LIARS {
        let mut liar = Actor::with_token(name, name, &on, raw).await;
        for operation in Operation::ALL {
            let asked = Minimal::of(*operation);
            let lower = Method::from_bytes(asked.method.as_str().to_ascii_lowercase().as_bytes()).unwrap();
            let others = [Method::OPTIONS, Method::PATCH, Method::TRACE, Method::HEAD, lower];
            for method in others {
                let of_another = Operation::ALL
                    .iter()
                    .any(|other| other.method() == method && other.path() == operation.path());
                if of_another {
                    continue;
                }
                let status = liar.ask(&method, &asked.path, "").await.status;
                let arrived = engine.arrived();
                assert!(arrived.is_empty(), "{name} {method} {}: {status}, and {arrived:?}", asked.path);
                assert_eq!(status, StatusCode::NOT_FOUND, "{name} {method} {}", asked.path);
            }
        }
    }
}

/// What no client of Rust's would send.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_target_in_another_form_arrives() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    for (name, _) in LIARS {
        let token = on.token_of(name, None).await;
        let token = token.trim();
        for target in [
            "http://elsewhere.invalid/docker/containers/json",
            "http://127.0.0.1/containers/json",
            "/docker/containers\\json",
            "/docker\\containers/json",
            "/docker/containers/thing\\..\\..\\json",
            "/docker/con\ttainers/json",
            "/dockercontainers/json",
            "/docker/",
            "/docker",
            "*",
            "//docker/containers/json",
            "/%64ocker/containers/json",
            "/docker%2fcontainers/json",
            "/engines/local/docker/..%2f..%2fcontainers/json",
            "/engines/other/docker/containers/json",
            "/engines/%6cocal/docker/containers/json",
        ] {
            let mut stream = TcpStream::connect(on.address).await.unwrap();
            let request = format!(
                "GET {target} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\n{MARK}: 1\r\nconnection: close\r\n\r\n",
                on.address
            );
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            let answer = String::from_utf8_lossy(&answer);
            let arrived = engine.arrived();
            assert!(arrived.is_empty(), "{name} {target}: {answer}, and {arrived:?} arrived");
            assert!(answer.starts_with("HTTP/1.1 4"), "{name} {target}: {answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_of_known_keys_each_once() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    let mut held = Actor::with_token("held", "admin", &on, false).await;
    for operation in Operation::ALL {
        let asked = Minimal::of(*operation);
        let path = format!("{}{}", asked.path, asked.query);
        let more = if asked.query.is_empty() { '?' } else { '&' };
        let mut queries = vec![
            "canary=1".to_owned(),
            "name%00=1".to_owned(),
            "x=1;y=2".to_owned(),
            "%zz=1".to_owned(),
            "=1".to_owned(),
        ];
        let once = operation.keys().filter(|(_, repeats)| !repeats);
        queries.extend(once.flat_map(|(key, _)| {
            let upper = key.to_ascii_uppercase();
            [
                format!("{key}=1&{key}=2"),
                format!("{upper}=1"),
                format!("%{:02x}{}=1&{key}=2", key.as_bytes()[0], &key[1..]),
            ]
        }));
        for query in
            queries.into_iter().filter(|query| !operation.keys().any(|(key, _)| format!("{key}=1") == *query))
        {
            let target = format!("{path}{more}{query}");
            let answer = held.ask(&asked.method, &target, asked.body).await;
            let arrived = engine.arrived();
            assert!(arrived.is_empty(), "{target}: {}, and {arrived:?} arrived", answer.status);
            let refused = [StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND];
            assert!(refused.contains(&answer.status), "{target}: {} {}", answer.status, answer.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_json_and_nothing_else() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    let held = Actor::with_token("held", "admin", &on, false).await;
    let mut client = held.client;
    let form = "application/x-www-form-urlencoded";
    for operation in Operation::ALL {
        let asked = Minimal::of(*operation);
        if gate::rule(*operation).role == gate::Role::Admin {
            continue;
        }
        let takes_one = operation.body() == Body::Json;
        let mut bodies = vec![(form, "", "fromImage=other&name=other".to_owned(), 400)];
        bodies.push(("Multipart/FORM-data; boundary=x", "", "--x--".into(), 400));
        if takes_one {
            let long = format!("{{\"Cmd\":[\"{}\"]}}", "x".repeat((1 << 20) + 1 - 12));
            assert_eq!(long.len(), (1 << 20) + 1);
            bodies.extend([
                ("application/json", "gzip", asked.body.to_owned(), 415),
                ("application/json", "", long, 413),
                ("application/jsonp", "", asked.body.to_owned(), 415),
                ("text/plain", "", asked.body.to_owned(), 415),
                ("", "", asked.body.to_owned(), 415),
                ("application/json; charset=utf-16", "", asked.body.to_owned(), 415),
            ]);
        }
        for (kind, encoding, body, expected) in bodies {
            let target = format!("/docker{}{}", asked.path, asked.query);
            let mut request = Request::builder().method(&asked.method).uri(&target);
            if !kind.is_empty() {
                request = request.header("content-type", kind);
            }
            if !encoding.is_empty() {
                request = request.header("content-encoding", encoding);
            }
            let body = if asked.method == Method::HEAD { "" } else { &body };
            let answer = client.send(request, body).await;
            let arrived = engine.arrived();
            assert!(arrived.is_empty(), "{kind} {target}: {}, and {arrived:?} arrived", answer.status);
            assert_eq!(answer.status.as_u16(), expected, "{kind} {encoding} {target}: {}", answer.text);
        }
    }
}

/// The engine connects to whatever registry it is told.
#[tokio::test(flavor = "multi_thread")]
async fn the_engine_is_sent_to_no_registry_that_is_not_approved() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    let mut held = Actor::with_token("held", "operator-deploy", &on, false).await;
    for (method, target, expected) in [
        (Method::GET, "/images/search?term=127.0.0.1:2375%2Fx", StatusCode::FORBIDDEN),
        (Method::GET, "/images/search?term=http:%2F%2F127.0.0.1%2Fx", StatusCode::FORBIDDEN),
        (Method::GET, "/distribution/127.0.0.1:5000/x/json", StatusCode::FORBIDDEN),
        (Method::GET, "/distribution/localhost/x/json", StatusCode::FORBIDDEN),
        (Method::POST, "/images/create?fromImage=127.0.0.1:5000%2Fx&tag=1", StatusCode::FORBIDDEN),
        (Method::POST, "/images/create?fromImage=localhost%2Fx:1", StatusCode::FORBIDDEN),
        (Method::POST, "/images/create?fromSrc=http:%2F%2F127.0.0.1%2Fx.tar", StatusCode::BAD_REQUEST),
        (Method::POST, "/images/create?fromSrc=-", StatusCode::BAD_REQUEST),
        // All tags at once, others' among them.
        (Method::POST, "/images/create?fromImage=nginx", StatusCode::BAD_REQUEST),
        (Method::POST, "/images/create?fromImage=nginx&tag=", StatusCode::BAD_REQUEST),
        (Method::POST, "/images/create?fromImage=nginx:1&tag=2", StatusCode::FORBIDDEN),
    ] {
        let answer = held.ask(&method, target, "").await;
        assert_eq!(answer.status, expected, "{target}: {}", answer.text);
        assert!(engine.arrived().is_empty(), "{target}");
    }
    let answer = held.ask(&Method::POST, "/images/create?fromImage=fresh:1", "").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let arrived = engine.arrived().remove(0);
    assert_eq!(arrived.line, "POST /v1.51/images/create?fromImage=fresh&tag=1");
    assert!(!arrived.headers.contains_key("x-registry-auth"), "{:?}", arrived.headers);
    // Somebody's own credentials come along, written anew, where a registry is asked; nowhere else.
    for (method, target, comes_along) in [
        (Method::POST, "/images/create?fromImage=fresh:1", true),
        (Method::GET, "/distribution/fresh:1/json", true),
        (Method::GET, "/images/search?term=fresh", false),
        (Method::GET, "/images/json", false),
    ] {
        let request = Request::builder().method(&method).uri(format!("/docker{target}"));
        // {"username": "anna", "password": "x"}
        let auth = "eyJ1c2VybmFtZSI6ICJhbm5hIiwgInBhc3N3b3JkIjogIngifQ";
        held.client.send(request.header("x-registry-auth", auth), "").await;
        let arrived = engine.arrived();
        let last = arrived.last().expect("it arrives");
        let expected = comes_along.then_some(b"eyJ1c2VybmFtZSI6ImFubmEiLCJwYXNzd29yZCI6IngifQ==".as_slice());
        assert_eq!(last.headers.get("x-registry-auth").map(|it| it.as_bytes()), expected, "{target}");
    }
}

/// Whoever sends a body as slowly as they like takes a place from others.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_given_up() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    let token = on.token_of("operator-exec", None).await;
    let mut stream = TcpStream::connect(on.address).await.unwrap();
    let head = format!(
        "POST /docker/containers/thing/exec HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 20\r\n\r\n{{",
        on.address,
        token.trim()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    let read = tokio::time::timeout(std::time::Duration::from_secs(40), stream.read_exact(&mut answer));
    read.await.expect("it is waited for without end").unwrap();
    assert_eq!(&answer, b"HTTP/1.1 503");
}
