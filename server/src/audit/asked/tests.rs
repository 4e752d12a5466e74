use serde_json::json;

use super::*;

#[test]
fn values_that_may_be_secret_are_left_out() {
    let body = json!({
        "Image": "postgres:17",
        "Tty": false,
        "Env": ["POSTGRES_PASSWORD=hunter2", "TZ=Europe/Berlin", "hunter2", "a b=hunter2"],
        "Cmd": ["sh", "-c", "echo hunter2"],
        "Labels": {"token": "hunter2"},
        "HostConfig": {"Binds": ["data:/data"], "Memory": 0, "NetworkMode": "", "Annotations": "hunter2"},
        "Healthcheck": {"Test": ["CMD", "curl", "-H", "Authorization=hunter2"]},
    });
    let told = without_secrets(body);
    assert!(!told.to_string().contains("hunter2"), "{told}");
    assert_eq!(
        told,
        json!({
            "Image": "postgres:17",
            "Env": ["POSTGRES_PASSWORD", "TZ", "…", "…"],
            "Cmd": ["…", "…", "…"],
            "Labels": ["token"],
            "HostConfig": {"Binds": ["data:/data"], "Annotations": "…"},
            "Healthcheck": {"Test": ["…", "…", "…", "Authorization"]},
        })
    );
}
