//! From a fresh clone to a page that is served, and from a change in a page to seeing it: README's first command.

use std::{
    ffi::OsStr,
    fmt::Write,
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use testbed::Release;

use super::goal::at_most;
use crate::{
    process::{output, program, root},
    test::try_out::{ADDRESS, end, healthy},
};

const GIVEN_UP_AFTER: Duration = Duration::from_secs(1_800);
/// A file of a page, and a change of what it shows.
const CHANGED: (&str, &str, &str) = ("app/src/pages/volumes/row.rs", "cell col-use", "cell soft col-use");

/// Clones what was committed last, and runs it twice.
pub(super) fn measure(text: &mut String) -> Result<()> {
    let folder = PathBuf::from(format!("/tmp/pierhead-clone-{}", std::process::id()));
    let measured = in_clone(text, &folder);
    fs::remove_dir_all(&folder)?;
    measured
}

fn in_clone(text: &mut String, folder: &Path) -> Result<()> {
    output(program("git", ["clone", "--quiet"]).arg(root()).arg(folder))?;
    let first = until_served(folder)?;
    let (file, before, after) = CHANGED;
    let file = folder.join(file);
    let page = fs::read_to_string(&file)?;
    fs::write(&file, page.replacen(before, after, 1))?;
    if !output(program("git", ["status", "--short"]).current_dir(folder))?.contains(CHANGED.0) {
        bail!("{} doesn't say {before}", file.display());
    }
    let again = until_served(folder)?;
    writeln!(text, "\n## From a clone\n\n| `cargo xtask run` | serves after | goal |\n|---|---|---|")?;
    for (what, took, bound) in [("in a fresh clone", first, 600.0), ("after a change in a page", again, 20.0)]
    {
        let took = took.as_secs_f64();
        writeln!(text, "| {what} | {took:.1} s | {} |", at_most(took, bound, " s"))?;
    }
    writeln!(
        text,
        "\nWith the crates and the engine's packages downloaded before, and nothing built; it starts an engine of its own, \
         with its samples."
    )?;
    Ok(())
}

/// How long it takes until it serves; then it is ended.
fn until_served(folder: &Path) -> Result<Duration> {
    let begun = Instant::now();
    let mut running = start(folder)?;
    let served = loop {
        if healthy(&running, "") {
            break Ok(begun.elapsed());
        }
        if running.try_wait()?.is_some() || begun.elapsed() > GIVEN_UP_AFTER {
            break Err(anyhow::anyhow!("it never served:\n{}", fs::read_to_string(folder.join("said"))?));
        }
        thread::sleep(Duration::from_millis(100));
    };
    let ended = end(&mut running);
    served.and_then(|took| ended.map(|()| took))
}

/// What cargo tells of the build that we are.
fn is_of_our_own_build(variable: &OsStr) -> bool {
    let name = variable.to_string_lossy();
    name.starts_with("CARGO_") && name != "CARGO_HOME" || name == "PIERHEAD_SITE"
}

/// In a network of its own, where its port is free.
fn start(folder: &Path) -> Result<Child> {
    let script = "\"$0\" ip link set lo up; exec cargo xtask run --tls off --listen \"$1\"";
    let mut command = Command::new("unshare");
    command.args(["--net", "bash", "-c", script]);
    command.arg(testbed::packages(Release::V28)?.join("bin/busybox")).arg(ADDRESS).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if is_of_our_own_build(&name) {
            command.env_remove(name);
        }
    }
    command.env("CARGO_NET_OFFLINE", "true").env("DOCKER_HOST", "unix:///nowhere/docker.sock");
    let said = File::create(folder.join("said"))?;
    command.stdout(said.try_clone()?).stderr(said);
    command.process_group(0).spawn().context("cannot start cargo xtask run")
}
