//! What our own API really answers is what its description says.

use http::Method;
use serde_json::{Value, json};
use testbed::Release;

use super::House;
use crate::openapi::{checker, operations};

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_is_of_the_described_shape() {
    let mut house = House::new(Release::V28).await;
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
        "--env",
        "A=b",
        "--label",
        "com.docker.compose.project=shop",
        "--restart",
        "on-failure:3",
        "busybox",
        "sleep",
        "1h",
    ]);
    house.until_listed("containers", "web").await;
    let scope = json!({"stack": "shop", "grants": ["logs"]});
    let mut ada = house.server.client_of("ada").await;
    assert_eq!(ada.post_json("/api/people/otto/scope", &scope).await.status, 200);
    assert_eq!(
        ada.post_json("/api/account/tokens", &json!({"name": "ci", "grants": ["exec"]})).await.status,
        200
    );
    house.does(Method::POST, &format!("/api/containers/{id}/stop"), Value::Null).await;

    let document = ada.get("/api/openapi.json").await.json();
    let mut checked = 0;
    for (method, path, operation) in operations(&document) {
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        if method != "GET" || schema.is_null() {
            continue;
        }
        let query = match path.as_str() {
            "/api/images/defaults" => "?reference=busybox".to_owned(),
            "/api/containers/labelled" => "?label=com.docker.compose.project=shop".to_owned(),
            "/api/people/{name}/may" => format!("?container={id}"),
            _ => String::new(),
        };
        let address = path.replace("{id}", &id).replace("{name}", "otto") + &query;
        let address = address.replace("{kind}", "container").replace("{key}", &id);
        let answer = ada.get(&address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.text);
        let (value, checker) = (answer.json(), checker(&document, schema));
        let wrong: Vec<_> = checker.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{address}: {wrong:#?}");
        assert!(!checker.is_valid(&json!("no")), "{address}: its schema says nothing");
        checked += 1;
    }
    assert!(checked >= 16, "{checked} were checked");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_request_may_be_is_what_is_taken() {
    let mut house = House::new(Release::V28).await;
    let document = house.ada.get("/api/openapi.json").await.json();
    let body =
        &document["paths"]["/api/containers"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    let checker = checker(&document, body);
    for (spec, fits) in [
        (
            json!({"image": "busybox", "ports": [{"private": 80}], "restart": {"on-failure": {"attempts": 3}}}),
            true,
        ),
        (json!({"image": "busybox", "restart": "unless-stopped", "labels": [["a", "b"]]}), true),
        (json!({"image": "busybox", "privileged": true}), false),
        (json!({"image": "busybox", "ports": [{"private": "80"}]}), false),
        (json!({"image": "busybox", "restart": "sometimes"}), false),
        (json!({"name": "x"}), false),
    ] {
        let new = json!({ "spec": spec });
        assert_eq!(checker.is_valid(&new), fits, "{new}");
        let answer = super::send(&mut house.ada, Method::POST, "/api/containers", &new).await;
        assert_eq!(answer.status.is_success(), fits, "{new}: {}", answer.text);
    }
}
