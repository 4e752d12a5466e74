//! What is said of a container before it is made, and what engines of different ages take.

use std::collections::BTreeSet;

use gate::Role;
use http::Method;
use serde_json::{Value, json};
use testbed::Release;
use wire::FLAGS;

use super::{House, send};

const CHECK: &str = "/api/containers/check";

#[tokio::test(flavor = "multi_thread")]
async fn what_gives_away_the_host_is_named_flag_by_flag() {
    let mut house = House::new(Release::V28).await;
    let says = house.does(Method::POST, CHECK, json!({"image": "busybox", "mounts": [{"source": "data", "target": "/d"}],
        "names": {"publish_all": true, "links": ["a:b"]}, "resources": {"ulimits": [{"name": "core", "soft": 0, "hard": 0}]},
        "networks": [{"name": "bridge", "mac": "02:42:ac:11:00:02"}], "process": {"user": "0"}}));
    assert_eq!(says.await, json!([]), "an ordinary container");
    let asked = json!({
        "image": "busybox",
        "mounts": [{"source": "/srv", "target": "/a"}, {"source": "/tmp", "target": "/b", "read_only": true}],
        "networks": [{"name": "host"}],
        "labels": [["traefik.enable", "true"]],
        "devices": {"devices": [{"source": "/dev/null"}], "gpus": [{"count": -1}]},
        "security": {"privileged": true, "cap_add": ["SYS_ADMIN", "CHOWN"], "pid": "host",
            "options": ["seccomp=unconfined", "no-new-privileges"]},
        "storage": {"mounts": [{"kind": "bind", "source": "/tmp", "target": "/c"}]},
        "logging": {"driver": "syslog"},
    });
    let says = house.does(Method::POST, CHECK, asked).await;
    let because: BTreeSet<&str> =
        says[0]["host-root"]["because"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    let expected = [
        "--volume /srv:/a",
        "--volume /tmp:/b:ro",
        "--network host",
        "--label",
        "--device /dev/null",
        "--gpus",
        "--privileged",
        "--cap-add CAP_SYS_ADMIN",
        "--pid host",
        "--security-opt seccomp=unconfined",
        "--mount /tmp",
        "--log-driver syslog",
    ];
    assert_eq!(because, BTreeSet::from(expected));
    assert_eq!(house.docker(&["ps", "--all", "--quiet"]), "", "nothing was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_that_arent_there_are_told_by_both_ends_of_the_range() {
    for release in [Release::V20, Release::V28] {
        let mut house = House::new(release).await;
        let asked = json!({
            "image": "busybox",
            "mounts": [{"source": "/tmp", "target": "/a"}, {"source": "/no/such/path", "target": "/b"}],
            "storage": {"mounts": [{"kind": "bind", "source": "/nor/this", "target": "/c"}]},
            "memory": 1_u64 << 50,
        });
        let says = house.does(Method::POST, CHECK, asked.clone()).await;
        assert_eq!(house.does(Method::POST, CHECK, asked).await, says, "what was just asked holds");
        let says = says.as_array().unwrap();
        assert!(says.iter().any(|it| it["memory-above"]["host"].as_u64() > Some(1 << 20)), "{says:?}");
        let gone: Vec<_> = says.iter().filter_map(|it| it.get("no-such-path")).collect();
        let expected = [
            json!({"path": "/no/such/path", "is_made": true}),
            json!({"path": "/nor/this", "is_made": false}),
        ];
        assert_eq!(gone, expected.iter().collect::<Vec<_>>(), "{release:?}");
        assert_eq!(house.docker(&["ps", "--all", "--quiet"]), "", "nothing was made");
        let audit = house.ada.get("/api/audit?action=ContainerCreate").await.json();
        // The engine was asked by an operation that could make something: each is written down, and made nothing.
        let outcomes: Vec<_> = audit["rows"].as_array().unwrap().iter().map(|row| &row["outcome"]).collect();
        assert_eq!(outcomes, ["failed"; 3], "{audit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_isnt_admin_is_told_what_the_policy_refuses() {
    let house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "shop", "deploy");
    let mut kim = house.client_with_token_of("kim").await;
    let mut says = async |more: Value| {
        let mut spec = json!({"image": "busybox", "labels": [["com.docker.compose.project", "shop"]]});
        spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = send(&mut kim, Method::POST, CHECK, &spec).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    };
    assert_eq!(says(json!({"image": "docker.io/not/here:1"})).await, json!([]), "it will be pulled");
    let refused = says(json!({"security": {"privileged": true}})).await;
    let message = refused[0]["refused"]["message"].as_str().unwrap();
    assert!(message.contains("HostConfig.Privileged") && message.contains("root on the host"), "{message}");
    let refused = says(json!({"process": {"platform": "windows/amd64"}})).await;
    assert!(refused[0]["refused"]["message"].as_str().unwrap().contains("platform"), "{refused}");
    // It is no way to learn which paths the host has.
    let refused = says(json!({"mounts": [{"source": "/no/such/path", "target": "/x"}]})).await;
    assert_eq!(refused.as_array().unwrap().len(), 1, "{refused}");
    let mut vera = house.client_with_token_of("vera").await;
    assert_eq!(send(&mut vera, Method::POST, CHECK, &json!({"image": "busybox"})).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_engine_is_asked_for_nothing_that_it_would_leave_out() {
    let mut house = House::new(Release::V20).await;
    house.docker(&["network", "create", "--subnet", "172.28.0.0/16", "front"]);
    house.docker(&["network", "create", "back"]);
    house.until_listed("networks", "back").await;
    let refused = [
        (json!({"networks": [{"name": "front"}, {"name": "back"}]}), "several networks at once"),
        (
            json!({"health": {"command": "true", "start_interval": 5_000_000_000_u64}}),
            "health checks at first",
        ),
        (json!({"security": {"annotations": [["a", "b"]]}}), "annotations"),
        (
            json!({"storage": {"mounts": [{"source": "data", "target": "/d", "subpath": "x"}]}}),
            "a part of a volume",
        ),
    ];
    for (more, what) in refused {
        let mut spec = json!({"image": "busybox"});
        spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let (status, message, _) =
            house.fails(Method::POST, "/api/containers", json!({ "spec": spec })).await;
        assert!(status == 400 && message.contains(what) && message.contains("1.41"), "{message}");
        let says = house.does(Method::POST, CHECK, spec).await;
        assert!(says[0]["refused"]["message"].as_str().unwrap().contains(what), "{says}");
    }
    let spec = json!({
        "image": "busybox",
        "name": "old",
        "networks": [{"name": "front", "aliases": ["web"], "ipv4": "172.28.5.10", "mac": "02:42:ac:11:00:02"}],
        "process": {"hostname": "web", "user": "1000", "working_dir": "/tmp", "stop_timeout": 3, "platform": "linux/amd64"},
        "names": {"dns": ["1.1.1.1"], "extra_hosts": [{"name": "db", "address": "10.0.0.5"}]},
        "storage": {"tmpfs": [{"target": "/run", "options": "size=1m"}], "read_only": true},
        "resources": {"pids": 100, "ulimits": [{"name": "nofile", "soft": 10, "hard": 20}]},
        "health": {"command": "true", "interval": 1_000_000_000_u64},
        "logging": {"driver": "json-file", "options": [["max-size", "1m"]]},
    });
    house.does(Method::POST, "/api/containers", json!({"spec": spec, "start": true})).await;
    house.until_listed("containers", "old").await;
    let told: Value = serde_json::from_str(&house.docker(&["inspect", "old"])).unwrap();
    let (config, host) = (&told[0]["Config"], &told[0]["HostConfig"]);
    assert_eq!((&config["MacAddress"], &config["Hostname"]), (&json!("02:42:ac:11:00:02"), &json!("web")));
    assert_eq!(config["Healthcheck"]["Test"], json!(["CMD-SHELL", "true"]));
    assert_eq!(host["Ulimits"][0], json!({"Name": "nofile", "Soft": 10, "Hard": 20}));
    assert_eq!(told[0]["NetworkSettings"]["Networks"]["front"]["IPAMConfig"]["IPv4Address"], "172.28.5.10");
}

/// Fields of the engine's API that no flag of ours is for, and why not.
const WITHOUT: [(&str, &str); 27] = [
    ("ArgsEscaped", "for Windows"),
    ("AttachStderr", "who listens is up to a client"),
    ("AttachStdin", "who listens is up to a client"),
    ("AttachStdout", "who listens is up to a client"),
    ("Cmd", "what stands behind the image"),
    ("HostConfig.Cgroup", "for other runtimes, and docker has no flag for it"),
    ("HostConfig.ConsoleSize", "a client's"),
    ("HostConfig.ContainerIDFile", "a client's"),
    ("HostConfig.CpuCount", "for Windows"),
    ("HostConfig.CpuPercent", "for Windows"),
    ("HostConfig.IOMaximumBandwidth", "for Windows"),
    ("HostConfig.IOMaximumIOps", "for Windows"),
    ("HostConfig.Isolation", "for Windows"),
    ("HostConfig.KernelMemory", "gone from the engine"),
    ("HostConfig.KernelMemoryTCP", "gone from the engine"),
    ("HostConfig.MaskedPaths", "said by --security-opt systempaths"),
    ("HostConfig.ReadonlyPaths", "said by --security-opt systempaths"),
    ("HostConfig.LogConfig", "its parts are said"),
    ("Image", "what the flags stand before"),
    ("MacAddress", "said with the network"),
    ("NetworkDisabled", "the network none says it"),
    ("NetworkingConfig", "its parts are said"),
    ("HostConfig", "its parts are said"),
    ("OnBuild", "for images"),
    ("Shell", "for images"),
    ("StdinOnce", "who listens is up to a client"),
    ("Volumes", "said by --volume without a source"),
];

#[test]
fn every_field_of_a_container_can_be_said_or_has_a_reason_why_not() {
    let verdicts = gate::body::verdicts();
    let fields = verdicts.iter().filter(|it| it.body == "ContainerCreate").map(|it| &*it.field);
    let top = |field: &&str| field.trim_start_matches("HostConfig.").matches('.').count() == 0;
    for field in fields.clone().filter(top) {
        let said =
            FLAGS.iter().any(|flag| flag.engine == field || flag.engine.starts_with(&format!("{field}.")));
        let reason = WITHOUT.iter().any(|(known, _)| *known == field);
        assert!(
            said != reason || field == "HostConfig" || field.ends_with("Config"),
            "{field}: said {said}, reason {reason}"
        );
    }
    let known: BTreeSet<&str> = fields.collect();
    for flag in FLAGS.iter().filter(|flag| !flag.engine.is_empty()) {
        assert!(known.contains(flag.engine), "--{}: the engine has no {}", flag.name, flag.engine);
    }
}
