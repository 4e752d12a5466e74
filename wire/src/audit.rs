//! The audit, as it is searched.

use serde::{Deserialize, Serialize};

use crate::{
    Method, Request, Time,
    request::{encoded, request},
};

/// What the result of something says that was done.
pub const DONE: &str = "done";
/// What the result of something says that nobody waited for to its end.
pub const GIVEN_UP: &str = "given up before its end";
/// With what the result of something begins that was passed on as it was, before the answer's status.
pub const ANSWERED: &str = "the engine answered ";
/// With what the result of something begins that the engine didn't do, before its words.
pub const FAILED: &str = "failed: ";
/// With what the result of something begins that Pierhead didn't do, before why.
pub const REFUSED: &str = "refused: ";
/// Through what the first person came, as records name it.
pub const SET_UP: &str = "set-up";
/// Who did what a command did, as records name it. No person's name has a space.
pub const COMMAND_LINE: &str = "command line";

/// Something that was done, or tried: what was asked, and what came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditRow {
    /// The number of the record of what was asked.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub person: String,
    /// By which session or token.
    pub through: String,
    /// What: the engine API's own name for it, or one of ours.
    pub operation: String,
    /// To what: an id or a name.
    pub object: String,
    /// What was asked.
    pub asked: String,
    /// How it ended; nothing as long as it hasn't.
    pub end: Option<AuditEnd>,
    /// The same in a word.
    pub outcome: Outcome,
}

/// How something ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditEnd {
    /// The number of its record.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What came back.
    pub said: String,
}

/// How something ended, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// It failed, or was refused.
    Failed,
    /// Nobody waited for its end.
    GivenUp,
    /// It hasn't ended, or how it ended couldn't be written.
    Open,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Done, Self::Failed, Self::GivenUp, Self::Open];

    /// As it stands in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
            Self::Open => "open",
        }
    }
}

/// `GET /api/audit?…`: what was done, the newest first.
#[derive(Clone, Debug, Default)]
pub struct SearchAudit {
    /// Of which the answer holds what.
    pub search: AuditSearch,
}

/// What is searched for: the query of the request. What isn't said may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuditSearch {
    /// Who.
    #[serde(default)]
    pub person: Option<String>,
    /// The operation's name.
    #[serde(default)]
    pub action: Option<String>,
    /// With what the object begins.
    #[serde(default)]
    pub object: Option<String>,
    /// Whether `object` is the whole of it.
    #[serde(default)]
    pub exact: bool,
    /// The name of a container whose id is `object`, with `exact`: what makes it names it so, and who asks by its name.
    #[serde(default)]
    pub also: Option<String>,
    /// Not before this second since 1970.
    #[serde(default)]
    pub from: Option<Time>,
    /// Not after this second since 1970.
    #[serde(default)]
    pub to: Option<Time>,
    /// How it ended.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// Without what only looked.
    #[serde(default)]
    pub changes: bool,
    /// Only what is older than the record of this number: `next` of the answer before.
    #[serde(default)]
    pub before: Option<i64>,
    /// How much is wanted, 200 at most; 50 when it isn't said.
    #[serde(default)]
    pub limit: Option<u16>,
}

/// A part of what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditPage {
    /// What was done, the newest first.
    pub rows: Vec<AuditRow>,
    /// Where to go on; nothing when this is all.
    pub next: Option<i64>,
}

impl AuditSearch {
    /// As a query, without the question mark.
    pub fn query(&self) -> String {
        let number = |number: i64| number.to_string();
        let pairs = [
            ("person", self.person.clone()),
            ("action", self.action.clone()),
            ("object", self.object.clone()),
            ("exact", self.exact.then(|| "true".to_owned())),
            ("also", self.also.clone()),
            ("from", self.from.map(|time| number(time.0))),
            ("to", self.to.map(|time| number(time.0))),
            ("outcome", self.outcome.map(|outcome| outcome.as_str().to_owned())),
            ("changes", self.changes.then(|| "true".to_owned())),
            ("before", self.before.map(number)),
            ("limit", self.limit.map(|limit| number(limit.into()))),
        ];
        let pairs =
            pairs.into_iter().filter_map(|(name, value)| Some([name, "=", &encoded(&value?)].concat()));
        pairs.collect::<Vec<_>>().join("&")
    }
}

request!(SearchAudit: Get () => AuditPage, |self| ["/api/audit?", &self.search.query()].concat(), &());

/// `GET /api/audit/actions`: the names of all operations that the audit may hold.
#[derive(Clone, Copy, Debug)]
pub struct ListActions;

request!(ListActions: Get () => Vec<String>, |self| "/api/audit/actions".into(), &());
