//! GET and POST /login, POST /logout.

use std::time::{Duration, Instant};

use gate::Role;

use crate::{
    client::Answer,
    running::{self, PASSWORD, Running},
};

async fn ada() -> Running {
    Running::with_people(&[("ada", Role::Admin), ("eve", Role::Viewer)]).await
}

/// Where addresses are what a header says.
async fn behind_a_proxy() -> Running {
    let trust = |config: &mut server::Config| config.trusted_proxy.push("127.0.0.1".parse().unwrap());
    Running::with(ada().await.stop().await, trust).await
}

async fn log_in_from(server: &Running, from: &str, name: &str, password: &str) -> Answer {
    let origin = format!("http://{}", server.address);
    let headers = [("origin", origin.as_str()), ("x-forwarded-for", from)];
    server.client().post_from("/login", &[("name", name), ("password", password)], &headers).await
}

#[tokio::test]
async fn the_right_password_opens_and_leads_where_one_wanted_to_go() {
    let server = ada().await;
    let mut client = server.client();
    let wanted = client.visit("/containers?state=running&q=a+b").await;
    assert_eq!(wanted.status, 303);
    let login = wanted.header("location").to_owned();
    let page = client.visit(&login).await;
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains(r#"name="next" value="/containers?state=running&amp;q=a+b""#),
        "{}",
        page.text
    );

    let fields = [("name", "Ada"), ("password", PASSWORD), ("next", "/containers?state=running&q=a+b")];
    let answer = client.post("/login", &fields).await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/containers?state=running&q=a+b");
    let cookie = answer.header("set-cookie");
    for part in ["Path=/", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
    assert_eq!(client.get("/api/sessions").await.status, 200);
    assert_eq!(client.visit("/login").await.header("location"), "/", "who is logged in needn't again");
}

#[tokio::test]
async fn no_other_site_is_led_to() {
    let server = ada().await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let fields = [("name", "ada"), ("password", PASSWORD), ("next", next)];
        assert_eq!(server.client().post("/login", &fields).await.header("location"), "/", "{next}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_said_and_the_name_is_kept() {
    let server = ada().await;
    let mut client = server.client();
    let known = client.log_in("ada", "wrong horse battery").await;
    let unknown = client.log_in("<ada>", "wrong horse battery").await;
    assert_eq!((known.status.as_u16(), unknown.status.as_u16()), (401, 401));
    assert!(known.text.contains("The name or the password is wrong."), "{}", known.text);
    assert!(known.text.contains(r#"value="ada""#));
    assert!(!known.text.contains("wrong horse"));
    assert_eq!(
        known.text.replace("\"ada\"", "\"&lt;ada&gt;\""),
        unknown.text,
        "an unknown name looks the same"
    );
    assert_eq!(client.cookie(), None);
    assert_eq!(client.get("/api/sessions").await.status, 401);
}

#[tokio::test]
async fn guessing_gets_slow_for_the_account_and_a_restart_forgives_nothing() {
    let server = ada().await;
    for _ in 0..5 {
        assert_eq!(server.client().log_in("ada", "wrong horse battery").await.status, 401);
    }
    // Longer than the next answer takes.
    server.database().execute("UPDATE throttle SET failures = 12 WHERE failures = 5", []).unwrap();
    let refused = server.client().log_in("ada", PASSWORD).await;
    assert_eq!(refused.status, 429, "even the right password waits");
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((100..=128).contains(&wait), "{wait}");
    assert!(refused.text.contains("Try again in"), "{}", refused.text);
    assert!(!refused.text.contains("opens now"), "{}", refused.text);
    assert_eq!(server.client().log_in("eve", PASSWORD).await.status, 303, "others don't wait");

    let again = Running::with(server.stop().await, |_| {}).await;
    assert_eq!(again.client().log_in("ada", PASSWORD).await.status, 429);

    // Time passes: nobody is locked out for good.
    again.database().execute("UPDATE throttle SET last = last - 1000", []).unwrap();
    assert_eq!(again.client().log_in("ada", PASSWORD).await.status, 303);
    assert_eq!(again.client().log_in("ada", "wrong horse battery").await.status, 401, "and it starts afresh");
}

#[tokio::test]
async fn who_knows_a_name_keeps_its_owner_out_neither_where_they_were_before_nor_for_good() {
    let server = behind_a_proxy().await;
    let log_in =
        async |from: &str, password: &str| log_in_from(&server, from, "ada", password).await.status.as_u16();
    assert_eq!(log_in("192.0.2.7", PASSWORD).await, 303, "home");
    for _ in 0..5 {
        assert_eq!(log_in("198.51.100.1", "wrong horse battery").await, 401);
    }
    server.database().execute("UPDATE throttle SET failures = 14 WHERE failures = 5", []).unwrap();
    assert_eq!(log_in("198.51.100.1", PASSWORD).await, 429);
    assert_eq!(log_in("203.0.113.1", PASSWORD).await, 429, "elsewhere the tries are spent");
    assert_eq!(log_in("192.0.2.9", PASSWORD).await, 303, "at home they aren't");

    for _ in 0..5 {
        assert_eq!(
            log_in("192.0.2.7", "wrong horse battery").await,
            429,
            "at home, too, guessing is counted, and told as elsewhere"
        );
    }
    server.database().execute("UPDATE throttle SET failures = 14 WHERE failures = 5", []).unwrap();
    assert_eq!(log_in("192.0.2.7", PASSWORD).await, 429);
    let (data, word) = (server.data(), "another good one");
    let rescue = move || crate::cli::run(&["user", "password", "ada", "--password-stdin"], &data, word);
    tokio::task::spawn_blocking(rescue).await.unwrap().succeeded();
    assert_eq!(log_in("203.0.113.1", word).await, 303);
    assert_eq!(log_in("192.0.2.7", word).await, 303);
}

#[tokio::test]
async fn guessing_many_names_gets_slow_for_the_address() {
    let server = ada().await;
    for number in 0..20 {
        assert_eq!(server.client().log_in(&format!("user{number}"), PASSWORD).await.status, 401);
    }
    server.database().execute("UPDATE throttle SET failures = 30 WHERE failures = 20", []).unwrap();
    assert_eq!(server.client().log_in("user99", PASSWORD).await.status, 429);
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 429);
    let on_the_machine = async |arguments: &'static [&'static str]| {
        let data = server.data();
        let run = move || crate::cli::run(arguments, &data, PASSWORD);
        tokio::task::spawn_blocking(run).await.unwrap().succeeded();
    };
    on_the_machine(&["user", "add", "mallory", "--role", "viewer", "--password-stdin"]).await;
    on_the_machine(&["user", "disable", "mallory"]).await;
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 429, "that forgives nobody");
    on_the_machine(&["user", "enable", "ada"]).await;
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn a_stranger_in_a_network_keeps_nobody_out_who_has_logged_in_from_there() {
    let server = ada().await;
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 303);
    for number in 0..20 {
        assert_eq!(server.client().log_in(&format!("user{number}"), PASSWORD).await.status, 401);
    }
    server.database().execute("UPDATE throttle SET failures = 30 WHERE failures = 20", []).unwrap();
    assert_eq!(server.client().log_in("user99", PASSWORD).await.status, 429);
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 303);
    for _ in 0..5 {
        assert_eq!(server.client().log_in("ada", "wrong horse battery").await.status, 429);
    }
    server.database().execute("UPDATE throttle SET failures = 12 WHERE failures = 5", []).unwrap();
    assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 429, "guessing is counted there, too");
}

