//! `cargo xtask bench`: performance.md's figures, measured here and now, written to docs/benchmarks.md.

mod clone;
mod fill;
mod goal;
mod haproxy;
mod images;
mod load;
mod logs;
mod page;
mod passing;
mod product;
mod recorded;
mod watching;

use std::{fmt::Write, fs, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use testbed::{Engine, Release};

use crate::{
    check::{self, Budget},
    dist,
    process::root,
};
use goal::{at_least, at_most, figure, judged, none};
use load::{Door, Figures};
use product::Product;

/// How many containers a busy machine has here.
const CONTAINERS: usize = 1_000;
const MANY: usize = 10_000;
/// As many as are recorded to be multiplied.
const SOME: usize = 20;
const VIEWERS: usize = 50;
/// A hundred changes a second: more than a busy machine has.
const CHANGE_EVERY: Duration = Duration::from_millis(10);
const GZIP: &str = "Accept-Encoding: gzip\r\n";
/// How long each load goes on, and how many rounds of it: the median round counts.
const ROUND: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;

/// Measures everything and writes the tables; or one part, which is only shown.
pub(crate) fn run(part: Option<&str>) -> Result<()> {
    // It builds for itself, and as somebody who works on the project does.
    if part == Some("clone") {
        return shown(clone::measure);
    }
    let binary = dist::build()?;
    match part {
        None => all(&binary),
        Some("passing") => alone(&binary, passing::measure),
        Some("logs") => alone(&binary, logs::measure),
        Some("images") => alone(&binary, images::measure),
        Some("memory") => shown(|text| page::memory(text, &filled(1)?)),
        Some("server") => shown(|text| server(text, &filled(CONTAINERS)?, &binary)),
        Some("watching") => {
            let engine = filled(CONTAINERS)?;
            let product = Product::listing(&binary, &engine.host(), CONTAINERS)?;
            shown(|text| watching::measure(text, &engine, &product))
        }
        Some("latency") => shown(|text| latency(text, &filled(CONTAINERS)?)),
        Some("lighthouse") => shown(page::lighthouse),
        Some("page") => shown(|text| page(text, &filled(SOME)?)),
        Some("tasks") => shown(|text| tasks(text, &filled(SOME)?)),
        Some(other) => bail!(
            "there is no part {other}: server, watching, passing, logs, images, latency, page, tasks, memory, lighthouse, \
             clone"
        ),
    }
}

/// Measures one part, which needs nothing else.
fn shown(measure: impl FnOnce(&mut String) -> Result<()>) -> Result<()> {
    let mut text = heading()?;
    measure(&mut text)?;
    println!("{text}");
    Ok(())
}

/// An engine with so many containers on it.
fn filled(count: usize) -> Result<Engine> {
    let engine = Engine::start(Release::V28)?;
    fill::with_containers(&engine, count)?;
    Ok(engine)
}

/// Measures one part, on an engine with a single container on it, which can be asked for.
fn alone(binary: &Path, measure: fn(&mut String, &Engine, &Product) -> Result<()>) -> Result<()> {
    let engine = filled(1)?;
    let product = Product::listing(binary, &engine.host(), 1)?;
    shown(|text| measure(text, &engine, &product))
}

/// Measures everything and writes it down; of a measurement that fails, what came before it is shown.
fn all(binary: &Path) -> Result<()> {
    let mut text = heading()?;
    if let Err(failure) = every_part(&mut text, binary) {
        println!("{text}");
        return Err(failure);
    }
    let file = root().join("docs/benchmarks.md");
    fs::write(&file, &text)?;
    println!("{text}\nWritten to {}", file.display());
    Ok(())
}

fn every_part(text: &mut String, binary: &Path) -> Result<()> {
    // It builds much, and nothing else is to be measured meanwhile.
    clone::measure(text)?;
    let engine = filled(CONTAINERS)?;
    server(text, &engine, binary)?;
    let product = Product::listing(binary, &engine.host(), CONTAINERS)?;
    watching::measure(text, &engine, &product)?;
    drop(product);

    let product = Product::listing(binary, &engine.host(), CONTAINERS)?;
    logs::measure(text, &engine, &product)?;
    images::measure(text, &engine, &product)?;
    drop(product);
    latency(text, &engine)?;
    page(text, &engine)?;
    tasks(text, &engine)?;
    page::memory(text, &engine)?;
    page::lighthouse(text)?;
    first_visit(text)?;
    Ok(())
}

/// P2, P1, and P7: what a server keeps, also when it has had much to do.
fn server(text: &mut String, engine: &Engine, binary: &Path) -> Result<()> {
    let idle = Product::start(binary, "unix:///nowhere/docker.sock")?;
    let (idle_memory, ready_after) = (idle.memory()?, idle.ready_after);
    drop(idle);
    let product = Product::listing(binary, &engine.host(), CONTAINERS)?;
    let watched_memory = watched(&product)?;
    drop(product);
    let product = Product::listing(binary, &engine.host(), CONTAINERS)?;
    lists(text, engine, &product, binary)?;
    passing::measure(text, engine, &product)?;
    let worked_memory = watched(&product)?;

    let size = fs::metadata(binary)?.len();
    writeln!(text, "\n## P7: memory, size and start\n\n| | measured | goal |\n|---|---|---|")?;
    let busy = format!("resident memory, {CONTAINERS} containers, {VIEWERS} viewers");
    for (what, bytes, bound) in [
        ("resident memory, no engine, nobody looking", idle_memory, Some(12.0)),
        (&busy, watched_memory, Some(40.0)),
        // No goal speaks of it.
        ("the same, after all of P2 and P1", worked_memory, None),
        ("the binary with everything inside", size, Some(15.0)),
    ] {
        let goal = bound.map_or_else(none, |bound| at_most(bytes as f64 / 1e6, bound, " MB"));
        writeln!(text, "| {what} | {} | {goal} |", megabytes(bytes))?;
    }
    let (took, goal) = (milliseconds(ready_after), at_most(ready_after.as_secs_f64(), 1.0, " s"));
    writeln!(text, "| from the start until it answers, no engine | {took} | {goal} |")?;
    Ok(())
}

/// The memory of a server with people before their pages.
fn watched(product: &Product) -> Result<u64> {
    let _viewers = product.viewers(VIEWERS)?;
    // Their snapshots are sent.
    std::thread::sleep(Duration::from_secs(2));
    product.memory()
}

fn heading() -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let cores = std::thread::available_parallelism()?;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    // What comes after is whoever built it.
    let kernel = kernel.trim().split('-').next().unwrap_or_default();
    // What else the machine does is in all figures.
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    Ok(format!(
        "# Benchmarks\n\nMeasured by `cargo xtask bench`, which wrote this file. Both sides of a comparison ran in \
         one go on one machine; of several rounds the median counts. Absolute times differ between machines: \
         compare ratios.\n\nMachine: {}, {cores} cores, Linux {}. Engine 28 of Debian, private; Pierhead as \
         `cargo xtask dist` builds it, plain HTTP on loopback. Before it began {} tasks wanted to run.\n",
        model.trim_start_matches([' ', '\t', ':']),
        kernel.trim(),
        load.split(' ').next().unwrap_or_default()
    ))
}

