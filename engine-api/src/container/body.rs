//! What a container is to be: the body of `POST /containers/create`. What is empty isn't sent.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};

use super::MountKind;
use crate::{lenient::or_default, port::Port};

/// What a container is to be. What isn't said is the image's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ContainerBody {
    /// The image: a reference or an id.
    pub image: String,
    /// The program with its first arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entrypoint: Vec<String>,
    /// The arguments, or the program if there is no entry point.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cmd: Vec<String>,
    /// The environment: `KEY=value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<String>,
    /// The user that runs in it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// Where the program starts.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub working_dir: String,
    /// The name that it has for itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hostname: String,
    /// Whether it has a terminal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tty: bool,
    /// Whether something can be written to it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub open_stdin: bool,
    /// The ports that the program listens on. A port that is published has to be here too.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", serialize_with = "as_set")]
    pub exposed_ports: BTreeSet<Port>,
    /// Labels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// The signal that asks the program to end.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stop_signal: String,
    /// What it is allowed and given by the host.
    pub host_config: HostConfigBody,
    /// Its place on its network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub networking_config: Option<NetworkingConfig>,
}

/// What a container is to be allowed and given by the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct HostConfigBody {
    /// Volumes and paths of the host, as `docker run -v` takes them: a path that isn't there is made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub binds: Vec<String>,
    /// Volumes, paths of the host and file systems in memory.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mounts: Vec<MountBody>,
    /// Where the host lets in to its ports.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub port_bindings: BTreeMap<Port, Vec<PortBinding>>,
    /// `bridge`, `host`, `none`, `container:…` or the name of a network.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub network_mode: String,
    /// When the engine starts it again.
    #[serde(skip_serializing_if = "RestartPolicy::is_default")]
    pub restart_policy: RestartPolicy,
    /// Whether it is removed when it has ended.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub auto_remove: bool,
    /// The most memory that it may use, in bytes; 0 for all.
    #[serde(skip_serializing_if = "is_zero")]
    pub memory: i64,
    /// The most processor time, in billionths of a processor; 0 for all.
    #[serde(skip_serializing_if = "is_zero")]
    pub nano_cpus: i64,
    /// The most processes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pids_limit: Option<i64>,
    /// Whether its own files can't be changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub readonly_rootfs: bool,
    /// Whether a small init reaps its zombies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init: Option<bool>,
}

/// Something to mount in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MountBody {
    /// What kind it is.
    #[serde(rename = "Type")]
    pub kind: MountKind,
    /// The volume's name, empty for one of its own; or the path of the host, which must be there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Where it is in the container.
    pub target: String,
    /// Whether it can only be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
}

/// The networks that a container is to be on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NetworkingConfig {
    /// By their names. Engines before API 1.44 take one only.
    pub endpoints_config: BTreeMap<String, Endpoint>,
}

/// A container's place on a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Endpoint {
    /// Names that others on the network find it by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// Where the host lets in to a port.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct PortBinding {
    /// The host's address; empty for all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub host_ip: String,
    /// The port on the host, as text; empty for one that the engine chooses.
    pub host_port: String,
}

/// When the engine starts a container again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct RestartPolicy {
    /// When, in a word.
    pub name: RestartPolicyName,
    /// How often at most, for `on-failure`; 0 for any number.
    #[serde(skip_serializing_if = "is_zero")]
    pub maximum_retry_count: i64,
}

impl RestartPolicy {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// When the engine starts a container again, in a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestartPolicyName {
    /// Never.
    #[default]
    #[serde(alias = "")]
    No,
    /// Whenever it ends, and with the engine.
    Always,
    /// The same, unless a person stopped it.
    UnlessStopped,
    /// When it ends with an error.
    OnFailure,
    /// A word that we don't know.
    #[serde(other, skip_serializing)]
    Unknown,
}

/// Where a container's output goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct LogConfig {
    /// The log driver.
    #[serde(rename = "Type")]
    pub kind: String,
    /// The driver's options.
    #[serde(deserialize_with = "or_default")]
    pub config: BTreeMap<String, String>,
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// A set as Go writes it: a map to empty objects.
fn as_set<S: Serializer>(ports: &BTreeSet<Port>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Empty {}

    serializer.collect_map(ports.iter().map(|port| (port, Empty {})))
}
