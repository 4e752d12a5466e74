//! What is on the engine's disk: for whom it is counted, and how often.

use gate::Role;
use http::StatusCode;
use serde_json::Value;
use testbed::Release;

use super::House;

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_freed_is_counted_once_for_all_who_ask() {
    for release in [Release::V20, Release::V28] {
        let mut house = House::new(release).await;
        house.run("web");
        house.docker(&["run", "--name", "job", "busybox", "sh", "-c", "head -c 70000 /dev/zero > /left"]);
        house.docker(&["volume", "create", "spare"]);
        let answer = house.ada.get("/api/engine/disk").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let disk: Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!((&disk["images"]["count"], &disk["images"]["used"]), (&1.into(), &1.into()), "{disk}");
        assert!(disk["images"]["size"].as_u64().unwrap() > 100_000, "{disk}");
        assert_eq!((&disk["containers"]["count"], &disk["containers"]["used"]), (&2.into(), &1.into()));
        assert!(disk["containers"]["free"].as_u64().unwrap() >= 70_000, "{disk}");
        assert_eq!((&disk["volumes"]["count"], &disk["volumes"]["used"]), (&1.into(), &0.into()), "{disk}");

        // Another one, who asks soon after, is told the same.
        house.docker(&["volume", "create", "another"]);
        let mut otto = house.client_with_token_of("otto").await;
        assert_eq!(otto.get("/api/engine/disk").await.text, answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_those_who_reach_everything() {
    let mut house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "web", "deploy");
    // What was counted for somebody else isn't told either.
    assert_eq!(house.ada.get("/api/engine/disk").await.status, StatusCode::OK);
    for name in ["kim", "vera"] {
        let mut client = house.client_with_token_of(name).await;
        let answer = client.get("/api/engine/disk").await;
        assert_ne!(answer.status, StatusCode::OK, "{name}: {}", answer.text);
        assert!(!answer.text.contains("size"), "{}", answer.text);
    }
}
