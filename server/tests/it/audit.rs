//! GET /api/audit, GET /api/audit/actions

use gate::Role;
use serde_json::Value;

use crate::{client::Client, running::Running};

async fn house() -> (Running, Client) {
    let server = Running::with_people(&[("ada", Role::Admin), ("otto", Role::Operator)]).await;
    let ada = Client::with_token(server.address, &server.token_of("ada", None).await);
    (server, ada)
}

/// Records as the server writes them, a second apart, but for their hashes: who, what, to what, how it ended.
fn write(server: &Running, deeds: &[(&str, &str, &str, Option<&str>)]) {
    let database = server.database();
    let mut seq = 0;
    for (place, (person, operation, object, end)) in deeds.iter().enumerate() {
        let at = 1_000_000 + place as i64 * 1000;
        let mut insert = |intent: Option<i64>, said: &str| {
            seq += 1;
            let values = rusqlite::params![seq, at, intent, person, operation, object, said];
            database
                .execute(
                    "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, 'token 1', ?5, ?6, ?7, zeroblob(32), zeroblob(32))",
                    values,
                )
                .unwrap();
            seq
        };
        let intent = insert(None, "asked");
        if let Some(said) = end {
            insert(Some(intent), said);
        }
    }
}

const WEB: &str = "abc123";
const DEEDS: [(&str, &str, &str, Option<&str>); 6] = [
    ("ada", "ContainerStop", WEB, Some("done")),
    ("otto", "ContainerStop", "abd999", Some("failed: no such container")),
    ("otto", "ContainerStart", WEB, Some("done")),
    ("ada", "UserAdd", "eve", Some("refused: the name eve is taken")),
    ("ada", "ImageCreate", "busybox:latest", Some("given up before its end")),
    ("otto", "ContainerKill", "abc", None),
];

