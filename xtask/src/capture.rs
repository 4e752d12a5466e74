//! `cargo xtask capture FILE`: the facts of the engine's API description (its v1.51.yaml) that the tests hold our tables
//! of operations and of fields against. The project stands without the description; this is for whoever takes up a newer one.

mod fields;

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::root;

const METHODS: [&str; 6] = ["get", "head", "post", "put", "delete", "patch"];

/// Writes `engine-api/testdata/v1.51.operations.tsv`: name, method, path, query keys and body of each operation; and
/// `v1.51.fields.tsv`: the fields of the bodies that the gate has a policy for.
pub(crate) fn capture(arguments: &[String]) -> Result<()> {
    let [file] = arguments else { bail!("cargo xtask capture takes one file: the engine's API description") };
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
    let description: Value = serde_saphyr::from_str(&text).with_context(|| format!("{file} isn't YAML"))?;
    let version = description["info"]["version"].as_str().context("the description has no version")?;
    let folder = root().join(Path::new("engine-api/testdata"));
    for (name, lines) in
        [("operations", operations(&description)?), ("fields", fields::fields(&description)?)]
    {
        let into = folder.join(format!("v{version}.{name}.tsv"));
        fs::write(&into, lines)?;
        println!("Written to {}", into.display());
    }
    Ok(())
}

fn operations(description: &Value) -> Result<String> {
    let mut lines = String::from("name\tmethod\tpath\tquery\tbody\n");
    for (path, methods) in description["paths"].as_object().context("the description has no paths")? {
        for method in METHODS.iter().filter(|method| methods.get(method).is_some()) {
            let operation = &methods[method];
            let name =
                operation["operationId"].as_str().with_context(|| format!("{method} {path} has no name"))?;
            let within = |place: &str| -> Vec<&Value> {
                let all = operation["parameters"].as_array().into_iter().flatten();
                all.filter(|parameter| parameter["in"] == place).collect()
            };
            let keys: Vec<_> = within("query").iter().filter_map(|key| key["name"].as_str()).collect();
            let body = if within("body").is_empty() { "" } else { "body" };
            writeln!(lines, "{name}\t{}\t{path}\t{}\t{body}", method.to_uppercase(), keys.join(" "))?;
        }
    }
    Ok(lines)
}
