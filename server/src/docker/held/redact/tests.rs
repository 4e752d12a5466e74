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
        "HostConfig": { "Annotations": { "a": "canary" }, "LogConfig": { "Type": "json-file" },
                        "Mounts": [{ "VolumeOptions": { "DriverConfig": { "Options": { "o": "password=canary" } } } }] },
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
