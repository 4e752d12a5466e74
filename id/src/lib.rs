//! The engine's object ids: 256 bits, written as 64 lower-case hexadecimal digits.
//!
//! One type for both vocabularies, so that `engine-api` (what the engine says) and `wire` (what the page
//! hears) need not know each other.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The full id of a container or a network.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 32]);

/// The id of an image: the SHA-256 of its configuration, written with the prefix `sha256:`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// A text that is not an id: other than 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

impl Id {
    /// The first 12 digits, as `docker ps` shows an id.
    pub fn short(&self) -> String {
        short(&self.0)
    }

    /// Whose folder something lies in, as engines name them: the last of the path's parts that is an id.
    pub fn in_path(path: &str) -> Option<Self> {
        path.rsplit('/').find_map(|part| part.parse().ok())
    }
}

impl Digest {
    /// The first 12 digits after the prefix, as `docker images` shows an id.
    pub fn short(&self) -> String {
        short(&self.0)
    }
}

impl FromStr for Id {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        parse(text).map(Self)
    }
}

impl FromStr for Digest {
    type Err = InvalidId;

    /// Accepts the id with its prefix, and without, as old engines and Podman write it.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        parse(text.strip_prefix("sha256:").unwrap_or(text)).map(Self)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        hex(&self.0, f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: 64 lower-case hexadecimal digits are expected")
    }
}

impl std::error::Error for InvalidId {}

fn digit(byte: u8) -> Result<u8, InvalidId> {
    match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(InvalidId),
    }
}

fn parse(text: &str) -> Result<[u8; 32], InvalidId> {
    let text = text.as_bytes();
    if text.len() != 64 {
        return Err(InvalidId);
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Ok(bytes)
}

fn hex(bytes: &[u8; 32], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

fn short(bytes: &[u8; 32]) -> String {
    let mut text = Id(*bytes).to_string();
    text.truncate(12);
    text
}

/// Reads the bytes of a binary format one by one. Serde's own reading of arrays is a copy for each of them.
struct Bytes;

impl<'de> de::Visitor<'de> for Bytes {
    type Value = [u8; 32];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("32 bytes")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut read: A) -> Result<[u8; 32], A::Error> {
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = read.next_element()?.ok_or_else(|| de::Error::invalid_length(place, &self))?;
        }
        Ok(bytes)
    }
}

/// In texts (JSON) an id is its digits; in binary formats its 32 bytes.
macro_rules! serde_by_format {
    ($type:ident) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
                } else {
                    deserializer.deserialize_tuple(32, Bytes).map(Self)
                }
            }
        }
    };
}
serde_by_format!(Id);
serde_by_format!(Digest);

#[cfg(feature = "schema")]
mod schema;

#[cfg(test)]
mod tests;