/// What is found: the numbers of the deeds above.
async fn found(client: &mut Client, query: &str) -> Vec<usize> {
    let answer = client.get(&format!("/api/audit?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    let place = |row: &Value| (row["at"].as_i64().unwrap() - 1_000_000) as usize / 1000;
    answer.json()["rows"].as_array().unwrap().iter().map(place).collect()
}

#[tokio::test]
async fn what_was_done_is_found_by_each_of_its_marks_and_the_newest_comes_first() {
    let (server, mut ada) = house().await;
    write(&server, &DEEDS);
    for (query, expected) in [
        ("", &[5, 4, 3, 2, 1, 0][..]),
        ("person=otto", &[5, 2, 1]),
        ("person=otto&action=ContainerStop", &[1]),
        ("action=ContainerStop", &[1, 0]),
        ("object=abc", &[5, 2, 0]),
        ("object=abc&exact=true", &[5]),
        ("object=ab", &[5, 2, 1, 0]),
        ("object=b", &[4]),
        ("outcome=done", &[2, 0]),
        ("outcome=failed", &[3, 1]),
        ("outcome=given_up", &[4]),
        ("outcome=open", &[5]),
        ("from=1003", &[5, 4, 3]),
        ("to=1001", &[1, 0]),
        ("from=1001&to=1002&person=otto", &[2, 1]),
        ("changes=true&person=otto", &[5, 2, 1]),
        ("person=eve", &[]),
        ("person=ada%27%20OR%201=1", &[]),
        ("object=%25", &[]),
        ("from=9223372036854775807", &[]),
        ("to=9223372036854775807&limit=1", &[5]),
        ("to=-9223372036854775808", &[]),
    ] {
        assert_eq!(found(&mut ada, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn what_only_looked_can_be_left_out() {
    let (server, mut ada) = house().await;
    let look = ("ada", "ContainerInspect", WEB, Some("done"));
    write(&server, &[look, DEEDS[0], look]);
    assert_eq!(found(&mut ada, "").await, [2, 1, 0]);
    assert_eq!(found(&mut ada, "changes=true").await, [1]);
}

#[tokio::test]
async fn what_was_asked_stands_with_what_came_back() {
    let (server, mut ada) = house().await;
    write(&server, &DEEDS);
    let rows = ada.get("/api/audit?object=abd999").await.json()["rows"].clone();
    let row = &rows[0];
    assert_eq!(row["asked"], "asked");
    assert_eq!(row["end"]["said"], "failed: no such container");
    assert_eq!(row["end"]["seq"].as_i64(), row["seq"].as_i64().map(|seq| seq + 1));
    let open = ada.get("/api/audit?outcome=open").await.json()["rows"][0].clone();
    assert_eq!(open["end"], Value::Null);
}

#[tokio::test]
async fn it_is_read_page_by_page_without_a_gap() {
    let (server, mut ada) = house().await;
    let many: Vec<_> = (0..450)
        .map(|number| (if number % 3 == 0 { "ada" } else { "otto" }, "ContainerStop", WEB, Some("done")))
        .collect();
    write(&server, &many);
    let mut read = Vec::new();
    let mut before = String::new();
    loop {
        let page = ada.get(&format!("/api/audit?person=otto&limit=70{before}")).await.json();
        let rows = page["rows"].as_array().unwrap();
        assert!(rows.len() <= 70);
        read.extend(rows.iter().map(|row| row["seq"].as_i64().unwrap()));
        let Some(next) = page["next"].as_i64() else { break };
        before = format!("&before={next}");
    }
    assert_eq!(read.len(), 300);
    assert!(read.is_sorted_by(|one, other| one > other));
    let most = ada.get("/api/audit?limit=60000").await.json();
    assert_eq!(most["rows"].as_array().unwrap().len(), 200);
    assert_eq!(ada.get("/api/audit").await.json()["rows"].as_array().unwrap().len(), 50);
    assert_eq!(ada.get("/api/audit?before=0").await.json()["next"], Value::Null);
}

#[tokio::test]
async fn a_long_search_goes_on_where_it_has_ended() {
    let (server, mut ada) = house().await;
    server
        .database()
        .execute_batch(
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 120000)
             INSERT INTO audit SELECT x, x * 1000, NULL, 'otto', 'token 1', 'ContainerStop', 'x', '', zeroblob(32),
                    zeroblob(32) FROM n;
             INSERT INTO audit VALUES
                    (120001, 120001000, 3, 'otto', 'token 1', 'ContainerStop', 'x', 'done', zeroblob(32), zeroblob(32));",
        )
        .unwrap();
    let (mut asked, mut before) = (0, String::new());
    let row = loop {
        let page = ada.get(&format!("/api/audit?outcome=done{before}")).await.json();
        asked += 1;
        if let Some(row) = page["rows"].as_array().unwrap().first() {
            break row.clone();
        }
        before = format!("&before={}", page["next"].as_i64().expect("it is said where to go on"));
    };
    assert_eq!((row["seq"].as_i64(), asked), (Some(3), 3));
}

#[tokio::test]
async fn an_empty_audit_is_empty() {
    let (_server, mut ada) = house().await;
    let page = ada.get("/api/audit").await.json();
    assert_eq!(page, serde_json::json!({"rows": [], "next": null}));
}

#[tokio::test]
async fn what_isnt_understood_is_said() {
    let (_server, mut ada) = house().await;
    for query in ["persn=ada", "limit=many", "outcome=good", "person=a&person=b", "before=x", "exact=perhaps"]
    {
        assert_eq!(ada.get(&format!("/api/audit?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn all_that_may_stand_there_is_named() {
    let (_server, mut ada) = house().await;
    let names = ada.get("/api/audit/actions").await.json();
    let names: Vec<_> = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    for name in ["ContainerStop", "ContainerInspect", "UserAdd", "TokenRevoke"] {
        assert!(names.contains(&name), "{name}");
    }
    assert!(!names.contains(&"ContainerList"), "nobody writes down that somebody looked at a list");
}
