//! GET /api/openapi.json: the description of our own API says what is served, and is OpenAPI.
//!
//! `openapi/3.1.json` is the schema of such descriptions as the OpenAPI Initiative publishes it (Apache-2.0).

use std::{collections::BTreeSet, path::Path};

use gate::Role;
use http::Request;
use serde_json::{Value, json};
use server::Access;

use crate::{client::Client, running::Running};

const ADDRESS: &str = "/api/openapi.json";

/// The description as people read it. Written anew with `BLESS=1`.
const KEPT: &str = "../docs/openapi.json";

const SCHEMA: &str = include_str!("openapi/3.1.json");

async fn viewer() -> (Running, Client) {
    let server = Running::with_people(&[("vera", Role::Viewer)]).await;
    let vera = Client::with_token(server.address, &server.token_of("vera", None).await);
    (server, vera)
}

/// What is described: method and address, and what it says.
pub(crate) fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let methods = paths.flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(move |(method, operation)| (method, path, operation))
    });
    methods.map(|(method, path, operation)| (method.to_uppercase(), path.clone(), operation)).collect()
}

/// Checks values against a schema of a description's.
pub(crate) fn checker(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    jsonschema::draft202012::new(&schema).unwrap()
}

#[tokio::test]
async fn each_route_of_the_api_is_described_with_its_role_and_nothing_else_is() {
    let (_server, mut vera) = viewer().await;
    let document = vera.get(ADDRESS).await.json();
    let described = operations(&document);
    let routes = server::routes();
    for route in &routes {
        let found =
            described.iter().find(|(method, path, _)| method.as_str() == route.method && path == route.path);
        assert!(found.is_some() || !route.path.starts_with("/api/"), "{} {}", route.method, route.path);
        let Some((.., operation)) = found else { continue };
        let mut roles = BTreeSet::new();
        for way in operation["security"].as_array().unwrap() {
            roles.extend(way.as_object().unwrap().values().map(|roles| roles[0].as_str().unwrap()));
        }
        let needed = match route.access {
            Access::Anyone => BTreeSet::new(),
            Access::Role(role) => BTreeSet::from([role.as_str()]),
        };
        assert_eq!(roles, needed, "{} {}", route.method, route.path);
        assert!(!operation["summary"].as_str().unwrap().is_empty());
    }
    for (method, path, _) in described {
        let served = routes.iter().any(|route| route.method == method.as_str() && route.path == path);
        assert!(served, "{method} {path} isn't served");
    }
}

#[tokio::test]
async fn it_is_openapi_and_as_it_is_kept_for_people() {
    let (_server, mut vera) = viewer().await;
    let document = vera.get(ADDRESS).await.json();
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let wrong: Vec<_> = jsonschema::draft202012::new(&schema)
        .unwrap()
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");

    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&kept, serde_json::to_string_pretty(&document).unwrap() + "\n").unwrap();
    }
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(kept).unwrap()).unwrap();
    assert!(document == kept, "the API has changed: if it is meant, write docs/openapi.json with BLESS=1");
}

#[tokio::test]
async fn what_a_request_takes_is_said_by_its_handler() {
    let (_server, mut vera) = viewer().await;
    let document = vera.get(ADDRESS).await.json();
    let paths = &document["paths"];
    let act = &paths["/api/containers/{id}/{verb}"]["post"];
    let parameters: Vec<_> = act["parameters"].as_array().unwrap().iter().map(|it| &it["schema"]).collect();
    let named = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    assert_eq!(parameters, [&named("Id"), &named("Verb")]);
    assert_eq!(act["requestBody"]["required"], Value::Null, "a container is stopped without a body");
    let person = &paths["/api/people"]["post"];
    assert_eq!(person["security"], json!([{"session": ["admin"]}]), "a token can't add people");
    assert_eq!(person["requestBody"]["content"]["application/json"]["schema"], named("NewPerson"));
    let audit = paths["/api/audit"]["get"]["parameters"].as_array().unwrap();
    let limit = audit.iter().find(|it| it["name"] == "limit").unwrap();
    assert_eq!((&limit["in"], &limit["required"]), (&json!("query"), &json!(false)));
    assert_eq!(limit["schema"]["type"], "integer");
}

#[tokio::test]
async fn it_is_not_sent_to_those_who_have_it_and_strangers_are_not_told() {
    let (server, mut vera) = viewer().await;
    let tag = vera.get(ADDRESS).await.header("etag").to_owned();
    let again = vera.send(Request::get(ADDRESS).header("if-none-match", &tag), "").await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    let packed = vera.send_for_bytes(Request::get(ADDRESS).header("accept-encoding", "gzip")).await;
    assert_eq!(packed.0["content-encoding"], "gzip");
    assert_eq!(server.client().get(ADDRESS).await.status, 401);
}

#[tokio::test]
async fn a_failure_is_of_the_described_shape() {
    let (_server, mut vera) = viewer().await;
    let document = vera.get(ADDRESS).await.json();
    let failure = &document["components"]["responses"]["Failure"]["content"]["application/json"]["schema"];
    let answer = vera.get("/api/people").await;
    assert_eq!(answer.status, 403);
    let checker = checker(&document, failure);
    assert!(checker.is_valid(&answer.json()), "{}", answer.text);
    assert!(!checker.is_valid(&json!({"message": "no"})));
}
