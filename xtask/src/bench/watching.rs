//! P3: what those who watch cost the engine.

use std::{fmt::Write, fs, thread, time::Duration};

use anyhow::{Context, Result};
use testbed::Engine;

use super::{CONTAINERS, product::Product};

const WATCHERS: usize = 200;
/// How long the engine's work is summed up.
const SPAN: Duration = Duration::from_secs(30);

/// Nobody watches, then many do.
pub(super) fn measure(text: &mut String, engine: &Engine, product: &Product) -> Result<()> {
    let alone = work_of(engine)?;
    product.viewers(WATCHERS)?;
    // Their snapshots are sent.
    thread::sleep(Duration::from_secs(2));
    let watched = work_of(engine)?;
    writeln!(text, "\n## P3: those who watch\n\n| {CONTAINERS} containers | the engine's work |\n|---|---|")?;
    let row = |work: Duration| format!("{:.1} ms/s", work.as_secs_f64() * 1e3 / SPAN.as_secs_f64());
    writeln!(text, "| nobody watches | {} |", row(alone))?;
    writeln!(text, "| {WATCHERS} watch | {} |", row(watched))?;
    writeln!(
        text,
        "\nProcessor time of dockerd over {} s, while nothing happens on it. Goal: the same within 2 %: no call is made \
         for a viewer. The rest is dockerd's own work, and what the mirror asks every five seconds.",
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
