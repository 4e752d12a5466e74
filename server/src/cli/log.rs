//! The log on standard error: one event is one line, whatever an engine, a registry or a client has said in it.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
};

use tracing_subscriber::fmt;

use crate::{Config, config::LogFormat};

/// Starts the log of this process.
pub(super) fn start(config: &Config) {
    let log = fmt().with_max_level(config.log_level).with_writer(|| Lines).with_target(false);
    // A log that can't be written is nothing to say on standard error: it is standard error.
    let log = log.log_internal_errors(false);
    let started = match config.log_format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    // Only a second logger in one process fails, and then the first one logs.
    drop(started);
}

/// Standard error. Each write is one event: the subscriber hands them over whole.
struct Lines;

impl Write for Lines {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        io::stderr().lock().write_all(&one_line(event))?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}

/// An event with what would break its line escaped: a line that begins like one of ours must be ours. Escape
/// characters in texts are escaped by the subscriber; those that are left are its colours.
fn one_line(event: &[u8]) -> Cow<'_, [u8]> {
    let text = event.strip_suffix(b"\n").unwrap_or(event);
    let breaks = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\t' | 0x1b);
    if !text.iter().any(breaks) {
        return Cow::Borrowed(event);
    }
    let mut line = Vec::with_capacity(event.len() + 16);
    for byte in text {
        match breaks(byte) {
            true => line.extend(byte.escape_ascii()),
            false => line.push(*byte),
        }
    }
    line.extend(&event[text.len()..]);
    Cow::Owned(line)
}

#[cfg(test)]
mod tests;
