//! rustc without lints, for somebody who works on the page: they take longer than all the rest of a change's build, and
//! `cargo xtask check` asks for them.

use std::{env, os::unix::process::CommandExt, process::Command};

use anyhow::{Context, Result};

/// Says that this program is to be rustc.
const IS_RUSTC: &str = "PIERHEAD_XTASK_IS_RUSTC";

/// Has cargo start rustc by way of this program (the Cargo book, `build.rustc-workspace-wrapper`).
pub(super) fn unlinted(build: &mut Command) -> Result<()> {
    build.env("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?).env(IS_RUSTC, "1");
    Ok(())
}

/// Whether this program was started in the place of rustc.
pub(crate) fn is_rustc() -> bool {
    env::var_os(IS_RUSTC).is_some()
}

/// Becomes rustc, as the first argument names it, with the others.
pub(crate) fn rustc() -> Result<()> {
    let mut arguments = env::args_os().skip(1);
    let mut rustc = Command::new(arguments.next().context("no rustc is named")?);
    let arguments: Vec<_> = arguments.collect();
    rustc.args(&arguments).env_remove(IS_RUSTC);
    // Cargo also asks rustc what it knows, and reads the answer off its warnings.
    if arguments.iter().any(|word| word.to_string_lossy().starts_with("--error-format")) {
        rustc.args(["--cap-lints", "allow"]);
    }
    Err(rustc.exec()).with_context(|| format!("cannot run {}", rustc.get_program().display()))
}
