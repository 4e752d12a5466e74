//! JSON, read so that nobody can read it otherwise.
//!
//! The engine takes keys without regard to case, merges those that are given twice, and stops reading behind the first
//! value. So keys are unique here at every depth, nothing follows, and nothing is nested deeper than the API nests.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{
    Refused,
    Unreadable::{self, TooDeep, Twice, Zero},
    Why,
};

/// A body that is longer is refused; the engine itself would take eight megabytes.
pub const LONGEST: usize = 1 << 20;

/// The API's own bodies are nested seven deep: `HostConfig.Mounts[0].VolumeOptions.DriverConfig.Options.device`.
const DEEPEST: usize = 10;

/// Reads an object.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, Refused> {
    let refused = |why| Refused { field: String::new(), why };
    if body.len() > LONGEST {
        return Err(refused(Why::TooLong));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let unreadable = |error: serde_json::Error| {
        // The library's own texts repeat what the body says.
        let text = error.to_string();
        let known = [Twice, TooDeep, Zero].into_iter().find(|known| text.starts_with(known.words()));
        refused(Why::Unreadable(known.unwrap_or(Unreadable::NotJson)))
    };
    let value = Strict { depth: 0 }.deserialize(&mut reader).map_err(unreadable)?;
    reader.end().map_err(|_| refused(Why::Unreadable(Unreadable::Behind)))?;
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(refused(Why::Unreadable(Unreadable::NotAnObject))),
    }
}

struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: Error>(&self) -> Result<Self, E> {
        if self.depth == DEEPEST { Err(E::custom(TooDeep)) } else { Ok(Self { depth: self.depth + 1 }) }
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number).map(Value::Number).ok_or_else(|| E::custom("no number"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        // Half of the world stops reading at it.
        if text.contains('\0') { Err(E::custom(Zero)) } else { Ok(Value::String(text.into())) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.deeper()?)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if key.contains('\0') {
                return Err(A::Error::custom(Zero));
            }
            let value = entries.next_value_seed(self.deeper()?)?;
            if map.insert(key, value).is_some() {
                return Err(A::Error::custom(Twice));
            }
        }
        Ok(Value::Object(map))
    }
}
