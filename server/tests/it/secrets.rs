//! A canary in every place where secrets are typed: it must not be found in any log, error or file.

use std::{fs, process::Stdio, time::Duration};

use http::Request;
use serde_json::json;
use tokio::process::Command;

use crate::{
    cli::{pierhead, run},
    client::Client,
};

const CANARY: &str = "canary-3f9c1d77-password";

#[tokio::test]
async fn no_secret_is_written_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let log = folder.path().join("log");
    run(&["user", "add", "ada", "--role", "admin", "--password-stdin"], &data, CANARY).succeeded();
    let token = run(&["token", "create", "--user", "ada"], &data, "").succeeded();
    let secret = token.trim().split('_').nth(2).unwrap().to_owned();

    let mut serving: Command =
        pierhead(&["serve", "--tls", "off", "--listen", "127.0.0.1:0", "--log-level", "trace"], &data).into();
    serving.args(["--engine", "unix:///nowhere/docker.sock"]).kill_on_drop(true);
    let mut serving = serving.stderr(Stdio::from(fs::File::create(&log).unwrap())).spawn().unwrap();
    let address = loop {
        let text = fs::read_to_string(&log).unwrap();
        if let Some(rest) = text.split("Pierhead is at http://").nth(1).filter(|rest| rest.contains('\n')) {
            break rest.lines().next().unwrap().parse().unwrap();
        }
        assert!(serving.try_wait().unwrap().is_none(), "{text}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };

    let mut client = Client::new(address);
    let mut seen = Vec::new();
    seen.push(client.log_in("ada", &format!("{CANARY}-wrong")).await);
    seen.push(client.log_in(CANARY, CANARY).await);
    seen.push(client.log_in("ada", CANARY).await);
    assert_eq!(seen[2].status, 303);
    let cookie = client.cookie().unwrap().split_once('=').unwrap().1.to_owned();
    seen.push(client.get("/api/sessions").await);
    seen.push(Client::with_token(address, &token).get("/api/account").await);
    seen.push(Client::with_token(address, &token[..token.len() - 4]).get("/api/account").await);
    let broken = Request::post("/api/images").header("content-type", "application/json");
    seen.push(Client::with_token(address, &token).send(broken, "{\"reference\":1}").await);

    let new = json!({"name": "eve", "role": "viewer", "password": format!("{CANARY}-2")});
    seen.push(client.post_json("/api/people", &new).await);
    seen.push(client.post_json("/api/people", &new).await);
    seen.push(
        client.post_json("/api/people/eve/password", &json!({"password": format!("{CANARY}-3")})).await,
    );
    seen.push(client.post_json("/api/people/eve/password", &json!({"password": [CANARY]})).await);
    let change = |old: &str| json!({"old": old, "new": format!("{CANARY}-4")});
    seen.push(client.post_json("/api/account/password", &change(&format!("{CANARY}-wrong"))).await);
    seen.push(client.post_json("/api/account/password", &change(CANARY)).await);
    seen.push(client.get("/api/audit").await);
    let statuses: Vec<_> = seen[7..].iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses, [200, 409, 200, 400, 403, 200, 200]);
    // Who sent it is told what isn't understood; the log isn't.
    client.post_json("/api/people/eve/password", &json!(CANARY)).await;
    let made = client.post_json("/api/account/tokens", &json!({"name": "ci"})).await;
    let made = made.json()["token"].as_str().unwrap().split('_').nth(2).unwrap().to_owned();

    serving.kill().await.unwrap();
    let name_field = format!("value=\"{CANARY}\"");
    for answer in &seen {
        assert!(!answer.text.replace(&name_field, "").contains(CANARY), "{}", answer.text);
        assert!(!answer.text.contains(&secret) && !answer.text.contains(&cookie), "{}", answer.text);
    }
    let mut files: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.push(log);
    assert!(files.len() >= 2);
    for file in files {
        let content = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        for canary in [CANARY, secret.as_str(), cookie.as_str(), made.as_str()] {
            assert!(!content.contains(canary), "{canary} was found in {}", file.display());
        }
    }
}
