//! Versions of the engine's API, and which of them we speak.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A version of the API: `1.51`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion {
    /// Has been 1 since 2013.
    pub major: u16,
    /// Counts up with releases of the engine.
    pub minor: u16,
}

/// The oldest version that we speak; engine 1.12 of 2016, and the oldest that current engines speak.
pub const OLDEST: ApiVersion = ApiVersion { major: 1, minor: 24 };
/// The newest version that we know.
pub const NEWEST: ApiVersion = ApiVersion { major: 1, minor: 51 };

/// The newest version that both sides speak, given what an engine speaks.
///
/// An engine that doesn't tell its minimum speaks all older versions, as engines did before 1.25.
pub fn negotiate(minimum: Option<ApiVersion>, newest: ApiVersion) -> Result<ApiVersion, NoCommonVersion> {
    if newest < OLDEST {
        return Err(NoCommonVersion::TooOld { api: newest });
    }
    match minimum {
        Some(minimum) if minimum > NEWEST => Err(NoCommonVersion::TooNew { minimum }),
        _ => Ok(newest.min(NEWEST)),
    }
}

/// An engine and we have no version in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCommonVersion {
    /// All that the engine speaks is too old for us.
    #[error("the engine speaks API {api}, and {OLDEST} is needed at least")]
    TooOld {
        /// The newest that it speaks.
        api: ApiVersion,
    },
    /// All that the engine speaks is too new for us.
    #[error("the engine speaks no API older than {minimum}, and {NEWEST} is the newest known here")]
    TooNew {
        /// The oldest that it speaks.
        minimum: ApiVersion,
    },
}

/// A text that is not a version: other than two numbers with a dot between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a version of the API: two numbers like 1.51 are expected")]
pub struct InvalidVersion;

impl FromStr for ApiVersion {
    type Err = InvalidVersion;

    fn from_str(text: &str) -> Result<Self, InvalidVersion> {
        let (major, minor) = text.split_once('.').ok_or(InvalidVersion)?;
        Ok(Self { major: number(major)?, minor: number(minor)? })
    }
}

/// A number as a version holds it: no sign, no leading zero.
fn number(text: &str) -> Result<u16, InvalidVersion> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
    if plain { text.parse().map_err(|_| InvalidVersion) } else { Err(InvalidVersion) }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl Serialize for ApiVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ApiVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