/// P2: the list of containers, against the engine's own.
fn lists(text: &mut String, engine: &Engine, product: &Product, binary: &Path) -> Result<()> {
    let own = Door::Unix(engine.socket());
    let head = "GET /v1.51/containers/json?all=1 HTTP/1.1\r\nHost: engine\r\n\r\n";
    let engines = (median(&own, head, 1)?, median(&own, head, 32)?);
    // An engine that was asked for too much passes for one that is gone.
    product.until_listed(CONTAINERS)?;
    let (compressed, plain) = (product_lists(product, GZIP)?, product_lists(product, "")?);
    let changing = recorded::Engine::of(engine, CONTAINERS, Some(CHANGE_EVERY))?;
    let changing = product_lists(&Product::listing(binary, &changing.host(), CONTAINERS)?, GZIP)?;
    let [some_plain, some_compressed] = recorded_lists(engine, CONTAINERS, binary)?;
    let [many_plain, many_compressed] = recorded_lists(engine, MANY, binary)?;

    writeln!(text, "\n## P2: the container list\n")?;
    writeln!(text, "| | p50, one client | p95 | requests/s, 32 clients | bytes |\n|---|---|---|---|---|")?;
    for (name, (one, many)) in [
        (format!("the engine's own, {CONTAINERS}"), &engines),
        (format!("Pierhead, {CONTAINERS}, as it is"), &plain),
        (format!("Pierhead, {CONTAINERS}, gzip"), &compressed),
        (format!("Pierhead, {CONTAINERS} recorded, a hundred changes a second, gzip"), &changing),
        (format!("Pierhead, {CONTAINERS} recorded, as it is"), &some_plain),
        (format!("Pierhead, {CONTAINERS} recorded, gzip"), &some_compressed),
        (format!("Pierhead, {MANY} recorded, as it is"), &many_plain),
        (format!("Pierhead, {MANY} recorded, gzip"), &many_compressed),
    ] {
        let (p50, p95) = (milliseconds(one.p50), milliseconds(one.p95));
        writeln!(text, "| {name} | {p50} | {p95} | {:.0} | {} |", many.rate, one.bytes)?;
    }
    let times =
        |(slow, _): &(Figures, _), (fast, _): &(Figures, _)| slow.p50.as_secs_f64() / fast.p50.as_secs_f64();
    let (faster, slower) = (times(&engines, &plain), times(&many_plain, &some_plain));
    let goal = judged("≤ 1/100", faster >= 100.0);
    writeln!(text, "\n- p50 is 1/{faster:.0} of the engine's, neither compressed; goal {goal}")?;
    let (rate, goal) = (compressed.1.rate, at_least(compressed.1.rate, 5_000.0, ""));
    writeln!(text, "- {rate:.0} requests/s at {CONTAINERS} containers, gzip; goal {goal}")?;
    let goal = at_most(slower, 12.0, "");
    writeln!(
        text,
        "- ten times the containers cost {slower:.1} times the time, both recorded, as they are; goal {goal}"
    )?;
    writeln!(
        text,
        "- the goal for requests/s is held to gzip, which whoever asks as often as that takes; as it is, each answer is {} kB. The \
         engine has no compressed form; ours is compressed once for each version of the list",
        plain.0.bytes / 1000
    )?;
    writeln!(
        text,
        "- *recorded*: an engine that answers what the real one said of one of its containers; its clones have ids, names \
         and services of their own, in forty stacks, and are alike in all else"
    )?;
    Ok(())
}

