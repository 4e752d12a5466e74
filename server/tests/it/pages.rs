//! The plain pages themselves.

use gate::Role;
use http::Request;

use crate::running::Running;

/// What a first visit costs is dear: the app's files shall come first.
const LARGEST: usize = 8_000;

#[tokio::test]
async fn they_are_small_and_need_no_script() {
    let fresh = Running::first().await;
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    for page in [fresh.client().visit("/setup").await, server.client().visit("/login").await] {
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.text.len() <= LARGEST, "{} bytes", page.text.len());
        assert!(!page.text.contains("<script") && !page.text.contains("style="), "{}", page.text);
        assert!(page.text.contains("lang=\"en\"") && page.text.contains("<title>"));
        assert!(!page.text.contains("{{"), "a placeholder was left: {}", page.text);
    }
}

#[tokio::test]
async fn what_is_unknown_is_not_there() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    for path in
        ["/login.html", "/app.html", "/api/nothing", "/assets/none.js", "/.env", "/../etc/passwd", "//login"]
    {
        let answer = server.client().get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text.contains(r#""message":"#), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_person_is_told_on_a_page_what_a_script_is_told_in_json() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let page = server.client().visit("/nothing").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(page.text.contains("<p>there is nothing at this address</p>"), "{}", page.text);
    assert!(page.text.contains("href=\"/\" >") && !page.text.contains("{{"), "{}", page.text);
    assert!(page.header("content-security-policy").contains("default-src 'none'"), "{:?}", page.headers);

    for path in ["/api/nothing", "/docker/nothing"] {
        let told = server.client().visit(path).await;
        assert_eq!(told.header("content-type"), "application/json", "{path}");
    }
    let with_token =
        Request::get("/nothing").header("accept", "text/html").header("authorization", "Bearer x");
    assert_eq!(server.client().send(with_token, "").await.header("content-type"), "application/json");

    let named = |host: &str| {
        let request = Request::get("/").header("host", host).header("accept", "text/html");
        request.header("accept-language", "zh-CN")
    };
    let page = server.client().send(named("nas.lan:8443"), "").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (421, "text/html; charset=utf-8"));
    assert!(page.text.contains("PIERHEAD_ALLOW_HOST") && page.text.contains("nas.lan"), "{}", page.text);
    assert!(page.text.contains("此服务器不使用") && page.text.contains("href=\"/\" hidden"), "{}", page.text);
    let page = server.client().send(named("<b>"), "").await;
    assert!(page.status.is_client_error() && !page.text.contains("<b>"), "{}", page.text);
}