#[tokio::test]
async fn a_network_that_waits_tells_nobody_who_has_logged_in_from_there() {
    let server = behind_a_proxy().await;
    let tries = async |from: &str, name: &str, password: &str| {
        let begun = Instant::now();
        let answer = log_in_from(&server, from, name, password).await;
        let waits = answer.status == 429;
        assert!(!waits || begun.elapsed() >= Duration::from_secs(2), "{name}: {:?}", begun.elapsed());
        let wait = if waits { answer.header("retry-after").parse().unwrap() } else { 0_u64 };
        (answer.status.as_u16(), wait, answer.text.contains("the right password opens now"))
    };
    let set = |sql| server.database().execute(sql, []).unwrap();
    assert_eq!(tries("192.0.2.7", "ada", PASSWORD).await.0, 303);
    for network in ["192.0.2.7", "198.51.100.1"] {
        for number in 0..20 {
            assert_eq!(tries(network, &format!("user{number}"), PASSWORD).await.0, 401);
        }
    }
    // One name has logged in from its network, and the other nowhere.
    let alike = async |round: &str| {
        let (known, unknown) = tokio::join!(
            tries("192.0.2.7", "ada", "wrong horse battery"),
            tries("198.51.100.1", "nob", "wrong horse battery")
        );
        assert_eq!((known.0, known.2), (unknown.0, unknown.2), "{round}");
        // A second may turn between the two.
        assert!(known.1.abs_diff(unknown.1) <= 2, "{round}: {known:?} {unknown:?}");
        (known.0, known.2)
    };
    set("UPDATE throttle SET failures = 30 WHERE failures >= 20");
    for number in 0..6 {
        assert_eq!(alike("while both networks wait").await, (429, number < 4), "{number}");
    }
    set("DELETE FROM throttle WHERE failures = 30");
    set("UPDATE throttle SET failures = 12 WHERE failures IN (5, 6)");
    assert_eq!(alike("when only what was tried is counted").await, (429, false));
    set("UPDATE throttle SET last = last - 1000");
    assert_eq!(alike("later").await, (401, false));
    assert_eq!(alike("and after that").await, (429, false));
}

