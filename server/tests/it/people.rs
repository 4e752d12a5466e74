//! GET and POST /api/people, POST /api/people/{name}/{role,password,disabled}, GET /api/tokens, DELETE /api/tokens/{id}

use gate::Role;
use serde_json::{Value, json};

use crate::{
    cli::run,
    client::{Answer, Client},
    running::{PASSWORD, Running},
};

const OTHER: &str = "another good one";

async fn house() -> (Running, Client) {
    let people = [("ada", Role::Admin), ("otto", Role::Operator), ("vera", Role::Viewer)];
    let server = Running::with_people(&people).await;
    let ada = server.client_of("ada").await;
    (server, ada)
}

/// Something that is done to a person.
async fn change(client: &mut Client, name: &str, what: &str, body: Value) -> Answer {
    client.post_json(&format!("/api/people/{name}/{what}"), &body).await
}

fn says(answer: &Answer, status: u16, words: &str) {
    let (found, message) = answer.failure();
    assert!(found == status && message.contains(words), "{status} {words}: {}", answer.text);
}

#[tokio::test]
async fn everybody_is_listed_with_what_they_have() {
    let (server, mut ada) = house().await;
    server.client_of("vera").await;
    server.client_of("vera").await;
    server.token_of("vera", None).await;
    change(&mut ada, "otto", "disabled", json!({"disabled": true})).await;
    let list = ada.get("/api/people").await.json();
    let told: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["name"], row["role"], row["disabled"], row["sessions"], row["tokens"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!(["ada", "admin", false, 1, 0]),
            json!(["otto", "operator", true, 0, 0]),
            json!(["vera", "viewer", false, 2, 1]),
        ]
    );
    assert!(!list.to_string().contains("argon2"), "{list}");
}

