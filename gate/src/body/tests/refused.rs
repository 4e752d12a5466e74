//! What is refused, and where the refusal points.

use engine_api::operation::Operation::{self, *};
use serde_json::{Value, json};

use super::{TOWN, decide_here, with, with_host};
use crate::body::{LONGEST, Limits, Refused, Why, decide, may_pull};

fn check(operation: Operation, body: Value, field: &str) {
    match decide_here(operation, &body) {
        Err(refused) => assert_eq!(refused.field, field, "{body}: {refused}"),
        Ok(decided) => panic!("{body} was accepted: {}", String::from_utf8_lossy(&decided.body)),
    }
}

fn host(asked: Value, field: &str) {
    check(ContainerCreate, with_host(asked), &format!("HostConfig.{field}"));
}

#[test]
fn what_would_be_root_on_the_host() {
    for (asked, field) in [
        (json!({"Privileged": true}), "Privileged"),
        (json!({"CapAdd": ["SYS_ADMIN"]}), "CapAdd[0]"),
        (json!({"CapAdd": ["chown", "cap_sys_admin"]}), "CapAdd[1]"),
        (json!({"CapAdd": ["ALL"]}), "CapAdd[0]"),
        (json!({"CapAdd": ["cap_all"]}), "CapAdd[0]"),
        (json!({"Devices": [{"PathOnHost": "/dev/sda"}]}), "Devices"),
        (json!({"DeviceCgroupRules": ["a *:* rwm"]}), "DeviceCgroupRules"),
        (json!({"DeviceRequests": [{"Driver": "cdi"}]}), "DeviceRequests"),
        (json!({"PidMode": "host"}), "PidMode"),
        (json!({"PidMode": "container:c1"}), "PidMode"),
        (json!({"IpcMode": "host"}), "IpcMode"),
        (json!({"IpcMode": "container:c1"}), "IpcMode"),
        (json!({"UTSMode": "host"}), "UTSMode"),
        (json!({"UsernsMode": "host"}), "UsernsMode"),
        (json!({"CgroupnsMode": "host"}), "CgroupnsMode"),
        (json!({"Cgroup": "container:c1"}), "Cgroup"),
        (json!({"CgroupParent": "/../../x"}), "CgroupParent"),
        (json!({"NetworkMode": "host"}), "NetworkMode"),
        (json!({"NetworkMode": "container:c1"}), "NetworkMode"),
        (json!({"NetworkMode": "ns:/proc/1/ns/net"}), "NetworkMode"),
        (json!({"MaskedPaths": []}), "MaskedPaths"),
        (json!({"MaskedPaths": ["/proc/kcore"]}), "MaskedPaths"),
        (json!({"ReadonlyPaths": []}), "ReadonlyPaths"),
        (json!({"Runtime": "io.containerd.runc.v2"}), "Runtime"),
        (json!({"Runtime": "runc"}), "Runtime"),
        (json!({"Annotations": {"a": "b"}}), "Annotations"),
        (json!({"Sysctls": {"kernel.shm_rmid_forced": "1"}}), "Sysctls.kernel.shm_rmid_forced"),
        (json!({"VolumesFrom": ["c1"]}), "VolumesFrom"),
        (json!({"VolumeDriver": "sshfs"}), "VolumeDriver"),
        (json!({"GroupAdd": ["docker"]}), "GroupAdd"),
        (json!({"OomKillDisable": true}), "OomKillDisable"),
        (json!({"Links": ["c1:db"]}), "Links"),
        (json!({"PublishAllPorts": true}), "PublishAllPorts"),
        (json!({"ContainerIDFile": "/x"}), "ContainerIDFile"),
        (json!({"BlkioWeightDevice": [{"Path": "/dev/sda", "Weight": 5}]}), "BlkioWeightDevice"),
        (json!({"KernelMemoryTCP": 1}), "KernelMemoryTCP"),
        (json!({"Isolation": "hyperv"}), "Isolation"),
        (json!({"CpuRealtimeRuntime": 1000}), "CpuRealtimeRuntime"),
    ] {
        host(asked, field);
    }
    for option in [
        "seccomp=unconfined",
        "seccomp:unconfined",
        "seccomp={}",
        "apparmor=unconfined",
        "apparmor:unconfined",
        "label=disable",
        "label:disable",
        "systempaths=unconfined",
        "writable-cgroups=true",
        "no-new-privileges:false",
        "NO-NEW-PRIVILEGES",
        "credentialspec=file://x",
        "",
    ] {
        host(json!({"SecurityOpt": [option]}), "SecurityOpt[0]");
    }
}

