//! What is accepted, and what is sent for it.

use engine_api::operation::Operation::{self, *};
use serde_json::{Map, Value, json};

use super::{TOWN, Town, clients, decide_here, id, sent, with, with_host};
use crate::body::{About, Limits, decide};

/// What is sent has what is expected; where `null` is expected, nothing is sent.
fn check(operation: Operation, body: Value, expected: Value) {
    let decided = decide_here(operation, &body).unwrap_or_else(|refused| panic!("{body}: {refused}"));
    holds(&sent(&decided), &expected, &body);
}

fn holds(sent: &Value, expected: &Value, body: &Value) {
    match expected {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, expected) in fields {
                holds(&sent[name], expected, body);
            }
        }
        _ => assert_eq!(sent, expected, "{body}"),
    }
}

/// The same, for something in `HostConfig`.
fn host(asked: Value, expected: Value) {
    check(ContainerCreate, with_host(asked), json!({ "HostConfig": expected }));
}

/// Something in `HostConfig` that is sent as it was asked for.
fn kept(asked: Value) {
    host(asked.clone(), asked);
}

#[test]
fn all_that_plain_clients_send() {
    for (operation, client, body) in clients() {
        if let Err(refused) = decide_here(operation, &body) {
            panic!("{} of {client}: {refused}\n{body}", operation.name());
        }
    }
    assert!(clients().count() > 30);
}

#[test]
fn what_nobody_asked_for_has_limits() {
    let limits = Limits::default();
    for body in [
        json!({"Image": "busybox"}),
        json!({"Image": "busybox", "HostConfig": null}),
        with_host(json!({})),
        with_host(json!({"Memory": 0, "NanoCpus": 0, "PidsLimit": 0, "CpuQuota": 0, "CpuPeriod": 0})),
        with_host(json!({"Memory": null, "NanoCpus": null, "PidsLimit": -1})),
    ] {
        let expected =
            json!({"Memory": limits.memory, "NanoCpus": limits.nano_cpus, "PidsLimit": limits.pids});
        check(ContainerCreate, body, json!({ "HostConfig": expected }));
    }
    let few = limits.clone().on_host(1);
    assert_eq!((few.nano_cpus, few.memory), (1_000_000_000, limits.memory));
    host(json!({"CpuQuota": 50_000}), json!({"CpuQuota": 50_000, "NanoCpus": null}));
    host(json!({"CpuQuota": 1_000, "CpuPeriod": 1_000}), json!({"CpuQuota": 1_000, "CpuPeriod": 1_000}));
    // What is there already keeps what it has.
    check(
        ContainerUpdate,
        json!({"CpuShares": 512}),
        json!({"Memory": null, "NanoCpus": null, "PidsLimit": null}),
    );
    check(ContainerUpdate, json!({"PidsLimit": -1}), json!({ "PidsLimit": limits.pids }));
    check(ContainerUpdate, json!({"CpuQuota": 1000, "CpuPeriod": 1000}), json!({"CpuQuota": 1000}));
}

#[test]
fn what_asks_for_nothing_is_not_sent() {
    host(
        json!({
            "Privileged": false, "MaskedPaths": null, "ReadonlyPaths": null, "Devices": [], "Links": null,
            "CgroupParent": "", "Isolation": "default", "MemorySwappiness": -1, "OomScoreAdj": 0, "Annotations": {},
            "LogConfig": {"Type": "", "Config": {}}, "KernelMemory": 0, "PublishAllPorts": false, "Sysctls": {},
        }),
        json!({
            "Privileged": null, "MaskedPaths": null, "ReadonlyPaths": null, "Devices": null, "Links": null,
            "CgroupParent": null, "Isolation": null, "MemorySwappiness": null, "OomScoreAdj": null, "Annotations": null,
            "LogConfig": null, "KernelMemory": null, "PublishAllPorts": null, "Sysctls": null,
        }),
    );
}

