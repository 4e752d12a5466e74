//! What can't be read, or could be read in two ways; and what a refusal says.

use engine_api::operation::Operation::ContainerCreate;
use serde_json::json;

use crate::body::{
    LONGEST, Limits, Noun, Refused, Why, decide,
    tests::{TOWN, decide_here, with, with_host},
};

#[test]
fn what_could_be_read_in_two_ways() {
    let deep = format!(r#"{{"Labels":{}1{}}}"#, r#"{"a":"#.repeat(50), "}".repeat(50));
    let large = format!(r#"{{"Image":"busybox","User":"{}"}}"#, "x".repeat(LONGEST));
    let deeper = "[".repeat(100_000);
    for (body, field) in [
        (r#"{"Image":"busybox","Image":"busybox"}"#, ""),
        (r#"{"Image":"busybox","HostConfig":{"Init":true,"Init":true}}"#, ""),
        (r#"{"Image":"busybox","Labels":{"a":"b","a":"b"}}"#, ""),
        (r#"{"Image":"busybox","Labels":{"a":"b","\u0061":"b"}}"#, ""),
        (r#"{"Image":"busybox","HostConfig":{"PortBindings":{"80/tcp":[],"80/tcp":[]}}}"#, ""),
        (r#"{"Image":"busybox","HostConfig":{"pRIVILEGED":true}}"#, "HostConfig.pRIVILEGED"),
        (r#"{"Image":"busybox","HoſtConfig":{"Privileged":true}}"#, "HoſtConfig"),
        (r#"{"Image":"busybox","hostconfig":null}"#, "hostconfig"),
        (r#"{"Image":"busybox","HostConfig ":{}}"#, "HostConfig "),
        (r#"{"Image":"busybox"} {"HostConfig":{"Privileged":true}}"#, ""),
        (r#"{"Image":"busybox"}x"#, ""),
        (r#"{"Image":"busybox","User":"a\u0000b"}"#, ""),
        (r#"{"Image":"busybox","User":"\ud800"}"#, ""),
        (r#"{"Image":"busybox","HostConfig":[]}"#, "HostConfig"),
        (r#"{"Image":"busybox","HostConfig":{"Memory":1e6}}"#, "HostConfig.Memory"),
        (r#"{"Image":"busybox","HostConfig":{"Memory":NaN}}"#, ""),
        (r#"{"Image":"busybox",}"#, ""),
        (r#"[{"Image":"busybox"}]"#, ""),
        ("null", ""),
        ("", ""),
        (deep.as_str(), ""),
        (deeper.as_str(), ""),
        (large.as_str(), ""),
    ] {
        let refused = decide(ContainerCreate, body.as_bytes(), &TOWN, &Limits::default());
        let shown: String = body.chars().take(100).collect();
        assert_eq!(refused.map_err(|refused| refused.field), Err(field.to_owned()), "{shown}");
    }
    let latin =
        decide(ContainerCreate, b"{\"Image\":\"busybox\",\"User\":\"\xff\"}", &TOWN, &Limits::default());
    assert!(latin.is_err());
}

#[test]
fn a_refusal_tells_no_secrets_and_what_to_do() {
    for body in [
        with(json!({"Env": ["=canary"]})),
        with(json!({"Env": "canary"})),
        with(json!({"Env": [{"canary": 1}]})),
        with(json!({"Cmd": {"canary": "canary"}})),
        with(json!({"Tty": "canary"})),
        with_host(json!({"Memory": "canary"})),
        json!({"Image": "canary canary"}),
    ] {
        let refused = decide_here(ContainerCreate, &body).expect_err("refused").to_string();
        assert!(!refused.contains("canary"), "{refused}");
    }
    for (body, text) in [
        (
            with_host(json!({"Privileged": true})),
            "HostConfig.Privileged: the container would be root on the host: leave it out, or ask an admin",
        ),
        (
            with_host(json!({"Binds": ["theirs:/x"]})),
            "HostConfig.Binds[0]: no volume \"theirs\" is in your stacks",
        ),
        (
            with_host(json!({"Memory": -5})),
            "HostConfig.Memory: it has to be between 1 and 2147483648: an admin may ask for more",
        ),
        (
            json!({"Image": "ghcr.io/x/y"}),
            "Image: registries have to be approved by an admin, with the setting deploy-registry: docker.io",
        ),
    ] {
        assert_eq!(decide_here(ContainerCreate, &body).expect_err("refused").to_string(), text);
    }
    let long =
        Refused { field: String::new(), why: Why::NotYours { what: Noun::Volume, name: "x".repeat(5000) } };
    assert_eq!(long.to_string(), "no volume is in your stacks");
}