#[test]
fn what_would_mount_the_host() {
    for bind in [
        "/:/host",
        "/etc:/etc:ro",
        "/var/run/docker.sock:/var/run/docker.sock",
        "//:/host",
        "../x:/data",
        "./x:/data",
        "~:/data",
        "a/../../x:/data",
        "theirs:/data",
        "disguised:/data",
        "v1:/data:rshared",
        "v1:/data:Z",
        "v1:/data:ro:rw",
        "v1:data",
        "v1:/",
        "v1:/proc",
        "v1:/proc/sys",
        "v1:/sys/fs/cgroup",
        "v1:/dev",
        "v1:/data/../proc",
        "v1://proc",
        "v1:/data:",
        ":/data",
        "v1:",
        "",
        "json:/data",
        "abcdef123456:/data",
    ] {
        host(json!({"Binds": [bind]}), "Binds[0]");
    }
    for (mount, field) in [
        (json!({"Type": "bind", "Source": "/", "Target": "/x"}), ".Source"),
        (json!({"Type": "bind", "Source": "/srv/../etc", "Target": "/x"}), ".Source"),
        (json!({"Type": "bind", "Source": "v1", "Target": "/x"}), ".Source"),
        (
            json!({"Type": "bind", "Target": "/x", "BindOptions": {"Propagation": "rshared"}}),
            ".BindOptions.Propagation",
        ),
        (
            json!({"Type": "bind", "Target": "/x", "BindOptions": {"CreateMountpoint": true}}),
            ".BindOptions.CreateMountpoint",
        ),
        (json!({"Type": "volume", "Source": "/etc", "Target": "/x"}), ".Source"),
        (json!({"Type": "volume", "Source": "theirs", "Target": "/x"}), ".Source"),
        (json!({"Type": "volume", "Source": "disguised", "Target": "/x"}), ".Source"),
        (
            json!({"Type": "volume", "Target": "/x", "VolumeOptions": {"DriverConfig": {"Name": "local"}}}),
            ".VolumeOptions.DriverConfig.Name",
        ),
        (
            json!({"Type": "volume", "Target": "/x", "VolumeOptions": {"DriverConfig": {"Options": {"o": "bind"}}}}),
            ".VolumeOptions.DriverConfig.Options",
        ),
        (
            json!({"Type": "volume", "Target": "/x", "VolumeOptions": {"Subpath": "../x"}}),
            ".VolumeOptions.Subpath",
        ),
        (
            json!({"Type": "volume", "Target": "/x", "VolumeOptions": {"Labels": {"traefik.enable": "true"}}}),
            ".VolumeOptions.Labels.traefik.enable",
        ),
        (json!({"Type": "volume", "Target": "/x", "TmpfsOptions": {"Mode": 5}}), ".TmpfsOptions"),
        (json!({"Type": "image", "Source": "busybox", "Target": "/x"}), ".Type"),
        (json!({"Type": "npipe", "Source": "x", "Target": "/x"}), ".Type"),
        (json!({"Type": "cluster", "Source": "x", "Target": "/x"}), ".Type"),
        (json!({"Type": "Bind", "Source": "/", "Target": "/x"}), ".Type"),
        (json!({"Source": "/", "Target": "/x"}), ".Type"),
        (json!({"Type": "volume"}), ".Target"),
        (json!({"Type": "volume", "Target": "/proc"}), ".Target"),
        (json!({"Type": "tmpfs", "Source": "/", "Target": "/x"}), ".Source"),
        (
            json!({"Type": "tmpfs", "Target": "/x", "TmpfsOptions": {"SizeBytes": 1_i64 << 40}}),
            ".TmpfsOptions.SizeBytes",
        ),
        (
            json!({"Type": "tmpfs", "Target": "/x", "TmpfsOptions": {"Options": [["suid"]]}}),
            ".TmpfsOptions.Options",
        ),
        (json!({"Type": "volume", "Target": "/x", "ClusterOptions": {}}), ".ClusterOptions"),
    ] {
        host(json!({"Mounts": [mount]}), &format!("Mounts[0]{field}"));
    }
    for options in
        ["suid", "dev", "size=10g", "size=", "size=-1", "mode=x", "nr_inodes=0", "rshared", "uid=root"]
    {
        host(json!({"Tmpfs": {"/t": options}}), "Tmpfs./t");
    }
    host(json!({"Tmpfs": {"/proc": ""}}), "Tmpfs./proc");
    check(ContainerCreate, with(json!({"Volumes": {"/sys": {}}})), "Volumes./sys");
    check(ContainerCreate, with(json!({"WorkingDir": "/proc/self/fd/7"})), "WorkingDir");
    let beneath = Limits { bind_paths: vec!["/srv/shop".into()], ..Limits::default() };
    for path in ["/srv/shop/data", "/srv/shopping", "/srv/shop/", "/srv//shop", "/srv/shop/../x", "/srv"] {
        let body = with_host(json!({"Binds": [format!("{path}:/data")]})).to_string();
        assert!(decide(ContainerCreate, body.as_bytes(), &TOWN, &beneath).is_err(), "{path}");
    }
}