#[tokio::test]
async fn whoever_gets_in_takes_their_own_failures_back_and_no_others() {
    let server = ada().await;
    let counted = || {
        let sql = "SELECT failures FROM throttle ORDER BY failures";
        let database = server.database();
        let mut rows = database.prepare(sql).unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect::<Vec<u32>>()
    };
    for _ in 0..2 {
        for _ in 0..3 {
            assert_eq!(server.client().log_in("ada", "wrong horse battery").await.status, 401);
        }
        assert_eq!(server.client().log_in("eve", "wrong horse battery").await.status, 401);
        assert_eq!(server.client().log_in("ada", PASSWORD).await.status, 303);
    }
    assert_eq!(
        counted(),
        [0, 2, 2, 2],
        "of ada nothing; of eve her tries, here and anywhere, and the network's"
    );
}

#[tokio::test]
async fn many_guesses_at_once_get_no_further() {
    let server = ada().await;
    assert_eq!(server.client().log_in("ada", "wrong horse battery").await.status, 401);
    // Another try is free; the wait after it is longer than all answers take.
    server.database().execute("UPDATE throttle SET failures = 12, last = last - 1000", []).unwrap();
    let guesses = (0..12).map(|_| {
        let mut client = server.client();
        async move { client.log_in("ada", "wrong horse battery").await.status.as_u16() }
    });
    let answers = futures_util::future::join_all(guesses).await;
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 11, "{answers:?}");
}

#[tokio::test]
async fn one_address_has_so_many_attempts_at_once_and_the_others_write_nothing() {
    let server = behind_a_proxy().await;
    assert_eq!(log_in_from(&server, "198.51.100.1", "nob", PASSWORD).await.status, 401);
    server.database().execute("UPDATE throttle SET failures = 30", []).unwrap();
    let server = &server;
    let attempts = (0..48).map(async |number| {
        let answer = log_in_from(server, "198.51.100.1", &format!("user{number}"), PASSWORD).await;
        (answer.status.as_u16(), answer.header("retry-after") != "2")
    });
    let (answers, elsewhere) = tokio::join!(futures_util::future::join_all(attempts), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        log_in_from(server, "203.0.113.1", "ada", PASSWORD).await.status
    });
    assert_eq!(elsewhere, 303, "others have places of their own");
    let told_to_wait = answers.iter().filter(|answer| **answer == (429, true)).count();
    // Twice as many if it takes so long that the first have their answers before the last ask.
    assert!((1..=32).contains(&told_to_wait), "{answers:?}");
    let written = "SELECT count(*) FROM throttle WHERE failures = 1 AND account IS NOT NULL";
    let written: u32 = server.database().query_row(written, [], |row| row.get(0)).unwrap();
    assert_eq!(written as usize, told_to_wait);
}

