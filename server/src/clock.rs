//! Time as the store keeps it: whole seconds since 1970-01-01T00:00:00Z.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A moment, in seconds since 1970.
pub type Seconds = i64;

/// Now.
pub fn now() -> Seconds {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as Seconds)
}

/// The moment that lies `duration` after now.
pub fn after(duration: Duration) -> Seconds {
    now().saturating_add(duration.as_secs() as Seconds)
}

/// A moment as people and scripts read it: `2026-11-21T01:20:00Z`.
pub fn iso(moment: Seconds) -> String {
    let (year, month, day) = date(moment);
    let second = moment.rem_euclid(86_400);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

/// The date of a moment in UTC: year, month, day (Howard Hinnant's algorithm).
pub fn date(moment: Seconds) -> (i32, u8, u8) {
    let z = moment.div_euclid(86_400) + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    ((yoe + era * 400 + i64::from(month <= 2)) as i32, month as u8, day as u8)
}

/// Reads a span such as `90d`, `12h`, `30m` or `45s`.
pub fn parse_span(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is no span of time: write a number and d, h, m or s, such as 90d");
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
    let unit = match unit {
        "d" => 86_400,
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    match number.checked_mul(unit) {
        Some(seconds) if seconds > 0 && seconds <= 3650 * 86_400 => Ok(Duration::from_secs(seconds)),
        _ => Err(format!("{text:?}: between 1s and 3650d")),
    }
}

#[cfg(test)]
mod tests;
