//! Leaves out of an answer what may be secret: the values of environments, labels and options, and whole commands.

use serde_json::Value;

/// What stands in the place of a value.
const HIDDEN: &str = "***";

/// Leaves it out, wherever it stands. An answer has many depths, and each engine adds members: so it goes by their
/// names alone.
pub(super) fn redact(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.contains_key("Mountpoint") {
                // What a volume's driver says of it: any names and values.
                members.remove("Status");
            }
            members.iter_mut().for_each(|(name, value)| member(name, value));
        }
        Value::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}

fn member(name: &str, value: &mut Value) {
    match name {
        "Env" => names_of_variables(value),
        "Labels" | "Annotations" | "annotations" | "Options" | "DriverOpts" | "Opts" | "Sysctls"
        | "StorageOpt" | "VolumeContext" | "PublishContext" => values(value),
        // Where logs go, with what it takes to send them there.
        "LogConfig" => {
            value.as_object_mut().into_iter().filter_map(|it| it.get_mut("Config")).for_each(values)
        }
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
    let Value::Array(variables) = value else { return empty(value) };
    for variable in variables {
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
