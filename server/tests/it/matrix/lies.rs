//! What only looks like a request of the engine's API, or like one that may pass: nothing of it arrives.

use std::collections::BTreeSet;

use engine_api::operation::{Body, Operation, Transport};
use http::{Method, Request, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{Actor, MARK, Minimal, Recorder, arrives, server};

/// One whose requests pass as they are, one who may all that others may, and two who may less: for those, fewer of the
/// versions.
const LIARS: [(&str, bool, &[&str]); 4] = [
    ("admin-raw", true, &PREFIXES),
    ("admin", false, &PREFIXES),
    ("operator-deploy", false, &["/v1.51"]),
    ("viewer", false, &[""]),
];

/// What a path may stand behind: the oldest version, one in between, and the newest.
const PREFIXES: [&str; 4] = ["", "/v1.24", "/v1.43", "/v1.51"];

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
    for (name, raw, prefixes) in LIARS {
        let mut liar = Actor::with_token(name, name, &on, raw).await;
        for asked in Minimal::all() {
            for target in variants.map(|variant| variant(&asked.path)) {
                if target == asked.path {
                    continue;
                }
                for prefix in prefixes {
                    let target = format!("{prefix}{target}");
                    let status = liar.ask(&asked.method, &target, asked.body).await.status;
                    let arrived = engine.arrived();
                    assert!(arrived.is_empty(), "{name} {target}: {status}, and {arrived:?} arrived");
                    let refused = [StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND];
                    assert!(refused.contains(&status), "{name} {target}: {status}");
                }
            }
        }
    }
}

/// Whether a path with this method is an operation's: `DELETE /containers/json` is of a container that is called json.
fn is_an_operation(method: &Method, path: &str) -> bool {
    Operation::ALL.iter().filter(|operation| operation.method() == *method).any(|operation| {
        let Some((before, _, behind)) = operation.parameter() else { return operation.path() == path };
        let object = path.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
        object.is_some_and(|object| operation.takes_a_reference() || !object.contains('/'))
    })
}

/// Each path with each method that it doesn't have, and with its own as no client writes it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_another_method_arrives() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    let methods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "post", "delete"];
    let methods = methods.map(|method| Method::from_bytes(method.as_bytes()).unwrap());
    let paths: BTreeSet<_> = Minimal::all().map(|asked| asked.path).collect();
    for (name, raw, prefixes) in LIARS {
        let mut liar = Actor::with_token(name, name, &on, raw).await;
        for (path, method) in paths.iter().flat_map(|path| methods.iter().map(move |method| (path, method))) {
            if is_an_operation(method, path) {
                continue;
            }
            for prefix in prefixes {
                let target = format!("{prefix}{path}");
                let status = liar.ask(method, &target, "").await.status;
                let arrived = engine.arrived();
                assert!(arrived.is_empty(), "{name} {method} {target}: {status}, and {arrived:?}");
                assert_eq!(status, StatusCode::NOT_FOUND, "{name} {method} {target}");
            }
        }
    }
}

/// What is of a connection, and would make another one of the engine's.
const OF_A_CONNECTION: [(&str, &str); 6] = [
    ("connection", "Upgrade, HTTP2-Settings, TE, X-Hop"),
    ("upgrade", "h2c"),
    ("http2-settings", "AAMAAABkAAQAoAAAAAIAAAAA"),
    ("te", "trailers"),
    ("x-hop", "canary"),
    ("proxy-authorization", "canary"),
];

/// Whoever asks for another protocol gets what the matrix allows, and the engine hears nothing of it where an operation
/// has none.
#[tokio::test(flavor = "multi_thread")]
async fn no_header_of_a_connection_arrives() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    let matrix = include_str!("../matrix.txt");
    for (name, raw, prefixes) in LIARS {
        let mut liar = Actor::with_token(name, name, &on, raw).await;
        liar.headers = &OF_A_CONNECTION;
        let column = super::PEOPLE.iter().position(|person| person.0 == name).unwrap() + 2;
        for operation in Operation::ALL {
            let asked = Minimal::of(*operation);
            if operation.transport() == Transport::Hijack {
                continue;
            }
            let row = format!(" {} {}", asked.method, asked.path.replace(&super::id(), "thing"));
            let row = matrix.lines().find(|line| line.ends_with(&row)).unwrap();
            for prefix in prefixes {
                let arrived = arrives(&mut liar, &engine, &asked, prefix).await;
                assert_eq!(arrived, row.as_bytes()[column] == b'x', "{name} {prefix}{row}");
            }
        }
    }
}

/// What may change its protocol changes it to the engine's own, whatever was asked for; as it is, to that.
#[tokio::test(flavor = "multi_thread")]
async fn of_an_upgrade_arrives_the_upgrade_alone() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    for (name, protocol) in [("admin-raw", "h2c"), ("admin", "tcp"), ("operator-exec", "tcp")] {
        let mut liar = Actor::with_token(name, name, &on, name == "admin-raw").await;
        liar.headers = &OF_A_CONNECTION;
        let mut count = 0;
        for operation in Operation::ALL.iter().filter(|it| it.transport() == Transport::Hijack) {
            let asked = Minimal::of(*operation);
            if asked.path.starts_with("/exec/") {
                liar.ask(&Method::POST, "/containers/thing/exec", r#"{"Cmd":["id"]}"#).await;
                engine.arrived();
            }
            let answer = liar.ask(&asked.method, &format!("{}{}", asked.path, asked.query), asked.body).await;
            let arrived = engine.arrived();
            let Some(itself) = arrived.last().filter(|_| answer.status.is_success()) else { continue };
            count += 1;
            for (header, _) in OF_A_CONNECTION {
                let expected: Option<&str> = match header {
                    "connection" => Some("Upgrade"),
                    "upgrade" => Some(protocol),
                    _ => None,
                };
                let seen = itself.headers.get(header).map(|it| it.to_str().unwrap());
                assert_eq!(seen, expected, "{name} {}: {header}", itself.line);
            }
        }
        assert!(count > 0, "{name}");
    }
}

/// What no client of Rust's would send.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_target_in_another_form_arrives() {
    let engine = Recorder::start();
    let on = server(&engine, true).await;
    engine.until_quiet(1).await;
    for (name, ..) in LIARS {
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
