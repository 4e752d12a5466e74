//! Every dependency's licence and source, held against deny.toml: crates, and the packages that the browser's tests use.
//!
//! The part of cargo-deny that needs no network: building cargo-deny itself takes longer than all other checks.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use spdx::{Expression, LicenseReq, Licensee, ParseMode};

use crate::process::{cargo, output, root};

/// Holds each package of the lock file against the lists.
pub(super) fn check() -> Result<()> {
    let rules: toml::Table = fs::read_to_string(root().join("deny.toml"))?.parse()?;
    let allowed = licensees(&texts(rules.get("licenses").and_then(|table| table.get("allow"))))?;
    let banned = rules.get("bans").and_then(|table| table.get("deny")).and_then(toml::Value::as_array);
    let banned: Vec<&str> =
        banned.into_iter().flatten().filter_map(|ban| ban.get("crate")?.as_str()).collect();
    let metadata = output(&mut cargo(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut broken = Vec::new();
    for package in metadata["packages"].as_array().context("no packages")? {
        let name = package["name"].as_str().unwrap_or_default();
        let source = package["source"].as_str();
        if source.is_some_and(|source| {
            !source.starts_with("registry+https://github.com/rust-lang/crates.io-index")
        }) {
            broken.push(format!("{name} doesn't come from crates.io"));
        }
        if banned.contains(&name) {
            broken.push(format!("{name} is banned in deny.toml"));
        }
        let licence = package["license"].as_str().unwrap_or_default();
        if !permitted(licence, &allowed) {
            broken.push(format!("{name} has the licence {licence:?}, which deny.toml doesn't allow"));
        }
    }
    broken.extend(npm(allowed)?);
    if broken.is_empty() { Ok(()) } else { bail!("{}", broken.join("\n")) }
}

/// What is wrong with the packages of the browser's tests. Their lock file names no registry: npm asks the one it is set to,
/// and holds what comes against the hash.
fn npm(mut allowed: Vec<Licensee>) -> Result<Vec<String>> {
    let rules: toml::Table = fs::read_to_string(root().join("e2e/deny.toml"))?.parse()?;
    let list = |name| texts(rules.get("licenses").and_then(|table| table.get(name)));
    allowed.extend(licensees(&list("allow"))?);
    let exceptions = list("exceptions");
    let lock: Value = serde_json::from_str(&fs::read_to_string(root().join("e2e/package-lock.json"))?)?;
    let mut broken = Vec::new();
    for (place, package) in lock["packages"].as_object().context("no packages")? {
        let Some(name) = place.strip_prefix("node_modules/") else { continue };
        let licence = package["license"].as_str().unwrap_or_default();
        if !permitted(licence, &allowed) && !exceptions.iter().any(|known| known == name) {
            broken
                .push(format!("{name} (npm) has the licence {licence:?}, which e2e/deny.toml doesn't allow"));
        }
        if package["integrity"].as_str().is_none() {
            broken.push(format!("{name} (npm) has no hash"));
        }
    }
    Ok(broken)
}

fn licensees(texts: &[String]) -> Result<Vec<Licensee>> {
    texts.iter().map(|text| Licensee::parse(text).with_context(|| text.clone())).collect()
}

/// Whether one way to read a licence expression is allowed.
fn permitted(licence: &str, allowed: &[Licensee]) -> bool {
    // Old manifests write "MIT/Apache-2.0".
    let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else { return false };
    expression.evaluate(|wanted: &LicenseReq| allowed.iter().any(|licensee| licensee.satisfies(wanted)))
}

fn texts(list: Option<&toml::Value>) -> Vec<String> {
    let list = list.and_then(toml::Value::as_array).into_iter().flatten();
    list.filter_map(|text| text.as_str().map(str::to_owned)).collect()
}
