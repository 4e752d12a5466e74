use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::{port::Port, time::Time};

const OLD: [&str; 4] = [
    include_str!("../../testdata/20.10/containers.json"),
    include_str!("../../testdata/20.10/container-web.json"),
    include_str!("../../testdata/20.10/container-done.json"),
    include_str!("../../testdata/20.10/container-fresh.json"),
];
const NEW: [&str; 4] = [
    include_str!("../../testdata/28/containers.json"),
    include_str!("../../testdata/28/container-web.json"),
    include_str!("../../testdata/28/container-done.json"),
    include_str!("../../testdata/28/container-fresh.json"),
];

#[test]
fn lists_of_both_ends_of_the_range_are_read() {
    for list in [OLD[0], NEW[0]] {
        let rows: Vec<ContainerSummary> = serde_json::from_str(list).unwrap();
        let states: BTreeMap<&str, State> = rows.iter().map(|row| (row.name(), row.state)).collect();
        let expected = [
            ("done", State::Exited),
            ("fresh", State::Created),
            ("frozen", State::Paused),
            ("web", State::Running),
        ];
        assert_eq!(states, BTreeMap::from(expected));
        let web = rows.iter().find(|row| row.name() == "web").unwrap();
        assert_eq!((web.image.as_str(), web.host_config.network_mode.as_str()), ("busybox", "front"));
        assert!(web.image_id.is_some() && web.created > 0 && web.status.contains("(healthy)"));
        assert_eq!(web.labels["com.docker.compose.project"], "shop");
        let port = web.ports.iter().find(|port| port.private_port == 80).unwrap();
        assert_eq!((port.public_port, port.ip.unwrap().to_string().as_str()), (Some(18080), "127.0.0.1"));
        assert!(web.ports.iter().any(|port| port.private_port == 443 && port.public_port.is_none()));
        assert_eq!(web.network_settings.networks["front"].ip_address, "172.30.0.2");
        let mut mounts: Vec<_> =
            web.mounts.iter().map(|it| (it.kind, it.destination.as_str(), it.writable)).collect();
        mounts.sort_unstable_by_key(|mount| mount.1);
        assert_eq!(mounts, [(MountKind::Volume, "/data", true), (MountKind::Bind, "/host", false)]);
    }
}

#[test]
fn inspections_of_both_ends_of_the_range_are_read() {
    for [_, web, done, fresh] in [OLD, NEW] {
        let web: Container = serde_json::from_str(web).unwrap();
        assert_eq!(web.name(), "web");
        assert_eq!((web.state.status, web.state.running, web.state.pid > 0), (State::Running, true, true));
        assert_eq!(web.state.health.as_ref().unwrap().status, HealthStatus::Healthy);
        assert!(!web.state.health.unwrap().log.is_empty());
        assert!(
            web.state.started_at > web.created.map(|Time(at)| Time(at - 1))
                && web.state.finished_at.is_none()
        );
        let host = &web.host_config;
        assert_eq!((host.memory, host.nano_cpus, host.pids_limit), (64 << 20, 500_000_000, Some(100)));
        let policy = RestartPolicy { name: RestartPolicyName::OnFailure, maximum_retry_count: 3 };
        assert_eq!(host.restart_policy, policy);
        assert_eq!(host.log_config.config["max-size"], "1m");
        assert!(host.binds.contains(&"/tmp:/host:ro".to_owned()) && host.binds.len() == 2);
        let http: Port = "80/tcp".parse().unwrap();
        assert_eq!(host.port_bindings[&http][0].host_port, "18080");
        assert_eq!(web.network_settings.ports[&http][0].host_ip, "127.0.0.1");
        assert!(web.network_settings.ports[&"443/tcp".parse().unwrap()].is_empty());
        assert!(web.network_settings.networks["front"].aliases.contains(&"www".to_owned()));
        assert_eq!(web.config.healthcheck.unwrap().interval, 1_000_000_000);
        assert!(web.config.env.contains(&"A=1".to_owned()) && web.config.exposed_ports.contains(&http));

        let done: Container = serde_json::from_str(done).unwrap();
        assert_eq!((done.state.status, done.state.exit_code), (State::Exited, 3));
        assert!(done.state.finished_at >= done.state.started_at && done.state.health.is_none());

        let fresh: Container = serde_json::from_str(fresh).unwrap();
        assert_eq!(
            (fresh.state.status, fresh.state.started_at, fresh.config.tty),
            (State::Created, None, true)
        );
    }
}

