//! What the engine keeps on its disk, and what of it can be freed.

use serde::{Deserialize, Serialize};

use crate::{Method, Request, Time, request::request};

/// `GET /api/engine/disk`
#[derive(Clone, Copy, Debug)]
pub struct GetDisk;

request!(GetDisk: Get () => Disk, |self| "/api/engine/disk".into(), &());

/// What is on the disk, as `docker system df` counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Disk {
    /// When it was counted. Counting is work for the engine: who asks soon after is told the same.
    pub at: Time,
    /// Images: what no container uses can be freed.
    pub images: Share,
    /// What containers have written into themselves: that of stopped ones can be freed.
    pub containers: Share,
    /// Volumes: those of no container can be freed.
    pub volumes: Share,
    /// What builds keep for the next.
    pub build_cache: Share,
}

/// A part of what is on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    /// How many there are.
    pub count: u64,
    /// How many of them are in use.
    pub used: u64,
    /// Their bytes.
    pub size: u64,
    /// The bytes that can be freed.
    pub free: u64,
}

impl Disk {
    /// All its parts.
    pub fn shares(&self) -> [Share; 4] {
        [self.images, self.containers, self.volumes, self.build_cache]
    }
}
