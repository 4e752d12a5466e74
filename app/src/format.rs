//! Numbers, sizes, ages and durations as a person reads them.

use wire::Time;

use crate::i18n::{LANGUAGE, Message, Text, say, t};
use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A span of time in the largest unit that still says enough: Docker's own steps.
pub(crate) fn span(seconds: i64) -> (i64, Unit) {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let seconds = seconds.max(0);
    match seconds {
        _ if seconds < MINUTE => (seconds, Unit::Second),
        _ if seconds < HOUR => (seconds / MINUTE, Unit::Minute),
        _ if seconds < 2 * DAY => ((seconds + HOUR / 2) / HOUR, Unit::Hour),
        _ if seconds < 14 * DAY => (seconds / DAY, Unit::Day),
        _ if seconds < 60 * DAY => (seconds / DAY / 7, Unit::Week),
        _ if seconds < 730 * DAY => (seconds / DAY / 30, Unit::Month),
        _ => (seconds / DAY / 365, Unit::Year),
    }
}

/// The time between two moments: `3 minutes`.
pub(crate) fn between(since: Time, now: Time) -> String {
    let (count, unit) = span(now.0 - since.0);
    say(Message::Span(count, unit))
}

/// How long ago it was: `3 minutes ago`.
pub(crate) fn ago(then: Time, now: Time) -> String {
    if then.0 >= now.0 {
        return t(Text::JustNow).into();
    }
    say(Message::Ago(&between(then, now)))
}

/// A moment as the browser's clock and language write it.
pub(crate) fn moment(time: Time) -> String {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact in 53 bits")]
    written(time.0 as f64 * 1000.0, &JsValue::UNDEFINED)
}

/// Milliseconds since 1970 as a moment, with JavaScript's options: in the person's own way where they speak the page's
/// language.
pub(crate) fn written(milliseconds: f64, options: &JsValue) -> String {
    let navigator = Reflect::get(&window(), &"navigator".into()).unwrap_or_default();
    let own = Reflect::get(&navigator, &"language".into()).ok().and_then(|own| own.as_string());
    let own = own.filter(|own| own.starts_with(LANGUAGE.root()));
    let locale = own.as_deref().unwrap_or(LANGUAGE.dates());
    js_sys::Date::new(&milliseconds.into()).to_locale_string(locale, options).into()
}

/// A moment for machines, in UTC: `2026-03-01T12:00:00Z`.
pub(crate) fn iso(time: Time) -> String {
    const DAY: i64 = 86_400;
    let (days, second) = (time.0.div_euclid(DAY), time.0.rem_euclid(DAY));
    // Years that begin in March have their odd day at the end; 719,468 days lie before 1970.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let two = |number: i64| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    let year = (era * 400 + year + next).to_string();
    let clock = [second / 3_600, second / 60 % 60, second % 60].map(two).join(":");
    [&year, "-", &two(month), "-", &two(day), "T", &clock, "Z"].concat()
}

/// Bytes in powers of a thousand, with three digits, as Docker writes sizes: `12.3 MB`.
pub(crate) fn size(bytes: u64) -> String {
    scaled(bytes, 1000.0, &["B", "kB", "MB", "GB", "TB", "PB", "EB"])
}

/// Bytes in powers of 1,024, as memory is counted: `512 MiB`.
pub(crate) fn memory(bytes: u64) -> String {
    scaled(bytes, 1024.0, &["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])
}

/// Rounded; what would round to a thousand of a unit is one of the next.
fn scaled(bytes: u64, base: f64, units: &[&str]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let (mut value, mut unit) = (bytes as f64, 0);
    while unit + 1 < units.len() && tenths(value) >= base * 10.0 {
        value /= base;
        unit += 1;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "less than ten thousand, and not negative"
    )]
    let tenths = tenths(value) as u32;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let mut text = whole.to_string();
    if tenth > 0 {
        text.push('.');
        text += &tenth.to_string();
    }
    text.push(' ');
    text + units[unit]
}

/// A number in tenths, and from a hundred on in whole ones.
fn tenths(number: f64) -> f64 {
    let tenths = (number * 10.0 + 0.5).trunc();
    if tenths < 1000.0 { tenths } else { (number + 0.5).trunc() * 10.0 }
}

/// A count with a mark between thousands: `10,000`.
pub(crate) fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Billionths of a processor as processors: `1.5`.
pub(crate) fn cpus(nano: u64) -> String {
    const ONE: u64 = 1_000_000_000;
    let mut text = (nano / ONE).to_string();
    let rest = nano % ONE / 10_000_000;
    if rest > 0 {
        text.push('.');
        if rest < 10 {
            text.push('0');
        }
        text += rest.to_string().trim_end_matches('0');
    }
    text
}

#[cfg(test)]
mod tests;
