//! What is as good as root on the host takes a fresh proof of who asks.

use gate::Role;
use http::Method;
use serde_json::{Value, json};
use testbed::Release;

use super::{House, page::Page, send};
use crate::{cli::run, client::Client, proof::prove, running::PASSWORD};

async fn create(client: &mut Client, name: &str, more: Value) -> (u16, Value) {
    let mut spec = json!({"image": "busybox", "name": name, "command": ["sleep", "1h"]});
    spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = client.post_json("/api/containers", &json!({ "spec": spec })).await;
    (answer.status.as_u16(), answer.json()["kind"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_is_as_good_as_root_takes_a_proof_and_others_dont() {
    let mut house = House::new(Release::V28).await;
    house.server.switch_host_root("on");
    let disguised =
        json!({"name": "disguised", "options": [["type", "none"], ["device", "/"], ["o", "bind"]]});
    house.does(Method::POST, "/api/volumes", disguised).await;
    // What such a container reads may be commands.
    house.docker(&["create", "--name", "router", "--privileged", "--volume", "rules:/rules", "busybox"]);
    house.docker(&["network", "create", "back"]);
    house.until_listed("networks", "back").await;
    let mut ada = house.server.client_of("ada").await;
    house.server.prove_earlier(601);

    let usual = json!({
        "ports": [{"private": 80, "public": 80}],
        "env": [{"name": "A", "value": "b"}],
        "mounts": [{"source": "data", "target": "/data"}],
        "networks": [{"name": "back"}],
        "restart": {"on-failure": {"attempts": 500}},
        "memory": 64u64 << 20,
        "nano_cpus": 500_000_000,
        "labels": [["com.docker.compose.project", "shop"]],
        "tty": true,
    });
    assert_eq!(create(&mut ada, "usual", usual).await.0, 200, "an ordinary container is made as before");
    let mount = |source: &str| json!({"mounts": [{"source": source, "target": "/x", "read_only": true}]});
    let rooted = [
        mount("/"),
        mount("/var/run/docker.sock"),
        mount("disguised"),
        mount("rules"),
        json!({"networks": [{"name": "host"}]}),
        json!({"networks": [{"name": "container:usual"}]}),
        json!({"labels": [["com.centurylinklabs.watchtower.enable", "true"]]}),
    ];
    for (number, more) in rooted.iter().enumerate() {
        let answer = create(&mut ada, &format!("rooted-{number}"), more.clone()).await;
        assert_eq!(answer, (403, "proof_needed".into()), "{more}");
    }
    house.until_listed("containers", "usual").await;
    let names = house.docker(&["ps", "--all", "--format", "{{.Names}}"]);
    assert_eq!(names, "usual\nrouter", "nothing of it was made");

    assert_eq!(prove(&mut ada, PASSWORD).await.status, 200);
    assert_eq!(create(&mut ada, "rooted", mount("/")).await.0, 200);
    house.until_listed("containers", "rooted").await;

    // A token can't show who it is: it has what it was given.
    let spec = json!({"image": "busybox", "name": "by-token", "mounts": [{"source": "/", "target": "/x"}]});
    let answer = send(&mut house.ada, Method::POST, "/api/containers", &json!({ "spec": spec })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    house.until_listed("containers", "by-token").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_makes_one_until_an_admin_has_switched_that_on() {
    let mut house = House::new(Release::V28).await;
    let mut ada = house.server.client_of("ada").await;
    const SWITCH: &str = "/api/engine/host-root";
    assert_eq!(ada.get(SWITCH).await.json(), json!({"on": false}), "it is off at first");
    let rooted = json!({"mounts": [{"source": "/srv", "target": "/x"}]});
    let disguised =
        json!({"name": "disguised", "options": [["device", "/"], ["o", "bind"], ["type", "none"]]});
    let off = (403, json!("host_root_off"));
    // With a proof, without one, and with a token, which needs none.
    for seconds in [0, 601] {
        house.server.prove_earlier(seconds);
        assert_eq!(create(&mut ada, "rooted", rooted.clone()).await, off);
        assert_eq!(create(&mut house.ada, "rooted", rooted.clone()).await, off);
    }
    let answer = ada.post_json("/api/volumes", &disguised).await;
    assert_eq!((answer.status.as_u16(), answer.json()["kind"].clone()), off);
    assert!(answer.failure().1.contains("an admin switches it on on the page Engine"), "{}", answer.text);
    let lan = ada.post_json("/api/networks", &json!({"name": "lan", "driver": "macvlan"})).await;
    assert_eq!(
        (lan.status.as_u16(), lan.json()["kind"].clone()),
        off,
        "it would be on the host's own network"
    );
    assert_eq!(house.docker(&["ps", "--all", "--quiet"]) + &house.docker(&["volume", "ls", "--quiet"]), "");
    assert_eq!(
        create(&mut ada, "usual", json!({"mounts": [{"source": "data", "target": "/x"}]})).await.0,
        200
    );

    // Switching it takes an admin, a session and a proof.
    let on = json!({"on": true});
    assert_eq!(house.server.client_of("otto").await.post_json(SWITCH, &on).await.status, 403);
    assert_eq!(
        house.ada.post_json(SWITCH, &on).await.failure().1,
        "a token can't do this: log in with your password"
    );
    assert_eq!(ada.post_json(SWITCH, &on).await.json()["kind"], "proof_needed");
    assert_eq!(create(&mut ada, "rooted", rooted.clone()).await, off);
    assert_eq!(prove(&mut ada, PASSWORD).await.status, 200);
    assert_eq!(ada.post_json(SWITCH, &on).await.status, 200);
    assert_eq!(create(&mut ada, "rooted", rooted.clone()).await.0, 200);
    house.until_listed("containers", "rooted").await;
    let record = &ada.get("/api/audit?action=EngineHostRoot").await.json()["rows"][0];
    assert_eq!(json!([record["person"], record["asked"], record["outcome"]]), json!(["ada", "on", "done"]));

    // Off again, it holds at once.
    assert_eq!(ada.post_json(SWITCH, &json!({"on": false})).await.status, 200);
    assert_eq!(create(&mut ada, "again", rooted).await, off);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_watches_goes_on_watching_for_as_long_as_the_session_and_its_rights_last() {
    let house = House::new(Release::V28).await;
    let mut ada = house.server.client_of("ada").await;
    let mut page = Page::open(house.server.address, ada.cookie().unwrap(), None).await;
    assert_eq!(prove(&mut ada, PASSWORD).await.status, 200);
    let id = house.run("web").parse().unwrap();
    page.until(|known| known.containers.get(&id).is_some()).await;
    run(&["user", "raw", "ada", "off"], &house.server.data(), "").succeeded();
    assert_eq!(page.end().await, 1012, "with other rights it begins anew");

    let mut page = Page::open(house.server.address, ada.cookie().unwrap(), None).await;
    assert_eq!(prove(&mut ada, PASSWORD).await.status, 200);
    house.docker(&["kill", "web"]);
    page.until(|known| known.containers[&id].state == wire::State::Exited).await;
    ada.post("/logout", &[]).await;
    assert_eq!(page.end().await, 4401);
}

#[tokio::test(flavor = "multi_thread")]
async fn below_admin_the_policy_says_no_and_nobody_is_asked_first() {
    let house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "shop", "deploy");
    let mut kim = house.server.client_of("kim").await;
    house.server.prove_earlier(601);
    let label = json!([["com.docker.compose.project", "shop"]]);
    let rooted = json!({"labels": label, "mounts": [{"source": "/", "target": "/x"}]});
    // The job begins, and ends with what the policy has against it.
    assert_eq!(create(&mut kim, "rooted", rooted).await, (200, Value::Null));
    assert!(!house.docker(&["ps", "--all", "--format", "{{.Names}}"]).contains("rooted"));
}
