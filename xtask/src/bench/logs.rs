//! P8: following the log of a container that writes as fast as it can, and what somebody costs who doesn't read it.

use std::{
    fmt::Write,
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use testbed::Engine;

use super::{
    ROUND, ROUNDS,
    goal::{self, at_least, at_most},
    haproxy::HaProxy,
    load::Door,
    megabytes,
    product::Product,
};

/// Its log is kept short: what is followed is what comes.
const CHATTER: [&str; 11] = [
    "run",
    "--detach",
    "--name",
    "chatter",
    "--log-opt",
    "max-size=16m",
    "--log-opt",
    "max-file=2",
    "busybox",
    "yes",
    LINE,
];
/// It has one comma, which nothing has that it travels in.
const LINE: &str = "a line as long as the ones that programs write, with a time and a level and some words of what has happened";
const FOLLOW: &str = "/containers/chatter/logs?follow=1&stdout=1&tail=0";
/// The ways from this one on lead through Pierhead.
const OURS: usize = 2;
/// How long the slow viewer reads nothing.
const SLEEP: Duration = Duration::from_secs(10);

pub(super) fn measure(text: &mut String, engine: &Engine, product: &Product) -> Result<()> {
    engine.docker(&CHATTER)?;
    let haproxy = HaProxy::start(engine)?;
    let plain = format!("GET {FOLLOW} HTTP/1.1\r\nHost: engine\r\n\r\n");
    let path = format!("/docker{FOLLOW}");
    let ways = [
        ("the socket", Door::Unix(engine.socket()), plain.clone()),
        ("HAProxy", haproxy.door(), plain),
        ("Pierhead, as it is", product.door(), product.head(&path, "")),
        ("Pierhead, for an operator", product.door(), product.held_head(&path)),
    ];
    let mut rates = ways.each_ref().map(|_| Vec::new());
    // One after the other in each round: the engine isn't equally fast all the time.
    for _ in 0..ROUNDS {
        for ((_, door, head), rates) in ways.iter().zip(&mut rates) {
            rates.push(rate(door, head)?);
        }
    }
    let rates = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[ROUNDS / 2]
    });
    writeln!(text, "\n## P8: following a log\n")?;
    writeln!(
        text,
        "| one viewer, a container that writes as fast as it can | MB/s | of the socket's | goal |"
    )?;
    writeln!(text, "|---|---|---|---|")?;
    for (number, ((name, ..), rate)) in ways.iter().zip(&rates).enumerate() {
        let (speed, of_socket) = (rate / 1e6, rate / rates[0]);
        let goal = if number < OURS { goal::none() } else { at_least(of_socket, 0.9, " ×") };
        writeln!(text, "| {name} | {speed:.1} | {of_socket:.2} × | {goal} |")?;
    }
    writeln!(
        text,
        "\n| a viewer that reads nothing for {} s | the server's memory grows by | goal |",
        SLEEP.as_secs()
    )?;
    writeln!(text, "|---|---|---|")?;
    for (name, door, head) in &ways[OURS..] {
        let most = sleeper(product, door, head)?;
        let goal = at_most(most as f64 / 1e6, 4.0, " MB");
        writeln!(text, "| {name} | {} | {goal} |", megabytes(most))?;
    }
    engine.docker(&["rm", "--force", "chatter"])?;
    Ok(())
}

/// Bytes of the log in a second, without those that it travels in: an engine takes a chunk for each line, Pierhead one for
/// many.
fn rate(door: &Door, head: &str) -> Result<f64> {
    let mut viewer = door.connect()?;
    viewer.open(head)?;
    let start = Instant::now();
    let commas = |read: &[u8]| read.iter().filter(|byte| **byte == b',').count() as u64;
    let lines = viewer.count(|_| start.elapsed() > ROUND, commas)?;
    Ok((lines * (LINE.len() as u64 + 1)) as f64 / start.elapsed().as_secs_f64())
}

/// How much more memory the server has at most while somebody follows and doesn't read.
fn sleeper(product: &Product, door: &Door, head: &str) -> Result<u64> {
    let before = product.memory()?;
    let mut viewer = door.connect()?;
    viewer.open(head)?;
    viewer.drain(|bytes| bytes > 1 << 20)?;
    let (start, mut most) = (Instant::now(), before);
    while start.elapsed() < SLEEP {
        most = most.max(product.memory()?);
        thread::sleep(Duration::from_millis(200));
    }
    Ok(most - before)
}
