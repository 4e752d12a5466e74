//! Counts what the test runners say at their end, while their output passes.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::process::line;

/// How many tests passed and failed, and which steps they were in.
#[derive(Default)]
pub(super) struct Count {
    passed: u64,
    failed: u64,
    steps: Vec<String>,
}

impl Count {
    /// Runs a test runner and counts its tests. A runner that fails without a failed test counts as one.
    pub(super) fn add(&mut self, step: &str, command: &mut Command) -> Result<()> {
        println!("--- {step}: {}", line(command));
        let begun = Instant::now();
        let mut runner = command.stdout(Stdio::piped()).spawn().with_context(|| line(command))?;
        let output = runner.stdout.take().context("no output")?;
        let (mut passed, mut failed) = (0, 0);
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            let (more_passed, more_failed) = counts(&line);
            passed += more_passed;
            failed += more_failed;
        }
        let status = runner.wait()?;
        if !status.success() && failed == 0 {
            println!("--- {step}: the runner failed ({status})");
            failed = 1;
        }
        self.note(step, passed, failed, begun.elapsed());
        Ok(())
    }

    /// Counts a test of our own.
    pub(super) fn add_one(&mut self, step: &str, test: impl FnOnce() -> Result<()>) {
        println!("--- {step}");
        let begun = Instant::now();
        let outcome = test();
        let failed = u64::from(outcome.is_err());
        if let Err(error) = outcome {
            println!("{error:#}");
        }
        self.note(step, 1 - failed, failed, begun.elapsed());
    }

    /// Says what ran, and fails if a test did or none ran.
    pub(super) fn close(self) -> Result<()> {
        println!("---");
        for step in &self.steps {
            println!("{step}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed > 0 || self.passed == 0 {
            bail!("not all tests passed");
        }
        Ok(())
    }

    fn note(&mut self, step: &str, passed: u64, failed: u64, took: Duration) {
        self.steps.push(format!("{step}: {passed} of {} in {} s", passed + failed, took.as_secs()));
        self.passed += passed;
        self.failed += failed;
    }
}

/// What a line says of passed and failed tests: cargo's `test result:` line, or one of node's two.
pub(super) fn counts(line: &str) -> (u64, u64) {
    let words: Vec<&str> = line.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
    let number_before = |name: &str| {
        let at = words.iter().position(|word| *word == name)?;
        words.get(at.checked_sub(1)?)?.parse().ok()
    };
    match words[..] {
        ["test", "result:", ..] => {
            (number_before("passed").unwrap_or(0), number_before("failed").unwrap_or(0))
        }
        ["ℹ", "pass", number] => (number.parse().unwrap_or(0), 0),
        ["ℹ", "fail", number] => (0, number.parse().unwrap_or(0)),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests;