#[tokio::test]
async fn who_goes_away_makes_no_room_for_more_attempts() {
    let folder = tempfile::tempdir().unwrap();
    let (store, people) = running::open(&running::data(folder.path()));
    let counted = move |tx: &rusqlite::Transaction<'_>| tx.execute("UPDATE throttle SET failures = 30", []);
    let from = "192.0.2.7".parse().unwrap();
    assert!(matches!(people.log_in("nob", PASSWORD, from).await, Err(server::Error::WrongLogin { .. })));
    store.write(counted).await.unwrap();
    let leave = Duration::from_millis(20);
    for number in 0..16 {
        assert!(tokio::time::timeout(leave, people.log_in("nob", PASSWORD, from)).await.is_err(), "{number}");
    }
    assert!(matches!(people.log_in("nob", PASSWORD, from).await, Err(server::Error::Busy)));
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(matches!(people.log_in("nob", PASSWORD, from).await, Err(server::Error::Throttled { .. })));
}

#[tokio::test]
async fn a_forged_origin_changes_nothing() {
    let server = ada().await;
    let fields = [("name", "ada"), ("password", PASSWORD)];
    let other = "https://evil.example";
    for headers in [&[("origin", other)][..], &[("origin", "null")], &[("sec-fetch-site", "cross-site")], &[]]
    {
        let mut client = server.client();
        let answer = client.post_from("/login", &fields, headers).await;
        assert_eq!(answer.status, 403, "{headers:?}");
        assert!(answer.text.contains("another site"), "{}", answer.text);
        assert_eq!(client.cookie(), None);
    }
    let mut eve = server.client_of("eve").await;
    assert_eq!(eve.post_from("/logout", &[], &[("origin", other)]).await.status, 403);
    assert_eq!(eve.get("/api/sessions").await.status, 200, "still logged in");
}

#[tokio::test]
async fn logging_out_ends_the_session_itself() {
    let server = ada().await;
    let mut client = server.client_of("ada").await;
    let mut copy = client.clone();
    let answer = client.post("/logout", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/login"));
    assert_eq!(client.cookie(), None);
    assert_eq!(copy.get("/api/sessions").await.status, 401, "a copied cookie opens nothing");
    assert_eq!(client.get("/logout").await.status, 405, "a link logs nobody out");
}

#[tokio::test]
async fn logging_in_again_gives_a_new_session_in_place_of_the_old() {
    let server = ada().await;
    let mut client = server.client_of("ada").await;
    let mut before = client.clone();
    assert_eq!(client.log_in("ada", PASSWORD).await.status, 303);
    assert_ne!(client.cookie(), before.cookie());
    assert_eq!(before.get("/api/sessions").await.status, 401);
    assert_eq!(client.get("/api/sessions").await.status, 200);
}

#[tokio::test]
async fn forms_that_are_none_are_explained() {
    let server = ada().await;
    let mut client = server.client();
    let origin = format!("http://{}", server.address);
    let post =
        |kind: &str| http::Request::post("/login").header("origin", &origin).header("content-type", kind);
    assert_eq!(client.send(post("application/json"), "{}").await.status, 415);
    let form = "application/x-www-form-urlencoded";
    assert_eq!(client.send(post(form), "name=ada").await.status, 400);
    let unknown = format!("name=ada&password={}&role=admin", PASSWORD.replace(' ', "+"));
    assert_eq!(client.send(post(form), &unknown).await.status, 400);
    assert_eq!(
        client.send(post(form), &format!("name=ada&password={}", "x".repeat(20_000))).await.status,
        413
    );
    let long = "x".repeat(1025);
    assert_eq!(client.log_in("ada", &long).await.status, 401, "too long to be anybody's");
}

#[tokio::test]
async fn a_token_logs_nobody_out_and_stays() {
    let server = ada().await;
    let token = server.token_of("ada", None).await;
    let mut script = crate::client::Client::with_token(server.address, &token);
    assert_eq!(script.post("/logout", &[]).await.status, 403);
    assert_eq!(script.get("/api/account").await.status, 200);
    // Nor does a session take its place.
    assert_eq!(script.log_in("ada", PASSWORD).await.status, 303);
    assert_eq!(
        crate::client::Client::with_token(server.address, &token).get("/api/account").await.status,
        200
    );
}

#[tokio::test]
async fn the_secret_of_a_token_is_no_cookie() {
    let server = ada().await;
    let token = server.token_of("ada", None).await;
    let mut script = crate::client::Client::with_token(server.address, &token);
    assert_eq!(script.get("/api/account").await.status, 200);
    let cookie = format!("pierhead={}", token.split('_').nth(2).unwrap());
    let asked = http::Request::get("/api/account").header("cookie", cookie);
    assert_eq!(server.client().send(asked, "").await.status, 401);
}
