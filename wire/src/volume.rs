//! Volumes.

use serde::{Deserialize, Serialize};

use crate::Time;

/// A row of the volume list. Who uses it follows from the containers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Volume {
    /// Its name.
    pub name: String,
    /// What keeps it: `local`, or a plugin.
    pub driver: String,
    /// Where it lies on the host.
    pub mountpoint: String,
    /// When it was made; older engines don't tell.
    pub created: Option<Time>,
    /// The Compose project that it belongs to.
    pub stack: Option<String>,
    /// Made by the engine for one container, without a name of its own.
    pub anonymous: bool,
    /// It was made with driver options (a network share, say). They may hold passwords and stay on the server.
    pub has_options: bool,
}
