//! What the engine says of what it made, held against what was decided.

use std::collections::BTreeSet;

use engine_api::operation::Operation;
use gate::body::{About, Decided};
use serde_json::{Value, json};

use super::town::{Place, Town};

/// What the engine says.
pub(super) struct Made {
    operation: Operation,
    seen: Value,
}

impl Made {
    pub(super) fn of(town: &Town, operation: Operation, place: &mut Place, answer: &Value) -> Self {
        place.found(answer);
        let named = |key: &str| answer[key].as_str().unwrap_or_default();
        let path = match operation {
            Operation::ContainerCreate => format!("/containers/{}/json", named("Id")),
            Operation::ContainerUpdate => format!("{}/json", place.made[0]),
            Operation::ContainerExec => format!("/exec/{}/json", named("Id")),
            Operation::VolumeCreate => format!("/volumes/{}", named("Name")),
            Operation::NetworkCreate => format!("/networks/{}", named("Id")),
            _ => "/containers/web/json".to_owned(),
        };
        Self { operation, seen: town.inspect(&path) }
    }

    /// Whether it is what was sent, and nothing beyond.
    pub(super) fn is(
        &self,
        town: &Town,
        sent: &Value,
        decided: &Decided,
        before: &Value,
    ) -> Result<(), String> {
        let seen = &self.seen;
        match self.operation {
            Operation::ContainerCreate => self.container(town, sent, decided),
            Operation::ContainerUpdate => {
                let mut expected = before["HostConfig"].clone();
                overlay(&mut expected, sent);
                same("HostConfig", &seen["HostConfig"], &expected)
            }
            Operation::ContainerExec => exec(&seen["ProcessConfig"], sent),
            Operation::VolumeCreate => {
                same("Driver", &seen["Driver"], &json!("local"))?;
                same("Options", &seen["Options"], &Value::Null)?;
                match sent["Labels"].as_object() {
                    Some(_) => same("Labels", &seen["Labels"], &sent["Labels"]),
                    None => Ok(()),
                }
            }
            Operation::NetworkCreate => network(seen, sent),
            Operation::NetworkConnect => {
                let place = &seen["NetworkSettings"]["Networks"]["front"];
                let aliases = &sent["EndpointConfig"]["Aliases"];
                if aliases.is_array() {
                    same("Aliases", &place["Aliases"], aliases)?
                }
                if place.is_object() { Ok(()) } else { Err("isn't connected".into()) }
            }
            _ => match &seen["NetworkSettings"]["Networks"]["front"] {
                Value::Null => Ok(()),
                place => Err(format!("is still connected: {place}")),
            },
        }
    }

    fn container(&self, town: &Town, sent: &Value, decided: &Decided) -> Result<(), String> {
        let About::Container { image, .. } = decided.about else {
            return Err("isn't about a container".into());
        };
        same("Image", &self.seen["Image"], &json!(image.to_string()))?;
        let mut expected = overlaid(&usual(town, sent), sent);
        let mut seen = self.seen.clone();
        // The engine adds what the image has, and the ports that are published.
        let had = texts(&seen["Config"]["Env"]);
        if !texts(&sent["Env"]).is_subset(&had) {
            return Err(format!("misses something of its environment: {had:?}"));
        }
        for of in [&mut expected, &mut seen] {
            for key in ["Env", "ExposedPorts"] {
                of["Config"][key] = Value::Null;
            }
        }
        if sent.get("Hostname").is_none() {
            expected["Config"]["Hostname"] = seen["Config"]["Hostname"].clone();
        }
        same("Config", &seen["Config"], &expected["Config"])?;
        same("HostConfig", &seen["HostConfig"], &expected["HostConfig"])?;
        self.holds_nothing()?;
        self.mounts(town)?;
        self.networks(town, sent)
    }

