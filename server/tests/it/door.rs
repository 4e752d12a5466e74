//! What every request meets, whatever its address.

use gate::Role;
use http::Request;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{client::Client, running::Running};

#[tokio::test]
async fn every_answer_carries_the_hardening_headers() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let mut refused = server.client();
    let foreign = Request::get("/").header("host", "evil.example");
    let answers =
        [refused.visit("/login").await, refused.get("/nothing").await, refused.send(foreign, "").await];
    for answer in answers {
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'")
        );
        assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), value, "{}", answer.status);
        }
    }
}

#[tokio::test]
async fn a_host_that_is_not_ours_is_misdirected() {
    let server =
        Running::with(tempfile::tempdir().unwrap(), |config| config.allow_host.push("nas.lan".into())).await;
    let mut client = server.client();
    for (host, status) in [("nas.lan", 200), ("localhost:1", 200), ("evil.example", 421)] {
        assert_eq!(
            client.send(Request::get("/health").header("host", host), "").await.status,
            status,
            "{host}"
        );
    }
    let answer = client.send(Request::get("/health").header("host", "evil.example"), "").await;
    assert!(answer.text.contains("--allow-host"), "{}", answer.text);
}

#[tokio::test]
async fn behind_a_proxy_the_page_is_secure() {
    let server = Running::with(tempfile::tempdir().unwrap(), |config| {
        config.public_url = Some("https://docker.example.org".into());
    })
    .await;
    let fields = [
        ("token", server.setup_token.as_deref().unwrap()),
        ("name", "ada"),
        ("password", "correct horse battery"),
        ("again", "correct horse battery"),
    ];
    let headers = [("host", "docker.example.org"), ("origin", "https://docker.example.org")];
    let answer = server.client().post_from("/setup", &fields, &headers).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-pierhead=") && cookie.contains("; Secure"), "{cookie}");
}

#[tokio::test]
async fn scripts_need_no_origin_but_a_token() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let token = server.token_of("ada", None).await;
    let mut script = Client::with_token(server.address, &token);
    assert_eq!(script.get("/api/account").await.status, 200);
    let nothing = Request::delete("/api/jobs/7");
    assert_eq!(script.send(nothing, "").await.status, 404, "it was let in, and there is no such job");
    let mut wrong = Client::with_token(server.address, &token.replace("phd_", "phe_"));
    assert_eq!(wrong.get("/api/account").await.status, 401);
}

