//! The one entry point for building, trying, testing and releasing Pierhead: `cargo xtask <command>`.

mod app;
mod process;
mod site;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  app [--release]          build the page into target/site/
";

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match command.as_str() {
        "app" => app::build(mode(&rest)).map(drop),
        _ => bail!("{HELP}"),
    }
}

fn mode(arguments: &[String]) -> app::Mode {
    if arguments.iter().any(|word| word == "--release") { app::Mode::Release } else { app::Mode::Dev }
}