    /// Whatever was decided: it has no power over the host, and limits.
    fn holds_nothing(&self) -> Result<(), String> {
        let host = &self.seen["HostConfig"];
        for key in ["PidMode", "UTSMode", "UsernsMode", "CgroupParent", "Cgroup"] {
            same(key, &host[key], &json!(""))?;
        }
        for key in ["Privileged", "PublishAllPorts"] {
            same(key, &host[key], &json!(false))?;
        }
        for key in ["VolumesFrom", "Links", "GroupAdd", "DeviceCgroupRules", "DeviceRequests", "Annotations"]
        {
            same(key, &host[key], &Value::Null)?;
        }
        let masks = host["MaskedPaths"].as_array().map_or(0, Vec::len);
        let least = |key: &str| host[key].as_i64().unwrap_or_default();
        if masks == 0
            || least("Memory") <= 0
            || least("PidsLimit") <= 0
            || least("NanoCpus").max(least("CpuQuota")) <= 0
        {
            return Err(format!("has no masks or no limits: {host}"));
        }
        Ok(())
    }

    /// Whatever the tables say: no path of the host but an approved one, no volume that is a path in disguise.
    fn mounts(&self, town: &Town) -> Result<(), String> {
        for mount in self.seen["Mounts"].as_array().into_iter().flatten() {
            let source = mount["Source"].as_str().unwrap_or_default();
            let is = match mount["Type"].as_str() {
                Some("bind") => town.limits.bind_paths.iter().any(|path| path == source),
                Some("volume") => {
                    let name = mount["Name"].as_str().unwrap_or_default();
                    name != "theirs" && town.inspect(&format!("/volumes/{name}"))["Options"].is_null()
                }
                Some("tmpfs") => true,
                _ => false,
            };
            if !is {
                return Err(format!("mounts {mount}"));
            }
        }
        Ok(())
    }

    fn networks(&self, town: &Town, sent: &Value) -> Result<(), String> {
        let id = |name: &str| match name {
            "default" => "bridge".to_owned(),
            name => town.inspect(&format!("/networks/{name}"))["Name"].as_str().unwrap_or("?").to_owned(),
        };
        let mut expected: BTreeSet<_> =
            [id(sent["HostConfig"]["NetworkMode"].as_str().unwrap_or("default"))].into();
        let places = sent["NetworkingConfig"]["EndpointsConfig"].as_object().into_iter().flatten();
        expected.extend(places.map(|(name, _)| id(name)));
        let networks = self.seen["NetworkSettings"]["Networks"].as_object().into_iter().flatten();
        let seen: BTreeSet<_> = networks.map(|(name, _)| id(name)).collect();
        if seen == expected { Ok(()) } else { Err(format!("is on {seen:?}, not on {expected:?}")) }
    }
}

/// Whether a container is as one of which nothing was asked.
pub(super) fn is_plain(town: &Town, path: &str) -> bool {
    let seen = |path: &str| {
        let mut seen = town.inspect(&format!("{path}/json"));
        // The engine's own choice for each.
        if seen["Id"].as_str().is_some_and(|id| Some(&id[..12]) == seen["Config"]["Hostname"].as_str()) {
            seen["Config"]["Hostname"] = Value::Null;
        }
        let networks: Vec<_> =
            seen["NetworkSettings"]["Networks"].as_object().into_iter().flatten().collect();
        json!([seen["Config"], seen["HostConfig"], seen["Mounts"], networks])
    };
    let (_, answer) = town.post("/containers/create", br#"{"Image":"busybox"}"#);
    let plain = format!("/containers/{}", answer["Id"].as_str().unwrap_or_default());
    let is = seen(&plain) == seen(path);
    town.ask("DELETE", &plain, b"");
    is
}

/// What a container is of which nothing is asked but its limits.
fn usual(town: &Town, sent: &Value) -> Value {
    let host: serde_json::Map<_, _> = ["Memory", "NanoCpus", "PidsLimit"]
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), sent["HostConfig"].get(key)?.clone())))
        .collect();
    let body = json!({"Image": town.image.to_string(), "HostConfig": host}).to_string();
    let (status, answer) = town.post("/containers/create", body.as_bytes());
    assert_eq!(status, 201, "{answer}");
    let path = format!("/containers/{}", answer["Id"].as_str().unwrap_or_default());
    let usual = town.inspect(&format!("{path}/json"));
    town.ask("DELETE", &path, b"");
    usual
}

