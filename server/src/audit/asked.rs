//! What was asked, as a record tells it: the request, without what may be secret in it.

use engine_api::call::{Call, Unsendable, request};
use serde_json::{Map, Value, json};

/// Members whose values may be secret: what people pass to programs and drivers. Their names are told, and no more.
const HIDDEN: [&str; 10] = [
    "Env",
    "Cmd",
    "Entrypoint",
    "Labels",
    "Options",
    "DriverOpts",
    "Test",
    "Shell",
    "Annotations",
    "Sysctls",
];
/// The part of a request that is kept.
const CHARS: usize = 4000;

/// Method, path and query of a call, and its body with the values of [`HIDDEN`] left out.
pub(super) fn asked<C: Call>(call: &C) -> Result<String, Unsendable> {
    let request = request(call, None)?;
    let mut text = format!("{} {}", request.method(), request.uri());
    if let Ok(body) = serde_json::from_slice::<Value>(request.body()) {
        text.push(' ');
        text.push_str(&without_secrets(body).to_string());
    }
    if text.chars().count() > CHARS {
        text = text.chars().take(CHARS).chain(['…']).collect();
    }
    Ok(text)
}

fn without_secrets(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !is_nothing(value))
            .map(|(name, value)| {
                let value =
                    if HIDDEN.contains(&name.as_str()) { names_alone(value) } else { without_secrets(value) };
                (name, value)
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.into_iter().map(without_secrets).collect(),
        plain => plain,
    }
}

/// Of `NAME=value` and of members their names, of all else that it was there.
fn names_alone(value: Value) -> Value {
    match value {
        Value::Object(members) => members.into_iter().map(|(name, _)| name).collect(),
        Value::Array(items) => items
            .into_iter()
            .map(|item| match item.as_str().and_then(|text| text.split_once('=')) {
                Some((name, _)) if !name.contains(char::is_whitespace) => json!(name),
                _ => json!("…"),
            })
            .collect(),
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
