//! `/api/volumes`: create, remove.

use gate::Role;
use http::Method;
use serde_json::{Value, json};
use server::members::Kind;
use testbed::Release;

use super::House;
use crate::client::Client;

on_both_releases!(a_volume_is_made_once_and_removed_when_nobody_uses_it);

async fn a_volume_is_made_once_and_removed_when_nobody_uses_it(release: Release) {
    let mut house = House::new(release).await;
    house.does(Method::POST, "/api/volumes", json!({"name": "data", "labels": [["team", "blue"]]})).await;
    assert_eq!(house.docker(&["volume", "inspect", "--format", "{{.Labels.team}}", "data"]), "blue");
    let (status, message, advice) = house.fails(Method::POST, "/api/volumes", json!({"name": "data"})).await;
    assert_eq!((status, advice.as_str()), (409, "choose_other_name"));
    assert!(message.contains("data"), "{message}");

    house.docker(&["create", "--name", "web", "--volume", "data:/data", "busybox"]);
    let (status, message, advice) = house.fails(Method::DELETE, "/api/volumes/data", Value::Null).await;
    assert_eq!((status, advice.as_str()), (409, "remove_users_first"));
    assert!(message.contains("volume is in use"), "{message}");
    house.docker(&["rm", "web"]);
    house.does(Method::DELETE, "/api/volumes/data", Value::Null).await;
    assert_eq!(house.list("volumes").await, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_can_not_lead_elsewhere() {
    let mut house = House::new(Release::V28).await;
    for name in ["..%2F..%2Fcontainers", "%2e%2e", "a%2Fb", "a%5Cb"] {
        let (status, message, _) =
            house.fails(Method::DELETE, &format!("/api/volumes/{name}"), Value::Null).await;
        assert!((400..=404).contains(&status), "{name}: {status} {message}");
    }
}

/// What such a container reads may be commands, as Traefik's settings are: whoever writes them would be root.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_below_admin_writes_what_a_container_reads_that_is_as_good_as_root() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", "logs,deploy,exec,files").await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    house.succeeds_as(&kim, &["volume", "create", "rules"]);
    let reader = ["run", "--detach", "--init", "--name", "reader", "--volume", "rules:/r", "busybox"];
    house.succeeds_as(&kim, &[&reader[..], &["sleep", "1h"]].concat());
    let mut page = Client::with_token(house.server.address, &kim);
    let ada = house.server.token_of("ada", None).await;

    for power in [&["--privileged"][..], &["--volume", "/var/run/docker.sock:/s"], &["--pid", "host"]] {
        let made =
            [&["create", "--name", "router"], power, &["--volume", "rules:/rules", "busybox"]].concat();
        house.docker(&made);
        for writer in ["--volume=rules:/x", "--volume=rules:/x:ro", "--mount=source=rules,target=/x"] {
            // Nor does an admin's token, which shows nobody's password.
            for who in [&kim, &ada] {
                let writes = ["create", writer, "busybox"];
                house.fails_as(who, &writes, "as good as root on the host uses this volume");
            }
        }
        // Nor by way of one that has it mounted already.
        let shared = "shares the volume rules";
        house.fails_as(&kim, &["exec", "reader", "touch", "/r/x"], shared);
        house.fails_as(&kim, &["cp", "reader:/r", "-"], shared);
        house.succeeds_as(&kim, &["logs", "reader"]);
        house.succeeds_as(&kim, &["rename", "reader", "renamed"]);
        house.succeeds_as(&kim, &["rename", "renamed", "reader"]);
        let spec = json!({"image": "busybox", "mounts": [{"source": "rules", "target": "/x"}]});
        let warned = page.post_json("/api/containers/check", &spec).await;
        assert!(warned.text.contains("as good as root on the host uses this volume"), "{}", warned.text);
        house.docker(&["rm", "router"]);
    }
    house.succeeds_as(&kim, &["exec", "reader", "touch", "/r/x"]);
    house.succeeds_as(&kim, &["create", "--volume", "rules:/x", "busybox"]);

    // What such a container has mounted takes nobody's container away.
    house.docker(&["create", "--name", "router", "--privileged", "--volume", "rules:/rules", "busybox"]);
    house.succeeds_as(&kim, &["rm", "--force", "reader"]);
}

/// As what backs volumes up has all of them, and takes no orders from what is in there.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_approved_of_may_be_mounted_though_such_a_container_uses_it() {
    let approve = |config: &mut server::Config| config.deploy.volumes.push("data".into());
    let house = House::with(Release::V28, approve).await;
    let kim = house.with_stack("kim", Role::Operator, "web", "deploy,exec").await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    for volume in ["data", "rules"] {
        house.succeeds_as(&kim, &["volume", "create", volume]);
    }
    let socket = "/var/run/docker.sock:/s";
    let all = ["--volume", "data:/data:ro", "--volume", "rules:/rules:ro"];
    house.docker(&[&["create", "--name", "backup", "--volume", socket], &all[..], &["busybox"]].concat());
    let mine =
        ["run", "--detach", "--init", "--name", "mine", "--volume", "data:/d", "busybox", "sleep", "1h"];
    house.succeeds_as(&kim, &mine);
    house.succeeds_as(&kim, &["exec", "mine", "touch", "/d/x"]);
    house.fails_as(&kim, &["create", "--volume", "rules:/r", "busybox"], "deploy-volume");
}

