//! What happened on the engine, as far as somebody wants to know who looks at all of it.

use serde::{Deserialize, Serialize};

use crate::{Id, Time};

/// How many are remembered: as many as somebody reads.
pub const EVENTS: usize = 64;

/// Something that happened on the engine: it holds neither labels nor commands, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, by the engine's clock.
    pub at: Time,
    /// To what.
    pub object: Object,
    /// What it was called then; empty if it has no name.
    pub name: String,
    /// What.
    pub what: Happening,
}

/// What something happened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Object {
    /// A container, by its id.
    Container(Id),
    /// An image, by its id or by the reference that was pulled.
    Image(String),
    /// A volume, by its name.
    Volume(String),
    /// A network, by its id.
    Network(String),
    /// The engine itself.
    Engine,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "they say it themselves")]
pub enum Happening {
    Created,
    Started,
    /// The container's process ended, with this exit code.
    Exited(i64),
    Healthy,
    Unhealthy,
    OutOfMemory,
    Paused,
    Unpaused,
    /// It was called so before.
    Renamed(String),
    /// Its limits were changed.
    Updated,
    Removed,
    Pulled,
    Pushed,
    Tagged,
    Untagged,
    /// It came out of a file.
    Loaded,
    /// The engine read its settings anew.
    Reloaded,
}

/// An event in the live stream, where it travels sealed: only some pages read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    /// Its number: no other has it.
    pub id: u64,
    /// All of it.
    pub event: Event,
}
