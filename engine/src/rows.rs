//! A list that is read and written row by row: of a thousand rows one at a time is held decoded.

use std::fmt;

use serde::{
    Deserializer as _,
    de::{Error as _, SeqAccess, Visitor},
};
use serde_json::Value;

/// Writes a list anew, of what `show` makes of its rows; those to which it says no are left out.
///
/// # Errors
/// It isn't a list, or no JSON.
pub(crate) fn rewrite(list: &[u8], show: impl FnMut(&mut Value) -> bool) -> serde_json::Result<Vec<u8>> {
    let mut reader = serde_json::Deserializer::from_slice(list);
    let written = reader.deserialize_seq(Rows(show))?;
    reader.end()?;
    Ok(written)
}

struct Rows<F>(F);

impl<'a, F: FnMut(&mut Value) -> bool> Visitor<'a> for Rows<F> {
    type Value = Vec<u8>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(mut self, mut rows: A) -> Result<Self::Value, A::Error> {
        let mut written = vec![b'['];
        while let Some(mut row) = rows.next_element()? {
            if self.0(&mut row) {
                if written.len() > 1 {
                    written.push(b',');
                }
                serde_json::to_writer(&mut written, &row).map_err(A::Error::custom)?;
            }
        }
        written.push(b']');
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_are_left_out_and_changed() {
        let list = json!([{ "id": 1, "secret": "a" }, { "id": 2 }, { "id": 3 }]).to_string();
        let shown = |row: &mut Value| {
            row["secret"].take();
            row["id"] != 2
        };
        let written = rewrite(list.as_bytes(), shown).unwrap();
        let expected = json!([{ "id": 1, "secret": null }, { "id": 3, "secret": null }]);
        assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), expected);
        assert_eq!(rewrite(b" [ ] ", |_| true).unwrap(), b"[]");
        assert_eq!(rewrite(b"[1,2,3]", |_| false).unwrap(), b"[]");
    }

    #[test]
    fn what_is_no_list_is_an_error() {
        for wrong in ["", "null", "{}", "[", "[1,]", "[1] 2", "[1", "\"[]\""] {
            assert!(rewrite(wrong.as_bytes(), |_| true).is_err(), "{wrong}");
        }
    }
}