#[test]
fn what_is_too_much() {
    for (asked, field) in [
        (json!({"Memory": 1_i64 << 40}), "Memory"),
        (json!({"Memory": -1}), "Memory"),
        (json!({"Memory": 1.5}), "Memory"),
        (json!({"Memory": "64m"}), "Memory"),
        (json!({"Memory": u64::MAX}), "Memory"),
        (json!({"MemorySwap": -1}), "MemorySwap"),
        (json!({"MemoryReservation": 1_i64 << 40}), "MemoryReservation"),
        (json!({"NanoCpus": 64_000_000_000_i64}), "NanoCpus"),
        (json!({"CpuQuota": 100_000_000}), "CpuQuota"),
        (json!({"CpuQuota": -1}), "CpuQuota"),
        (json!({"CpuPeriod": 1000}), "CpuPeriod"),
        (json!({"CpuQuota": 100_000, "CpuPeriod": 1000}), "CpuQuota"),
        (json!({"PidsLimit": 100_000}), "PidsLimit"),
        (json!({"ShmSize": 1_i64 << 40}), "ShmSize"),
        (json!({"OomScoreAdj": -1000}), "OomScoreAdj"),
        (json!({"Ulimits": [{"Name": "memlock", "Soft": -1, "Hard": -1}]}), "Ulimits[0].Hard"),
        (json!({"Ulimits": [{"Name": "core", "Soft": 0, "Hard": 0}]}), "Ulimits[0].Name"),
        (json!({"Ulimits": [{"Name": "nofile", "Soft": 5, "Hard": 1}]}), "Ulimits[0]"),
        (
            json!({"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 1000}}),
            "RestartPolicy.MaximumRetryCount",
        ),
        (json!({"RestartPolicy": {"Name": "sometimes"}}), "RestartPolicy.Name"),
        (json!({"StorageOpt": {"dm.basesize": "1"}}), "StorageOpt.dm.basesize"),
        (json!({"ConsoleSize": [1]}), "ConsoleSize"),
        (json!({"CpusetCpus": "all"}), "CpusetCpus"),
    ] {
        host(asked, field);
    }
    for (fields, field) in [
        (json!({"StopTimeout": -1}), "StopTimeout"),
        (json!({"StopTimeout": 100_000}), "StopTimeout"),
        (json!({"StopSignal": "SIGNOPE"}), "StopSignal"),
        (json!({"Healthcheck": {"Test": ["CMD", "x"], "Interval": 1_000_000}}), "Healthcheck.Interval"),
        (json!({"Healthcheck": {"Test": ["x"]}}), "Healthcheck"),
        (json!({"Hostname": "a b"}), "Hostname"),
        (json!({"Hostname": "-a"}), "Hostname"),
        (json!({"Hostname": "bank"}), "Hostname"),
        (json!({"Domainname": "a\nb"}), "Domainname"),
        (json!({"Env": ["=x"]}), "Env[0]"),
        (json!({"MacAddress": "02:42:ac:11:00:04"}), "MacAddress"),
        (json!({"OnBuild": ["RUN x"]}), "OnBuild"),
        (json!({"ArgsEscaped": true}), "ArgsEscaped"),
        (json!({"ExposedPorts": {"http": {}}}), "ExposedPorts.http"),
        (json!({"ExposedPorts": {"80": {}, "80/tcp": {}}}), "ExposedPorts.80/tcp"),
        (json!({"Volumes": {"/x": {"a": 1}}}), "Volumes./x"),
    ] {
        check(ContainerCreate, with(fields), field);
    }
    check(ContainerUpdate, json!({"Memory": 1_i64 << 40}), "Memory");
    check(ContainerUpdate, json!({"CpuQuota": 1000}), "CpuQuota");
    check(ContainerUpdate, json!({"CpuPeriod": 1000}), "CpuPeriod");
    check(ContainerUpdate, json!({"Devices": [{"PathOnHost": "/dev/sda"}]}), "Devices");
    check(ContainerUpdate, json!({"Privileged": false}), "Privileged");
    check(
        ContainerUpdate,
        json!({"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": -1}}),
        "RestartPolicy.MaximumRetryCount",
    );
}

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
    let twice = json!({"n1": {}, super::id(0).to_string(): {}});
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
    for project in [json!("bank"), json!("Shop"), json!(""), json!(5)] {
        let labels = json!({ "com.docker.compose.project": project });
        check(ContainerCreate, with(json!({ "Labels": labels })), "Labels.com.docker.compose.project");
    }
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
fn other_bodies() {
    for (operation, body, field) in [
        (
            VolumeCreate,
            json!({"Name": "x1", "DriverOpts": {"type": "none", "o": "bind", "device": "/"}}),
            "DriverOpts",
        ),
        (VolumeCreate, json!({"Driver": "sshfs"}), "Driver"),
        (VolumeCreate, json!({"ClusterVolumeSpec": {"Group": "x"}}), "ClusterVolumeSpec"),
        (VolumeCreate, json!({"Name": "theirs"}), "Name"),
        (VolumeCreate, json!({"Name": "../x"}), "Name"),
        (VolumeCreate, json!({"Name": "create"}), "Name"),
        (VolumeCreate, json!({"name": "x1"}), "name"),
        (NetworkCreate, json!({"Name": "x1", "Driver": "macvlan"}), "Driver"),
        (NetworkCreate, json!({"Name": "x1", "Driver": "host"}), "Driver"),
        (
            NetworkCreate,
            json!({"Name": "x1", "Options": {"com.docker.network.bridge.name": "docker0"}}),
            "Options",
        ),
        (NetworkCreate, json!({"Name": "x1", "Options": {"parent": "eth0"}}), "Options"),
        (NetworkCreate, json!({"Name": "x1", "ConfigFrom": {"Network": "y"}}), "ConfigFrom.Network"),
        (NetworkCreate, json!({"Name": "x1", "ConfigOnly": true}), "ConfigOnly"),
        (NetworkCreate, json!({"Name": "x1", "Ingress": true}), "Ingress"),
        (NetworkCreate, json!({"Name": "x1", "Scope": "swarm"}), "Scope"),
        (NetworkCreate, json!({"Name": "x1", "IPAM": {"Config": [{"Subnet": "8.8.8.0/24"}]}}), "IPAM.Config"),
        (NetworkCreate, json!({"Name": "x1", "IPAM": {"Driver": "x"}}), "IPAM.Driver"),
        (NetworkCreate, json!({"Name": "host"}), "Name"),
        (NetworkCreate, json!({"Name": "abcdef123456"}), "Name"),
        (NetworkCreate, json!({}), "Name"),
        (NetworkConnect, json!({"Container": "theirs"}), "Container"),
        (NetworkConnect, json!({"EndpointConfig": {}}), "Container"),
        (NetworkDisconnect, json!({"Container": "theirs", "Force": true}), "Container"),
        (NetworkDisconnect, json!({"Container": null}), "Container"),
        (ContainerExec, json!({"Cmd": ["id"], "Privileged": true}), "Privileged"),
        (ContainerExec, json!({"Cmd": ["id"], "WorkingDir": "/proc/self/fd/7"}), "WorkingDir"),
        (ContainerExec, json!({"Cmd": ["id"], "privileged": true}), "privileged"),
        (ContainerExec, json!({"Cmd": []}), "Cmd"),
        (ContainerExec, json!({}), "Cmd"),
        (ExecStart, json!({"Privileged": true}), "Privileged"),
        (ImageCommit, json!({}), ""),
        (ServiceCreate, json!({}), ""),
    ] {
        check(operation, body, field);
    }
}

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
            "HostConfig.Memory: it has to be between 1 and 2147483648, or an admin raises the limit",
        ),
        (json!({"Image": "ghcr.io/x/y"}), "Image: registries have to be approved by an admin: docker.io"),
    ] {
        assert_eq!(decide_here(ContainerCreate, &body).expect_err("refused").to_string(), text);
    }
    let long =
        Refused { field: String::new(), why: Why::NotYours { what: "volume", name: "x".repeat(5000) } };
    assert_eq!(long.to_string(), "no volume is in your stacks");
}
