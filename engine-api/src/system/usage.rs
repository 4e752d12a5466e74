//! What is on the engine's disk.

use std::time::Duration;

use serde::Deserialize;

use crate::{call::Call, container::State, lenient::or_default, operation::Operation, reply::Json};

/// How long counting may take: the engine walks through what containers have written, and through every volume.
const COUNTING: Duration = Duration::from_secs(180);

/// What is on the engine's disk?
#[derive(Clone, Copy, Debug)]
pub struct GetDataUsage;

impl Call for GetDataUsage {
    const OPERATION: Operation = Operation::SystemDataUsage;
    type Reply = Json<DataUsage>;

    fn deadline(&self) -> Option<Duration> {
        Some(COUNTING)
    }
}

/// What is on the engine's disk. A size that it doesn't know is negative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DataUsage {
    /// The bytes of all layers of images together: images share them.
    pub layers_size: i64,
    /// All images.
    #[serde(deserialize_with = "or_default")]
    pub images: Vec<ImageUsage>,
    /// All containers.
    #[serde(deserialize_with = "or_default")]
    pub containers: Vec<ContainerUsage>,
    /// All volumes.
    #[serde(deserialize_with = "or_default")]
    pub volumes: Vec<VolumeUsage>,
    /// What builds keep.
    #[serde(deserialize_with = "or_default")]
    pub build_cache: Vec<CacheUsage>,
}

/// What an image takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImageUsage {
    /// All of its bytes.
    pub size: i64,
    /// Those that it shares with others.
    pub shared_size: i64,
    /// How many containers are made from it.
    pub containers: i64,
}

/// What a container has written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ContainerUsage {
    /// Its bytes.
    pub size_rw: i64,
    /// What the container does.
    pub state: State,
}

/// What a volume takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VolumeUsage {
    /// What the engine has counted of it.
    #[serde(deserialize_with = "or_default")]
    pub usage_data: VolumeSize,
}

/// How large a volume is, and how many containers have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VolumeSize {
    /// Its bytes.
    pub size: i64,
    /// How many containers mount it.
    pub ref_count: i64,
}

impl Default for VolumeSize {
    fn default() -> Self {
        Self { size: -1, ref_count: -1 }
    }
}

/// What a step of a build keeps for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CacheUsage {
    /// Its bytes.
    pub size: i64,
    /// A build has it just now.
    pub in_use: bool,
    /// It is counted with another.
    pub shared: bool,
}
