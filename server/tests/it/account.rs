//! POST /api/account/password, GET and POST /api/account/tokens, DELETE /api/account/tokens/{id}

use gate::Role;
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client},
    running::{PASSWORD, Running},
};

const OTHER: &str = "another good one";
const TOKENS: &str = "/api/account/tokens";

async fn house() -> (Running, Client) {
    let server = Running::with_people(&[("ada", Role::Admin), ("otto", Role::Operator)]).await;
    let otto = server.client_of("otto").await;
    (server, otto)
}

fn says(answer: &Answer, status: u16, words: &str) {
    let (found, message) = answer.failure();
    assert!(found == status && message.contains(words), "{status} {words}: {}", answer.text);
}

async fn new_password(client: &mut Client, old: &str, new: &str) -> Answer {
    client.post_json("/api/account/password", &json!({"old": old, "new": new})).await
}

#[tokio::test]
async fn ones_own_password_takes_the_old_one_and_ends_the_other_sessions() {
    let (server, mut otto) = house().await;
    let mut elsewhere = server.client_of("otto").await;
    says(&new_password(&mut otto, OTHER, OTHER).await, 403, "not your password");
    says(&new_password(&mut otto, PASSWORD, "short").await, 400, "12 to 1024 bytes");
    assert_eq!(new_password(&mut otto, PASSWORD, OTHER).await.status, 200);
    assert_eq!(otto.get("/api/sessions").await.status, 200, "who has changed it stays");
    assert_eq!(elsewhere.get("/api/sessions").await.status, 401);
    assert_eq!(elsewhere.log_in("otto", PASSWORD).await.status, 401);
    assert_eq!(elsewhere.log_in("otto", OTHER).await.status, 303);
}

#[tokio::test]
async fn guessing_the_old_password_gets_slow() {
    let (_server, mut otto) = house().await;
    let mut last = 0;
    for number in 0..8 {
        last = new_password(&mut otto, &format!("a wrong one {number}"), OTHER).await.status.as_u16();
    }
    assert_eq!(last, 429);
    assert_eq!(otto.get("/api/sessions").await.status, 200);
}

#[tokio::test]
async fn one_is_told_who_one_is_and_a_token_what_it_may() {
    let (server, mut otto) = house().await;
    let mut ada = server.client_of("ada").await;
    ada.post_json("/api/people/otto/scope", &json!({"grants": ["logs"]})).await;
    ada.post_json("/api/people/otto/scope", &json!({"stack": "web", "grants": ["exec", "files"]})).await;
    let scopes = json!([{"stack": null, "grants": ["logs"]}, {"stack": "web", "grants": ["exec", "files"]}]);
    let own = json!({"name": "otto", "role": "operator", "scopes": scopes});
    assert_eq!(otto.get("/api/account").await.json(), own);
    let all = json!([{"stack": null, "grants": ["logs", "exec", "deploy", "files"]}]);
    assert_eq!(ada.get("/api/account").await.json()["scopes"], all);

    let new = json!({"name": "ci", "role": "viewer", "stack": "web", "grants": ["exec", "deploy"]});
    let made = otto.post_json(TOKENS, &new).await.json()["token"].as_str().unwrap().to_owned();
    let told = Client::with_token(server.address, &made).get("/api/account").await.json();
    let narrowed = json!([{"stack": "web", "grants": ["exec"]}]);
    assert_eq!(
        told,
        json!({"name": "otto", "role": "viewer", "scopes": narrowed}),
        "never more than its owner's"
    );
    assert_eq!(server.client().get("/api/account").await.status, 401);
}

#[tokio::test]
async fn a_token_is_shown_once_works_and_is_revoked() {
    let (server, mut otto) = house().await;
    let made = otto.post_json(TOKENS, &json!({"name": " ci ", "role": "viewer", "days": 30})).await;
    let token = made.json()["token"].as_str().unwrap().to_owned();
    let mut with_it = Client::with_token(server.address, &token);
    let list = otto.get(TOKENS).await;
    let row = &list.json()[0];
    assert_eq!(json!([row["name"], row["role"], row["user"]]), json!(["ci", "viewer", "otto"]));
    let days = (row["expires"].as_i64().unwrap() - row["created"].as_i64().unwrap()) / 86_400;
    assert_eq!(days, 30);
    let id = row["id"].as_str().unwrap();
    assert!(token.starts_with(&format!("phd_{id}_")) && !list.text.contains(&token), "{}", list.text);
    assert_eq!(with_it.get("/api/account").await.status, 200);
    let stop = format!("/api/containers/{}/stop", "ab".repeat(32));
    says(&with_it.post_json(&stop, &json!({})).await, 403, "operator");

    // Not by somebody else, who is an admin even: that is another address.
    let mut ada = server.client_of("ada").await;
    says(&ada.delete(&format!("{TOKENS}/{id}")).await, 404, "no token");
    assert_eq!(otto.delete(&format!("{TOKENS}/{id}")).await.status, 200);
    assert_eq!(with_it.get("/api/account").await.status, 401);
    assert_eq!(otto.get(TOKENS).await.json(), json!([]));
}

