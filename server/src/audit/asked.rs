//! What was asked, as a record tells it: the request, without what may be secret in it.

use engine_api::{
    call::{Call, Unsendable, request},
    command::{Command, Named},
    operation::Operation,
};
use serde_json::{Map, Value, json};

/// Members of bodies whose values say what is done and are no secret. Of all others it is told that they were there.
const OPEN: [&str; 40] = [
    "Attachable",
    "Binds",
    "CapAdd",
    "CapDrop",
    "Config",
    "Container",
    "Devices",
    "Driver",
    "EnableIPv6",
    "ExposedPorts",
    "Force",
    "Gateway",
    "HostConfig",
    "HostIp",
    "HostPort",
    "IPAM",
    "IPRange",
    "Image",
    "Internal",
    "IpcMode",
    "MaximumRetryCount",
    "Memory",
    "Mounts",
    "Name",
    "NanoCpus",
    "NetworkMode",
    "OpenStdin",
    "PathOnHost",
    "PidMode",
    "PortBindings",
    "Privileged",
    "ReadOnly",
    "RestartPolicy",
    "SecurityOpt",
    "Source",
    "Subnet",
    "Target",
    "Tty",
    "UTSMode",
    "UsernsMode",
];
/// Members of these name themselves: ports.
const BY_NAME: [&str; 2] = ["ExposedPorts", "PortBindings"];
/// The part of a request that is kept.
const CHARS: usize = 4000;

/// Method, path and query of a call, and of its body the values of [`OPEN`] members.
pub(super) fn asked<C: Call>(call: &C) -> Result<String, Unsendable> {
    let request = request(call, None)?;
    let mut text = format!("{} {}", request.method(), request.uri());
    if let Ok(body) = serde_json::from_slice::<Value>(request.body()) {
        text.push(' ');
        text.push_str(&without_secrets(body).to_string());
    }
    Ok(shortened(text))
}

/// Method, path and query of a request that is asked anew, and of its body the values of [`OPEN`] members.
pub(super) fn command(command: &Command, body: Option<&[u8]>) -> String {
    // Written as it was decoded, but for what would look like another pair.
    let told = command.query.iter().map(|(key, value)| pair(key, &value.replace('&', "%26")));
    with_body(line(&command.named, told), body)
}

fn with_body(mut text: String, body: Option<&[u8]>) -> String {
    if let Some(body) = body.and_then(|body| serde_json::from_slice::<Value>(body).ok()) {
        text.push(' ');
        text.push_str(&whole_without_secrets(body).to_string());
    }
    shortened(text)
}

/// What a request acts upon: what its path names, or the name that what it makes is to have.
pub(super) fn object(named: &Named, value: impl Fn(&str) -> Option<String>, body: Option<&[u8]>) -> String {
    let in_body = || {
        let body: Map<String, Value> = serde_json::from_slice(body?).ok()?;
        // The engine looks at no capitals. Where several are meant, nobody here knows which it takes.
        let mut names = body.iter().filter(|(key, _)| key.eq_ignore_ascii_case("name"));
        let name = names.next().filter(|_| names.next().is_none())?.1.as_str()?;
        Some(name.to_owned())
    };
    let made = match named.operation {
        Operation::ContainerCreate => value("name").map(|name| name.trim_start_matches('/').to_owned()),
        Operation::ImageCreate => value("fromImage").map(|image| match value("tag") {
            Some(tag) if tag.contains(':') => [&image, "@", &tag].concat(),
            Some(tag) if !tag.is_empty() => [&image, ":", &tag].concat(),
            _ => image,
        }),
        Operation::NetworkCreate | Operation::VolumeCreate => in_body(),
        _ => None,
    };
    made.unwrap_or_else(|| named.object.clone())
}

/// The value of a key in a query that wasn't understood.
pub(super) fn value(query: &str, key: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    pairs.into_iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

fn shortened(text: String) -> String {
    match text.chars().count() > CHARS {
        true => text.chars().take(CHARS).chain(['…']).collect(),
        false => text,
    }
}

/// Method, path and query of a request that passes as it is, without the query values that may be secret, and of its body,
/// where that is JSON, the values of [`OPEN`] members.
pub(super) fn raw(named: &Named, query: &str, body: Option<&[u8]>) -> String {
    let told = query.split('&').filter(|it| !it.is_empty()).map(|it| match it.split_once('=') {
        Some((key, value)) => pair(key, value),
        None => it.to_owned(),
    });
    with_body(line(named, told), body)
}

/// A pair of a query, with its value if that may be told.
fn pair(key: &str, value: &str) -> String {
    let value = if TOLD.contains(&key) { value } else { "…" };
    [key, "=", value].concat()
}

fn line(named: &Named, told: impl Iterator<Item = String>) -> String {
    let path = named.operation.parameter().map_or_else(
        || named.operation.path().to_owned(),
        |(before, _, behind)| [before, &named.object, behind].concat(),
    );
    let told = told.collect::<Vec<_>>().join("&");
    let mark = if told.is_empty() { "" } else { "?" };
    [named.operation.method().as_str(), " ", &path, mark, &told].concat().chars().take(CHARS).collect()
}

/// Query keys whose values say what is done and are no secret. Of all others, arguments of builds and URLs among them,
/// the name is told.
const TOLD: [&str; 29] = [
    "all",
    "condition",
    "container",
    "follow",
    "force",
    "fromImage",
    "h",
    "link",
    "logs",
    "name",
    "names",
    "noprune",
    "path",
    "pause",
    "platform",
    "repo",
    "signal",
    "since",
    "size",
    "stderr",
    "stdin",
    "stdout",
    "stream",
    "t",
    "tag",
    "tail",
    "until",
    "v",
    "w",
];

/// A whole body. One that isn't an object may be a list of settings: of those nothing is told but how many they are.
fn whole_without_secrets(body: Value) -> Value {
    match body {
        Value::Object(_) => without_secrets(body),
        other => names_alone(other),
    }
}

fn without_secrets(value: Value) -> Value {
    let Value::Object(members) = value else { return value };
    let told = members.into_iter().filter(|(_, value)| !is_nothing(value)).map(|(name, value)| {
        let value = match name.as_str() {
            "Env" => names_of_variables(value),
            known if BY_NAME.contains(&known) => value,
            known if OPEN.contains(&known) => match value {
                Value::Array(items) => items.into_iter().map(without_secrets).collect(),
                other => without_secrets(other),
            },
            _ => names_alone(value),
        };
        (name, value)
    });
    told.collect::<Map<_, _>>().into()
}

/// Of `NAME=value` the name.
fn names_of_variables(value: Value) -> Value {
    let Value::Array(items) = value else { return json!("…") };
    let name = |item: Value| {
        let name = item.as_str().and_then(|text| text.split_once('=')).map(|(name, _)| name.to_owned());
        let plain = |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        name.filter(plain).map_or_else(|| json!("…"), |name| json!(name))
    };
    items.into_iter().map(name).collect()
}

/// Of members their names, of a list how long it is, of all else that it was there.
fn names_alone(value: Value) -> Value {
    match value {
        Value::Object(members) => members.into_iter().map(|(name, _)| name).collect(),
        Value::Array(items) => json!(format!("… ({})", items.len())),
        _ => json!("…"),
    }
}

/// What a body holds only because its type has it.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Bool(true) => false,
    }
}

#[cfg(test)]
mod tests;
