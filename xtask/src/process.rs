//! Running other programs, and where the workspace is.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The folder of the whole workspace.
pub(crate) fn root() -> PathBuf {
    // xtask is compiled where it is run: its own folder lies in the workspace.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("/")).to_owned()
}

/// What cargo builds goes here.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// The cargo that runs us, in the workspace.
pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments);
    // What cargo tells a program that it runs would make it rebuild when asked again by hand.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST") || name == "CARGO" {
            command.env_remove(&*name);
        }
    }
    // Wherever somebody has cargo build elsewhere: what we build is looked for here.
    command.env("CARGO_TARGET_DIR", target());
    command
}

/// Flags for rustc by which what is built names no folder of this machine for a crate: a panic names the file it is in.
pub(crate) fn registries_remapped() -> Result<Vec<String>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("no home folder")?;
    let registries = std::fs::read_dir(home.join("registry/src"))?.flatten();
    Ok(registries.map(|it| format!("--remap-path-prefix={}=crates", it.path().display())).collect())
}

/// A program with its arguments, in the workspace.
pub(crate) fn program<S: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Runs a program to its end; an error if it says that it failed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a program to its end and gives what it wrote.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot run {}", line(command)))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        bail!("`{}` failed ({}): {message}", line(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Adds a compilation target through rustup when it isn't there.
pub(crate) fn ensure_target(triple: &str) -> Result<()> {
    let folder = output(&mut program("rustc", ["--print", "target-libdir", "--target", triple]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    run(&mut program("rustup", ["target", "add", triple]))
        .with_context(|| format!("the Rust target {triple} is missing: `rustup target add {triple}`"))
}