#[tokio::test]
async fn what_isnt_said_of_a_token_is_its_owners_role_and_ninety_days() {
    let (_server, mut otto) = house().await;
    otto.post_json(TOKENS, &json!({"name": "usual"})).await;
    let row = &otto.get(TOKENS).await.json()[0];
    let days = (row["expires"].as_i64().unwrap() - row["created"].as_i64().unwrap()) / 86_400;
    assert_eq!((row["role"].as_str(), days), (Some("operator"), 90));
}

#[tokio::test]
async fn a_token_can_be_for_one_stack_and_some_grants() {
    let (_server, mut otto) = house().await;
    let narrow = json!({"name": "ci", "stack": "web", "grants": ["logs", "deploy"]});
    assert_eq!(otto.post_json(TOKENS, &narrow).await.status, 200);
    let row = &otto.get(TOKENS).await.json()[0];
    assert_eq!(json!([row["stack"], row["grants"]]), json!(["web", ["logs", "deploy"]]));
    let wrong = json!({"name": "ci", "stack": "a b"});
    says(&otto.post_json(TOKENS, &wrong).await, 400, "can't name a stack");
}

#[tokio::test]
async fn a_token_that_is_too_much_is_refused() {
    let (server, mut otto) = house().await;
    for (body, words) in [
        (json!({"name": "x", "role": "admin"}), "can't have more"),
        (json!({"name": ""}), "1 to 64 characters"),
        (json!({"name": "   "}), "1 to 64 characters"),
        (json!({"name": "x".repeat(65)}), "1 to 64 characters"),
        (json!({"name": "a\u{1b}[2J"}), "1 to 64 characters"),
        (json!({"name": "x", "days": 0}), "1 to 365 days"),
        (json!({"name": "x", "days": 366}), "1 to 365 days"),
        (json!({"name": "x", "days": -1}), "invalid value"),
        (json!({"name": "x", "user": "ada"}), "unknown field"),
        (json!({}), "missing field"),
    ] {
        says(&otto.post_json(TOKENS, &body).await, 400, words);
    }
    assert_eq!(otto.get(TOKENS).await.json(), json!([]));
    let database = server.database();
    database
        .execute_batch(
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100)
             INSERT INTO tokens SELECT CAST('h' || x AS BLOB), 't' || x, 2, 'many', 'viewer', 0, 9999999999, NULL, NULL FROM n",
        )
        .unwrap();
    says(&otto.post_json(TOKENS, &json!({"name": "one more"})).await, 409, "the most");
}

#[tokio::test]
async fn a_token_lists_makes_and_ends_none_and_changes_no_password() {
    let (server, _) = house().await;
    for name in ["otto", "ada"] {
        let written = server.token_of(name, None).await;
        let id = written.split('_').nth(1).unwrap();
        let mut token = Client::with_token(server.address, &written);
        for list in [TOKENS, "/api/sessions"] {
            says(&token.get(list).await, 403, "a token can't do this");
        }
        says(&token.post_json(TOKENS, &json!({"name": "more"})).await, 403, "a token can't do this");
        says(&token.delete(&format!("{TOKENS}/{id}")).await, 403, "a token can't do this");
        says(&new_password(&mut token, PASSWORD, OTHER).await, 403, "a token can't do this");
        assert_eq!(token.get("/api/account").await.status, 200);
    }
}

#[tokio::test]
async fn the_session_that_asks_is_marked() {
    let (server, mut otto) = house().await;
    server.client_of("otto").await;
    let list = otto.get("/api/sessions").await.json();
    let current: Vec<&Value> = list.as_array().unwrap().iter().map(|row| &row["current"]).collect();
    assert_eq!(current.iter().filter(|current| ***current == true).count(), 1, "{list}");
    let own = list.as_array().unwrap().iter().find(|row| row["current"] == true).unwrap();
    otto.delete(&format!("/api/sessions/{}", own["id"].as_str().unwrap())).await;
    assert_eq!(otto.get("/api/sessions").await.status, 401);
}

#[tokio::test]
async fn tokens_and_passwords_are_written_down_without_their_secrets() {
    let (server, mut otto) = house().await;
    let made = otto.post_json(TOKENS, &json!({"name": "ci \"x\"", "role": "viewer", "days": 7})).await;
    let token = made.json()["token"].as_str().unwrap().to_owned();
    let id = token.split('_').nth(1).unwrap().to_owned();
    otto.delete(&format!("{TOKENS}/{id}")).await;
    otto.post_json(TOKENS, &json!({"name": "x", "role": "admin"})).await;
    new_password(&mut otto, PASSWORD, "canary-of-a-password").await;
    let found = server.client_of("ada").await.get("/api/audit").await;
    let rows = found.json();
    let told: Vec<_> = (0..4)
        .map(|at| rows["rows"][3 - at].clone())
        .map(|row| json!([row["operation"], row["asked"]]))
        .collect();
    let asked = r#""ci \"x\"" for otto, role viewer, 7 days"#;
    assert_eq!(told[..2], [json!(["TokenCreate", asked]), json!(["TokenRevoke", ""])]);
    assert_eq!(told[2][0], "TokenCreate");
    assert_eq!(told[3], json!(["UserPassword", "their own"]));
    assert_eq!(rows["rows"][3]["object"], json!(id));
    let refused = &rows["rows"][1];
    assert_eq!(refused["outcome"], "failed");
    for secret in [token.split('_').nth(2).unwrap(), "canary", PASSWORD] {
        assert!(!found.text.contains(secret), "{}", found.text);
    }
}
