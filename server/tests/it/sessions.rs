//! GET /api/sessions, DELETE /api/sessions/{id}, and when sessions end.

use gate::Role;
use serde_json::Value;

use crate::{
    client::Client,
    running::{PASSWORD, Running},
};

fn ids(text: &str) -> Vec<String> {
    let rows: Vec<Value> = serde_json::from_str(text).unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn ones_own_are_listed_and_can_be_ended_at_once() {
    let server = Running::with_people(&[("ada", Role::Admin), ("eve", Role::Viewer)]).await;
    let mut first = server.client_of("ada").await;
    let [own]: [String; 1] = ids(&first.get("/api/sessions").await.text).try_into().unwrap();
    let mut second = server.client_of("ada").await;
    let mut eve = server.client_of("eve").await;
    assert_eq!(ids(&second.get("/api/sessions").await.text).len(), 2);
    assert_eq!(ids(&eve.get("/api/sessions").await.text).len(), 1, "nobody sees another's");

    assert_eq!(eve.delete(&format!("/api/sessions/{own}")).await.status, 404, "nobody ends another's");
    let mut leaked = Client::with_token(server.address, &server.token_of("ada", None).await);
    assert_eq!(leaked.delete(&format!("/api/sessions/{own}")).await.status, 403, "no token ends any");
    assert_eq!(second.delete(&format!("/api/sessions/{own}")).await.status, 200);
    let kept = "SELECT said FROM audit WHERE operation = 'SessionEnd' AND person = 'ada' AND object = ?1
         AND intent IS NOT NULL";
    let said: String = server.database().query_row(kept, [&own], |row| row.get(0)).unwrap();
    assert_eq!(said, "done");
    assert_eq!(first.get("/api/sessions").await.status, 401);
    assert_eq!(second.get("/api/sessions").await.status, 200);
    assert_eq!(second.delete(&format!("/api/sessions/{own}")).await.status, 404);
}

#[tokio::test]
async fn they_outlive_a_restart_and_end_when_unused_or_old() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let cookies = ["used", "idle", "old"];
    let mut clients = Vec::new();
    for agent in cookies {
        let mut client = server.client();
        let headers = [("origin", &*format!("http://{}", server.address)), ("user-agent", agent)];
        let fields = [("name", "ada"), ("password", PASSWORD)];
        assert_eq!(client.post_from("/login", &fields, &headers).await.status, 303);
        clients.push(client.cookie().unwrap().to_owned());
    }
    let database = server.database();
    database.execute("UPDATE sessions SET seen = seen - 1700 WHERE agent = 'used'", []).unwrap();
    database.execute("UPDATE sessions SET seen = seen - 1800 WHERE agent = 'idle'", []).unwrap();
    database.execute("UPDATE sessions SET expires = seen WHERE agent = 'old'", []).unwrap();
    drop(database);

    let again = Running::with(server.stop().await, |_| {}).await;
    for (cookie, status) in clients.iter().zip([200, 401, 401]) {
        let request = http::Request::get("/api/sessions").header("cookie", cookie);
        assert_eq!(again.client().send(request, "").await.status, status);
    }
}

#[tokio::test]
async fn only_the_hash_is_kept() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let client = server.client_of("ada").await;
    let secret = client.cookie().unwrap().split_once('=').unwrap().1.to_owned();
    assert_eq!(secret.len(), 64, "256 bits");
    let kept: Vec<u8> =
        server.database().query_row("SELECT hash FROM sessions", [], |row| row.get(0)).unwrap();
    use sha2::Digest;
    let bytes: Vec<u8> =
        (0..32).map(|index| u8::from_str_radix(&secret[2 * index..2 * index + 2], 16).unwrap()).collect();
    assert_eq!(kept, sha2::Sha256::digest(&bytes).as_slice());
}

#[tokio::test]
async fn a_second_cookie_of_the_name_is_none() {
    let server = Running::with_people(&[("ada", Role::Admin)]).await;
    let cookie = server.client_of("ada").await.cookie().unwrap().to_owned();
    let planted = format!("pierhead={}; {cookie}", "0".repeat(64));
    for cookies in [planted.as_str(), "pierhead=", "pierhead=xyz", &cookie.to_uppercase()] {
        let request = http::Request::get("/api/sessions").header("cookie", cookies);
        assert_eq!(server.client().send(request, "").await.status, 401, "{cookies}");
    }
}
