//! pierhead user, pierhead setup-token

use gate::Role;

use super::run;
use crate::running::{PASSWORD, Running};

#[test]
fn people_are_added_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    run(&["user", "add", "ada", "--role", "admin", "--password-stdin"], &data, "correct horse battery\n")
        .succeeded();
    run(&["user", "add", "vera", "--role", "viewer", "--password-stdin"], &data, PASSWORD).succeeded();
    let list = run(&["user", "list"], &data, "").succeeded();
    let lines: Vec<_> = list.lines().collect();
    assert_eq!(lines.len(), 3, "{list}");
    assert!(lines[0].starts_with("NAME  ROLE    STATUS"), "{list}");
    assert!(lines[1].starts_with("ada   admin   enabled"), "{list}");
    assert!(lines[2].starts_with("vera  viewer  enabled"), "{list}");
}

#[test]
fn what_is_wrong_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let add = |name: &str, password: &str| {
        run(&["user", "add", name, "--role", "admin", "--password-stdin"], &data, password)
    };
    add("ada", PASSWORD).succeeded();
    add("ADA", PASSWORD).failed(1, &["the name ADA is taken"]);
    add("a b", PASSWORD).failed(1, &["1 to 64 letters"]);
    add("eve", "short").failed(1, &["12 to 1024 bytes"]);
    run(&["user", "add", "eve", "--role", "admin"], &data, PASSWORD).failed(2, &["--password-stdin"]);
    run(&["user", "add", "eve", "--role", "king", "--password-stdin"], &data, "")
        .failed(2, &["king", "viewer"]);
    run(&["user", "disable", "nobody"], &data, "").failed(1, &["there is no user nobody"]);
    run(&["user", "password", "nobody", "--password-stdin"], &data, PASSWORD).failed(1, &["no user nobody"]);
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once_and_can_come_back() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let mut client = server.client_of("ada").await;
    assert_eq!(client.get("/api/sessions").await.status, 200);
    run(&["user", "disable", "ada"], &server.data(), "").succeeded();
    assert_eq!(client.get("/api/sessions").await.status, 401);
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 401);
    assert!(run(&["user", "list"], &server.data(), "").succeeded().contains("disabled"));
    run(&["user", "enable", "ada"], &server.data(), "").succeeded();
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 303);
    assert_eq!(client.get("/api/sessions").await.status, 401, "the old session is gone for good");
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_and_opens() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let mut client = server.client_of("ada").await;
    run(&["user", "password", "ada", "--password-stdin"], &server.data(), "another good one").succeeded();
    assert_eq!(client.get("/api/sessions").await.status, 401);
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 401);
    assert_eq!(server.client().log_in("ada", "another good one").await.status, 303);
}

#[tokio::test]
async fn a_lower_role_holds_at_once_for_tokens_too() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let token = server.token_of("ada", None).await;
    let mut script = crate::client::Client::with_token(server.address, &token);
    let pull = || http::Request::post("/api/images").header("content-type", "application/json");
    assert_eq!(script.send(pull(), "{}").await.status, 400, "allowed, and not understood");
    run(&["user", "role", "ada", "viewer"], &server.data(), "").succeeded();
    assert_eq!(script.send(pull(), "{}").await.status, 403);
}

#[tokio::test]
async fn a_new_setup_token_works_in_the_running_server() {
    let server = Running::first().await;
    let old = server.setup_token.clone().unwrap();
    let new = run(&["setup-token"], &server.data(), "").succeeded();
    assert_ne!(new.trim(), old);
    let fields = |token: &str| {
        [
            ("token", token.to_owned()),
            ("name", "ada".into()),
            ("password", PASSWORD.into()),
            ("again", PASSWORD.into()),
        ]
    };
    for (token, status) in [(old.as_str(), 403), (new.as_str(), 303)] {
        let fields = fields(token);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(server.client().post("/setup", &fields).await.status, status);
    }
    run(&["setup-token"], &server.data(), "").failed(2, &["set up already"]);
}
