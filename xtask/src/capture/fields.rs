//! The names of the fields of bodies, as the description has them.

use std::{collections::BTreeSet, fmt::Write};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The operations whose bodies the gate reads for people below admin, and that of a commit.
const OPERATIONS: [&str; 9] = [
    "ContainerCreate",
    "ContainerUpdate",
    "ContainerExec",
    "ExecStart",
    "VolumeCreate",
    "NetworkCreate",
    "NetworkConnect",
    "NetworkDisconnect",
    "ImageCommit",
];

/// The type within the bodies of services that says what runs.
const TASK: &str = "TaskSpec";

/// Nothing of the API is nested deeper. A type that has itself inside would be.
const DEEPEST: usize = 10;

/// One line a field: whose body, and which field, with a dot between a field and those inside of it. Lists and maps of
/// objects stand for their objects.
pub(super) fn fields(description: &Value) -> Result<String> {
    let mut lines = String::from("body\tfield\n");
    for operation in OPERATIONS {
        write(&mut lines, description, operation, body(description, operation)?)?;
    }
    let task = description["definitions"].get(TASK).context("the description has no TaskSpec")?;
    write(&mut lines, description, TASK, task)?;
    Ok(lines)
}

fn body<'a>(description: &'a Value, name: &str) -> Result<&'a Value> {
    let paths = description["paths"].as_object().context("the description has no paths")?;
    let mut operations = paths.values().filter_map(Value::as_object).flat_map(|methods| methods.values());
    let operation = operations.find(|operation| operation["operationId"] == name);
    let operation = operation.with_context(|| format!("the description has no {name}"))?;
    let mut parameters = operation["parameters"].as_array().into_iter().flatten();
    let body = parameters.find(|parameter| parameter["in"] == "body");
    body.and_then(|body| body.get("schema")).with_context(|| format!("{name} has no body"))
}

fn write(lines: &mut String, description: &Value, of: &str, schema: &Value) -> Result<()> {
    let mut found = BTreeSet::new();
    collect(description, schema, "", &mut found)?;
    if found.is_empty() {
        bail!("{of} has no fields");
    }
    for field in found {
        writeln!(lines, "{of}\t{field}")?;
    }
    Ok(())
}

fn collect(description: &Value, schema: &Value, within: &str, found: &mut BTreeSet<String>) -> Result<()> {
    if within.split('.').count() > DEEPEST {
        bail!("{within} is nested too deeply");
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.strip_prefix("#/definitions/").unwrap_or(reference);
        let definition = description["definitions"].get(name);
        let definition = definition.with_context(|| format!("there is no {reference}"))?;
        collect(description, definition, within, found)?;
    }
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let inner = ["items", "additionalProperties"].into_iter().filter_map(|key| schema.get(key));
    for inside in parts.chain(inner) {
        collect(description, inside, within, found)?;
    }
    for (name, inside) in schema["properties"].as_object().into_iter().flatten() {
        let dot = if within.is_empty() { "" } else { "." };
        let field = format!("{within}{dot}{name}");
        collect(description, inside, &field, found)?;
        found.insert(field);
    }
    Ok(())
}
