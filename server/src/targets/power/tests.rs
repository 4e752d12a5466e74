use serde_json::json;

use super::*;

/// What an engine 28 says of a container that was given nothing.
fn plain() -> Value {
    json!({
        "HostConfig": {
            "Binds": null, "NetworkMode": "bridge", "CapAdd": null, "CgroupnsMode": "private", "IpcMode": "private",
            "PidMode": "", "Privileged": false, "SecurityOpt": null, "UTSMode": "", "UsernsMode": "", "Devices": [],
            "DeviceCgroupRules": null, "DeviceRequests": null, "MaskedPaths": MASKED, "ReadonlyPaths": READ_ONLY
        },
        "Mounts": [{ "Type": "volume", "Name": "data", "Source": "/var/lib/docker/volumes/data/_data" }]
    })
}

#[test]
fn what_was_given_nothing_has_no_power() {
    assert_eq!(power(&plain(), &Approved::default()), None);
    let mut tight = plain();
    tight["HostConfig"]["SecurityOpt"] = json!(["no-new-privileges:true", "no-new-privileges=true"]);
    tight["HostConfig"]["CapAdd"] = json!(["CAP_CHOWN", "net_raw"]);
    assert_eq!(power(&tight, &Approved::default()), None);
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
        ("MaskedPaths", json!(MASKED[1..])),
        ("ReadonlyPaths", json!(["/proc/bus", "/x"])),
        ("Binds", json!(["/var/run/docker.sock:/var/run/docker.sock"])),
        (
            "Mounts",
            json!([{ "Type": "volume", "VolumeOptions": { "DriverConfig": { "Options": { "o": "bind" } } } }]),
        ),
    ];
    for (member, value) in cases {
        let mut said = plain();
        said["HostConfig"][member] = value.clone();
        assert!(power(&said, &Approved::default()).is_some(), "{member}: {value}");
    }
    let mut bound = plain();
    bound["Mounts"] = json!([{ "Type": "bind", "Source": "/srv", "Destination": "/srv" }]);
    assert_eq!(power(&bound, &Approved::default()), Some(Power::HostPath("/srv".into())));
    assert_eq!(
        power(&bound, &Approved { paths: vec!["/srv".into()], ..Approved::default() }),
        None,
        "an admin has approved of it for everybody"
    );
    assert_eq!(volumes(&plain()).collect::<Vec<_>>(), ["data"]);
    assert!(power(&json!({}), &Approved::default()).is_some());
    assert!(power(&json!({ "HostConfig": null }), &Approved::default()).is_some());
}

#[test]
fn what_an_admin_has_approved_for_deployers_is_no_power() {
    let approved = Approved {
        capabilities: vec!["NET_ADMIN".into()],
        apparmor_profiles: vec!["tight".into()],
        ..Approved::default()
    };
    let with = |member: &str, value: Value| {
        let mut said = plain();
        said["HostConfig"][member] = value;
        power(&said, &approved)
    };
    assert_eq!(with("CapAdd", json!(["CAP_NET_ADMIN", "chown"])), None);
    assert!(with("CapAdd", json!(["NET_ADMIN", "SYS_ADMIN"])).is_some());
    assert!(with("CapAdd", json!(["ALL"])).is_some());
    for option in ["apparmor=tight", "apparmor:tight"] {
        assert_eq!(with("SecurityOpt", json!([option])), None);
    }
    for option in ["apparmor=loose", "apparmor=unconfined", "seccomp=tight"] {
        assert!(with("SecurityOpt", json!([option])).is_some(), "{option}");
    }
}
