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
    pub ids: Vec<Id>,
    /// How many others have more labels than are kept, so that it isn't known of them.
    pub unknown: u32,
}

/// `GET /api/containers/labels`: the names of the labels that containers carry, in order, and the first of many.
#[derive(Clone, Copy, Debug)]
pub struct ListLabels;

request!(ListLabels: Get () => Vec<String>, |self| "/api/containers/labels".to_owned(), &());