/// What a recorded engine's list with so many containers is like, as it is and compressed.
fn recorded_lists(engine: &Engine, count: usize, binary: &Path) -> Result<[(Figures, Figures); 2]> {
    let recorded = recorded::Engine::of(engine, count, None)?;
    let product = Product::listing(binary, &recorded.host(), count)?;
    Ok([product_lists(&product, "")?, product_lists(&product, GZIP)?])
}

/// What a script gets, with these headers more: one alone, and 32 at once.
fn product_lists(product: &Product, headers: &str) -> Result<(Figures, Figures)> {
    let head = product.head("/api/containers", headers);
    Ok((median(&product.door(), &head, 1)?, median(&product.door(), &head, 32)?))
}

/// The median of several rounds, by its p50.
fn median(door: &Door, head: &str, clients: usize) -> Result<Figures> {
    let mut medians = medians(&[(door, head)], clients)?;
    medians.pop().context("a way without a figure")
}

/// The median of each way. They take turns, so that a machine that gets slower does for all of them.
fn medians(ways: &[(&Door, &str)], clients: usize) -> Result<Vec<Figures>> {
    let mut rounds: Vec<Vec<Figures>> = ways.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for ((door, head), rounds) in ways.iter().zip(&mut rounds) {
            rounds.push(load::run(door, head, clients, ROUND)?);
        }
    }
    let middle = |mut rounds: Vec<Figures>| {
        rounds.sort_by_key(|round| round.p50);
        rounds.swap_remove(ROUNDS / 2)
    };
    Ok(rounds.into_iter().map(middle).collect())
}

