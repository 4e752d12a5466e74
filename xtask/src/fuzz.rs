//! `cargo xtask fuzz`: the tests that take any input, guided by what of the code each input reaches.
//!
//! Each is a test like any other, and runs for a second with its seeds and random inputs in `cargo xtask test`. Here
//! the same test is built for libFuzzer, which stable compilers can do. Inputs that reach something new are kept in
//! `target/fuzz/`; one that breaks a test is written into the folder `crashes` beside its seeds, and from then on
//! belongs to every run.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{cargo, output, root, run, target};

/// A test that takes any input.
struct Target {
    name: &'static str,
    package: &'static str,
    /// As cargo names it.
    test: &'static str,
    /// The folder with its seeds.
    seeds: &'static str,
}

/// One a line. A new one is its test and its line here.
const TARGETS: [Target; 6] = [
    target_of("path", "engine-api", "command::fuzz::path", "engine-api/src/command/__fuzz__/path"),
    target_of("query", "engine-api", "command::fuzz::query", "engine-api/src/command/__fuzz__/query"),
    target_of("frames", "engine-api", "frame::fuzz::frames", "engine-api/src/frame/__fuzz__/frames"),
    target_of("body", "gate", "body::tests::fuzz::body", "gate/src/body/tests/__fuzz__/body"),
    target_of("token", "server", "session::fuzz::token", "server/src/session/__fuzz__/token"),
    target_of("cookie", "server", "session::fuzz::cookie", "server/src/session/__fuzz__/cookie"),
];

const fn target_of(
    name: &'static str,
    package: &'static str,
    test: &'static str,
    seeds: &'static str,
) -> Target {
    Target { name, package, test, seeds }
}

/// What makes the compiler count which branches an input takes, and with which values they compare.
const GUIDED: &str = "--cfg fuzzing --cfg fuzzing_libfuzzer -Cpasses=sancov-module -Ccodegen-units=1 \
    -Cdebug-assertions -Coverflow-checks -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

const USUAL_MINUTES: u64 = 10;
/// What one input may cost: seconds, megabytes and bytes.
const LIMITS: &str = "-timeout=5 -rss_limit_mb=1024 -malloc_limit_mb=256 -max_len=4096";

/// Runs one target or all, each for some minutes. `cargo xtask fuzz [target] [--minutes N]`
pub(crate) fn fuzz(arguments: &[String]) -> Result<()> {
    let (name, minutes) = match arguments {
        [] => (None, USUAL_MINUTES),
        [flag, minutes] if flag == "--minutes" => (None, minutes.parse()?),
        [name] => (Some(name), USUAL_MINUTES),
        [name, flag, minutes] if flag == "--minutes" => (Some(name), minutes.parse()?),
        _ => bail!("cargo xtask fuzz [target] [--minutes N]"),
    };
    let wanted: Vec<_> =
        TARGETS.iter().filter(|target| name.is_none_or(|name| target.name == name)).collect();
    if wanted.is_empty() {
        bail!("no target is called that: there are {}", TARGETS.map(|target| target.name).join(", "));
    }
    for target in wanted {
        println!("--- {}: {minutes} min", target.name);
        search(target, minutes).with_context(|| format!("{} is broken by an input", target.name))?;
    }
    Ok(())
}

fn search(target_: &Target, minutes: u64) -> Result<()> {
    let program = build(target_)?;
    let kept = target().join("fuzz/found").join(target_.name);
    let seeds = root().join(target_.seeds);
    let crashes = seeds.join("crashes");
    fs::create_dir_all(&kept)?;
    fs::create_dir_all(&crashes)?;
    let folders = format!("{} {}", kept.display(), seeds.join("corpus").display());
    let outcome = format!("-artifact_prefix={}/ -max_total_time={}", crashes.display(), minutes * 60);
    let mut search = std::process::Command::new(program);
    search.args([target_.test, "--exact", "--nocapture", "--quiet", "--test-threads", "1"]);
    search.env("BOLERO_LIBTEST_HARNESS", "1").env("BOLERO_TEST_NAME", target_.test);
    search.env("BOLERO_LIBFUZZER_ARGS", format!("{folders} {outcome} {LIMITS} -print_final_stats=1"));
    let found = run(search.current_dir(root().join(target_.package)));
    // Empty when nothing was found.
    let _ = fs::remove_dir(crashes);
    found
}

/// The test program, built to be guided. Its path is in what cargo says.
fn build(target_: &Target) -> Result<PathBuf> {
    let mut build =
        cargo(["test", "--release", "--no-run", "--lib", "--message-format", "json", "--package"]);
    // With a target of its own, build scripts and macros are compiled as usual.
    build.args([target_.package, "--target", "host-tuple", "--target-dir"]).arg(target().join("fuzz"));
    build.env("RUSTFLAGS", GUIDED).stderr(std::process::Stdio::inherit());
    let said = output(&mut build)?;
    let messages = said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut programs = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    programs.next_back().context("cargo built no test")
}
