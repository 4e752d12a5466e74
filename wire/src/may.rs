//! What somebody may do to a container, by the gate's own rules.

use serde::{Deserialize, Serialize};

use crate::{
    Id, Method, Request,
    request::{encoded, request},
};

/// `GET /api/people/{name}/may?container=ID`
#[derive(Clone, Debug)]
pub struct AskMay {
    /// Who.
    pub name: String,
    /// On what.
    pub container: Id,
}

/// The query of it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OnContainer {
    /// On what.
    pub container: Id,
}

request!(
    AskMay: Get () => May,
    |self| ["/api/people/", &encoded(&self.name), "/may?container=", &self.container.to_string()].concat(),
    &()
);

/// What somebody may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct May {
    /// Whether they are kept out: then nothing of it holds until they are let in again.
    pub disabled: bool,
    /// The stacks that the container belongs to.
    pub stacks: Vec<String>,
    /// Each thing, in the order in which people ask.
    pub rows: Vec<MayRow>,
}

/// Whether somebody may do one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MayRow {
    /// What.
    pub ability: Ability,
    /// The operation of the engine's API that was asked about.
    pub operation: String,
    /// Whether.
    pub verdict: Verdict,
}

/// What people do with a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they say it themselves")]
pub enum Ability {
    See,
    Inspect,
    Stats,
    Processes,
    Logs,
    StartAndStop,
    Exec,
    Attach,
    ReadFiles,
    WriteFiles,
    Rename,
    Update,
    Remove,
    Export,
}

/// What the gate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Yes.
    Yes,
    /// Yes, but for what may be secret.
    WithoutSecrets,
    /// No, and why.
    No(String),
}
