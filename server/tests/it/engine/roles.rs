//! What a viewer, an operator and an admin may do to one container.

use http::Method;
use serde_json::{Value, json};
use testbed::Release;

use super::{House, send};

on_both_releases!(each_role_may_do_what_it_is_for);

async fn each_role_may_do_what_it_is_for(release: Release) {
    let house = House::new(release).await;
    let id = house.docker(&[
        "run",
        "--detach",
        "--init",
        "--name",
        "web",
        "--env",
        "PASSWORD=canary-1",
        "--label",
        "key=canary-2",
        "busybox",
        "sh",
        "-c",
        ": canary-3; sleep 1h",
    ]);
    let mut vera = house.client_with_token_of("vera").await;
    let mut otto = house.client_with_token_of("otto").await;

    let at = |rest: &str| format!("/api/containers/{id}{rest}");
    let remove = at("?force=true");
    let volume = json!({"name": "data"});
    for (method, path, body, viewer, operator) in [
        (Method::GET, "/api/containers".to_owned(), Value::Null, 200, 200),
        (Method::GET, at(""), Value::Null, 200, 200),
        (Method::GET, at("/inspect"), Value::Null, 403, 200),
        (Method::POST, at("/stop"), json!({}), 403, 200),
        (Method::POST, at("/rename"), json!({"name": "shop"}), 403, 403),
        (Method::DELETE, remove, Value::Null, 403, 403),
        (Method::POST, "/api/volumes".to_owned(), volume, 403, 403),
        (Method::POST, "/api/images".to_owned(), json!({"reference": "busybox"}), 403, 403),
        (Method::POST, "/api/containers".to_owned(), json!({"spec": {"image": "busybox"}}), 403, 403),
    ] {
        let answers = (
            send(&mut vera, method.clone(), &path, &body).await,
            send(&mut otto, method, &path, &body).await,
        );
        assert_eq!(answers.0.status.as_u16(), viewer, "{path} for a viewer: {}", answers.0.text);
        assert_eq!(answers.1.status.as_u16(), operator, "{path} for an operator: {}", answers.1.text);
    }

    let (seen, whole) = (vera.get(&at("")).await.text, otto.get(&at("")).await.text);
    for canary in ["canary-1", "canary-2", "canary-3"] {
        assert!(!seen.contains(canary), "a viewer sees {canary}");
        assert!(whole.contains(canary), "an operator doesn't see {canary}");
        assert!(!vera.get("/api/containers").await.text.contains(canary), "{canary} is in the list");
    }
    assert!(seen.contains("PASSWORD"), "the names are shown");
}