#[test]
fn what_is_harmless_is_kept() {
    for asked in [
        json!({"AutoRemove": true, "ReadonlyRootfs": true, "Init": true}),
        json!({"Memory": 6 << 20, "MemorySwap": 12 << 20, "MemoryReservation": 6 << 20, "MemorySwappiness": 10}),
        json!({"NanoCpus": 500_000_000, "CpuShares": 512, "CpusetCpus": "0-1", "BlkioWeight": 300, "PidsLimit": 10}),
        json!({"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3}}),
        json!({"RestartPolicy": {"Name": "unless-stopped"}}),
        json!({"LogConfig": {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "3", "compress": "true"}}}),
        json!({"LogConfig": {"Type": "none"}}),
        json!({"IpcMode": "shareable", "CgroupnsMode": "private"}),
        json!({"Dns": ["1.1.1.1"], "DnsOptions": ["ndots:2"], "DnsSearch": ["example.org", "."]}),
        json!({"ExtraHosts": ["db:10.0.0.5"]}),
        json!({"Ulimits": [{"Name": "nofile", "Soft": 1024, "Hard": 65536}]}),
        json!({"ShmSize": 64 << 20, "OomScoreAdj": 500}),
        json!({"StorageOpt": {"size": "10g"}}),
        json!({"NetworkMode": "none"}),
        json!({"NetworkMode": "default"}),
    ] {
        kept(asked);
    }
    host(json!({"ConsoleSize": [5_000_000, 80]}), json!({"ConsoleSize": [1000, 80]}));
    host(json!({"ExtraHosts": ["db=::1"]}), json!({"ExtraHosts": ["db:::1"]}));
    host(
        json!({"CapAdd": ["chown", "CAP_net_raw"], "CapDrop": ["all", "cap_Kill"]}),
        json!({"CapAdd": ["CAP_CHOWN", "CAP_NET_RAW"], "CapDrop": ["ALL", "CAP_KILL"]}),
    );
    for form in ["no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"] {
        host(json!({"SecurityOpt": [form]}), json!({"SecurityOpt": ["no-new-privileges=true"]}));
    }
}

#[test]
fn what_a_container_is() {
    for fields in [
        json!({"Hostname": "web-1", "Domainname": "example.org", "User": "1000:1000", "WorkingDir": "/srv"}),
        json!({"Env": ["A=b=c", "B=", "C"], "Cmd": ["sh", "-c", "true"], "Entrypoint": [""]}),
        json!({"Entrypoint": [], "Shell": ["/bin/sh", "-c"], "Tty": true, "NetworkDisabled": true}),
        json!({"StopSignal": "SIGRTMIN+3", "StopTimeout": 0}),
        json!({"StopSignal": "15", "Labels": {"team": "blue", "com.docker.compose.project": "shop"}}),
        json!({"Healthcheck": {"Test": ["CMD", "true"], "Interval": 1_000_000_000, "Retries": 3}}),
        json!({"ExposedPorts": {"80/tcp": {}, "53/udp": {}}, "Volumes": {"/data": {}}}),
    ] {
        check(ContainerCreate, with(fields.clone()), fields);
    }
    check(ContainerCreate, with(json!({"Cmd": "true"})), json!({"Cmd": ["true"]}));
    check(
        ContainerCreate,
        with(json!({"ExposedPorts": {"80": null}})),
        json!({"ExposedPorts": {"80/tcp": {}}}),
    );
}

#[test]
fn what_is_mounted() {
    let tmpfs = Limits::default().tmpfs;
    kept(json!({"Binds": ["/anonymous", "v1:/data:ro", "new:/x:rw,nocopy", "shop_data:/y:z"]}));
    host(json!({"Binds": ["v1:/data/"]}), json!({"Binds": ["v1:/data"]}));
    host(json!({"Tmpfs": {"/t": ""}}), json!({"Tmpfs": {"/t": format!("size={tmpfs}")}}));
    host(
        json!({"Tmpfs": {"/t": "rw,noexec,size=1m,mode=1777,uid=5"}}),
        json!({"Tmpfs": {"/t": "rw,noexec,mode=1777,uid=5,size=1048576"}}),
    );
    host(
        json!({"Mounts": [{"Type": "tmpfs", "Target": "/t"}, {"Type": "volume", "Target": "/x", "Source": "v1",
            "ReadOnly": true, "Consistency": "default", "VolumeOptions": {"NoCopy": true, "DriverConfig": {}}}]}),
        json!({"Mounts": [{"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": tmpfs}},
            {"Type": "volume", "Target": "/x", "Source": "v1", "ReadOnly": true, "VolumeOptions": {"NoCopy": true}}]}),
    );
    let limits = Limits { bind_paths: vec!["/srv/shop".into()], ..Limits::default() };
    let body = with_host(json!({
        "Binds": ["/srv/shop:/data:ro"],
        "Mounts": [{"Type": "bind", "Source": "/srv/shop", "Target": "/x", "BindOptions": {"NonRecursive": true}}],
    }));
    assert!(decide(ContainerCreate, body.to_string().as_bytes(), &TOWN, &limits).is_ok());
}