/// P4: from the engine's event to the change in the page, in a real browser.
fn latency(text: &mut String, engine: &Engine) -> Result<()> {
    let said = crate::test::in_browser("bench/latency.js", &[("ENGINE", &engine.host())])?;
    let figures: serde_json::Value = serde_json::from_str(said.lines().last().unwrap_or_default())?;
    writeln!(text, "\n## P4: engine event → visible in the page\n")?;
    writeln!(text, "| of a container | events | p50 | p95 | goal |\n|---|---|---|---|---|")?;
    let row = |text: &mut String, what: &str, of: &serde_json::Value, goal: &str| {
        let (events, p50, p95) = (&of["events"], &of["p50"], &of["p95"]);
        writeln!(text, "| {what} | {events} | {p50} ms | {p95} ms | {goal} |")
    };
    let (all, each) = (&figures["all"], figures["each"].as_array().context("no figures of each event")?);
    for of in each {
        row(text, of["event"].as_str().unwrap_or_default(), of, &none())?;
    }
    row(text, "all", all, &format!("p95 {}", at_most(figure(all, "p95")?, 50.0, " ms")))?;
    writeln!(
        text,
        "\nOn a real engine with {CONTAINERS} containers, from the time in the engine's own event to the change of the \
         page's document, in Chromium, one after the other. What is new is inspected first; a container that starts is \
         told by the event that it has started."
    )?;
    Ok(())
}

/// P6 and P10: how soon the list is there, and how long a key in its search box takes, in a real browser.
fn page(text: &mut String, engine: &Engine) -> Result<()> {
    writeln!(text, "\n## P6 and P10: the list of containers in a browser\n")?;
    writeln!(text, "| containers | rows visible after | busy for each key, p50 | p95 | longest | goal |")?;
    writeln!(text, "|---|---|---|---|---|---|")?;
    for count in [CONTAINERS, MANY] {
        let recorded = recorded::Engine::of(engine, count, None)?;
        let environment = [("ENGINE", &*recorded.host()), ("COUNT", &*count.to_string())];
        let said = crate::test::in_browser("bench/page.js", &environment)?;
        let figures: serde_json::Value = serde_json::from_str(said.lines().last().unwrap_or_default())?;
        let (visits, keys) = (&figures["visits"], &figures["keys"]);
        let (p50, p95, longest) = (&keys["p50"], &keys["p95"], &keys["longest"]);
        let goal = at_most(figure(keys, "longest")?, 16.0, " ms");
        writeln!(text, "| {count} | {visits} ms | {p50} ms | {p95} ms | {longest} ms | each key {goal} |")?;
    }
    writeln!(
        text,
        "\nFrom the start of a navigation, logged in and with nothing kept from before, until the first row stands in \
         the document with all that it does when it is pressed; the median of several visits. A key's time is all that \
         the page's main thread does until the next key: reading it, searching, drawing. Chromium; a recorded engine."
    )?;
    Ok(())
}

/// P8: how long the page is busy in one go while much changes, in a real browser.
fn tasks(text: &mut String, engine: &Engine) -> Result<()> {
    let changing = recorded::Engine::of(engine, CONTAINERS, Some(CHANGE_EVERY))?;
    let said = crate::test::in_browser("bench/tasks.js", &[("ENGINE", &changing.host())])?;
    let figures: Vec<serde_json::Value> = serde_json::from_str(said.lines().last().unwrap_or_default())?;
    writeln!(text, "\n## P8: the page while {CONTAINERS} containers change\n")?;
    writeln!(text, "| | frames/s | longest task | tasks above 50 ms | goal |\n|---|---|---|---|---|")?;
    for measured in figures {
        let what = measured["what"].as_str().unwrap_or_default();
        let (rate, longest, above) = (&measured["rate"], &measured["longest"], &measured["above"]);
        let goal = judged("none above 50 ms", figure(&measured, "above")? == 0.0);
        writeln!(text, "| {what} | {rate} | {longest} ms | {above} | {goal} |")?;
    }
    writeln!(
        text,
        "\nEach for ten seconds, in Chromium, on the page's main thread; a recorded engine tells of a hundred \
         changes a second. The \
         page shows no logs yet that could be followed meanwhile."
    )?;
    Ok(())
}

/// P5: what travels for a first visit.
fn first_visit(text: &mut String) -> Result<()> {
    let site = crate::app::build(crate::app::Mode::Release)?;
    writeln!(
        text,
        "\n## P5: bytes of a first visit\n\n| | measured | goal, which `cargo xtask check` holds it to |\n|---|---|---|"
    )?;
    for Budget { what, size, limit } in check::measure(&site)? {
        let goal = at_most(size as f64, limit as f64, "");
        writeln!(text, "| {what} | {size} | {goal} |")?;
    }
    Ok(())
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
