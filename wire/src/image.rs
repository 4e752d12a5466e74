//! Images.

use serde::{Deserialize, Serialize};

use crate::{Digest, EnvVar, Protocol, Time};

/// A row of the image list: what `docker images` tells of one id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Image {
    /// The id.
    pub id: Digest,
    /// `repository:tag`, sorted; none for a dangling image.
    pub tags: Vec<String>,
    /// `repository@sha256:…`, sorted.
    pub digests: Vec<String>,
    /// All its layers, in bytes.
    pub size: u64,
    /// When it was built.
    pub created: Time,
    /// The Compose project that built it.
    pub stack: Option<String>,
}

/// What an image says of the containers made from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImageDefaults {
    /// The program before the command.
    pub entrypoint: Vec<String>,
    /// The command when none is given.
    pub command: Vec<String>,
    /// The environment.
    pub env: Vec<EnvVar>,
    /// The ports that it listens on.
    pub ports: Vec<(u16, Protocol)>,
    /// The paths that become anonymous volumes.
    pub volumes: Vec<String>,
    /// The folder to start in.
    pub working_dir: String,
    /// The user to run as.
    pub user: String,
}
