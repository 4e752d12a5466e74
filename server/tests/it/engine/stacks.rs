//! GET /api/stacks, POST /api/stacks/{name}/members, DELETE /api/stacks/{name}, GET /api/people/{name}/may

use http::Request;
use serde_json::{Value, json};
use testbed::Release;

use super::House;
use crate::client::Client;

const LABEL: &str = "com.docker.compose.project";

impl House {
    /// A container, a volume and a network with the label of the stack `shop`.
    fn furnish_shop(&self) -> String {
        let label = format!("{LABEL}=shop");
        self.docker(&["volume", "create", "--label", &label, "data"]);
        self.docker(&["network", "create", "--label", &label, "front"]);
        self.docker(&["create", "--name", "web", "--label", &label, "busybox"])
    }

    async fn stack(&mut self, name: &str) -> Value {
        let rows = self.list("stacks").await;
        rows.into_iter().find(|row| row["name"] == name).unwrap_or(Value::Null)
    }

    /// Waits until the mirror has so many things with the label of `shop`.
    async fn until_labelled(&mut self, count: usize) -> Value {
        let seen = async {
            loop {
                let row = self.stack("shop").await;
                if row["labelled"].as_array().is_some_and(|labelled| labelled.len() == count) {
                    return row;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(super::SOON, seen).await.expect("the labels were never seen")
    }
}

/// What the list says of labelled things, as it is sent back.
fn things(row: &Value) -> Value {
    let thing = |it: &Value| json!({"kind": it["kind"], "id": it["id"]});
    json!({"things": row["labelled"].as_array().unwrap().iter().map(thing).collect::<Vec<_>>()})
}

async fn may(client: &mut Client, name: &str, id: &str) -> Value {
    let asked = async {
        loop {
            let answer = client.get(&format!("/api/people/{name}/may?container={id}")).await;
            // The mirror may not have seen the container yet.
            if answer.status != 404 {
                assert_eq!(answer.status, 200, "{}", answer.text);
                return answer.json();
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(super::SOON, asked).await.expect("the container was never seen")
}

/// The verdict about an operation: `yes`, `without_secrets`, or the reason why not.
fn verdict(may: &Value, operation: &str) -> String {
    let row = may["rows"].as_array().unwrap().iter().find(|row| row["operation"] == operation).unwrap();
    let verdict = &row["verdict"];
    verdict.as_str().or(verdict["no"].as_str()).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_carries_the_label_is_put_into_the_stack_by_its_id_and_reached_from_then_on() {
    let mut house = House::new(Release::V28).await;
    let mut ada = house.server.client_of("ada").await;
    let id = house.furnish_shop();
    let row = house.until_labelled(3).await;
    assert_eq!(row["members"], json!({"containers": 0, "images": 0, "volumes": 0, "networks": 0}));

    // The label alone gives nobody anything.
    ada.post_json("/api/people/otto/scope", &json!({"grants": null})).await;
    ada.post_json("/api/people/otto/scope", &json!({"stack": "shop", "grants": ["logs"]})).await;
    let before = may(&mut ada, "otto", &id).await;
    assert_eq!(verdict(&before, "ContainerStop"), "it belongs to no stack of otto's");
    assert_eq!(before["stacks"], json!([]));

    let adopt = "/api/stacks/shop/members";
    let answer = ada.post_json(adopt, &things(&row)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let row = house.stack("shop").await;
    assert_eq!(row["members"], json!({"containers": 1, "images": 0, "volumes": 1, "networks": 1}));
    assert_eq!(row["labelled"], json!([]));
    let after = may(&mut ada, "otto", &id).await;
    assert_eq!(after["stacks"], json!(["shop"]));
    for (operation, expected) in [
        ("ContainerStop", "yes"),
        ("ContainerLogs", "yes"),
        ("ContainerInspect", "yes"),
        ("ContainerExec", "otto doesn't have the grant exec here: an admin can give it"),
        ("ContainerExport", "otto is operator, and this needs the role admin"),
    ] {
        assert_eq!(verdict(&after, operation), expected, "{operation}");
    }
    // Nobody understands what is written into a container: it passes as it is, or not at all.
    let admin = may(&mut ada, "ada", &id).await;
    assert_eq!(
        (verdict(&admin, "ContainerStop"), verdict(&admin, "ContainerExec")),
        ("yes".into(), "yes".into())
    );
    for operation in ["ContainerExport", "PutContainerArchive"] {
        assert!(
            verdict(&admin, operation).contains("--raw-api"),
            "{operation}: {}",
            verdict(&admin, operation)
        );
    }
    let asked = Request::get(format!("/api/people/otto/may?container={id}")).header("accept", wire::POSTCARD);
    let (_, page) = ada.send_for_bytes(asked.header("accept-language", "zh-CN")).await;
    let page: wire::May = postcard::from_bytes(&page).unwrap();
    let exec = page.rows.iter().find(|row| row.operation == "ContainerExec").unwrap();
    assert_eq!(exec.verdict, wire::Verdict::No("otto 在此没有“在容器内运行命令”授权：管理员可以授予".into()));
    let record = &ada.get("/api/audit?action=StackAdopt").await.json()["rows"][0];
    assert_eq!(record["object"], "shop");
    assert!(record["asked"].as_str().unwrap().contains(&id), "{record}");

    assert_eq!(ada.delete("/api/stacks/shop").await.status, 200);
    assert_eq!(house.stack("shop").await["labelled"].as_array().unwrap().len(), 3);
    assert_eq!(house.docker(&["inspect", "--format", "{{.Name}}", "web"]), "/web", "nothing is removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_seen_and_still_carries_the_label_is_taken() {
    let mut house = House::new(Release::V28).await;
    let mut ada = house.server.client_of("ada").await;
    house.furnish_shop();
    let row = house.until_labelled(3).await;
    let other = house.docker(&["create", "--name", "other", "busybox"]);
    house.docker(&["create", "--label", &format!("{LABEL}=../up"), "busybox"]);
    let seen = things(&row);
    for (things, words) in [
        (json!({"things": [{"kind": "container", "id": other}]}), "isn't what you saw"),
        (json!({"things": [{"kind": "volume", "id": "data"}]}), "isn't what you saw"),
        (json!({"things": []}), "isn't what you saw"),
        (json!({"things": [{"kind": "image", "id": "x"}]}), "unknown variant"),
        (json!({"all": true}), "unknown field"),
    ] {
        let (status, message) = ada.post_json("/api/stacks/shop/members", &things).await.failure();
        assert!(matches!(status, 400 | 409) && message.contains(words), "{things}: {status} {message}");
    }
    let (status, message) = ada.post_json("/api/stacks/..%2Fup/members", &seen).await.failure();
    assert!(status == 400 && message.contains("can't name a stack"), "{status} {message}");
    assert_eq!(house.stack("../up").await["fits"], false);
    let answer = house.ada.post_json("/api/stacks/shop/members", &seen).await;
    assert!(answer.text.contains("a token can't do this"), "{}", answer.text);
    assert_eq!(house.ada.delete("/api/stacks/shop").await.status, 403);
    assert_eq!(house.stack("shop").await["members"]["containers"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_carries_no_label_is_moved_to_a_stack_and_out_again() {
    let mut house = House::new(Release::V28).await;
    let mut ada = house.server.client_of("ada").await;
    let mut otto = house.server.client_of("otto").await;
    let container = house.docker(&["create", "--name", "web", "busybox"]);
    house.docker(&["volume", "create", "data"]);
    let network = house.docker(&["network", "create", "front"]);
    let bridge = house.docker(&["network", "inspect", "--format", "{{.Id}}", "bridge"]);
    ada.post_json("/api/people/otto/scope", &json!({"grants": null})).await;
    ada.post_json("/api/people/otto/scope", &json!({"stack": "shop", "grants": []})).await;
    for (of, name) in [("containers", "web"), ("volumes", "data"), ("networks", "front")] {
        house.until_listed(of, name).await;
    }
    for (kind, key) in [("container", &*container), ("volume", "data"), ("network", &*network)] {
        let about = format!("/api/members/{kind}/{key}");
        let found = ada.get(&about).await.json();
        assert_eq!(found["stacks"], json!([]), "{kind}");
        let thing = json!({"kind": kind, "id": found["id"]});
        for (to, stacks) in [("blog", json!(["blog"])), ("shop", json!(["shop"]))] {
            let answer = ada.post_json("/api/members", &json!({"thing": thing, "stack": to})).await;
            assert_eq!(answer.status, 200, "{kind}: {}", answer.text);
            assert_eq!(ada.get(&about).await.json()["stacks"], stacks, "to one stack alone");
        }
        let listed = otto.get(&format!("/api/{kind}s")).await.json();
        let own = |row: &&Value| row["predefined"] != true;
        assert_eq!(listed.as_array().unwrap().iter().filter(own).count(), 1, "otto sees it: {listed}");
        assert_eq!(ada.post_json("/api/members", &json!({ "thing": thing })).await.status, 200);
        assert_eq!(ada.get(&about).await.json()["stacks"], json!([]));
    }
    let records = ada.get("/api/audit?action=StackMove&limit=50").await.json();
    assert_eq!(records["rows"].as_array().unwrap().len(), 9);
    let first = &records["rows"][8];
    assert_eq!(json!([first["object"], first["asked"]]), json!([container, "container to blog"]));

    let thing = |kind: &str, id: &str| json!({"thing": {"kind": kind, "id": id}, "stack": "shop"});
    for (body, status, words) in [
        (thing("container", "web"), 404, "no container web"),
        (thing("container", &network), 404, "no container"),
        (thing("volume", "data 7"), 404, "no volume data 7"),
        (thing("network", &bridge), 404, "that a stack could hold"),
        (
            json!({"thing": {"kind": "container", "id": container}, "stack": "../up"}),
            400,
            "can't name a stack",
        ),
        (json!({"thing": {"kind": "image", "id": "x"}}), 400, "unknown variant"),
    ] {
        let (found, message) = ada.post_json("/api/members", &body).await.failure();
        assert!(found == status && message.contains(words), "{body}: {found} {message}");
    }
    assert_eq!(otto.post_json("/api/members", &thing("container", &container)).await.status, 403);
    let by_token = house.ada.post_json("/api/members", &thing("container", &container)).await;
    assert!(by_token.text.contains("a token can't do this"), "{}", by_token.text);
    house.server.prove_earlier(601);
    let late = ada.post_json("/api/members", &thing("container", &container)).await;
    assert_eq!(late.json()["kind"], "proof_needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_told_what_the_gate_would_say() {
    let house = House::raw().await;
    let mut ada = house.server.client_of("ada").await;
    let plain = house.docker(&["create", "--name", "plain", "busybox"]);
    let strong = house.docker(&["create", "--name", "strong", "--privileged", "busybox"]);
    ada.post_json("/api/people/otto/scope", &json!({"grants": ["exec", "files", "deploy"]})).await;
    for (name, container, operation, expected) in [
        ("vera", &plain, "ContainerInspect", "without_secrets"),
        ("vera", &plain, "ContainerStop", "vera is viewer, and this needs the role operator"),
        ("otto", &plain, "ContainerExec", "yes"),
        ("otto", &plain, "ContainerLogs", "otto doesn't have the grant logs here: an admin can give it"),
        ("otto", &strong, "ContainerStop", "yes"),
        (
            "otto",
            &strong,
            "ContainerExec",
            "this container is privileged, so this is as good as root on the host, and for admins only",
        ),
        ("ada", &strong, "ContainerExec", "yes"),
        ("ada", &plain, "PutContainerArchive", "yes"),
    ] {
        assert_eq!(verdict(&may(&mut ada, name, container).await, operation), expected, "{name} {operation}");
    }
    ada.post_json("/api/people/otto/disabled", &json!({"disabled": true})).await;
    assert_eq!(may(&mut ada, "otto", &plain).await["disabled"], true);
    for (path, status) in [
        (format!("/api/people/nobody/may?container={plain}"), 404),
        (format!("/api/people/otto/may?container={}", "ab".repeat(32)), 404),
        ("/api/people/otto/may?container=plain".into(), 400),
        ("/api/people/otto/may".into(), 400),
    ] {
        assert_eq!(ada.get(&path).await.status, status, "{path}");
    }
    let records = ada.get("/api/audit").await.json();
    assert!(!records.to_string().contains("ContainerInspect"), "to ask isn't to look: {records}");
}
