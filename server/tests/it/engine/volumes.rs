//! `/api/volumes`: create, remove.

use http::Method;
use serde_json::{Value, json};
use testbed::Release;

use super::House;

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
