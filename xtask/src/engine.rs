//! `cargo xtask engine`: a private engine and registry for programs that aren't Rust, the page's tests above all.
//!
//! Writes one line of JSON when all is ready, then obeys orders on its standard input, one a line, and answers
//! each with a line of JSON: `{"ok": …}` or `{"error": "…"}`. Ends, with all that it started, when the input ends.
//! An order is a JSON array: `["stop"]`, `["start"]`, `["restart"]`, `["kill"]`, `["pause"]`, `["resume"]`,
//! `["docker", "ps", "--all"]` (its output), `["push", "shop:1", "4", "the page"]` (the name to pull),
//! `["fetch", "18080", "/"]` (what a published port serves).

use std::io::{BufRead, Write};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use testbed::{Engine, Options, Registry, Release};

/// Serves orders until its input ends. `arguments`: `--release 20|28`, and after `--` what dockerd gets.
pub(crate) fn hold(arguments: &[String]) -> Result<()> {
    let old = arguments.windows(2).any(|pair| pair == ["--release", "20"]);
    let flags = arguments.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    let release = if old { Release::V20 } else { Release::V28 };
    let engine = Engine::start_with(release, Options { flags, ..Options::default() })?;
    engine.import_busybox()?;
    let registry = Registry::start(&engine, 5000)?;
    say(&json!({
        "host": engine.host(),
        "socket": engine.socket(),
        "network": engine.network(),
        "registry": registry.address(),
    }))?;
    for line in std::io::stdin().lock().lines() {
        let words: Vec<String> = serde_json::from_str(&line?).context("an order is an array of texts")?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match obey(&engine, &registry, &words) {
            Ok(answer) => say(&json!({ "ok": answer }))?,
            Err(error) => say(&json!({ "error": format!("{error:#}") }))?,
        }
    }
    Ok(())
}

fn obey(engine: &Engine, registry: &Registry, words: &[&str]) -> Result<Value> {
    match words {
        ["stop"] => engine.stop()?,
        ["start"] => engine.start_again()?,
        ["restart"] => engine.restart()?,
        ["kill"] => engine.kill()?,
        ["pause"] => engine.pause()?,
        ["resume"] => engine.resume()?,
        ["docker", arguments @ ..] => return Ok(engine.docker(arguments)?.into()),
        ["fetch", port, path] => return Ok(engine.fetch(port.parse()?, path)?.into()),
        ["push", name, layers, page] => {
            return Ok(registry.push_web_image(engine, name, layers.parse()?, page)?.into());
        }
        _ => bail!("no such order: {words:?}"),
    }
    Ok(Value::Null)
}

fn say(value: &Value) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{value}")?;
    Ok(out.flush()?)
}
