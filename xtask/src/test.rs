//! `cargo xtask test`: every test, on real engines and in a real browser, with what it needs installed first.

mod count;
mod image;
pub(crate) mod try_out;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{
    app::{self, Mode},
    dist,
    process::{cargo, output, program, root, run, target},
    site,
};
use count::Count;

const STEPS: [&str; 5] = ["unit", "server", "e2e", "run", "image"];

/// Runs the steps that are named, or all. `cargo xtask test [unit|server|e2e|run|image] [filter]`
pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let (step, filter) = match arguments {
        [] => ("", None),
        [step] => (step.as_str(), None),
        [step, filter] => (step.as_str(), Some(filter.as_str())),
        _ => bail!("cargo xtask test [{}] [filter]", STEPS.join("|")),
    };
    let wanted = |name: &str| step.is_empty() || step == name;
    if !step.is_empty() && !STEPS.contains(&step) {
        bail!("no tests are called {step}: there are {}", STEPS.join(", "));
    }
    install(wanted("e2e"))?;
    // The page as it ships: what cutting and optimising breaks is seen here, and by nobody else.
    let site = site::table(&app::build(Mode::Release)?);
    let mut count = Count::default();
    if wanted("unit") {
        let arguments = ["test", "--no-fail-fast", "--workspace", "--exclude", "server"];
        count.add("unit", cargo(arguments).args(filter))?;
    }
    if wanted("server") {
        let arguments = ["test", "--no-fail-fast", "--package", "server"];
        count.add("server", cargo(arguments).args(filter).env("PIERHEAD_SITE", &site))?;
    }
    let server = if wanted("e2e") || wanted("run") { Some(server(&site)?) } else { None };
    if let Some(server) = &server {
        if wanted("e2e") {
            count.add("e2e", &mut e2e(server, filter)?)?;
        }
        if wanted("run") {
            count.add_one("run: an engine of its own, three samples, and nothing left of them", || {
                try_out::check(server)
            });
        }
    }
    if wanted("image") {
        count.add_one("image: runs from scratch as nobody, on the engine that it manages", image::check);
    }
    count.close()
}

/// What the tests need of this machine; said at once, before anything is built.
fn install(browser: bool) -> Result<()> {
    if !testbed::is_root() {
        bail!(
            "the tests start private engines, which needs root. In a clone of its own, for what is built then belongs to \
             root:\n  sudo env PATH=\"$PATH\" RUSTUP_HOME=\"${{RUSTUP_HOME:-$HOME/.rustup}}\" cargo xtask test"
        );
    }
    let mut wanted = vec![
        ("iptables", "iptables"),
        ("nsenter", "util-linux"),
        ("python3", "python3"),
        ("musl-gcc", "musl-tools"),
    ];
    if browser {
        // Chromium without what draws windows: the same engine, at two thirds of the work.
        wanted.push(("chromium-headless-shell", "chromium-headless-shell"));
    }
    testbed::ensure_installed(&wanted)?;
    // Fetched once and kept, so that the first test's time isn't the download's.
    for release in [testbed::Release::V20, testbed::Release::V28] {
        testbed::packages(release)?;
    }
    if browser {
        check_node()?;
        install_node_modules()?;
    }
    Ok(())
}

fn check_node() -> Result<()> {
    const NEEDED: (u32, u32) = (20, 11);
    let said = output(&mut program("node", ["--version"])).unwrap_or_default();
    let mut numbers = said.trim().trim_start_matches('v').split('.').map_while(|part| part.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) if (major, minor) >= NEEDED => Ok(()),
        _ => bail!(
            "the page's tests need Node.js {}.{} or newer: {:?} is here",
            NEEDED.0,
            NEEDED.1,
            said.trim()
        ),
    }
}

fn install_node_modules() -> Result<()> {
    let folder = root().join("e2e");
    let changed = |path: PathBuf| std::fs::metadata(path).and_then(|data| data.modified()).ok();
    let installed = changed(folder.join("node_modules/.package-lock.json"));
    if installed.is_none() || installed < changed(folder.join("package-lock.json")) {
        run(program("npm", ["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    }
    Ok(())
}

/// The server with the page inside.
fn server(site: &Path) -> Result<PathBuf> {
    run(cargo(["build", "--package", "server", "--bin", "pierhead"]).env("PIERHEAD_SITE", site))?;
    // A copy of its own: what is built meanwhile doesn't change what is being tested.
    let server = target().join("e2e/pierhead");
    std::fs::create_dir_all(target().join("e2e"))?;
    std::fs::copy(target().join("debug/pierhead"), &server)?;
    Ok(server)
}

/// The page's tests. Two files at once: each has an engine, a server and a browser of its own, and they wait a lot.
fn e2e(server: &Path, filter: Option<&str>) -> Result<Command> {
    let mut command = node(server)?;
    command.args(["--test", "--test-reporter=spec", "--test-concurrency=2"]).args(specs(filter)?);
    Ok(command)
}

/// Takes pictures of every page. Some are in Chinese, and without a font for it they show empty boxes.
pub(crate) fn screens() -> Result<()> {
    const FONT: &str = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";
    testbed::ensure_installed(&[(FONT, "fonts-wqy-microhei")])?;
    in_browser("screens/take.js", &[]).map(drop)
}

/// Runs a script of e2e/ that drives the browser, with the binary as it ships and more in its environment; gives what
/// it wrote.
pub(crate) fn in_browser(script: &str, environment: &[(&str, &str)]) -> Result<String> {
    install(true)?;
    let mut command = node(&dist::build()?)?;
    command.envs(environment.iter().copied());
    output(command.arg(root().join("e2e").join(script)))
}

/// node in a network of its own, where any port is free and nothing outside is reached.
fn node(server: &Path) -> Result<Command> {
    let busybox = testbed::packages(testbed::Release::V28)?.join("bin/busybox");
    let script = "\"$0\" ip link set lo up && exec node \"$@\"";
    let mut command = program("unshare", ["--net", "bash", "-c", script]);
    command.arg(busybox).env("PIERHEAD", server);
    command.env("XTASK", std::env::current_exe()?).env("CHROMIUM", chromium());
    Ok(command)
}

fn chromium() -> PathBuf {
    std::env::var_os("CHROMIUM").map_or_else(|| "/usr/bin/chromium-headless-shell".into(), PathBuf::from)
}

/// The files of tests, all or those whose name contains the filter.
fn specs(filter: Option<&str>) -> Result<Vec<PathBuf>> {
    let files = std::fs::read_dir(root().join("e2e/specs"))?.flatten().map(|entry| entry.path());
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut specs: Vec<_> = files.filter(|path| name(path).ends_with(".spec.js")).collect();
    specs.retain(|path| filter.is_none_or(|filter| name(path).contains(filter)));
    specs.sort();
    if specs.is_empty() {
        bail!("no file e2e/specs/*.spec.js fits");
    }
    Ok(specs)
}
