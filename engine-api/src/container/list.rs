//! A row in the list of containers.

use std::collections::BTreeMap;

use id::{Digest, Id};
use serde::{Deserialize, Serialize};

use super::{EndpointSettings, State};
use crate::{
    lenient::{or_default, parsed},
    port::Protocol,
};

/// A row in the list of containers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ContainerSummary {
    /// Its id.
    pub id: Id,
    /// Its name, and the names that others link to it by; each with a slash before.
    #[serde(default, deserialize_with = "or_default")]
    pub names: Vec<String>,
    /// The image, as it was named at creation; its id if that name means another one now.
    #[serde(default)]
    pub image: String,
    /// The image's id.
    #[serde(default, rename = "ImageID", deserialize_with = "parsed")]
    pub image_id: Option<Digest>,
    /// The program with its arguments.
    #[serde(default)]
    pub command: String,
    /// When it was created: seconds since 1970.
    #[serde(default)]
    pub created: i64,
    /// Its ports.
    #[serde(default, deserialize_with = "or_default")]
    pub ports: Vec<PublishedPort>,
    /// Labels.
    #[serde(default, deserialize_with = "or_default")]
    pub labels: BTreeMap<String, String>,
    /// Its state in one word.
    #[serde(default)]
    pub state: State,
    /// Its state for people: `Up 3 hours (healthy)`.
    #[serde(default)]
    pub status: String,
    /// What the list says of how it is set up.
    #[serde(default, deserialize_with = "or_default")]
    pub host_config: HostConfigSummary,
    /// The networks that it is on.
    #[serde(default, deserialize_with = "or_default")]
    pub network_settings: NetworksSummary,
    /// What is mounted in it.
    #[serde(default, deserialize_with = "or_default")]
    pub mounts: Vec<MountPoint>,
}

impl ContainerSummary {
    /// Its own name, without the slash. Names that others link to it by have two slashes.
    pub fn name(&self) -> &str {
        let own = |name: &&str| !name.contains('/');
        let mut names = self.names.iter().map(|name| name.strip_prefix('/').unwrap_or(name));
        names.find(own).unwrap_or_default()
    }
}

/// What the list says of how a container is set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct HostConfigSummary {
    /// `bridge`, `host`, `none`, `container:…` or the name of a network.
    pub network_mode: String,
}

/// What the list says of a container's networks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct NetworksSummary {
    /// By their names.
    #[serde(deserialize_with = "crate::lenient::map")]
    pub networks: BTreeMap<String, EndpointSettings>,
}

/// A port of a container, and where the host lets one in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct PublishedPort {
    /// The host's address; `None` if the port isn't published.
    #[serde(rename = "IP", deserialize_with = "parsed")]
    pub ip: Option<std::net::IpAddr>,
    /// The port in the container.
    pub private_port: u16,
    /// The port on the host; `None` if it isn't published.
    pub public_port: Option<u16>,
    /// The protocol.
    #[serde(rename = "Type")]
    pub protocol: Protocol,
}

/// Something that is mounted in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct MountPoint {
    /// What kind it is.
    #[serde(rename = "Type")]
    pub kind: MountKind,
    /// The volume's name.
    pub name: String,
    /// Where it is on the host.
    pub source: String,
    /// Where it is in the container.
    pub destination: String,
    /// The volume's driver.
    pub driver: String,
    /// Options: `z`, `ro`.
    pub mode: String,
    /// Whether it can be written to.
    #[serde(rename = "RW")]
    pub writable: bool,
}

/// A kind of mount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MountKind {
    /// A path of the host.
    Bind,
    /// A volume.
    Volume,
    /// A file system in memory.
    Tmpfs,
    /// The files of an image.
    Image,
    /// One that we don't know.
    #[default]
    #[serde(other, skip_serializing)]
    Unknown,
}
