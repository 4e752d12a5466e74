use serde_json::json;

use super::*;

/// What an engine 28 says of a container that was given nothing.
fn plain() -> Value {
    json!({
        "HostConfig": {
            "Binds": null, "NetworkMode": "bridge", "CapAdd": null, "CgroupnsMode": "private", "IpcMode": "private",
            "PidMode": "", "Privileged": false, "SecurityOpt": null, "UTSMode": "", "UsernsMode": "", "Devices": [],
            "DeviceCgroupRules": null, "DeviceRequests": null, "MaskedPaths": ["/proc/kcore"], "ReadonlyPaths": ["/proc/sys"]
        },
        "Mounts": [{ "Type": "volume", "Name": "data", "Source": "/var/lib/docker/volumes/data/_data" }]
    })
}

#[test]
fn what_was_given_nothing_has_no_power() {
    assert_eq!(power(&plain(), &[]), None);
    let mut tight = plain();
    tight["HostConfig"]["SecurityOpt"] = json!(["no-new-privileges:true", "no-new-privileges=true"]);
    tight["HostConfig"]["CapAdd"] = json!(["CAP_CHOWN", "net_raw"]);
    assert_eq!(power(&tight, &[]), None);
}

#[test]
fn each_way_out_of_a_container_is_seen() {
    let cases = [
        ("Privileged", json!(true)),
        ("Privileged", json!("yes")),
        ("Devices", json!([{ "PathOnHost": "/dev/sda" }])),
        ("DeviceRequests", json!([{ "Driver": "cdi" }])),
        ("DeviceCgroupRules", json!(["a *:* rwm"])),
        ("Runtime", json!("io.containerd.somebodys.v1")),
        ("PidMode", json!("host")),
        ("PidMode", json!("container:db")),
        ("IpcMode", json!("host")),
        ("UTSMode", json!("host")),
        ("UsernsMode", json!("host")),
        ("NetworkMode", json!("host")),
        ("NetworkMode", json!("container:abc")),
        ("CapAdd", json!(["SYS_ADMIN"])),
        ("CapAdd", json!(["cap_sys_ptrace"])),
        ("CapAdd", json!(["ALL"])),
        ("SecurityOpt", json!(["seccomp=unconfined"])),
        ("SecurityOpt", json!(["apparmor:unconfined"])),
        ("SecurityOpt", json!(["label=disable"])),
        ("MaskedPaths", json!([])),
        ("ReadonlyPaths", json!([])),
        ("Binds", json!(["/var/run/docker.sock:/var/run/docker.sock"])),
        (
            "Mounts",
            json!([{ "Type": "volume", "VolumeOptions": { "DriverConfig": { "Options": { "o": "bind" } } } }]),
        ),
    ];
    for (member, value) in cases {
        let mut said = plain();
        said["HostConfig"][member] = value.clone();
        assert!(power(&said, &[]).is_some(), "{member}: {value}");
    }
    let mut bound = plain();
    bound["Mounts"] = json!([{ "Type": "bind", "Source": "/srv", "Destination": "/srv" }]);
    assert_eq!(power(&bound, &[]), Some(Power::HostPath("/srv".into())));
    assert_eq!(power(&bound, &["/srv".into()]), None, "an admin has approved of it for everybody");
    assert_eq!(volumes(&plain()).collect::<Vec<_>>(), ["data"]);
    assert!(power(&json!({}), &[]).is_some());
    assert!(power(&json!({ "HostConfig": null }), &[]).is_some());
}
