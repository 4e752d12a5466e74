//! GET and POST /setup: the first start.

use crate::{
    client::{Answer, Client},
    running::{PASSWORD, Running},
};

async fn try_token(client: &mut Client, token: &str) -> Answer {
    client
        .post("/setup", &[("token", token), ("name", "ada"), ("password", PASSWORD), ("again", PASSWORD)])
        .await
}

#[tokio::test]
async fn the_token_makes_the_first_admin_and_then_the_page_is_gone() {
    let server = Running::first().await;
    let token = server.setup_token.clone().unwrap();
    let mut client = server.client();
    assert_eq!(client.visit("/").await.header("location"), "/login");
    assert_eq!(client.visit("/login").await.header("location"), "/setup");
    let page = client.visit("/setup").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains(&token));

    let answer = try_token(&mut client, &token).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"), "{}", answer.text);
    assert_eq!(client.get("/api/sessions").await.status, 200, "who set it up is logged in");
    assert!(!server.data().join("setup-token").exists());

    for used in [client.visit("/setup").await, try_token(&mut server.client(), &token).await] {
        assert_eq!(used.status, 404, "a used token");
        assert!(used.text.contains("Pierhead is set up already. Log in."), "{}", used.text);
    }
    assert_eq!(server.client_of("ada").await.get("/api/sessions").await.status, 200);
}

#[tokio::test]
async fn wrong_tokens_cost_tries_and_the_last_one_ends_it() {
    let server = Running::first().await;
    let token = server.setup_token.clone().unwrap();
    let mut client = server.client();
    for words in ["4 tries are left", "3 tries", "2 tries", "One try is left", "pierhead setup-token"] {
        let answer = try_token(&mut client, "00000000000000000000000000000000").await;
        assert_eq!(answer.status, 403);
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    let answer = try_token(&mut client, &token).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text.contains("no longer good"), "{}", answer.text);
    assert_eq!(client.cookie(), None);
}

#[tokio::test]
async fn an_expired_token_says_how_to_get_a_new_one() {
    let server = Running::first().await;
    let token = server.setup_token.clone().unwrap();
    server.database().execute("UPDATE setup SET expires = 1", []).unwrap();
    let answer = try_token(&mut server.client(), &token).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text.contains("pierhead setup-token"), "{}", answer.text);

    // A restart makes a new one, and the old one is gone.
    let again = Running::with(server.stop().await, |_| {}).await;
    let new = again.setup_token.clone().unwrap();
    assert_eq!(try_token(&mut again.client(), &token).await.status, 403);
    assert_eq!(try_token(&mut again.client(), &new).await.status, 303);
}

#[tokio::test]
async fn what_was_typed_wrong_is_said_and_the_token_stays_good() {
    let server = Running::first().await;
    let token = server.setup_token.clone().unwrap();
    let mut client = server.client();
    for (name, password, again, words) in [
        ("", PASSWORD, PASSWORD, "A name has"),
        ("a b", PASSWORD, PASSWORD, "A name has"),
        ("ada", "short", "short", "12 to 1024"),
        ("ada", PASSWORD, "another one, longer", "differ"),
    ] {
        let fields = [("token", token.as_str()), ("name", name), ("password", password), ("again", again)];
        let answer = client.post("/setup", &fields).await;
        assert_eq!(answer.status, 400);
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
        assert!(answer.text.contains(&token), "the token needn't be typed again");
        assert!(!answer.text.contains(password), "{password}");
    }
    assert_eq!(try_token(&mut client, &token).await.status, 303);
}

#[tokio::test]
async fn two_at_once_make_one_admin() {
    let server = Running::first().await;
    let token = server.setup_token.clone().unwrap();
    let (mut one, mut other) = (server.client(), server.client());
    let fields =
        |name| [("token", token.as_str()), ("name", name), ("password", PASSWORD), ("again", PASSWORD)];
    let (first, second) = (fields("ada"), fields("eve"));
    let (one, other) = tokio::join!(one.post("/setup", &first), other.post("/setup", &second));
    let made = [one.status, other.status].iter().filter(|status| status.as_u16() == 303).count();
    assert_eq!(made, 1, "{one:?} {other:?}");
    let count: i64 = server.database().query_row("SELECT count(*) FROM users", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn the_token_lies_where_only_the_owner_looks() {
    use std::os::unix::fs::PermissionsExt;
    let server = Running::first().await;
    let file = server.data().join("setup-token");
    assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), server.setup_token.as_deref().unwrap());
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let kept: Vec<u8> = server.database().query_row("SELECT hash FROM setup", [], |row| row.get(0)).unwrap();
    assert_eq!(kept.len(), 32);
}
