//! Amounts, as Docker writes them: sizes, processors, times.

use serde::{Deserialize, Serialize};

use super::{Fault, Notation};

/// Bytes: `512m`, in powers of 1,024.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bytes(pub u64);

/// Memory together with swap, in bytes; -1 for as much swap as the host has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Swap(pub i64);

/// Processor time, in billionths of a processor: `1.5`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NanoCpus(pub u64);

/// A time, in nanoseconds: `1m30s`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Nanos(pub u64);

impl Notation for Bytes {
    fn read(text: &str) -> Result<Self, Fault> {
        bytes(text).map(Self).ok_or(Fault::NotASize)
    }

    /// In the largest unit that it is a whole number of.
    fn write(&self) -> String {
        for (shift, unit) in [(30, "g"), (20, "m"), (10, "k")] {
            if self.0.trailing_zeros() >= shift && self.0 > 0 {
                return [&(self.0 >> shift).to_string(), unit].concat();
            }
        }
        self.0.to_string()
    }
}

impl Notation for Swap {
    fn read(text: &str) -> Result<Self, Fault> {
        if text == "-1" {
            return Ok(Self(-1));
        }
        let Bytes(bytes) = Bytes::read(text)?;
        i64::try_from(bytes).map(Self).map_err(|_| Fault::NotASize)
    }

    fn write(&self) -> String {
        u64::try_from(self.0).map_or_else(|_| "-1".into(), |bytes| Bytes(bytes).write())
    }
}

impl Notation for NanoCpus {
    fn read(text: &str) -> Result<Self, Fault> {
        fixed(text, 1_000_000_000).map(Self).ok_or(Fault::NotANumber)
    }

    /// As a decimal fraction: 1_500_000_000 is `1.5`.
    fn write(&self) -> String {
        let (whole, part) = (self.0 / 1_000_000_000, self.0 % 1_000_000_000);
        let part = (1_000_000_000 + part).to_string();
        let text = [&whole.to_string(), ".", &part[1..]].concat();
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// The units of Go's times, in nanoseconds; those that begin another one's name come after it.
const TIMES: [(&str, u64); 7] = [
    ("h", 3_600_000_000_000),
    ("ms", 1_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("ns", 1),
];

impl Notation for Nanos {
    fn read(text: &str) -> Result<Self, Fault> {
        time(text).map(Self).ok_or(Fault::NotATime)
    }

    /// In the largest unit that it is a whole number of.
    fn write(&self) -> String {
        let units =
            [("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000)];
        let unit = units.into_iter().find(|(_, nanos)| self.0.is_multiple_of(*nanos) && self.0 > 0);
        let (unit, nanos) = unit.unwrap_or(("ns", 1));
        [&(self.0 / nanos).to_string(), unit].concat()
    }
}

/// `512m`, `1.5g`, `2 GiB`.
fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        "p" | "pb" | "pib" => 50,
        _ => return None,
    };
    fixed(number, 1 << shift)
}

/// `1h30m`, `1.5s`, `0`.
fn time(text: &str) -> Option<u64> {
    if text == "0" {
        return Some(0);
    }
    let (mut rest, mut nanos) = (text, 0_u64);
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, unit) = rest.split_at(end);
        let (name, one) = TIMES.into_iter().find(|(name, _)| unit.starts_with(name))?;
        nanos = nanos.checked_add(fixed(number, one)?)?;
        rest = &unit[name.len()..];
    }
    // The engine counts with a sign.
    (!text.is_empty() && nanos <= i64::MAX.unsigned_abs()).then_some(nanos)
}

/// A decimal number in units of a fraction, without rounding errors.
fn fixed(text: &str, one: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || fraction.len() > 9 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: u64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let scale = 10u64.pow(u32::try_from(fraction.len()).ok()?);
    let part = u128::from(part) * u128::from(one) / u128::from(scale);
    whole.checked_mul(one)?.checked_add(u64::try_from(part).ok()?)
}
