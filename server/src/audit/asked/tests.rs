use serde_json::json;

use super::*;

#[test]
fn only_what_is_known_to_be_open_is_told() {
    let body = json!({
        "Image": "postgres:17",
        "Tty": false,
        "Env": ["POSTGRES_PASSWORD=hunter2", "TZ=Europe/Berlin", "hunter2", "a hunter2=b"],
        "Cmd": ["psql", "postgres://u:hunter2@db/x?sslmode=disable", "aHVudGVyMg=="],
        "Entrypoint": ["hunter2"],
        "Labels": {"token": "hunter2"},
        "ExposedPorts": {"80/tcp": {}},
        "HostConfig": {
            "Binds": ["data:/data"],
            "Memory": 0,
            "NetworkMode": "",
            "PortBindings": {"80/tcp": [{"HostPort": "8080"}]},
            "LogConfig": {"Type": "splunk", "Config": {"splunk-token": "hunter2"}},
            "SomethingNew": "hunter2",
        },
        "Healthcheck": {"Test": ["CMD", "curl", "-H", "Authorization: hunter2"]},
    });
    let told = without_secrets(body);
    assert!(!told.to_string().contains("hunter2") && !told.to_string().contains("aHVu"), "{told}");
    assert_eq!(
        told,
        json!({
            "Image": "postgres:17",
            "Env": ["POSTGRES_PASSWORD", "TZ", "…", "…"],
            "Cmd": "… (3)",
            "Entrypoint": "… (1)",
            "Labels": ["token"],
            "ExposedPorts": {"80/tcp": {}},
            "HostConfig": {
                "Binds": ["data:/data"],
                "PortBindings": {"80/tcp": [{"HostPort": "8080"}]},
                "LogConfig": ["Config", "Type"],
                "SomethingNew": "…",
            },
            "Healthcheck": ["Test"],
        })
    );
}

#[test]
fn of_a_raw_query_only_known_values_are_told() {
    let named = Named::find(&http::Method::POST, "/v1.51/build").expect("an operation");
    let told = raw(
        &named,
        "t=a%3A1&buildargs=%7B%22TOKEN%22%3A%22hunter2%22%7D&remote=https://u:hunter2@x/y&nocache",
        None,
    );
    assert_eq!(told, "POST /build?t=a%3A1&buildargs=…&remote=…&nocache");
}

#[test]
fn a_value_of_a_command_tells_no_other_pair_and_no_secret() {
    let named = Named::find(&http::Method::POST, "/images/create").expect("an operation");
    let query = vec![("fromImage", "web&force=1".to_owned()), ("message", "a&hunter2".to_owned())];
    let told = command(&Command { named, query, auth: None }, None);
    assert_eq!(told, "POST /images/create?fromImage=web%26force=1&message=…");
}

#[test]
fn what_is_made_is_recorded_under_the_name_that_it_is_to_have() {
    for (method, path, query, body, expected) in [
        ("POST", "/containers/create", "name=web", "{}", "web"),
        ("POST", "/containers/create", "name=%2Fweb", "{}", "web"),
        ("POST", "/containers/create", "", "{}", ""),
        ("POST", "/networks/create", "", r#"{"name":"front"}"#, "front"),
        ("POST", "/networks/create", "", r#"{"Name":"a","name":"b"}"#, ""),
        ("POST", "/networks/create", "", r#"{"Name":"front"}"#, "front"),
        ("POST", "/volumes/create", "", r#"{"Name":5}"#, ""),
        ("POST", "/volumes/create", "", "not JSON", ""),
        ("POST", "/images/create", "fromImage=nginx&tag=1.29", "", "nginx:1.29"),
        ("POST", "/images/create", "fromImage=nginx&tag=sha256%3Aab", "", "nginx@sha256:ab"),
        ("POST", "/images/create", "fromImage=nginx", "", "nginx"),
        ("POST", "/containers/web/stop", "name=other", "", "web"),
    ] {
        let named = Named::find(&method.parse().unwrap(), path).unwrap();
        let found = object(&named, |key| value(query, key), Some(body.as_bytes()));
        assert_eq!(found, expected, "{path}?{query} {body}");
    }
}

#[test]
fn of_a_body_that_is_no_object_no_value_is_told() {
    let named = Named::find(&http::Method::POST, "/plugins/x/set").expect("an operation");
    for (body, told) in [
        (r#"["TOKEN=hunter2"]"#, r#""… (1)""#),
        (r#"[{"Name":"x","Value":["hunter2"]}]"#, r#""… (1)""#),
        (r#""hunter2""#, r#""…""#),
    ] {
        assert_eq!(raw(&named, "", Some(body.as_bytes())), format!("POST /plugins/x/set {told}"));
    }
}
