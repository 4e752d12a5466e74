//! POST /api/session/prove, and what takes a fresh proof.

use gate::Role;
use http::Method;
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client},
    running::{PASSWORD, Running},
};

const PROVE: &str = "/api/session/prove";

async fn house() -> (Running, Client) {
    let server = Running::with_people(&[("ada", Role::Admin), ("otto", Role::Operator)]).await;
    let ada = server.client_of("ada").await;
    (server, ada)
}

impl Running {
    /// Lets so many seconds pass since all who are logged in have shown who they are.
    pub(crate) fn prove_earlier(&self, seconds: i64) {
        self.database().execute("UPDATE sessions SET proved = proved - ?1", [seconds]).unwrap();
    }
}

pub(crate) async fn prove(client: &mut Client, password: &str) -> Answer {
    client.post_json(PROVE, &json!({ "password": password })).await
}

fn says(answer: &Answer, status: u16, kind: &str) {
    let found = answer.json()["kind"].clone();
    assert!(answer.status == status && found == kind, "{status} {kind}: {}", answer.text);
}

/// Whether somebody is let in with a right: that of adding people.
async fn add(client: &mut Client, name: &str) -> Answer {
    let new = json!({"name": name, "role": "viewer", "password": PASSWORD});
    client.post_json("/api/people", &new).await
}

#[tokio::test]
async fn it_is_asked_for_ten_minutes_after_the_login() {
    let (server, mut ada) = house().await;
    assert_eq!(add(&mut ada, "eve").await.status, 200);
    server.prove_earlier(595);
    assert_eq!(add(&mut ada, "mia").await.status, 200);
    server.prove_earlier(6);
    says(&add(&mut ada, "kim").await, 403, "proof_needed");
    assert_eq!(ada.get("/api/people").await.json().as_array().unwrap().len(), 4);
    // As a clock that is put back leaves it.
    server.prove_earlier(-7200);
    says(&add(&mut ada, "kim").await, 403, "proof_needed");
}

#[tokio::test]
async fn whatever_gives_rights_away_takes_one() {
    let (server, mut ada) = house().await;
    server.token_of("otto", None).await;
    let id = ada.get("/api/tokens").await.json()[0]["id"].as_str().unwrap().to_owned();
    server.switch_host_root("on");
    server.prove_earlier(601);
    let asked = [
        ("/api/people", json!({"name": "eve", "role": "admin", "password": PASSWORD})),
        ("/api/people/otto/role", json!({"role": "admin"})),
        ("/api/people/otto/password", json!({"password": PASSWORD})),
        ("/api/people/otto/disabled", json!({"disabled": true})),
        ("/api/people/otto/scope", json!({"grants": ["exec"]})),
        ("/api/people/otto/raw", json!({"raw": true})),
        ("/api/engine/host-root", json!({"on": true})),
        ("/api/account/tokens", json!({"name": "ci"})),
        ("/api/stacks/web/members", json!({"things": []})),
        ("/api/members", json!({"thing": {"kind": "volume", "id": "data"}})),
        ("/api/volumes", json!({"name": "x", "options": [["device", "/"], ["o", "bind"]]})),
    ];
    for (path, body) in asked {
        says(&ada.post_json(path, &body).await, 403, "proof_needed");
    }
    for path in [format!("/api/tokens/{id}"), format!("/api/account/tokens/{id}"), "/api/stacks/web".into()] {
        says(&ada.delete(&path).await, 403, "proof_needed");
    }
    let people = ada.get("/api/people").await.json();
    assert_eq!(json!([people[1]["role"], people[1]["disabled"]]), json!(["operator", false]));
    assert_eq!(ada.get("/api/tokens").await.json().as_array().unwrap().len(), 1);
    // One's own password is asked for by changing it.
    let change = json!({"old": PASSWORD, "new": "another good one"});
    assert_eq!(ada.post_json("/api/account/password", &change).await.status, 200);
}