#[test]
fn ports_are_published_where_an_admin_approves() {
    host(
        json!({"PortBindings": {"80": [{"HostIp": "", "HostPort": "8080"}, {"HostPort": "8081-8083"}], "81/udp": []}}),
        json!({"PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"},
            {"HostIp": "127.0.0.1", "HostPort": "8081-8083"}]}}),
    );
    host(
        json!({"PortBindings": {"80/tcp": [{"HostIp": "::1"}]}}),
        json!({"PortBindings": {"80/tcp": [{"HostIp": "::1", "HostPort": ""}]}}),
    );
    let limits = Limits { host_ips: vec!["0.0.0.0".parse().expect("an address")], ..Limits::default() };
    let body = with_host(json!({"PortBindings": {"80/tcp": [{}]}}));
    let decided = decide(ContainerCreate, body.to_string().as_bytes(), &TOWN, &limits).expect("accepted");
    assert_eq!(sent(&decided)["HostConfig"]["PortBindings"]["80/tcp"][0]["HostIp"], "0.0.0.0");
}

#[test]
fn networks_are_sent_by_their_ids() {
    let (n1, n2) = (id(0).to_string(), id(1).to_string());
    let body = with(json!({
        "HostConfig": {"NetworkMode": "n1"},
        "NetworkingConfig": {"EndpointsConfig": {"n1": {"Aliases": ["web"], "IPAMConfig": {}}, "n2": null}},
    }));
    let places: Map<_, _> =
        [(n1.clone(), json!({"Aliases": ["web"]})), (n2, json!({}))].into_iter().collect();
    check(
        ContainerCreate,
        body,
        json!({"HostConfig": {"NetworkMode": n1}, "NetworkingConfig": {"EndpointsConfig": places}}),
    );
    check(
        ContainerCreate,
        with(json!({"NetworkingConfig": {"pn": null}})),
        json!({"NetworkingConfig": null}),
    );
    let connect = json!({"Container": "c1", "EndpointConfig": {"Aliases": ["web"], "GwPriority": 0}});
    check(
        NetworkConnect,
        connect,
        json!({"Container": id(9).to_string(), "EndpointConfig": {"Aliases": ["web"]}}),
    );
    check(NetworkDisconnect, json!({"Container": "c1"}), json!({"Container": id(9).to_string()}));
    check(
        NetworkCreate,
        json!({"Name": "front", "Internal": true}),
        json!({"Internal": true, "CheckDuplicate": true}),
    );
}

#[test]
fn what_has_to_be_acted_on() {
    let about = |operation, body: Value| decide_here(operation, &body).expect("accepted").about;
    let body = with(json!({
        "Labels": {"com.docker.compose.project": "shop"},
        "HostConfig": {"Binds": ["new:/x", "v1:/y"], "Mounts": [{"Type": "volume", "Source": "other", "Target": "/z"}]},
    }));
    let expected = About::Container {
        reference: "busybox".into(),
        image: super::IMAGE,
        stack: "shop".into(),
        volumes: vec!["new".into(), "other".into()],
    };
    assert_eq!(about(ContainerCreate, body), expected);
    let made = |is_new| About::Made { stack: "home".into(), is_new };
    assert_eq!(about(VolumeCreate, json!({})), made(true));
    assert_eq!(about(VolumeCreate, json!({"Name": "v1"})), made(false));
    assert_eq!(about(VolumeCreate, json!({"Name": "v9"})), made(true));
    assert_eq!(about(NetworkConnect, json!({"Container": "c1"})), About::Endpoint { container: id(9) });
    assert_eq!(about(ExecStart, json!({"Detach": true})), About::Object);
}

#[test]
fn root_may_run_as_anybody_and_others_as_themselves() {
    for (own, asked, expected) in [
        ("", "", true),
        ("", "root", true),
        ("0:0", "1000", true),
        ("1000", "", true),
        ("1000", "1000", true),
        ("1000", "0", false),
        ("1000", "1001", false),
        ("www", "root", false),
    ] {
        let body = json!({"Cmd": ["id"], "User": asked}).to_string();
        let decided = decide(ContainerExec, body.as_bytes(), &Town { user: own }, &Limits::default());
        assert_eq!(decided.is_ok(), expected, "{asked} where the processes are {own:?}");
    }
}