#[tokio::test]
async fn bodies_are_read_strictly() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let mut client = Client::with_token(server.address, &server.token_of("ada", None).await);
    let post = || Request::post("/api/images");
    let json = || post().header("content-type", "application/json");
    let large = format!("{{\"reference\":\"{}\"}}", "x".repeat(1024 * 1024));
    for (status, request, body) in [
        (415, post(), r#"{"reference":"busybox"}"#),
        (415, post().header("content-type", "text/plain"), r#"{"reference":"busybox"}"#),
        (415, post().header("content-type", "application/json; charset=latin1"), "{}"),
        (400, post().header("content-type", "application/x-www-form-urlencoded"), "reference=busybox"),
        (415, json().header("content-encoding", "gzip"), "{}"),
        (413, json(), large.as_str()),
        (400, json(), "{"),
        (400, post().header("content-type", "application/json; charset=utf-8"), "{"),
        (400, post().header("content-type", "application/json;charset=\"UTF-8\""), "{"),
        (400, json(), r#"{"reference":"busybox"} {}"#),
        (400, json(), r#"{"reference":"busybox","other":1}"#),
        (400, json(), r#"{"reference":"busybox","reference":"alpine"}"#),
        (400, json(), r#"{"Reference":"busybox"}"#),
    ] {
        let shown = format!("{:?} {}", request.headers_ref(), &body[..body.len().min(60)]);
        let answer = client.send(request, body).await;
        assert_eq!(answer.status, status, "{shown}: {}", answer.text);
        assert!(answer.text.starts_with(r#"{"message":"#), "{}", answer.text);
    }
}

#[tokio::test]
async fn parameters_that_are_none_are_refused_in_the_same_shape() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let mut client = Client::with_token(server.address, &server.token_of("ada", None).await);
    for path in ["/api/containers/web", "/api/containers/..%2f..%2finfo", "/live?seq=x"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.text.starts_with(r#"{"message":"#), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn the_page_gets_postcard_and_scripts_json() {
    let server = Running::first().await;
    let mut client = server.client();
    let page = client.send(Request::get("/api/sessions").header("accept", wire::POSTCARD), "").await;
    assert_eq!(page.header("content-type"), wire::POSTCARD);
    let failure: wire::Failure = postcard::from_bytes(page.text.as_bytes()).unwrap();
    assert_eq!((failure.kind, failure.advice), (wire::FailureKind::NotLoggedIn, wire::Advice::LogIn));
    let script = client.get("/api/sessions").await;
    assert_eq!(script.text, r#"{"message":"log in first","kind":"not_logged_in","advice":"log_in"}"#);
}

#[tokio::test]
async fn failures_speak_the_language_of_the_page_and_english_with_scripts() {
    let server = Running::with_people(&[("vera", Role::Viewer)]).await;
    let mut client = Client::with_token(server.address, &server.token_of("vera", None).await);
    let asked = |accept: &str| {
        let request = Request::get("/api/people").header("accept", accept);
        request.header("cookie", "language=zh-Hans").header("accept-language", "zh-CN")
    };
    let page = client.send(asked(wire::POSTCARD), "").await;
    let failure: wire::Failure = postcard::from_bytes(page.text.as_bytes()).unwrap();
    assert_eq!(failure.message, "vera 不能执行此操作：需要“管理员”角色");
    let script = client.send(asked("application/json"), "").await;
    assert_eq!(script.failure(), (403, "vera may not do this: it needs the role admin".into()));
}

#[tokio::test]
async fn what_is_not_http_is_refused_and_the_next_one_served() {
    let server = Running::first().await;
    for bytes in [
        &b"\x16\x03\x01garbage\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    let huge = Request::get("/health").header("x", "y".repeat(64 * 1024));
    assert_eq!(server.client().send(huge, "").await.status, 431);
    assert_eq!(server.client().get("/health").await.status, 200);
}

#[tokio::test]
async fn forms_that_never_arrive_keep_nobody_out() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let mut slow = Vec::new();
    for _ in 0..40 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let head = format!(
            "POST /login HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncontent-length: 1000\r\n\
             content-type: application/x-www-form-urlencoded\r\n\r\nname=a",
            server.address
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    // Those beyond one address's share are refused at once, the others within seconds.
    let begun = std::time::Instant::now();
    let answered = futures_util::future::join_all(slow.into_iter().map(|mut stream| async move {
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }));
    let mut token = Client::with_token(server.address, &server.token_of("ada", None).await);
    assert_eq!(server.client().get("/health").await.status, 200);
    assert_eq!(token.get("/api/account").await.status, 200);
    let answered = answered.await;
    assert!(answered.iter().all(|answer| answer == "HTTP/1.1 503"), "{answered:?}");
    assert!(begun.elapsed() < std::time::Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(server.client().log_in("ada", crate::running::PASSWORD).await.status, 303);
}

#[tokio::test]
async fn bodies_that_never_arrive_keep_only_whoever_sends_them_out() {
    let server = Running::with_people(&[("ada", Role::Admin), ("eve", Role::Viewer)]).await;
    let eve = server.client_of("eve").await;
    let mut slow = Vec::new();
    for _ in 0..520 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let head = format!(
            "POST /api/session/prove HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncookie: {1}\r\n\
             content-length: 1000\r\ncontent-type: application/json\r\n\r\n{{",
            server.address,
            eve.cookie().unwrap()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    let last = slow.last_mut().unwrap();
    let mut answer = [0; 12];
    last.read_exact(&mut answer).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 429");
    let mut ada = Client::with_token(server.address, &server.token_of("ada", None).await);
    assert_eq!(ada.get("/api/account").await.status, 200);
}