/// It may be anything; nothing is done, and nobody is told whose it is.
#[tokio::test(flavor = "multi_thread")]
async fn what_uses_a_volume_and_cannot_be_looked_at_stops_what_writes_there() {
    let (house, relay) = House::behind_a_relay(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", "logs,deploy,exec,files").await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    house.succeeds_as(&kim, &["volume", "create", "rules"]);
    let reader = ["run", "--detach", "--init", "--name", "reader", "--volume", "rules:/r", "busybox"];
    house.succeeds_as(&kim, &[&reader[..], &["sleep", "1h"]].concat());
    let router = house.docker(&["create", "--name", "router", "--volume", "rules:/rules", "busybox"]);
    let writes = [&["exec", "reader", "touch", "/r/x"][..], &["create", "--volume", "rules:/x", "busybox"]];

    relay.refuse(&format!("/containers/{router}/json"));
    for arguments in writes {
        let said = house.fails_as(&kim, arguments, "can't tell what else uses the volume just now");
        assert!(!said.contains("router") && !said.contains(&router[..12]), "{said}");
    }
    // What writes nothing there doesn't depend on it.
    house.succeeds_as(&kim, &["rename", "reader", "renamed"]);
    house.succeeds_as(&kim, &["rename", "renamed", "reader"]);
    relay.refuse_nothing();
    for arguments in writes {
        house.succeeds_as(&kim, arguments);
    }

    // Of what isn't hers, nobody is even asked what uses its volumes.
    let before = relay.count("filters=%7B%22volume");
    house.fails_as(&kim, &["exec", "router", "true"], "No such container: router");
    assert_eq!(relay.count("filters=%7B%22volume"), before);
    house.succeeds_as(&kim, &["exec", "reader", "true"]);
    assert!(relay.count("filters=%7B%22volume") > before, "of what is hers the engine is");
}

/// What one container reads and writes on leads as far as where it writes to.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_below_admin_writes_what_is_read_by_one_that_writes_what_a_root_one_reads() {
    let house = House::new(Release::V28).await;
    let kim = house.with_stack("kim", Role::Operator, "web", "logs,deploy,exec,files").await;
    house.adopt("web", Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    for volume in ["code", "certificates"] {
        house.succeeds_as(&kim, &["volume", "create", volume]);
    }
    house.docker(&["create", "--privileged", "--volume", "rules:/rules:ro", "busybox"]);
    let reads = ["create", "--name", "reads", "--volume", "code:/code:ro"];
    house.docker(&[&reads[..], &["--volume", "rules:/rules:ro", "busybox"]].concat());
    house.succeeds_as(&kim, &["create", "--volume", "code:/x", "busybox"]);
    house.docker(&["rm", "reads"]);
    house.docker(&[&reads[..], &["--volume", "rules:/rules", "busybox"]].concat());
    house.fails_as(&kim, &["create", "--volume", "code:/x", "busybox"], "as good as root on the host");
    house.succeeds_as(&kim, &["create", "--volume", "certificates:/x", "busybox"]);
}
