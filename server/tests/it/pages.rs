//! The plain pages themselves.

use gate::Role;

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
        let answer = server.client().visit(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text.contains(r#""message":"#), "{path}: {}", answer.text);
    }
}