#[tokio::test]
async fn a_proof_is_for_one_session_which_gets_another_cookie() {
    let (server, mut ada) = house().await;
    let mut elsewhere = server.client_of("ada").await;
    server.prove_earlier(601);
    let mut before = ada.clone();
    let id = |list: &Value| {
        let own = list.as_array().unwrap().iter().find(|row| row["current"] == true).cloned();
        own.unwrap()["id"].clone()
    };
    let named = id(&ada.get("/api/sessions").await.json());
    let answer = prove(&mut ada, PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Strict") && ada.cookie() != before.cookie(), "{cookie}");

    assert_eq!(before.get("/api/sessions").await.status, 401, "the old one opens nothing");
    assert_eq!(add(&mut ada, "eve").await.status, 200);
    says(&add(&mut elsewhere, "mia").await, 403, "proof_needed");
    let list = ada.get("/api/sessions").await.json();
    assert_eq!((list.as_array().unwrap().len(), id(&list)), (2, named.clone()), "it is the same session");

    let rows = ada.get("/api/audit?action=SessionProve").await;
    let row = &rows.json()["rows"][0];
    assert_eq!(json!([row["person"], row["object"], row["outcome"]]), json!(["ada", named, "done"]));
    assert!(!rows.text.contains(PASSWORD));
    server.prove_earlier(601);
    says(&add(&mut ada, "mia").await, 403, "proof_needed");
}

#[tokio::test]
async fn guessing_is_as_slow_as_at_the_door() {
    let (server, mut ada) = house().await;
    server.prove_earlier(601);
    let before = ada.cookie().unwrap().to_owned();
    let wrong = prove(&mut ada, "a wrong one").await;
    assert_eq!(wrong.failure(), (403, "this is not your password".into()));
    says(&add(&mut ada, "eve").await, 403, "proof_needed");
    let mut last = 0;
    for number in 0..8 {
        last = prove(&mut ada, &format!("a wrong one {number}")).await.status.as_u16();
    }
    assert_eq!(last, 429);
    server.database().execute("UPDATE throttle SET failures = 12", []).unwrap();
    assert_eq!(prove(&mut ada, PASSWORD).await.status, 429, "the right one has to wait, too");
    assert_eq!((ada.get("/api/sessions").await.status.as_u16(), ada.cookie()), (200, Some(&*before)));
}

#[tokio::test]
async fn a_token_can_give_none_and_nobody_gives_one_for_somebody_else() {
    let (server, _) = house().await;
    let mut token = Client::with_token(server.address, &server.token_of("ada", None).await);
    let answer = prove(&mut token, PASSWORD).await;
    assert_eq!(answer.failure(), (403, "a token can't do this: log in with your password".into()));
    assert_eq!(server.client().post_json(PROVE, &json!({"password": PASSWORD})).await.status, 401);
    let mut otto = server.client_of("otto").await;
    let evil = http::Request::builder()
        .method(Method::POST)
        .uri(PROVE)
        .header("origin", "http://evil.example")
        .header("content-type", "application/json");
    let body = json!({"password": PASSWORD}).to_string();
    assert_eq!(otto.send(evil, &body).await.status, 403);
    let more = json!({"password": PASSWORD, "name": "ada"});
    says(&otto.post_json(PROVE, &more).await, 400, "invalid");
}

#[tokio::test]
async fn switching_by_the_command_line_is_written_down() {
    let (server, mut ada) = house().await;
    for to in ["on", "off"] {
        server.switch_host_root(to);
        assert_eq!(ada.get("/api/engine/host-root").await.json(), json!({ "on": to == "on" }));
        let record = ada.get("/api/audit?action=EngineHostRoot").await.json()["rows"][0].clone();
        let told = json!([record["person"], record["object"], record["asked"], record["outcome"]]);
        assert_eq!(told, json!(["command line", "local", to, "done"]));
    }
}

#[tokio::test]
async fn a_switch_that_is_in_no_row_is_switched_all_the_same() {
    let (server, mut ada) = house().await;
    server.database().execute("DELETE FROM engines", []).unwrap();
    assert_eq!(ada.get("/api/engine/host-root").await.json(), json!({"on": false}));
    server.switch_host_root("on");
    assert_eq!(ada.get("/api/engine/host-root").await.json(), json!({"on": true}));
}
