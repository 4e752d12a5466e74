//! The one entry point for building, trying, testing and releasing Pierhead: `cargo xtask <command>`.

mod app;
mod bench;
mod capture;
mod check;
mod dist;
mod engine;
mod fuzz;
mod process;
mod run;
mod site;
mod test;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  run [--release] [--program FILE] [--private FOLDER] [flags]
                            build everything, or take a program that is built, and serve; if no engine answers, on a
                            private one in target/engine/ or FOLDER; the flags go to `pierhead serve`
  test [step] [filter]      run the tests: all, or those of unit, server, e2e, run or image
  check [name]              format, clippy, licences, arrows between crates, budgets
  fuzz [target] [--minutes N]
                            look for inputs that break the tests that take any: all, or one
  dist                      one static binary at target/dist/pierhead
  bench [part]              measure, and write docs/benchmarks.md; or one part, and only show it
  screens                   take pictures of every page into docs/screens/
  capture FILE              write down the facts of the engine's API description
  app [--release]           build the page into target/site/
  engine [--release 20|28] [-- flags of dockerd]
                            hold a private engine for a program that writes orders to our input
";

fn main() -> ExitCode {
    match obey() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey() -> Result<()> {
    if app::unlinted::is_rustc() {
        return app::unlinted::rustc();
    }
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match command.as_str() {
        "run" => run::serve(&rest),
        "test" => test::test(&rest),
        "check" => check::run(&rest),
        "dist" => dist::build().map(drop),
        "bench" => bench::run(rest.first().map(String::as_str)),
        "fuzz" => fuzz::fuzz(&rest),
        "capture" => capture::capture(&rest),
        "screens" => test::screens(),
        "engine" => engine::hold(&rest),
        "app" => app::build(mode(&rest)).map(drop),
        _ => bail!("{HELP}"),
    }
}

fn mode(arguments: &[String]) -> app::Mode {
    if arguments.iter().any(|word| word == "--release") { app::Mode::Release } else { app::Mode::Dev }
}
