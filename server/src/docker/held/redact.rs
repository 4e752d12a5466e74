//! Leaves out of an answer what may be secret: the values of environments, labels and options, and whole commands.

use serde_json::Value;

/// What stands in the place of a value.
const HIDDEN: &str = "***";

/// Leaves it out, wherever it stands. An answer has many depths, and each engine adds members: so it goes by their
/// names alone.
pub(super) fn redact(value: &mut Value) {
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| member(name, value)),
        Value::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}

fn member(name: &str, value: &mut Value) {
    match name {
        "Env" => names_of_variables(value),
        "Labels" | "Annotations" | "Options" | "DriverOpts" | "Opts" | "Sysctls" => values(value),
        // Commands, and what quotes them.
        "Cmd"
        | "Entrypoint"
        | "Args"
        | "Command"
        | "Path"
        | "Test"
        | "OnBuild"
        | "CreatedBy"
        | "Comment"
        | "Error"
        | "Err"
        | "Message"
        | "Output"
        | "ProcessConfig"
        | "ExecIDs"
        | "Shell"
        | "ContainerSpec.Command"
        | "Data" => empty(value),
        _ => redact(value),
    }
}

fn names_of_variables(value: &mut Value) {
    for variable in value.as_array_mut().into_iter().flatten() {
        let name = variable.as_str().and_then(|text| text.split_once('=')).map(|(name, _)| name);
        *variable = Value::String([name.unwrap_or_default(), "=", HIDDEN].concat());
    }
}

fn values(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|it| *it = HIDDEN.into()),
        Value::Null => {}
        other => empty(other),
    }
}

fn empty(value: &mut Value) {
    match value {
        Value::Null => {}
        Value::Bool(it) => *it = false,
        Value::Number(it) => *it = 0.into(),
        Value::String(it) => it.clear(),
        Value::Array(items) => items.clear(),
        Value::Object(members) => members.clear(),
    }
}

#[cfg(test)]
mod tests;
