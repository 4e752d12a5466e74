//! What is mounted in a container, with options of its kind.

use std::collections::BTreeMap;

use serde::Serialize;

use super::is_default;
use crate::container::MountKind;

/// Something to mount in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MountBody {
    /// What kind it is.
    #[serde(rename = "Type")]
    pub kind: MountKind,
    /// The volume's name, empty for one of its own; or the path of the host, which must be there.
    #[serde(skip_serializing_if = "is_default")]
    pub source: String,
    /// Where it is in the container.
    pub target: String,
    /// Whether it can only be read.
    #[serde(skip_serializing_if = "is_default")]
    pub read_only: bool,
    /// For a path of the host.
    #[serde(skip_serializing_if = "is_default")]
    pub bind_options: Option<BindOptions>,
    /// For a volume.
    #[serde(skip_serializing_if = "is_default")]
    pub volume_options: Option<VolumeOptions>,
    /// For a file system in memory.
    #[serde(skip_serializing_if = "is_default")]
    pub tmpfs_options: Option<TmpfsOptions>,
    /// For an image; of API 1.48.
    #[serde(skip_serializing_if = "is_default")]
    pub image_options: Option<ImageOptions>,
}

/// Options of a path of the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BindOptions {
    /// Whether what is mounted on one side appears on the other.
    #[serde(skip_serializing_if = "is_default")]
    pub propagation: String,
    /// Whether mounts beneath it aren't there.
    #[serde(skip_serializing_if = "is_default")]
    pub non_recursive: bool,
    /// Whether mounts beneath it can be written, even when it can't; of API 1.44.
    #[serde(skip_serializing_if = "is_default")]
    pub read_only_non_recursive: bool,
    /// Whether it fails when mounts beneath it could be written; of API 1.44.
    #[serde(skip_serializing_if = "is_default")]
    pub read_only_force_recursive: bool,
}

/// Options of a volume.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VolumeOptions {
    /// Whether what the image has there isn't copied into it.
    #[serde(skip_serializing_if = "is_default")]
    pub no_copy: bool,
    /// Its labels.
    #[serde(skip_serializing_if = "is_default")]
    pub labels: BTreeMap<String, String>,
    /// What makes it.
    #[serde(skip_serializing_if = "is_default")]
    pub driver_config: Option<DriverConfig>,
    /// The path in it that is mounted; of API 1.45.
    #[serde(skip_serializing_if = "is_default")]
    pub subpath: String,
}

/// What makes a volume.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DriverConfig {
    /// The driver.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// Its options.
    #[serde(skip_serializing_if = "is_default")]
    pub options: BTreeMap<String, String>,
}

/// Options of a file system in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TmpfsOptions {
    /// How much it holds, in bytes.
    #[serde(skip_serializing_if = "is_default")]
    pub size_bytes: i64,
    /// The mode of its root.
    #[serde(skip_serializing_if = "is_default")]
    pub mode: u32,
}

/// Options of an image's files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImageOptions {
    /// The path in it that is mounted.
    #[serde(skip_serializing_if = "is_default")]
    pub subpath: String,
}
