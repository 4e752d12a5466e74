use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn no_value_that_may_be_a_secret_stays() {
    let mut told = json!({
        "Id": "c0ffee", "Path": "run --password canary", "Args": ["--password", "canary"],
        "State": { "Status": "running", "Error": "exec canary failed",
                   "Health": { "Status": "healthy", "Log": [{ "ExitCode": 0, "Output": "canary" }] } },
        "Config": { "Image": "web:1", "Env": ["TOKEN=canary", "canary"], "Cmd": ["canary"], "Labels": { "note": "canary" },
                    "Healthcheck": { "Test": ["CMD", "canary"] } },
        "HostConfig": { "Annotations": { "a": "canary" }, "LogConfig": { "Type": "splunk", "Config": { "splunk-token": "canary" } },
                        "StorageOpt": { "key": "canary" },
                        "Mounts": [{ "VolumeOptions": { "DriverConfig": { "Options": { "o": "password=canary" } } } }] },
        "Descriptor": { "annotations": { "note": "canary" } },
        "Volumes": [{ "Name": "data", "Mountpoint": "/data", "Status": { "note": "canary" },
                      "ClusterVolume": { "Info": { "VolumeContext": { "a": "canary" } } } }],
        "History": [{ "CreatedBy": "RUN login canary" }],
        "Spec": { "TaskTemplate": { "ContainerSpec": { "Env": ["A=canary"], "Args": ["canary"], "Command": ["canary"] } } }
    });
    redact(&mut told);
    let text = told.to_string();
    assert!(!text.contains("canary"), "{text}");
    assert_eq!(told["Config"]["Env"][0], "TOKEN=***");
    assert_eq!(told["Config"]["Labels"], json!({ "note": "***" }));
    assert_eq!(told["State"]["Status"], "running");
    assert_eq!(told["Config"]["Image"], "web:1");
}

const SECRET: [&str; 7] = ["Env", "Labels", "Cmd", "Options", "Data", "Error", "CreatedBy"];
const SAFE: [&str; 8] = ["Id", "ID", "Name", "Names", "Image", "State", "Status", "Created"];

fn secret() -> impl Strategy<Value = Value> {
    prop_oneof![Just(json!("A=canary")), Just(json!(["A=canary", "canary"])), Just(json!({ "a": "canary" }))]
}

/// An answer of whatever depth, with secrets and with what people go by.
fn answer() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        prop::sample::select(&SAFE[..]).prop_map(|name| json!({ name: "kept" })),
        (prop::sample::select(&SECRET[..]), secret()).prop_map(|(name, value)| json!({ name: value })),
    ];
    leaf.prop_recursive(5, 64, 6, |inside| {
        prop_oneof![
            prop::collection::vec(inside.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map("(Config|HostConfig|Spec|Networks|Mounts|Id)", inside, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn secrets_go_and_what_people_go_by_stays(before in answer()) {
        let mut after = before.clone();
        redact(&mut after);
        let (before, after) = (before.to_string(), after.to_string());
        prop_assert!(!after.contains("canary"), "{after}");
        prop_assert_eq!(before.matches("kept").count(), after.matches("kept").count());
    }
}
