use base64::Engine as _;
use proptest::prelude::*;

use super::*;
use crate::{
    container::{
        CreateContainer, InspectContainer, ListContainers, Logs, LogsQuery, RemoveContainer, Stop, Tail,
    },
    image::{InspectImage, PullImage, RegistryAuth, TagImage},
    system::Ping,
    version::NEWEST,
    volume::{InspectVolume, RemoveVolume},
};

const ID: &str = "00f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2eff";

fn check<C: Call>(call: &C, expected: &str) {
    let request = request(call, Some(NEWEST)).unwrap();
    assert_eq!(format!("{} {}", request.method(), request.uri()), expected);
}

#[test]
fn calls_become_requests() {
    let id: id::Id = ID.parse().unwrap();
    check(&Ping, "GET /v1.51/_ping");
    check(&Stop { id, timeout: None }, &format!("POST /v1.51/containers/{ID}/stop"));
    check(&Stop { id, timeout: Some(Seconds(3)) }, &format!("POST /v1.51/containers/{ID}/stop?t=3"));
    check(
        &RemoveContainer { id, force: true, volumes: true },
        &format!("DELETE /v1.51/containers/{ID}?force=1&v=1"),
    );
    check(&ListContainers { all: true, filters: Filters::new() }, "GET /v1.51/containers/json?all=1");
    check(
        &ListContainers { all: true, filters: Filters::new().with("name", "a&b").with("name", "c") },
        "GET /v1.51/containers/json?all=1&filters=%7B%22name%22%3A%5B%22a%26b%22%2C%22c%22%5D%7D",
    );
    let part = LogsQuery {
        follow: true,
        stdout: true,
        stderr: false,
        timestamps: false,
        since: None,
        tail: Tail::Lines(100),
    };
    check(&Logs { id, part }, &format!("GET /v1.51/containers/{ID}/logs?follow=1&stdout=1&tail=100"));
    check(&InspectImage { image: "reg.io:5000/a/b:1".into() }, "GET /v1.51/images/reg.io:5000/a/b:1/json");
    check(&InspectVolume { name: "a b%2f?#".into() }, "GET /v1.51/volumes/a%20b%252f%3F%23");
    check(
        &TagImage { image: "a".into(), to: "b:2".parse().unwrap() },
        "POST /v1.51/images/a/tag?repo=b&tag=2",
    );
    check(
        &PullImage { image: "nginx".parse().unwrap(), platform: Some("linux/arm64".into()), auth: None },
        "POST /v1.51/images/create?fromImage=nginx&tag=latest&platform=linux%2Farm64",
    );
}

#[test]
fn a_name_that_would_be_another_path_is_refused() {
    for name in ["", ".", "..", "a/b", "../images/json", "a\\b", "a\nb", "a\0"] {
        let refused = request(&InspectContainer { container: name.into() }, None);
        assert!(matches!(refused, Err(Unsendable::Name(_))), "{name:?}");
    }
    for name in ["", "a//b", "../containers/json", "a/../b", "/a", "a/"] {
        assert!(request(&InspectImage { image: name.into() }, None).is_err(), "{name:?}");
    }
}

#[test]
fn a_body_is_json_and_a_secret_stays_secret() {
    let call = CreateContainer { name: "web".into(), platform: String::new(), body: Default::default() };
    let create = request(&call, None).unwrap();
    assert_eq!(create.headers()[header::CONTENT_TYPE], "application/json");
    assert_eq!(create.uri(), "/containers/create?name=web");

    let auth = RegistryAuth {
        username: "anna".into(),
        password: "canary?>~".into(),
        server_address: "reg.io".into(),
        ..RegistryAuth::default()
    };
    let pull = PullImage { image: "reg.io/a".parse().unwrap(), platform: None, auth: Some(auth) };
    assert!(!format!("{pull:?}").contains("canary"));
    let request = request(&pull, None).unwrap();
    let header = &request.headers()["x-registry-auth"];
    assert!(header.is_sensitive());
    let said = base64::engine::general_purpose::URL_SAFE.decode(header).unwrap();
    let expected = r#"{"username":"anna","password":"canary?>~","serveraddress":"reg.io"}"#;
    assert_eq!(String::from_utf8(said).unwrap(), expected);
}

proptest! {
    /// Whatever the name: the path has the template's segments, and the name decodes from its own.
    #[test]
    fn a_name_never_leaves_its_segment(name in "\\PC{0,12}|[./%a\\\\?#]{0,8}") {
        if let Ok(request) = request(&RemoveVolume { name: name.clone(), force: true }, None) {
            let path = request.uri().path();
            let segments: Vec<&str> = path.split('/').collect();
            prop_assert_eq!(segments.len(), 3);
            prop_assert_eq!(segments[1], "volumes");
            let decoded = percent_encoding::percent_decode_str(segments[2]).decode_utf8().unwrap();
            prop_assert_eq!(&*decoded, &name);
            prop_assert!(!matches!(&*decoded, "" | "." | ".."));
            prop_assert_eq!(request.uri().query(), Some("force=1"));
        }
    }
}
