//! Who may depend on whom, and what must be nowhere: the invariants of ARCHITECTURE.md that a machine can see.

use std::{collections::BTreeSet, fs};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{cargo, output, root};

/// What each of our crates may use of the others. What isn't here may use anything: testbed and xtask, which
/// nothing that ships uses, and what lies in `without/`.
const ARROWS: [(&str, &[&str]); 9] = [
    ("id", &[]),
    ("engine-api", &["id"]),
    ("engine", &["engine-api", "id"]),
    ("gate", &["engine-api", "id"]),
    ("wire", &["id"]),
    ("mirror", &["engine", "engine-api", "wire", "id"]),
    ("server", &["engine", "engine-api", "gate", "wire", "mirror", "id"]),
    ("app", &["wire", "view", "id"]),
    ("view", &[]),
];

/// Only this crate of ours may name that one.
const OWNED: [(&str, &str); 4] =
    [("leptos", "app"), ("web-sys", "app"), ("axum", "server"), ("rusqlite", "server")];

/// These do no input or output: nothing below them may be a runtime or a protocol's driver.
const PURE: [&str; 4] = ["id", "engine-api", "gate", "wire"];
const RUNTIMES: [&str; 5] = ["tokio", "hyper", "mio", "async-std", "smol"];

/// Texts that must not be in the page's sources, and why.
const ABSENT: [(&str, &str); 4] = [
    ("inner_html", "what comes from containers is hostile: text only"),
    (" style=", "the page's policy forbids style attributes"),
    ("cfg(feature", "the page has no features"),
    ("static mut", "no global state"),
];

/// The only files of the page's with something outside of everything: state, the allocator, a table of constants.
const WITH_STATICS: [&str; 4] = [
    "app/src/api.rs",
    "app/src/main.rs",
    "app/src/pages/create/options/sections.rs",
    "app/src/ui/dom/value.rs",
];

/// The parts that every page is made of. They know nothing of Docker.
const PARTS: &str = "app/src/ui";
/// What of the app they may name.
const KNOWN_TO_PARTS: [&str; 5] = ["api", "boot", "format", "i18n", "ui"];

/// Holds the dependency graph and the page's sources against the lists above.
pub(super) fn check() -> Result<()> {
    let graph = Graph::load()?;
    let mut broken = Vec::new();
    for (from, allowed) in ARROWS {
        for to in graph.direct(from)? {
            let ours = ARROWS.iter().any(|(name, _)| *name == to) || to == "testbed" || to == "xtask";
            if ours && !allowed.contains(&to.as_str()) {
                broken.push(format!("{from} must not depend on {to}"));
            }
            if let Some((_, owner)) = OWNED.iter().find(|(name, owner)| *name == to && *owner != from) {
                broken.push(format!("{from} must not name {to}: only {owner} does"));
            }
        }
    }
    for from in PURE {
        let below = graph.below(from)?;
        for runtime in RUNTIMES.iter().filter(|name| below.contains(**name)) {
            broken.push(format!("{from} must not reach {runtime}: it does no input or output"));
        }
    }
    for file in super::kept_files("app/src")? {
        let text = fs::read_to_string(root().join(&file)).unwrap_or_default();
        for (absent, why) in ABSENT.iter().filter(|(absent, _)| text.contains(absent)) {
            broken.push(format!("{file} contains `{}`: {why}", absent.trim()));
        }
        if has_statics(&text) != WITH_STATICS.contains(&&*file) {
            broken.push(format!(
                "{file}: WITH_STATICS lists what has something outside of everything, and nothing else"
            ));
        }
        for name in if file.starts_with(PARTS) { named(&text) } else { Vec::new() } {
            if !KNOWN_TO_PARTS.contains(&name) {
                broken.push(format!("{file} names {name}: the parts know nothing of Docker"));
            }
        }
    }
    if broken.is_empty() { Ok(()) } else { bail!("{}", broken.join("\n")) }
}

/// Whether something in a file stands outside of everything.
fn has_statics(text: &str) -> bool {
    const BEGINNINGS: [&str; 5] =
        ["thread_local!", "static ", "pub static ", "pub(crate) static ", "pub(super) static "];
    text.lines().any(|line| BEGINNINGS.iter().any(|beginning| line.trim_start().starts_with(beginning)))
}

/// What of the app a file names (`crate::x`, `crate::{x, y::z}`), and `wire`, if it does.
fn named(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for after in text.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => found.extend(of_list(list).map(first_name)),
            None => found.push(first_name(after)),
        }
    }
    found.extend(text.contains("wire::").then_some("wire"));
    found.retain(|name| !name.is_empty());
    found
}

/// The name that a path begins with.
fn first_name(path: &str) -> &str {
    let path = path.trim_start();
    path.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default()
}

/// The paths of a `{…}` of a `use`, whose `{` is left out; not those of lists within.
fn of_list(list: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut begin, mut paths) = (0, 0, Vec::new());
    for (place, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            ',' if depth == 0 => {
                paths.push(&list[begin..place]);
                begin = place + 1;
            }
            '}' if depth == 0 => {
                paths.push(&list[begin..place]);
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    paths.into_iter()
}

/// The resolved dependencies, without those that only tests use.
struct Graph {
    nodes: Vec<Value>,
}

impl Graph {
    fn load() -> Result<Self> {
        let text = output(&mut cargo(["metadata", "--format-version", "1", "--locked"]))?;
        let mut metadata: Value = serde_json::from_str(&text)?;
        let nodes = metadata["resolve"]["nodes"].as_array_mut().context("no dependency graph")?;
        Ok(Self { nodes: std::mem::take(nodes) })
    }

    /// The names of what a crate of ours uses itself.
    fn direct(&self, name: &str) -> Result<Vec<String>> {
        let ours = format!("/{name}#");
        let is_ours = |node: &&Value| {
            let id = node["id"].as_str().unwrap_or_default();
            id.starts_with("path+") && (id.contains(&ours))
        };
        let node = self.nodes.iter().find(is_ours).with_context(|| format!("no crate {name}"))?;
        Ok(normal(node).map(|id| name_of(&id)).collect())
    }

    /// The names of everything that a crate of ours uses, directly or not.
    fn below(&self, name: &str) -> Result<BTreeSet<String>> {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut open = self.direct(name)?;
        while let Some(next) = open.pop() {
            if seen.insert(next.clone()) {
                let nodes =
                    self.nodes.iter().filter(|node| name_of(node["id"].as_str().unwrap_or_default()) == next);
                open.extend(nodes.flat_map(normal).map(|id| name_of(&id)));
            }
        }
        Ok(seen)
    }
}

/// What a node uses when it is built for use: not what its tests or its build script use.
fn normal(node: &Value) -> impl Iterator<Item = String> {
    let deps = node["deps"].as_array().cloned().unwrap_or_default();
    deps.into_iter()
        .filter(|dep| {
            dep["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
        })
        .filter_map(|dep| dep["pkg"].as_str().map(str::to_owned))
}

/// The crate's name in a package id: `registry+…#tokio@1.2.3`, `path+file:///…/engine#0.1.0`.
fn name_of(id: &str) -> String {
    let (place, version) = id.rsplit_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, _)) => name.to_owned(),
        None => place.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests;
