//! What a container is to be allowed and given by the host. What is empty isn't sent.

use std::{collections::BTreeMap, net::IpAddr};

use serde::Serialize;

use super::{MountBody, PortBinding, ResourcesBody, RestartPolicy, SecurityBody, is_default};
use crate::port::Port;

/// What a container is to be allowed and given by the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct HostConfigBody {
    /// Volumes and paths of the host, as `docker run -v` takes them: a path that isn't there is made.
    #[serde(skip_serializing_if = "is_default")]
    pub binds: Vec<String>,
    /// Volumes, paths of the host and file systems in memory.
    #[serde(skip_serializing_if = "is_default")]
    pub mounts: Vec<MountBody>,
    /// Where the host lets in to its ports.
    #[serde(skip_serializing_if = "is_default")]
    pub port_bindings: BTreeMap<Port, Vec<PortBinding>>,
    /// Whether all ports that it listens on are published, each on a free one of the host's.
    #[serde(skip_serializing_if = "is_default")]
    pub publish_all_ports: bool,
    /// `bridge`, `host`, `none`, `container:…` or the name of a network.
    #[serde(skip_serializing_if = "is_default")]
    pub network_mode: String,
    /// When the engine starts it again.
    #[serde(skip_serializing_if = "is_default")]
    pub restart_policy: RestartPolicy,
    /// Whether it is removed when it has ended.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_remove: bool,
    /// The most memory that it may use, in bytes; 0 for all.
    #[serde(skip_serializing_if = "is_default")]
    pub memory: i64,
    /// The most processor time, in billionths of a processor; 0 for all.
    #[serde(skip_serializing_if = "is_default")]
    pub nano_cpus: i64,
    /// The most processes.
    #[serde(skip_serializing_if = "is_default")]
    pub pids_limit: Option<i64>,
    /// Whether its own files can't be changed.
    #[serde(skip_serializing_if = "is_default")]
    pub readonly_rootfs: bool,
    /// Whether a small init reaps its zombies.
    #[serde(skip_serializing_if = "is_default")]
    pub init: Option<bool>,
    /// File systems in memory: options by paths.
    #[serde(skip_serializing_if = "is_default")]
    pub tmpfs: BTreeMap<String, String>,
    /// Containers whose mounts it has, too.
    #[serde(skip_serializing_if = "is_default")]
    pub volumes_from: Vec<String>,
    /// The driver of the volumes that are made along with it.
    #[serde(skip_serializing_if = "is_default")]
    pub volume_driver: String,
    /// Options of the storage driver.
    #[serde(skip_serializing_if = "is_default")]
    pub storage_opt: BTreeMap<String, String>,
    /// Servers of names.
    #[serde(skip_serializing_if = "is_default")]
    pub dns: Vec<IpAddr>,
    /// Domains that names are looked for in.
    #[serde(skip_serializing_if = "is_default")]
    pub dns_search: Vec<String>,
    /// Options of the resolver.
    #[serde(skip_serializing_if = "is_default")]
    pub dns_options: Vec<String>,
    /// Names with addresses: `name:address`.
    #[serde(skip_serializing_if = "is_default")]
    pub extra_hosts: Vec<String>,
    /// Other containers, by the old way of linking.
    #[serde(skip_serializing_if = "is_default")]
    pub links: Vec<String>,
    /// Groups that its user is in, too.
    #[serde(skip_serializing_if = "is_default")]
    pub group_add: Vec<String>,
    /// Where its output goes.
    #[serde(skip_serializing_if = "is_default")]
    pub log_config: Option<LogConfigBody>,
    /// How much else of the host it may use.
    #[serde(flatten)]
    pub resources: ResourcesBody,
    /// What it may do.
    #[serde(flatten)]
    pub security: SecurityBody,
}

/// Where a container's output is to go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LogConfigBody {
    /// The log driver; the engine's default when empty.
    #[serde(rename = "Type", skip_serializing_if = "is_default")]
    pub kind: String,
    /// The driver's options.
    #[serde(skip_serializing_if = "is_default")]
    pub config: BTreeMap<String, String>,
}
