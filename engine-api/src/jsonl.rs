//! JSON lines: one value a line, over chunks of any size.

use std::marker::PhantomData;

use bytes::{Buf, Bytes, BytesMut};
use serde::{Deserialize, de::DeserializeOwned};

use crate::reply::{Broken, Decoder};

/// The longest line that is accepted. An event carries all labels of its object, so a line may be long; one
/// of a mebibyte is not the engine's.
pub const MAX_LINE: usize = 1 << 20;

/// Decodes JSON lines. A line that reports an error (`{"error": …}`) is the stream's end, as an error.
#[derive(Debug)]
pub struct Lines<T> {
    /// The beginning of a line whose end hasn't come yet.
    partial: BytesMut,
    item: PhantomData<fn() -> T>,
}

impl<T> Default for Lines<T> {
    fn default() -> Self {
        Self { partial: BytesMut::new(), item: PhantomData }
    }
}

impl<T: DeserializeOwned> Decoder for Lines<T> {
    type Item = T;

    fn next(&mut self, input: &mut Bytes) -> Option<Result<T, Broken>> {
        loop {
            let end = input.iter().position(|byte| *byte == b'\n');
            let size = self.partial.len() + end.unwrap_or(input.len());
            if size > MAX_LINE {
                return Some(Err(Broken::TooLarge { size, limit: MAX_LINE }));
            }
            let Some(end) = end else {
                self.partial.extend_from_slice(input);
                input.clear();
                return None;
            };
            let rest = input.split_to(end);
            input.advance(1);
            let item = if self.partial.is_empty() {
                decode(&rest)
            } else {
                self.partial.extend_from_slice(&rest);
                decode(&std::mem::take(&mut self.partial))
            };
            if item.is_some() {
                return item;
            }
        }
    }

    /// The last line may lack its line feed.
    fn finish(&mut self) -> Option<Result<T, Broken>> {
        match decode(&std::mem::take(&mut self.partial))? {
            Err(Broken::Json(error)) if error.is_eof() => Some(Err(Broken::Cut)),
            item => Some(item),
        }
    }
}

/// The value of a line; `None` if it is blank.
fn decode<T: DeserializeOwned>(line: &[u8]) -> Option<Result<T, Broken>> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return None;
    }
    // Only lines that may hold a failure are read twice.
    if contains(line, b"\"error\"")
        && let Ok(Failure { error: Some(message) }) = serde_json::from_slice(line)
    {
        return Some(Err(Broken::Failed(message)));
    }
    Some(serde_json::from_slice(line).map_err(Broken::Json))
}

fn contains(line: &[u8], part: &[u8]) -> bool {
    line.windows(part.len()).any(|window| window == part)
}

#[derive(Deserialize)]
struct Failure {
    error: Option<String>,
}

#[cfg(test)]
mod tests;
