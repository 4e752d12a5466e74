//! Which containers carry a label.

use serde::{Deserialize, Serialize};

use crate::{
    Id, Method, Request,
    request::{encoded, request},
};

/// How many bytes a question for a label has at most. Longer ones are in no use, and can't be asked for.
pub const LONGEST_LABEL: usize = 4096;

/// `GET /api/containers/labelled?label=`
#[derive(Clone, Debug)]
pub struct FindLabelled {
    /// `NAME` or `NAME=VALUE`.
    pub label: String,
}

/// The query of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfLabel {
    /// `NAME` or `NAME=VALUE`, as `docker ps --filter label=` takes it. Values are for those whose role sees them.
    pub label: String,
}

request!(
    FindLabelled: Get () => LabelledContainers,
    |self| ["/api/containers/labelled?label=", &encoded(&self.label)].concat(),
    &()
);

/// The containers that carry a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LabelledContainers {
    /// Their full ids, in no order.
    #[serde(with = "run_of_ids")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Id>"))]
    pub ids: Vec<Id>,
    /// How many others have more labels than are kept, so that it isn't known of them.
    pub unknown: u32,
}

/// `GET /api/containers/labels`: the names of the labels that containers carry, in order, and the first of many.
#[derive(Clone, Copy, Debug)]
pub struct ListLabels;

request!(ListLabels: Get () => Vec<String>, |self| "/api/containers/labels".to_owned(), &());

/// In postcard, ids are one run of bytes: read as a list, they would be read by what reads the rows of a first visit, which
/// would be more of it.
mod run_of_ids {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::Id;

    const LENGTH: usize = 32;

    pub(super) fn serialize<S: Serializer>(ids: &[Id], serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return ids.serialize(serializer);
        }
        ids.iter().flat_map(|id| id.0).collect::<Vec<u8>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Id>, D::Error> {
        if deserializer.is_human_readable() {
            return Vec::deserialize(deserializer);
        }
        let bytes = Vec::<u8>::deserialize(deserializer)?;
        Ok(bytes.as_chunks::<LENGTH>().0.iter().copied().map(Id).collect())
    }
}

#[cfg(test)]
mod tests;
