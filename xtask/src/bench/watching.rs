//! P3: what those who watch cost the engine.

use std::{fmt::Write, fs, thread, time::Duration};

use anyhow::{Context, Result};
use testbed::Engine;

use super::{CONTAINERS, goal::at_most, product::Product};

const WATCHERS: usize = 200;
/// How long the engine's work is summed up: a multiple of the five seconds after which the mirror asks.
const SPAN: Duration = Duration::from_secs(20);
/// The two take turns, for the engine's own work is now more and now less.
const ROUNDS: usize = 5;

/// Nobody watches, then many do, in turns.
pub(super) fn measure(text: &mut String, engine: &Engine, product: &Product) -> Result<()> {
    let (mut alone, mut watched) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        alone.push(work_of(engine)?);
        let viewers = product.viewers(WATCHERS)?;
        // Their snapshots are sent.
        thread::sleep(Duration::from_secs(2));
        watched.push(work_of(engine)?);
        drop(viewers);
    }
    alone.sort();
    watched.sort();
    let ratio = watched[ROUNDS / 2].as_secs_f64() / alone[ROUNDS / 2].as_secs_f64();
    writeln!(
        text,
        "\n## P3: those who watch\n\n| {CONTAINERS} containers | the engine's work, median | least | most |\n|---|---|---|---|"
    )?;
    let rate = |work: Duration| format!("{:.1} ms/s", work.as_secs_f64() * 1e3 / SPAN.as_secs_f64());
    for (who, rounds) in [("nobody watches".to_owned(), &alone), (format!("{WATCHERS} watch"), &watched)] {
        let (median, least, most) = (rate(rounds[ROUNDS / 2]), rate(rounds[0]), rate(rounds[ROUNDS - 1]));
        writeln!(text, "| {who} | {median} | {least} | {most} |")?;
    }
    writeln!(
        text,
        "\n- watched {ratio:.3} × unwatched; goal the same within 2 %, so {}: no call is made for a viewer\n- processor time \
         of dockerd over {ROUNDS} rounds of {} s each, in turns, while nothing happens on it: its own work, and what the \
         mirror asks every five seconds",
        at_most(ratio, 1.02, " ×"),
        SPAN.as_secs()
    )?;
    Ok(())
}

/// The processor time that the engine uses up in a while.
fn work_of(engine: &Engine) -> Result<Duration> {
    let process = engine.pid().context("no engine")?;
    let before = used(process)?;
    thread::sleep(SPAN);
    Ok(used(process)?.saturating_sub(before))
}

/// The processor time of all threads of a process so far (`sched-stats`, the kernel's documentation).
fn used(process: u32) -> Result<Duration> {
    let mut nanoseconds = 0;
    for thread in fs::read_dir(format!("/proc/{process}/task"))?.flatten() {
        // A thread that has just ended.
        let Ok(told) = fs::read_to_string(thread.path().join("schedstat")) else { continue };
        nanoseconds += told.split(' ').next().and_then(|word| word.parse::<u64>().ok()).unwrap_or_default();
    }
    Ok(Duration::from_nanos(nanoseconds))
}
