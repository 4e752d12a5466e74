//! `cargo xtask check`: what must hold of every commit and can be seen without running the product.

mod arrows;
mod budget;
mod licences;

use anyhow::{Result, bail};

pub(crate) use budget::{Budget, measure};

use crate::process::{cargo, line, program, target};

/// One thing to hold the tree against.
type Check = (&'static str, fn() -> Result<()>);

const CHECKS: [Check; 6] = [
    ("format", format),
    ("clippy", clippy),
    ("clippy of the page", clippy_page),
    ("licences and sources", licences::check),
    ("arrows and absences", arrows::check),
    ("budgets", budget::check),
];

/// Runs all checks, or those whose name contains a given word; says at the end which failed.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        if !arguments.is_empty() && !arguments.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        println!("--- {name}");
        if let Err(error) = check() {
            println!("{error:#}");
            failed.push(name);
        }
    }
    if failed.is_empty() {
        println!("All checks hold.");
        return Ok(());
    }
    bail!("these checks failed: {}", failed.join(", "))
}

fn format() -> Result<()> {
    crate::process::run(&mut cargo(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    strict(&mut cargo(["clippy", "--quiet", "--workspace", "--all-targets"]))
}

fn clippy_page() -> Result<()> {
    crate::process::ensure_target("wasm32-unknown-unknown")?;
    let mut clippy = cargo(["clippy", "--quiet", "--package", "app", "--target", "wasm32-unknown-unknown"]);
    strict(clippy.arg("--target-dir").arg(target().join("app")))
}

/// With every warning an error.
fn strict(command: &mut std::process::Command) -> Result<()> {
    crate::process::run(command.args(["--", "--deny", "warnings"]))
}

/// The files that git keeps, or would, below a folder.
fn kept_files(folder: &str) -> Result<Vec<String>> {
    let mut list = program("git", ["ls-files", "--cached", "--others", "--exclude-standard", folder]);
    let files = crate::process::output(&mut list)?;
    if files.is_empty() {
        bail!("`{}` lists nothing", line(&list));
    }
    Ok(files.lines().map(str::to_owned).collect())
}