#[tokio::test]
async fn somebody_who_is_added_logs_in_with_that_role() {
    let (server, mut ada) = house().await;
    let new = json!({"name": "eve", "role": "operator", "password": OTHER});
    assert_eq!(ada.post_json("/api/people", &new).await.status, 200);
    let mut eve = server.client();
    assert_eq!(eve.log_in("eve", OTHER).await.status, 303);
    says(&eve.get("/api/people").await, 403, "admin");

    says(&ada.post_json("/api/people", &new).await, 409, "eve is taken");
    let with = |key: &str, value: Value| {
        let mut body = json!({"name": "kim", "role": "viewer", "password": OTHER});
        body[key] = value;
        body
    };
    for (body, words) in [
        (with("name", json!("EVE")), "EVE is taken"),
        (with("name", json!("a b")), "1 to 64 letters"),
        (with("name", json!("<b>")), "1 to 64 letters"),
        (with("name", json!("a".repeat(65))), "1 to 64 letters"),
        (with("role", json!("king")), "unknown variant"),
        (with("password", json!("short")), "12 to 1024 bytes"),
        (with("password", json!("x".repeat(1025))), "12 to 1024 bytes"),
        (with("disabled", json!(true)), "unknown field"),
    ] {
        let (status, message) = ada.post_json("/api/people", &body).await.failure();
        assert!((400..=409).contains(&status) && message.contains(words), "{body}: {status} {message}");
    }
    assert_eq!(ada.get("/api/people").await.json().as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn another_role_counts_at_once_and_for_tokens_too() {
    let (server, mut ada) = house().await;
    let mut otto = server.client_of("otto").await;
    let mut token = Client::with_token(server.address, &server.token_of("otto", None).await);
    assert_eq!(change(&mut ada, "otto", "role", json!({"role": "admin"})).await.status, 200);
    assert_eq!(otto.get("/api/sessions").await.status, 401, "another role takes another session");
    assert_eq!(token.get("/api/people").await.status, 403, "a token keeps what it was given");
    assert_eq!(change(&mut ada, "otto", "role", json!({"role": "viewer"})).await.status, 200);
    let stop = format!("/api/containers/{}/stop", "ab".repeat(32));
    says(&token.post_json(&stop, &json!({})).await, 403, "operator");
    says(&change(&mut ada, "nobody", "role", json!({"role": "viewer"})).await, 404, "no user nobody");
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once_and_comes_back() {
    let (server, mut ada) = house().await;
    let mut vera = server.client_of("vera").await;
    let mut token = Client::with_token(server.address, &server.token_of("vera", None).await);
    assert_eq!(change(&mut ada, "vera", "disabled", json!({"disabled": true})).await.status, 200);
    assert_eq!(vera.get("/api/sessions").await.status, 401);
    assert_eq!(token.get("/api/account").await.status, 401);
    assert_eq!(vera.log_in("vera", PASSWORD).await.status, 401);
    assert_eq!(change(&mut ada, "vera", "disabled", json!({"disabled": false})).await.status, 200);
    assert_eq!(vera.log_in("vera", PASSWORD).await.status, 303);
    assert_eq!(token.get("/api/account").await.status, 200);
}

#[tokio::test]
async fn a_new_password_ends_sessions_and_opens() {
    let (server, mut ada) = house().await;
    let mut vera = server.client_of("vera").await;
    assert_eq!(change(&mut ada, "vera", "password", json!({"password": OTHER})).await.status, 200);
    assert_eq!(vera.get("/api/sessions").await.status, 401);
    assert_eq!(vera.log_in("vera", PASSWORD).await.status, 401);
    assert_eq!(vera.log_in("vera", OTHER).await.status, 303);
    says(&change(&mut ada, "ada", "password", json!({"password": OTHER})).await, 403, "in your account");
    says(&change(&mut ada, "vera", "password", json!({"password": "short"})).await, 400, "12 to 1024");
}

#[tokio::test]
async fn nobody_takes_their_own_rights_away_nor_the_last_admins() {
    let (server, mut ada) = house().await;
    says(&change(&mut ada, "ada", "role", json!({"role": "viewer"})).await, 409, "another admin");
    says(&change(&mut ada, "ADA", "role", json!({"role": "operator"})).await, 409, "another admin");
    says(&change(&mut ada, "ada", "disabled", json!({"disabled": true})).await, 409, "another admin");
    assert_eq!(ada.get("/api/people").await.status, 200, "still logged in, still admin");

    // Two admins at the same moment, each against the other: one of them stays.
    for (what, body) in [("role", json!({"role": "viewer"})), ("disabled", json!({"disabled": true}))] {
        change(&mut ada, "otto", "disabled", json!({"disabled": false})).await;
        change(&mut ada, "otto", "role", json!({"role": "admin"})).await;
        let (mut one, mut other) = (ada.clone(), server.client_of("otto").await);
        let answers =
            tokio::join!(change(&mut one, "otto", what, body.clone()), change(&mut other, "ada", what, body));
        let statuses = [answers.0.status.as_u16(), answers.1.status.as_u16()];
        assert!(statuses.contains(&200) && statuses != [200, 200], "{statuses:?}");
        let left: i64 = server
            .database()
            .query_row("SELECT count(*) FROM users WHERE role = 'admin' AND NOT disabled", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(left, 1);
        if statuses[0] != 200 {
            let admins = server.database();
            admins.execute("UPDATE users SET role = 'admin', disabled = 0 WHERE name = 'ada'", []).unwrap();
            ada = server.client_of("ada").await;
        }
    }
}

#[tokio::test]
async fn the_last_admin_is_spared_by_one_who_was_admin_a_moment_ago() {
    let (server, _) = house().await;
    // As it stands when the other one's request comes second: the rights that it was let in with are gone.
    let (_, people) = crate::running::open(&server.data());
    let ada = server::Name::parse("ada").unwrap();
    let otto = gate::Principal {
        name: "otto".into(),
        role: Role::Admin,
        scopes: gate::Scopes::everything(gate::Grants::ALL),
        raw: false,
        proof: gate::Proof::Fresh,
        through: "session 1".into(),
    };
    let error = people.by(&otto.into()).set_role(ada, Role::Viewer).await.unwrap_err();
    assert!(error.to_string().contains("ada is the last admin"), "{error}");
}

#[tokio::test]
async fn rights_reach_as_far_as_they_are_set() {
    let (_server, mut ada) = house().await;
    let scopes = |list: Value, place: usize| list[place]["scopes"].clone();
    let set = |stack: Value, grants: Value| json!({"stack": stack, "grants": grants});
    let list = ada.get("/api/people").await.json();
    assert_eq!(scopes(list, 1), json!([{"stack": null, "grants": []}]), "who is added sees everything");
    for body in [
        set(json!("web"), json!(["logs", "exec"])),
        set(json!("db"), json!([])),
        set(Value::Null, json!(["files"])),
        set(json!("web"), json!(["logs"])),
    ] {
        assert_eq!(change(&mut ada, "otto", "scope", body).await.status, 200);
    }
    let list = ada.get("/api/people").await.json();
    let expected = json!([
        {"stack": null, "grants": ["files"]},
        {"stack": "db", "grants": []},
        {"stack": "web", "grants": ["logs"]},
    ]);
    assert_eq!(scopes(list, 1), expected);
    assert_eq!(change(&mut ada, "otto", "scope", set(Value::Null, Value::Null)).await.status, 200);
    assert_eq!(change(&mut ada, "otto", "scope", set(json!("db"), Value::Null)).await.status, 200);
    let list = ada.get("/api/people").await.json();
    assert_eq!(scopes(list, 1), json!([{"stack": "web", "grants": ["logs"]}]));

    for (body, words) in [
        (set(json!("Web"), json!([])), "can't name a stack"),
        (set(json!(""), json!([])), "can't name a stack"),
        (set(json!("../web"), json!([])), "can't name a stack"),
        (set(json!("web"), json!(["root"])), "unknown variant"),
        (json!({"grant": []}), "unknown field"),
    ] {
        says(&change(&mut ada, "otto", "scope", body).await, 400, words);
    }
    let asked = ada.get("/api/audit?action=UserScope&limit=2").await.json();
    assert_eq!(asked["rows"][1]["asked"], "everything: not even the sight of it");
}

#[tokio::test]
async fn whoever_is_added_reaches_what_is_said_from_the_first_moment_on() {
    let (_server, mut ada) = house().await;
    let new = |name: &str, scopes: Value| json!({"name": name, "role": "operator", "password": OTHER, "scopes": scopes});
    let two = json!([{"stack": "db", "grants": []}, {"stack": "web", "grants": ["logs", "exec"]}]);
    for (name, scopes) in
        [("eve", two), ("fay", json!([{"stack": null, "grants": ["files"]}])), ("gil", json!([]))]
    {
        assert_eq!(ada.post_json("/api/people", &new(name, scopes.clone())).await.status, 200);
        let list = ada.get("/api/people").await.json();
        let row = list.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap();
        assert_eq!(row["scopes"], scopes);
    }
    let records = ada.get("/api/audit?action=UserAdd").await.json();
    assert_eq!(records["rows"][2]["asked"], "role operator, reaches db web:logs,exec");
    assert_eq!(records["rows"][0]["asked"], "role operator, reaches none");
    for (scopes, words) in [
        (json!([{"stack": "../up", "grants": []}]), "can't name a stack"),
        (
            json!([{"stack": "web", "grants": []}, {"stack": "web", "grants": ["exec"]}]),
            "\"web\" is named twice",
        ),
        (json!([{"grants": []}, {"grants": ["exec"]}]), "\"everything\" is named twice"),
        (json!([{"stack": "web", "grants": [], "more": 1}]), "unknown field"),
    ] {
        says(&ada.post_json("/api/people", &new("hal", scopes)).await, 400, words);
    }
    assert_eq!(ada.get("/api/people").await.json().as_array().unwrap().len(), 6, "hal isn't there");
}

#[tokio::test]
async fn raw_is_switched_for_each() {
    let first = Running::first().await;
    let data = first.data();
    run(&["user", "add", "eve", "--role", "admin", "--password-stdin"], &data, PASSWORD).succeeded();
    let mut eve = first.client_of("eve").await;
    assert_eq!(eve.get("/api/people").await.json()[0]["raw"], false, "nobody has it by becoming an admin");
    let (_server, mut ada) = house().await;
    let raw = |list: Value| list[0]["raw"].clone();
    assert_eq!(raw(ada.get("/api/people").await.json()), true);
    assert_eq!(change(&mut ada, "ada", "raw", json!({"raw": false})).await.status, 200);
    assert_eq!(raw(ada.get("/api/people").await.json()), false);
}

#[tokio::test]
async fn a_token_looks_and_changes_nobody() {
    let (server, _) = house().await;
    let secret = server.token_of("ada", None).await;
    let mut token = Client::with_token(server.address, &secret);
    for path in ["/api/people", "/api/tokens", "/api/audit"] {
        assert_eq!(token.get(path).await.status, 200, "{path}");
    }
    let id = token.get("/api/tokens").await.json()[0]["id"].as_str().unwrap().to_owned();
    let new = json!({"name": "eve", "role": "admin", "password": OTHER});
    says(&token.post_json("/api/people", &new).await, 403, "a token can't do this");
    for (what, body) in [
        ("role", json!({"role": "admin"})),
        ("password", json!({"password": OTHER})),
        ("disabled", json!({"disabled": true})),
        ("scope", json!({"stack": "web", "grants": ["exec"]})),
        ("raw", json!({"raw": true})),
    ] {
        says(&change(&mut token, "vera", what, body).await, 403, "a token can't do this");
    }
    says(&token.delete(&format!("/api/tokens/{id}")).await, 403, "a token can't do this");
    assert_eq!(token.get("/api/people").await.json().as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn everybodys_tokens_are_listed_and_revoked() {
    let (server, mut ada) = house().await;
    let secret = server.token_of("vera", None).await;
    let mut token = Client::with_token(server.address, &secret);
    let list = ada.get("/api/tokens").await;
    let row = &list.json()[0];
    assert_eq!(json!([row["user"], row["name"], row["role"]]), json!(["vera", "test", "viewer"]));
    assert!(!list.text.contains(secret.split('_').nth(2).unwrap()), "{}", list.text);
    let address = format!("/api/tokens/{}", row["id"].as_str().unwrap());
    assert_eq!(ada.delete(&address).await.status, 200);
    assert_eq!(token.get("/api/account").await.status, 401);
    says(&ada.delete(&address).await, 404, "there is no token");
}

#[tokio::test]
async fn what_is_done_to_people_is_written_down_with_its_end_and_without_secrets() {
    let (_server, mut ada) = house().await;
    let canary = "canary-51d2-password";
    let new = json!({"name": "eve", "role": "viewer", "password": canary});
    ada.post_json("/api/people", &new).await;
    ada.post_json("/api/people", &new).await;
    change(&mut ada, "eve", "role", json!({"role": "operator"})).await;
    change(&mut ada, "eve", "password", json!({"password": format!("{canary}-2")})).await;
    change(&mut ada, "eve", "disabled", json!({"disabled": true})).await;
    change(&mut ada, "eve", "disabled", json!({"disabled": false})).await;
    change(&mut ada, "ada", "role", json!({"role": "viewer"})).await;
    let found = ada.get("/api/audit").await;
    let told: Vec<_> = found.json()["rows"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|row| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            [text(&row["operation"]), text(&row["object"]), text(&row["asked"]), text(&row["end"]["said"])]
        })
        .collect();
    let expected = [
        ["UserAdd", "eve", "role viewer, reaches everything", "done"],
        ["UserAdd", "eve", "role viewer, reaches everything", "refused: the name eve is taken"],
        ["UserRole", "eve", "role operator", "done"],
        ["UserPassword", "eve", "", "done"],
        ["UserDisable", "eve", "", "done"],
        ["UserEnable", "eve", "", "done"],
        [
            "UserRole",
            "ada",
            "role viewer",
            "refused: nobody takes their own rights away: have another admin do it",
        ],
    ];
    assert_eq!(told, expected.map(|row| row.map(str::to_owned)));
    assert!(!found.text.contains("canary"), "{}", found.text);
    let first = &found.json()["rows"][0];
    assert_eq!(first["person"], "ada");
    assert!(first["through"].as_str().unwrap().starts_with("session "), "{first}");
}

#[tokio::test]
async fn where_nothing_can_be_written_nobody_is_changed() {
    let (server, mut ada) = house().await;
    server.database().execute_batch("DROP TABLE audit").unwrap();
    let answer = change(&mut ada, "vera", "role", json!({"role": "admin"})).await;
    assert_eq!(answer.status, 500, "{}", answer.text);
    let list = ada.get("/api/people").await.json();
    assert_eq!(list[2]["role"], "viewer");
}

#[tokio::test]
async fn raw_goes_with_the_role_that_it_was_given_for() {
    let (_server, mut ada) = house().await;
    assert_eq!(change(&mut ada, "otto", "role", json!({"role": "admin"})).await.status, 200);
    assert_eq!(change(&mut ada, "otto", "raw", json!({"raw": true})).await.status, 200);
    for role in ["operator", "admin"] {
        assert_eq!(change(&mut ada, "otto", "role", json!({ "role": role })).await.status, 200);
    }
    let rows = ada.get("/api/people").await.json();
    let otto = rows.as_array().unwrap().iter().find(|row| row["name"] == "otto").unwrap();
    assert_eq!(otto["raw"], json!(false));
}
