//! `/api/networks`: create, remove.

use http::Method;
use serde_json::{Value, json};
use testbed::Release;

use super::House;

on_both_releases!(a_network_is_made_and_removed_when_nobody_is_connected);

async fn a_network_is_made_and_removed_when_nobody_is_connected(release: Release) {
    let mut house = House::new(release).await;
    let new = json!({"name": "front", "subnet": "10.99.0.0/24", "gateway": "10.99.0.1", "internal": true});
    house.does(Method::POST, "/api/networks", new.clone()).await;
    let row = house.list("networks").await.into_iter().find(|row| row["name"] == "front").unwrap();
    assert_eq!((&row["subnets"], &row["internal"]), (&json!(["10.99.0.0/24"]), &json!(true)));
    let (status, message, _) = house.fails(Method::POST, "/api/networks", new).await;
    assert!(status == 409 && message.contains("front"), "{status} {message}");

    let id = row["id"].as_str().unwrap();
    house.docker(&[
        "run",
        "--detach",
        "--init",
        "--name",
        "web",
        "--network",
        "front",
        "busybox",
        "sleep",
        "1h",
    ]);
    let (status, message, advice) =
        house.fails(Method::DELETE, &format!("/api/networks/{id}"), Value::Null).await;
    assert_eq!((status, advice.as_str()), (409, "remove_users_first"));
    assert!(message.contains("has active endpoints"), "{message}");
    house.docker(&["rm", "--force", "web"]);
    house.does(Method::DELETE, &format!("/api/networks/{id}"), Value::Null).await;
    assert_eq!(house.list("networks").await.len(), 3);
}
