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
fn somebody_is_added_for_some_stacks_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let add = |name: &str, more: &[&str]| {
        let words = [&["user", "add", name, "--role", "operator", "--password-stdin"], more].concat();
        run(&words, &data, PASSWORD)
    };
    add("eve", &["--stack", "web", "--stack", "db", "--grants", "logs,exec"]).succeeded();
    add("fay", &["--grants", "files"]).succeeded();
    add("gil", &["--stack", "web"]).succeeded();
    add("hal", &["--stack", "../up"]).failed(2, &["can't name a stack"]);
    add("hal", &["--grants", "root"]).failed(2, &["no grant", "logs"]);
    let list = run(&["user", "list"], &data, "").succeeded();
    let reach = |name: &str| {
        let line =
            list.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name}: {list}"));
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).nth(3).unwrap().to_owned()
    };
    assert_eq!(reach("eve"), "db:logs,exec web:logs,exec");
    assert_eq!(reach("fay"), "everything:files");
    assert_eq!(reach("gil"), "web");
    assert!(!list.contains("hal"), "{list}");
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

#[tokio::test]
async fn the_first_person_takes_the_setup_token_away() {
    let server = Running::first().await;
    let file = server.data().join("setup-token");
    assert!(file.exists());
    run(&["user", "add", "ada", "--role", "admin", "--password-stdin"], &server.data(), PASSWORD).succeeded();
    assert!(!file.exists());
    assert_eq!(server.client().get("/setup").await.status, 404);
}

/// While a server writes to the same audit.
#[tokio::test(flavor = "multi_thread")]
async fn what_commands_change_is_written_down_in_the_same_chain() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let mut ada = server.client_of("ada").await;
    let data = server.data();
    let changing = {
        let data = data.clone();
        tokio::task::spawn_blocking(move || {
            run(&["user", "add", "eve", "--role", "viewer", "--password-stdin"], &data, PASSWORD).succeeded();
            for role in ["operator", "viewer", "operator", "viewer", "operator"] {
                run(&["user", "role", "eve", role], &data, "").succeeded();
            }
            run(&["user", "raw", "nobody", "on"], &data, "").failed(1, &["no user nobody"]);
            run(&["user", "scope", "eve", "web", "logs"], &data, "").succeeded();
            let token = run(&["token", "create", "--user", "eve"], &data, "").succeeded();
            run(&["token", "revoke", token.trim()], &data, "").succeeded();
        })
    };
    for number in 0.. {
        let scope = serde_json::json!({"stack": format!("s{number}"), "grants": []});
        assert_eq!(ada.post_json("/api/people/ada/scope", &scope).await.status, 200);
        if changing.is_finished() {
            break;
        }
    }
    changing.await.unwrap();
    assert!(run(&["audit", "verify"], &data, "").succeeded().contains("unbroken"));
    let export = run(&["audit", "export"], &data, "").succeeded();
    let records = export.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let records: Vec<_> = records.filter(|record| record["person"] == "command line").collect();
    let said: Vec<_> = records
        .iter()
        .filter(|record| record["intent"].is_null())
        .map(|it| format!("{} {}", it["operation"].as_str().unwrap(), it["said"].as_str().unwrap()))
        .collect();
    assert_eq!(said[..2], ["UserAdd role viewer, reaches everything", "UserRole role operator"]);
    assert_eq!(said[6..8], ["UserRaw on", "UserScope web: logs"]);
    assert!(said[8].starts_with("TokenCreate") && said[9].starts_with("TokenRevoke"), "{said:?}");
    assert_eq!(said.len(), 10);
    assert!(records.iter().all(|record| record["through"] == "root (0)"), "{records:?}");
    assert!(records.iter().any(|record| record["said"] == "refused: there is no user nobody"));
    assert!(!export.contains(PASSWORD));
}