/// The usual, with what was sent instead.
pub(super) fn overlaid(usual: &Value, sent: &Value) -> Value {
    let mut expected = json!({"Config": usual["Config"], "HostConfig": usual["HostConfig"]});
    for (key, value) in sent.as_object().into_iter().flatten() {
        if !["HostConfig", "NetworkingConfig"].contains(&key.as_str()) {
            expected["Config"][key] = value.clone();
        }
    }
    overlay(&mut expected["HostConfig"], &sent["HostConfig"]);
    expected
}

/// What was sent for the host, as the engine shows it.
fn overlay(expected: &mut Value, sent: &Value) {
    for (key, value) in sent.as_object().into_iter().flatten() {
        expected[key] = value.clone();
    }
    if expected["NetworkMode"] == "default" {
        expected["NetworkMode"] = json!("bridge");
    }
    if sent.get("RestartPolicy").is_some() && sent["RestartPolicy"].get("MaximumRetryCount").is_none() {
        expected["RestartPolicy"]["MaximumRetryCount"] = json!(0);
    }
    if sent.get("LogConfig").is_some() && sent["LogConfig"].get("Config").is_none() {
        expected["LogConfig"]["Config"] = json!({});
    }
}

/// The engine's own bridge, with nothing of the host's in it.
fn network(seen: &Value, sent: &Value) -> Result<(), String> {
    for (key, usual) in [
        ("Driver", json!("bridge")),
        ("Scope", json!("local")),
        ("Internal", json!(false)),
        ("Attachable", json!(false)),
        ("Ingress", json!(false)),
        ("ConfigOnly", json!(false)),
        ("Labels", json!({})),
    ] {
        same(key, &seen[key], sent.get(key).unwrap_or(&usual))?;
    }
    // The engine says one by itself.
    let options = seen["Options"].as_object().into_iter().flatten();
    let unasked: Vec<_> =
        options.filter(|(key, _)| !key.starts_with("com.docker.network.enable_ipv")).collect();
    if unasked.is_empty() { Ok(()) } else { Err(format!("has options: {unasked:?}")) }
}

/// The engine doesn't tell the environment and the folder of an exec.
fn exec(seen: &Value, sent: &Value) -> Result<(), String> {
    let command = sent["Cmd"].as_array().cloned().unwrap_or_default();
    same("entrypoint", &seen["entrypoint"], &command[0])?;
    same("arguments", &seen["arguments"], &json!(command[1..]))?;
    same("privileged", &json!(seen["privileged"] == true), &json!(false))?;
    same("tty", &seen["tty"], sent.get("Tty").unwrap_or(&json!(false)))?;
    match sent.get("User") {
        Some(user) => same("user", &seen["user"], user),
        None => same("user", &json!(seen["user"].as_str().unwrap_or_default()), &json!("")),
    }
}

fn texts(list: &Value) -> BTreeSet<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Says which members differ.
fn same(what: &str, seen: &Value, expected: &Value) -> Result<(), String> {
    if seen == expected {
        return Ok(());
    }
    let (Some(seen), Some(expected)) = (seen.as_object(), expected.as_object()) else {
        return Err(format!("{what} is {seen}, not {expected}"));
    };
    let keys: BTreeSet<_> = seen.keys().chain(expected.keys()).collect();
    let differ =
        |key: &&String| seen.get(*key).unwrap_or(&Value::Null) != expected.get(*key).unwrap_or(&Value::Null);
    let differences: Vec<_> = keys
        .into_iter()
        .filter(differ)
        .map(|key| format!("{what}.{key} is {:?}, not {:?}", seen.get(key), expected.get(key)))
        .collect();
    if differences.is_empty() { Ok(()) } else { Err(differences.join("; ")) }
}
