//! What is refused, and where the refusal points.

mod mounts;
mod others;
mod reading;

use engine_api::operation::Operation::{self, *};
use serde_json::{Value, json};

use super::{decide_here, with, with_host};

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
fn what_an_image_brings_along() {
    for (image, field) in [
        ("outside", "Image.WorkingDir"),
        ("over-proc", "Image.Volumes"),
        ("restless", "Image.Healthcheck.Interval"),
    ] {
        check(ContainerCreate, json!({"Image": image}), field);
    }
    for said in [
        json!({"Image": "outside", "WorkingDir": "/srv"}),
        json!({"Image": "restless", "Healthcheck": {"Test": ["NONE"]}}),
        json!({"Image": "restless", "Healthcheck": {"Interval": 60_000_000_000_i64}}),
    ] {
        decide_here(ContainerCreate, &said).unwrap();
    }
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
        (json!({"Binds": ["traefiks:/x:ro"]}), "Binds[0]"),
        (json!({"Mounts": [{"Type": "volume", "Source": "traefiks", "Target": "/x"}]}), "Mounts[0].Source"),
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
    check(ContainerCreate, with(json!({"Env": vec!["A=b"; 1001]})), "Env");
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
