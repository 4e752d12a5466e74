//! What reaches others, or what others obey.

use engine_api::operation::Operation::{ContainerCreate, NetworkConnect, NetworkCreate, VolumeCreate};
use serde_json::{Value, json};

use super::{check, host};
use crate::body::{
    Limits, decide, may_pull,
    tests::{TOWN, decide_here, id, with},
};

#[test]
fn what_reaches_others() {
    for (asked, field) in [
        (json!({"LogConfig": {"Type": "fluentd"}}), "LogConfig.Type"),
        (
            json!({"LogConfig": {"Type": "syslog", "Config": {"syslog-address": "unix:///x"}}}),
            "LogConfig.Config.syslog-address",
        ),
        (
            json!({"LogConfig": {"Type": "json-file", "Config": {"max-size": "-1"}}}),
            "LogConfig.Config.max-size",
        ),
        (json!({"NetworkMode": "theirs"}), "NetworkMode"),
        (json!({"Dns": ["127.0.0.1"]}), "Dns[0]"),
        (json!({"Dns": ["::ffff:127.0.0.1"]}), "Dns[0]"),
        (json!({"Dns": ["x"]}), "Dns[0]"),
        (json!({"DnsSearch": ["a b"]}), "DnsSearch[0]"),
        (json!({"DnsOptions": ["a\nb"]}), "DnsOptions[0]"),
        (json!({"ExtraHosts": ["x:host-gateway"]}), "ExtraHosts[0]"),
        (json!({"ExtraHosts": ["bank:10.0.0.1"]}), "ExtraHosts[0]"),
        (json!({"ExtraHosts": ["x"]}), "ExtraHosts[0]"),
        (json!({"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}), "PortBindings.80/tcp[0].HostPort"),
        (json!({"PortBindings": {"80/tcp": [{"HostPort": "2375"}]}}), "PortBindings.80/tcp[0].HostPort"),
        (json!({"PortBindings": {"80/tcp": [{"HostPort": "2000-3000"}]}}), "PortBindings.80/tcp[0].HostPort"),
        (json!({"PortBindings": {"80/tcp": [{"HostPort": "0x50"}]}}), "PortBindings.80/tcp[0].HostPort"),
        (json!({"PortBindings": {"80/tcp": [{"HostPort": "+8080"}]}}), "PortBindings.80/tcp[0].HostPort"),
        (json!({"PortBindings": {"80/tcp": [{"HostIp": "0.0.0.0"}]}}), "PortBindings.80/tcp[0].HostIp"),
        (json!({"PortBindings": {"80/icmp": []}}), "PortBindings.80/icmp"),
        (json!({"PortBindings": {"80/tcp": [{"hostport": "8080"}]}}), "PortBindings.80/tcp[0].hostport"),
    ] {
        host(asked, field);
    }
    let place = |place: Value| with(json!({"NetworkingConfig": {"EndpointsConfig": {"n1": place}}}));
    for (endpoint, field) in [
        (json!({"IPAMConfig": {"IPv4Address": "172.18.0.9"}}), "IPAMConfig.IPv4Address"),
        (json!({"MacAddress": "02:42:ac:11:00:04"}), "MacAddress"),
        (json!({"DriverOpts": {"com.docker.network.endpoint.sysctls": "x"}}), "DriverOpts"),
        (json!({"GwPriority": 10}), "GwPriority"),
        (json!({"Links": ["c1"]}), "Links"),
        (json!({"Aliases": ["bank"]}), "Aliases[0]"),
        (json!({"Aliases": ["a b"]}), "Aliases[0]"),
        (json!({"NetworkID": "x"}), "NetworkID"),
    ] {
        check(
            ContainerCreate,
            place(endpoint.clone()),
            &format!("NetworkingConfig.EndpointsConfig.n1.{field}"),
        );
        check(
            NetworkConnect,
            json!({"Container": "c1", "EndpointConfig": endpoint}),
            &format!("EndpointConfig.{field}"),
        );
    }
    for name in ["theirs", "host", "container:c1"] {
        let body = with(json!({"NetworkingConfig": {"EndpointsConfig": {name: {}}}}));
        check(ContainerCreate, body, &format!("NetworkingConfig.EndpointsConfig.{name}"));
    }
    let twice = json!({"n1": {}, id(0).to_string(): {}});
    assert!(
        decide_here(ContainerCreate, &with(json!({"NetworkingConfig": {"EndpointsConfig": twice}}))).is_err()
    );
    check(
        ContainerCreate,
        with(json!({"NetworkingConfig": {"endpointsconfig": null}})),
        "NetworkingConfig.endpointsconfig",
    );
    check(ContainerCreate, with(json!({"NetworkingConfig": {"n1": {}}})), "NetworkingConfig.n1");
}

#[test]
fn labels_that_others_obey() {
    for label in [
        "traefik.http.routers.x.rule",
        "Traefik.Enable",
        "com.centurylinklabs.watchtower.lifecycle.pre-check",
        "ofelia.job-exec.x.command",
        "docker-volume-backup.exec-pre",
        "com.getarcaneapp.arcane.lifecycle.pre-update",
        "io.pierhead.stack",
        "caddy_1.reverse_proxy",
        "",
        "a b",
        "ä",
    ] {
        let labels = json!({ label: "x" });
        let field = format!("Labels.{label}");
        check(ContainerCreate, with(json!({ "Labels": labels })), &field);
        check(VolumeCreate, json!({ "Labels": labels }), &field);
        check(NetworkCreate, json!({"Name": "front", "Labels": labels}), &field);
    }
    // All lists of the engine's have them: what no list can hold hides all that is there.
    let labels = json!({"a": "x".repeat(10 << 10), "b": "\u{1}".repeat(2 << 10)});
    check(ContainerCreate, with(json!({ "Labels": labels })), "Labels.b");
    check(VolumeCreate, json!({ "Labels": labels }), "Labels.b");
    for project in [json!("bank"), json!("Shop"), json!(""), json!(5)] {
        let labels = json!({ "com.docker.compose.project": project });
        check(ContainerCreate, with(json!({ "Labels": labels })), "Labels.com.docker.compose.project");
    }
}

#[test]
fn names_that_another_stack_would_take_for_its_own() {
    check(NetworkCreate, json!({"Name": "bank_default"}), "Name");
    check(VolumeCreate, json!({"Name": "bank_data"}), "Name");
    let with_host = |host| with(json!({ "HostConfig": host }));
    check(ContainerCreate, with_host(json!({"Binds": ["bank_data:/x"]})), "HostConfig.Binds[0]");
    let mount = json!({"Type": "volume", "Source": "bank_data", "Target": "/x"});
    check(ContainerCreate, with_host(json!({"Mounts": [mount]})), "HostConfig.Mounts[0].Source");
    let refused = decide_here(VolumeCreate, &json!({"Name": "bank_data"})).unwrap_err();
    assert!(refused.to_string().contains("begin with bank_ are for the stack bank"), "{refused}");
    for name in ["shop_data2", "bank-data", "bank", "a_bank_data"] {
        assert!(decide_here(VolumeCreate, &json!({ "Name": name })).is_ok(), "{name}");
        assert!(decide_here(NetworkCreate, &json!({ "Name": name })).is_ok(), "{name}");
    }
}

#[test]
fn labels_that_an_image_brings_along() {
    for (image, words) in [
        ("of-bank", "com.docker.compose.project with \"bank\", which is no stack of yours"),
        ("routed", "\"Traefik.enable\", which other programs take orders from"),
        ("ours", "\"io.pierhead.x\""),
    ] {
        let refused = decide_here(ContainerCreate, &json!({"Image": image})).unwrap_err();
        assert_eq!(refused.field, "Image");
        assert!(refused.to_string().contains(words), "{refused}");
    }
    // What the container says itself is what holds.
    for labels in [json!(null), json!({}), json!({"a": "b"})] {
        check(ContainerCreate, json!({"Image": "of-bank", "Labels": labels}), "Image");
        assert!(decide_here(ContainerCreate, &json!({"Image": "of-shop", "Labels": labels})).is_ok());
    }
    let labels = json!({"com.docker.compose.project": "shop"});
    assert!(decide_here(ContainerCreate, &json!({"Image": "of-bank", "Labels": labels})).is_ok());
}

#[test]
fn variables_that_others_obey() {
    for variable in ["VIRTUAL_HOST=bank.example.org", "LETSENCRYPT_HOST=x", "virtual_port="] {
        check(ContainerCreate, with(json!({"Env": ["A=1", variable]})), "Env[1]");
    }
    for allowed in ["VIRTUAL=1", "MY_VIRTUAL_HOST=x", "VIRTUAL_HOST"] {
        assert!(decide_here(ContainerCreate, &with(json!({"Env": [allowed]}))).is_ok(), "{allowed}");
    }
    for own in [json!(null), json!([]), json!(["VIRTUAL_PORT"])] {
        let refused = decide_here(ContainerCreate, &json!({"Image": "hosted", "Env": own})).unwrap_err();
        assert_eq!(refused.field, "Image");
        assert!(
            refused.to_string().contains("\"VIRTUAL_HOST\", which other programs take orders from"),
            "{refused}"
        );
    }
    let taken_away = json!({"Image": "hosted", "Env": ["VIRTUAL_HOST"]});
    assert!(decide_here(ContainerCreate, &taken_away).is_ok());
}

#[test]
fn what_would_make_the_engines_lists_too_long() {
    let long = "x".repeat(33 << 10);
    for (asked, field) in [
        (json!({"Cmd": ["sh", "-c", long]}), "Cmd"),
        (json!({"Cmd": long}), "Cmd"),
        (json!({"Entrypoint": [long]}), "Entrypoint"),
    ] {
        check(ContainerCreate, with(asked), field);
    }
    check(ContainerCreate, json!({"Image": "labelled"}), "Image");
    check(ContainerCreate, json!({"Image": "scripted"}), "Image");
    check(ContainerCreate, json!({"Image": "listening"}), "Image.ExposedPorts");
    check(ContainerCreate, json!({"Image": "voluminous"}), "Image.Volumes");
    assert!(decide_here(ContainerCreate, &json!({"Image": "scripted", "Cmd": ["true"]})).is_ok());
    let own = json!({"Image": "labelled", "Labels": {"a": ""}});
    assert!(decide_here(ContainerCreate, &own).is_ok());
}

#[test]
fn images_that_nobody_approved() {
    for image in [
        "ghcr.io/x/y",
        "localhost:5000/x",
        "localhost/x",
        "127.0.0.1:80/x",
        "unknown",
        "UPPER",
        "",
        "a b",
        "busybox@sha256:1",
    ] {
        check(ContainerCreate, json!({ "Image": image }), "Image");
    }
    assert!(decide_here(ContainerCreate, &json!({})).is_err());
    check(ContainerCreate, json!({"Image": null}), "Image");
    let limits = Limits::default();
    for image in ["nginx", "docker.io/library/nginx:1", "index.docker.io/x/y"] {
        assert!(may_pull(image, &limits).is_ok(), "{image}");
    }
    for image in ["ghcr.io/x/y", "localhost/x", "DOCKER.IO/x", "docker.io:443/x", "a/b@sha256:"] {
        assert!(may_pull(image, &limits).is_err(), "{image}");
    }
}

#[test]
fn root_in_containers_where_it_is_not_allowed() {
    let limits = Limits { root_in_containers: false, ..Limits::default() };
    for (user, expected) in [
        (json!("1000"), true),
        (json!("1000:1000"), true),
        (json!(null), false),
        (json!(""), false),
        (json!("0"), false),
        (json!("00"), false),
        (json!("+0"), false),
        (json!("1000:0"), false),
        (json!("1000:"), false),
        (json!("root"), false),
        (json!("www"), false),
        (json!("4294967296"), false),
    ] {
        let body = with(json!({ "User": user })).to_string();
        assert_eq!(decide(ContainerCreate, body.as_bytes(), &TOWN, &limits).is_ok(), expected, "{user}");
    }
}
