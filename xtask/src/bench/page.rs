//! What the page is like in a browser: what its tab keeps, and what Lighthouse says of it.

use std::fmt::Write;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use testbed::Engine;

use super::{
    CHANGE_EVERY, CONTAINERS,
    goal::{at_least, at_most, figure},
    recorded,
};
use crate::test::in_browser;

/// What Lighthouse has to say at least, of a hundred.
const GOOD: f64 = 95.0;
/// By how much what a tab keeps may differ in an hour and still pass for flat.
const FLAT: f64 = 1.1;

/// What the tab keeps after an hour of events.
pub(super) fn memory(text: &mut String, engine: &Engine) -> Result<()> {
    let changing = recorded::Engine::of(engine, CONTAINERS, Some(CHANGE_EVERY))?;
    let figures = last_line(&in_browser("bench/memory.js", &[("ENGINE", &changing.host())])?)?;
    writeln!(text, "\n## Memory of the tab\n\n| events | scripts | program | nodes | listeners |")?;
    writeln!(text, "|---|---|---|---|---|")?;
    let figures = figures.as_array().context("no figures")?;
    for kept in figures {
        let (events, nodes, listeners) = (&kept["events"], &kept["nodes"], &kept["listeners"]);
        let (script, program) = (figure(kept, "script")? / 1e6, figure(kept, "program")? / 1e6);
        writeln!(text, "| {events} | {script:.1} MB | {program:.1} MB | {nodes} | {listeners} |")?;
    }
    let (Some(first), Some(last)) = (figures.first(), figures.last()) else { bail!("no figures") };
    let mut growth = 0f64;
    for name in ["script", "program", "nodes", "listeners"] {
        growth = growth.max(figure(last, name)? / figure(first, name)?);
    }
    writeln!(
        text,
        "\nAn hour of five events a second on {CONTAINERS} containers, told within minutes, while somebody goes from page \
         to page; each time after the browser has let go of what isn't needed. Goal: flat, at the end none of it \
         more than a tenth above what it was before the first event, {}.",
        at_most(growth, FLAT, " ×")
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
    for scores in figures.as_array().into_iter().flatten() {
        let page = scores["page"].as_str().unwrap_or_default();
        let (performance, accessibility) = (figure(scores, "performance")?, figure(scores, "accessibility")?);
        let practices = figure(scores, "best-practices")?;
        let goal = at_least(performance.min(accessibility).min(practices), GOOD, "");
        writeln!(text, "| {page} | {performance} | {accessibility} | {practices} | {goal} |")?;
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
