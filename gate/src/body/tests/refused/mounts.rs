//! What would mount the host, or what is others'.

use engine_api::operation::Operation::ContainerCreate;
use serde_json::json;

use super::{check, host};
use crate::body::{
    Limits, decide,
    tests::{TOWN, with, with_host},
};

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
