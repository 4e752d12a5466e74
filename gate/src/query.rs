//! What a query of somebody below admin may say: names, platforms, signals, numbers. Queries are written anew from it.

use engine_api::container::Signal;

use crate::body::Limits;

/// No terminal is larger; larger ones only cost memory.
pub const LARGEST_CONSOLE: u16 = 1000;

/// Words that stand where names do in the API's paths.
const RESERVED: [&str; 3] = ["json", "create", "prune"];

/// Whether a name is one that objects may have: `^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$`, and no word of the API's.
pub fn is_name(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    (2..=128).contains(&name.len())
        && name.bytes().all(known)
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && !RESERVED.contains(&name)
}

/// Whether something new may be called so: the engine looks for names before it looks for beginnings of ids, so that
/// what is called like an id would answer in the other's place.
pub fn is_new_name(name: &str) -> bool {
    is_name(name) && !(name.len() >= SHORT_ID && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// As many digits of an id as people are shown.
pub const SHORT_ID: usize = 12;

/// Whether an image may be asked for this platform. Empty is the host's own.
pub fn may_be_platform(platform: &str, limits: &Limits) -> bool {
    platform.is_empty() || limits.platforms.iter().any(|known| known == platform)
}

/// The signal to send, written as the engine takes it: one of those that people send. Empty is the engine's choice.
pub fn signal(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let name = NUMBERED.iter().find(|(number, _)| *number == text).map_or(text, |(_, name)| name);
    name.parse::<Signal>().ok().map(|signal| signal.to_string())
}

/// Signals that people send by their numbers (signal(7), as on x86 and ARM).
const NUMBERED: [(&str, &str); 8] = [
    ("1", "SIGHUP"),
    ("2", "SIGINT"),
    ("3", "SIGQUIT"),
    ("6", "SIGABRT"),
    ("9", "SIGKILL"),
    ("10", "SIGUSR1"),
    ("12", "SIGUSR2"),
    ("15", "SIGTERM"),
];

/// How long a container has to end, in seconds, and no longer than the limit. Less than none is without end for the
/// engine, so it is the limit here.
pub fn seconds(text: &str, limits: &Limits) -> Option<i64> {
    let asked: i64 = text.parse().ok()?;
    Some(if asked < 0 { limits.stop_timeout } else { asked.min(limits.stop_timeout) })
}

/// A side of a terminal, as large as one may be.
pub fn console_side(text: &str) -> Option<u16> {
    let asked: u32 = text.parse().ok()?;
    u16::try_from(asked).map_or(Some(LARGEST_CONSOLE), |asked| Some(asked.clamp(1, LARGEST_CONSOLE)))
}

/// The signals of Linux that have names, but for those of real time.
const NAMED: [&str; 31] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
    "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
    "URG", "USR1", "USR2", "WINCH",
];

/// Whether the engine knows this as the signal that ends a container: a name, with or without `SIG`, or a number.
pub fn is_stop_signal(text: &str) -> bool {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse::<u8>().is_ok_and(|number| (1..=64).contains(&number));
    }
    let name = text.strip_prefix("SIG").unwrap_or(text);
    let real_time =
        |rest: &str| rest.is_empty() || rest.parse::<i8>().is_ok_and(|number| (-14..=15).contains(&number));
    NAMED.contains(&name)
        || name.strip_prefix("RTMIN").is_some_and(real_time)
        || name.strip_prefix("RTMAX").is_some_and(real_time)
}

#[cfg(test)]
mod tests;
