//! `/api/containers`, `/api/images`, `/api/volumes`, `/api/networks`.

use std::io::Read;

use flate2::read::GzDecoder;
use http::{Request, StatusCode};
use serde_json::Value;
use testbed::Release;

use super::House;
use crate::{client::Client, running::Running};

on_both_releases!(lists_say_what_docker_says);

async fn lists_say_what_docker_says(release: Release) {
    let mut house = House::new(release).await;
    let id = house.docker(&[
        "run",
        "--detach",
        "--init",
        "--name",
        "web",
        "--publish",
        "8080:80",
        "--volume",
        "data:/data",
        "--label",
        "com.docker.compose.project=shop",
        "busybox",
        "sleep",
        "1h",
    ]);
    let row = loop {
        if let Some(row) = house.row(&id).await.filter(|row| row["state"] == "running") {
            break row;
        }
    };
    assert_eq!(
        (&row["name"], &row["image"], &row["stack"]),
        (&"web".into(), &"busybox".into(), &"shop".into())
    );
    assert_eq!(row["ports"][0]["public"], 8080);
    assert_eq!(row["volumes"][0], "data");
    assert_eq!(house.list("images").await[0]["tags"][0], "busybox:latest");
    assert_eq!(house.list("volumes").await[0]["name"], "data");
    let networks: Vec<Value> = house.list("networks").await.iter().map(|row| row["name"].clone()).collect();
    assert_eq!(networks, ["bridge", "host", "none"]);
}

on_both_releases!(a_list_that_has_not_changed_is_not_sent_again);

async fn a_list_that_has_not_changed_is_not_sent_again(release: Release) {
    let mut house = House::new(release).await;
    let mut by_cookie = house.server.client_of("ada").await;
    let lists = ["/api/containers", "/api/images", "/api/volumes", "/api/networks"];
    let mut tags = Vec::new();
    for list in lists {
        let first = house.ada.get(list).await;
        let tag = first.header("etag").to_owned();
        let asked_again = || Request::get(list).header("if-none-match", &tag);
        for asker in [&mut house.ada, &mut by_cookie] {
            assert_eq!(asker.get(list).await.text, first.text);
            let again = asker.send(asked_again(), "").await;
            assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""), "{list}");
        }
        tags.push(tag);
    }
    // It changes all of them.
    house.docker(&["tag", "busybox", "shop:1"]);
    house.docker(&["network", "create", "shop"]);
    house.docker(&["create", "--name", "web", "--volume", "data:/data", "busybox"]);
    for (of, name) in [("containers", "web"), ("volumes", "data"), ("networks", "shop")] {
        house.until_listed(of, name).await;
    }
    for (list, tag) in lists.iter().zip(&tags) {
        let changed = house.ada.send(Request::get(*list).header("if-none-match", tag), "").await;
        assert_eq!(changed.status, 200, "{list}");
        assert_ne!(changed.header("etag"), tag, "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compressed_list_is_the_same_list() {
    let mut house = House::new(Release::V28).await;
    house.run("web");
    let request = Request::get("/api/networks").header("accept-encoding", "br, gzip");
    let (head, bytes) = house.ada.send_for_bytes(request).await;
    assert_eq!(head["content-encoding"], "gzip");
    assert_eq!(head["content-type"], "application/json");
    let mut unpacked = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut unpacked).unwrap();
    assert_eq!(unpacked, house.ada.get("/api/networks").await.text);
    let refused = Request::get("/api/networks").header("accept-encoding", "gzip;q=0");
    assert!(house.ada.send(refused, "").await.header("content-encoding").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_engine_a_list_says_why_it_is_not_there() {
    let server = Running::with_people(&[("ada", gate::Role::Admin)]).await;
    let mut ada = server.client_of("ada").await;
    let answer = loop {
        let answer = ada.get("/api/containers").await;
        if answer.text.contains("no socket") || answer.text.contains("no-engine.sock") {
            break answer;
        }
    };
    assert_eq!(answer.status, 503);
    assert_eq!(super::failure(&answer).2, "check_engine");
}

on_both_releases!(a_list_that_the_engine_cannot_tell_takes_no_other_with_it);

async fn a_list_that_the_engine_cannot_tell_takes_no_other_with_it(release: Release) {
    let (mut house, relay) = House::behind_a_relay(release).await;
    house.docker(&["create", "--name", "web", "busybox"]);
    house.until_listed("containers", "web").await;
    relay.refuse("/images/json ");
    house.docker(&["tag", "busybox", "busybox:other"]);
    let refused = house.until_answered("/api/images", |answer| answer.status != StatusCode::OK).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.text.contains("the engine can't list these") && refused.text.contains("/images/json"));
    for of in ["containers", "volumes", "networks"] {
        assert_eq!(house.ada.get(&format!("/api/{of}")).await.status, StatusCode::OK, "{of}");
    }
    assert!(house.ada.get("/health").await.text.contains(r#""engine":"up""#));
    // Its words may name what isn't everybody's.
    let kim = house.with_stack("kim", gate::Role::Viewer, "web", "").await;
    let narrow = Client::with_token(house.server.address, &kim).get("/api/images").await;
    assert_eq!(narrow.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(narrow.text.contains("the engine can't list these\""), "{}", narrow.text);
    relay.refuse_nothing();
    house.until_answered("/api/images", |answer| answer.text.contains("busybox:other")).await;
}
