//! What the page is like in a browser: what its tab keeps, and what Lighthouse says of it.

use std::fmt::Write;

use anyhow::{Result, ensure};
use serde_json::Value;
use testbed::Engine;

use super::{CHANGE_EVERY, CONTAINERS, recorded};
use crate::test::in_browser;

/// What Lighthouse has to say at least, of a hundred.
const GOOD: f64 = 95.0;

/// What the tab keeps after an hour of events.
pub(super) fn memory(text: &mut String, engine: &Engine) -> Result<()> {
    let changing = recorded::Engine::of(engine, CONTAINERS, Some(CHANGE_EVERY))?;
    let figures = last_line(&in_browser("bench/memory.js", &[("ENGINE", &changing.host())])?)?;
    writeln!(text, "\n## Memory of the tab\n\n| events | scripts | program | nodes | listeners |")?;
    writeln!(text, "|---|---|---|---|---|")?;
    for figure in figures.as_array().into_iter().flatten() {
        let megabytes = |name: &str| figure[name].as_f64().unwrap_or_default() / 1e6;
        let (events, nodes, listeners) = (&figure["events"], &figure["nodes"], &figure["listeners"]);
        let (script, program) = (megabytes("script"), megabytes("program"));
        writeln!(text, "| {events} | {script:.1} MB | {program:.1} MB | {nodes} | {listeners} |")?;
    }
    writeln!(
        text,
        "\nAn hour of five events a second on {CONTAINERS} containers, told within minutes, while somebody goes from page \
         to page; each time after the browser has let go of what isn't needed. Goal: flat."
    )?;
    Ok(())
}

/// What Lighthouse says of the pages of a first visit. It is an error when they aren't good for everybody; how fast they are
/// depends on the machine.
pub(super) fn lighthouse(text: &mut String) -> Result<()> {
    let figures = last_line(&in_browser("bench/lighthouse.js", &[])?)?;
    writeln!(text, "\n## Lighthouse\n\n| | performance | accessibility | best practices | goal |")?;
    writeln!(text, "|---|---|---|---|---|")?;
    let mut bad = Vec::new();
    for figure in figures.as_array().into_iter().flatten() {
        let page = figure["page"].as_str().unwrap_or_default();
        let scores = ["performance", "accessibility", "best-practices"].map(|name| figure[name].as_f64());
        let [performance, accessibility, practices] = scores.map(Option::unwrap_or_default);
        writeln!(text, "| {page} | {performance} | {accessibility} | {practices} | ≥ {GOOD} |")?;
        if [accessibility, practices].iter().any(|score| *score < GOOD) {
            bad.push(page.to_owned());
        }
    }
    ensure!(bad.is_empty(), "Lighthouse finds faults with {}:\n{text}", bad.join(", "));
    Ok(())
}

fn last_line(said: &str) -> Result<Value> {
    Ok(serde_json::from_str(said.lines().last().unwrap_or_default())?)
}
