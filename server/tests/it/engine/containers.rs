//! `/api/containers/{id}` and what is done to a container.

use http::Method;
use serde_json::{Value, json};
use testbed::Release;

use super::House;

on_both_releases!(every_act_shows_when_it_is_answered);

/// Each act is in the list at once when it is answered: nobody has to wait and look again.
async fn every_act_shows_when_it_is_answered(release: Release) {
    let mut house = House::new(release).await;
    let id = house.run("web");
    house.does(Method::POST, &format!("/api/containers/{id}/pause"), Value::Null).await;
    for (verb, state) in [
        ("unpause", "running"),
        ("stop", "exited"),
        ("start", "running"),
        ("restart", "running"),
        ("pause", "paused"),
        ("unpause", "running"),
        ("kill", "exited"),
        ("start", "running"),
    ] {
        let done = house.does(Method::POST, &format!("/api/containers/{id}/{verb}"), json!({})).await;
        assert!(done["seq"].as_u64().unwrap() > 0);
        assert_eq!(house.state(&id).await, state, "after {verb}");
        let docker = house.docker(&["inspect", "--format", "{{.State.Status}}", "web"]);
        assert_eq!(docker, state, "after {verb}");
    }
    house.does(Method::POST, &format!("/api/containers/{id}/rename"), json!({"name": "shop"})).await;
    assert_eq!(house.row(&id).await.unwrap()["name"], "shop");
    house.does(Method::DELETE, &format!("/api/containers/{id}?force=true&volumes=true"), Value::Null).await;
    assert_eq!(house.state(&id).await, "none");
    assert_eq!(house.docker(&["ps", "--all", "--quiet"]), "");
}

on_both_releases!(a_container_is_waited_for_as_long_as_it_was_given_to_stop);

/// One that may take two minutes to stop isn't given up after one, and nobody is told that the engine is gone.
async fn a_container_is_waited_for_as_long_as_it_was_given_to_stop(release: Release) {
    let mut house = House::new(release).await;
    let mut stops = Vec::new();
    for given in
        [&["--stop-timeout", "120"][..], &["--stop-timeout", "-1"], &["--stop-timeout", "90000"], &[]]
    {
        let run = ["run", "--detach", "--init"];
        let id = house.docker(&[&run[..], given, &["busybox", "sleep", "1h"]].concat());
        for verb in ["restart", "stop"] {
            house.does(Method::POST, &format!("/api/containers/{id}/{verb}"), json!({})).await;
        }
        let records = house.records();
        let said = records.iter().filter(|it| it["intent"].is_null() && it["object"] == id);
        stops.extend(said.map(|it| it["said"].as_str().unwrap().replace(&id, "ID")));
    }
    let plain = ["POST /containers/ID/restart", "POST /containers/ID/stop"];
    let given = plain.map(|call| format!("{call}?t=120"));
    assert_eq!(stops, [&given.each_ref().map(String::as_str)[..], &plain, &plain, &plain].concat());
}

on_both_releases!(what_the_engine_refuses_is_said_in_its_words_with_advice);

async fn what_the_engine_refuses_is_said_in_its_words_with_advice(release: Release) {
    let mut house = House::new(release).await;
    let (web, shop) = (house.run("web"), house.run("shop"));

    let gone = "ab".repeat(32);
    let (status, message, _) =
        house.fails(Method::POST, &format!("/api/containers/{gone}/start"), json!({})).await;
    assert_eq!((status, message), (404, format!("No such container: {gone}")));

    let rename = format!("/api/containers/{web}/rename");
    let (status, message, advice) = house.fails(Method::POST, &rename, json!({"name": "shop"})).await;
    assert_eq!((status, advice.as_str()), (409, "choose_other_name"));
    assert!(message.contains(&format!("already in use by container \"{shop}\"")), "{message}");

    let (status, message, advice) =
        house.fails(Method::DELETE, &format!("/api/containers/{web}"), Value::Null).await;
    assert_eq!((status, advice.as_str()), (409, "stop_first"));
    // "cannot remove container …: container is running", and with 20.10 "You cannot remove a running container".
    assert!(message.contains("cannot remove") && message.contains("running"), "{message}");

    let (status, message, _) =
        house.fails(Method::POST, &format!("/api/containers/{web}/unpause"), json!({})).await;
    assert!(message.contains("is not paused"), "{status} {message}");
    assert_eq!(house.state(&web).await, "running", "nothing was lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_request_is_refused_before_the_engine_hears_of_it() {
    let mut house = House::new(Release::V28).await;
    let id = house.run("web");
    for (method, path, body) in [
        (Method::POST, format!("/api/containers/{id}/explode"), json!({})),
        (Method::POST, format!("/api/containers/{}/stop", &id[..12]), json!({})),
        (Method::POST, "/api/containers/web/stop".into(), json!({})),
        (
            Method::POST,
            format!("/api/containers/{id}/stop"),
            json!({"confirm_own": true, "privileged": true}),
        ),
        (Method::POST, format!("/api/containers/{id}%2fstop"), json!({})),
        (Method::DELETE, format!("/api/containers/{id}?force=true&force=true"), Value::Null),
        (Method::DELETE, format!("/api/containers/{id}?forse=true"), Value::Null),
    ] {
        let (status, message, _) = house.fails(method, &path, body).await;
        assert!((400..=405).contains(&status) && !message.is_empty(), "{path}: {status} {message}");
    }
    assert_eq!(house.state(&id).await, "running");
}

on_both_releases!(one_container_in_detail_and_raw);

async fn one_container_in_detail_and_raw(release: Release) {
    let mut house = House::new(release).await;
    let id = house.docker(&[
        "run",
        "--detach",
        "--init",
        "--name",
        "web",
        "--env",
        "MOTTO=a=b",
        "--publish",
        "80",
        "--volume",
        "data:/data:ro",
        "--memory",
        "64m",
        "--cpus",
        "0.5",
        "--restart",
        "on-failure:3",
        "--label",
        "team=blue",
        "busybox",
        "sleep",
        "1h",
    ]);
    let detail = house.does(Method::GET, &format!("/api/containers/{id}"), Value::Null).await;
    assert_eq!(detail["row"]["name"], "web");
    assert!(detail["env"].as_array().unwrap().contains(&json!(["MOTTO", "a=b"])));
    assert_eq!(detail["labels"], json!([["team", "blue"]]));
    assert_eq!(
        detail["mounts"],
        json!([{"kind": "volume", "source": "data", "target": "/data", "read_only": true}])
    );
    assert_eq!(detail["limits"], json!({"memory": 64 << 20, "nano_cpus": 500_000_000, "pids": null}));
    assert_eq!(detail["restart"], json!({"on-failure": {"attempts": 3}}));

    let raw = house.ada.get(&format!("/api/containers/{id}/inspect")).await;
    let raw_of_docker = house.docker(&["inspect", "web"]);
    let (ours, theirs): (Value, Value) =
        (serde_json::from_str(&raw.text).unwrap(), serde_json::from_str(&raw_of_docker).unwrap());
    assert_eq!(ours, theirs[0]);
    assert!(raw.text.starts_with("{\n  \"Id\": "), "laid out for people, in the engine's order");
}
