//! Decoders that take what engines really send.

use std::{collections::BTreeMap, str::FromStr};

use serde::{Deserialize, Deserializer};

/// `null` is the default: Go sends it for empty lists and maps.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A text that can't be read is `None`.
pub(crate) fn parsed<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
{
    let text = Option::<std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// The keys of a map that can be read: Go's sets are maps to empty objects.
pub(crate) fn set<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
{
    let map =
        Option::<BTreeMap<String, serde::de::IgnoredAny>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(map.keys().filter_map(|key| key.parse().ok()).collect())
}

/// The entries of a map whose keys can be read, `null` being an empty value.
pub(crate) fn map<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: FromStr + Ord,
    V: Deserialize<'de> + Default,
{
    let map = Option::<BTreeMap<String, Option<V>>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(map
        .into_iter()
        .filter_map(|(key, value)| Some((key.parse().ok()?, value.unwrap_or_default())))
        .collect())
}

/// Names without the engine's placeholders for "none": `<none>:<none>`, `<none>@<none>`.
pub(crate) fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let mut names: Vec<String> = or_default(deserializer)?;
    names.retain(|name| !name.starts_with("<none>") && !name.ends_with(":<none>"));
    Ok(names)
}