/// One value that nobody knows must not lose the rest.
#[test]
fn what_nobody_knows_is_unknown_and_null_is_empty() {
    let mut row: Value = serde_json::from_str::<Vec<Value>>(NEW[0]).unwrap().remove(0);
    for (key, value) in [
        ("State", json!("hibernating")),
        ("ImageID", json!("")),
        ("Ports", Value::Null),
        ("Labels", Value::Null),
        ("Mounts", json!([{ "Type": "cluster" }])),
        ("Names", Value::Null),
        ("HostConfig", Value::Null),
        ("NetworkSettings", json!({ "Networks": { "a": null } })),
        ("New", json!({ "x": [1] })),
    ] {
        row[key] = value;
    }
    let row: ContainerSummary = serde_json::from_value(row).unwrap();
    assert_eq!((row.state, row.image_id, row.name()), (State::Unknown, None, ""));
    assert_eq!(row.mounts[0].kind, MountKind::Unknown);
    assert_eq!(row.network_settings.networks["a"], EndpointSettings::default());

    let minimal = json!({ "Id": "0".repeat(64), "State": { "Health": { "Status": "" } }, "HostConfig": {
        "PortBindings": { "80/quic": null, "81/tcp": null }, "RestartPolicy": { "Name": "sometimes" } } });
    let minimal: Container = serde_json::from_value(minimal).unwrap();
    assert_eq!(minimal.state.health.unwrap().status, HealthStatus::None);
    assert_eq!(minimal.host_config.port_bindings.len(), 1);
    assert_eq!(minimal.host_config.restart_policy.name, RestartPolicyName::Unknown);
}

#[test]
fn a_containers_own_name_has_one_slash() {
    let mut row: Value = serde_json::from_str::<Vec<Value>>(NEW[0]).unwrap().remove(0);
    row["Names"] = json!(["/other/alias", "/own"]);
    assert_eq!(serde_json::from_value::<ContainerSummary>(row).unwrap().name(), "own");
}

#[test]
fn a_body_says_only_what_was_said() {
    let least = ContainerBody { image: "busybox".into(), ..Default::default() };
    assert_eq!(serde_json::to_value(&least).unwrap(), json!({ "Image": "busybox", "HostConfig": {} }));
    let http: Port = "80/tcp".parse().unwrap();
    let body = ContainerBody {
        image: "busybox".into(),
        cmd: vec!["httpd".into()],
        env: vec!["A=1".into()],
        exposed_ports: [http].into(),
        labels: [("a".to_owned(), "b".to_owned())].into(),
        host_config: HostConfigBody {
            mounts: vec![
                MountBody {
                    kind: MountKind::Volume,
                    source: "data".into(),
                    target: "/data".into(),
                    read_only: false,
                    ..MountBody::default()
                },
                MountBody {
                    kind: MountKind::Bind,
                    source: "/srv".into(),
                    target: "/srv".into(),
                    read_only: true,
                    ..MountBody::default()
                },
            ],
            port_bindings: [(
                http,
                vec![PortBinding { host_ip: "127.0.0.1".into(), host_port: "8080".into() }],
            )]
            .into(),
            network_mode: "front".into(),
            restart_policy: RestartPolicy { name: RestartPolicyName::UnlessStopped, maximum_retry_count: 0 },
            memory: 1 << 26,
            nano_cpus: 500_000_000,
            pids_limit: Some(100),
            ..Default::default()
        },
        networking_config: Some(NetworkingConfig {
            endpoints_config: [(
                "front".to_owned(),
                Endpoint { aliases: vec!["www".into()], ..Endpoint::default() },
            )]
            .into(),
        }),
        ..Default::default()
    };
    let expected = json!({
        "Image": "busybox", "Cmd": ["httpd"], "Env": ["A=1"], "ExposedPorts": { "80/tcp": {} }, "Labels": { "a": "b" },
        "HostConfig": {
            "Mounts": [
                { "Type": "volume", "Source": "data", "Target": "/data" },
                { "Type": "bind", "Source": "/srv", "Target": "/srv", "ReadOnly": true }
            ],
            "PortBindings": { "80/tcp": [{ "HostIp": "127.0.0.1", "HostPort": "8080" }] },
            "NetworkMode": "front", "RestartPolicy": { "Name": "unless-stopped" },
            "Memory": 67108864, "NanoCpus": 500000000, "PidsLimit": 100
        },
        "NetworkingConfig": { "EndpointsConfig": { "front": { "Aliases": ["www"] } } }
    });
    assert_eq!(serde_json::to_value(&body).unwrap(), expected);
}

#[test]
fn a_deadline_covers_the_grace_period() {
    let id = Id([0; 32]);
    let stop = |timeout| Stop { id, timeout }.deadline().unwrap().as_secs();
    assert_eq!(stop(Some(Seconds(0))), 20);
    assert_eq!(stop(Some(Seconds(100))), 110);
    assert_eq!(stop(None), 70);
    assert!(Restart { id, timeout: Some(Seconds(100)) }.deadline().unwrap().as_secs() > 110);
    assert_eq!(Wait { id }.deadline(), None);
}

#[test]
fn signals_are_read_by_either_name() {
    for signal in ["SIGKILL", "SIGTERM", "SIGHUP", "SIGWINCH"] {
        assert_eq!(signal.parse::<Signal>().unwrap().to_string(), signal);
        assert_eq!(signal[3..].parse::<Signal>().unwrap().to_string(), signal);
    }
    for text in ["", "SIG", "SIGSIGKILL", "9", "kill", "SIGSEGV"] {
        assert_eq!(text.parse::<Signal>(), Err(InvalidSignal), "{text}");
    }
}
