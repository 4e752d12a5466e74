//! What inspecting a container says.

use std::collections::BTreeMap;

use id::{Digest, Id};
use serde::Deserialize;

use super::{ContainerState, Healthcheck, LogConfig, MountPoint, PortBinding, RestartPolicy};
use crate::{
    lenient::{map, or_default, parsed, set},
    port::Port,
    time::{self, Time},
};

/// A container, in full.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Container {
    /// Its id.
    pub id: Id,
    /// When it was created.
    #[serde(default, deserialize_with = "time::optional")]
    pub created: Option<Time>,
    /// The program.
    #[serde(default)]
    pub path: String,
    /// The program's arguments.
    #[serde(default, deserialize_with = "or_default")]
    pub args: Vec<String>,
    /// Where the engine keeps its `/etc/hostname`: in a folder of another container, when it shares the network of one.
    #[serde(default)]
    pub hostname_path: String,
    /// Its state.
    #[serde(default, deserialize_with = "or_default")]
    pub state: ContainerState,
    /// The image's id.
    #[serde(default, deserialize_with = "parsed")]
    pub image: Option<Digest>,
    /// Its name, with a slash before.
    #[serde(default)]
    pub name: String,
    /// How often the engine has started it again.
    #[serde(default)]
    pub restart_count: i64,
    /// What it is allowed and given by the host.
    #[serde(default, deserialize_with = "or_default")]
    pub host_config: HostConfig,
    /// What is mounted in it.
    #[serde(default, deserialize_with = "or_default")]
    pub mounts: Vec<MountPoint>,
    /// What runs in it.
    #[serde(default, deserialize_with = "or_default")]
    pub config: Config,
    /// Its ports and networks.
    #[serde(default, deserialize_with = "or_default")]
    pub network_settings: NetworkSettings,
}

impl Container {
    /// Its name, without the slash.
    pub fn name(&self) -> &str {
        self.name.strip_prefix('/').unwrap_or(&self.name)
    }
}

/// What runs in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Config {
    /// The name that it has for itself.
    pub hostname: String,
    /// The user that runs in it; empty for root.
    pub user: String,
    /// The environment: `KEY=value`.
    #[serde(deserialize_with = "or_default")]
    pub env: Vec<String>,
    /// The arguments, or the program if there is no entry point.
    #[serde(deserialize_with = "or_default")]
    pub cmd: Vec<String>,
    /// The program with its first arguments.
    #[serde(deserialize_with = "or_default")]
    pub entrypoint: Vec<String>,
    /// The image, as it was named at creation.
    pub image: String,
    /// Where the program starts.
    pub working_dir: String,
    /// Labels.
    #[serde(deserialize_with = "or_default")]
    pub labels: BTreeMap<String, String>,
    /// Whether it has a terminal: its output has no frames then.
    pub tty: bool,
    /// Whether something can be written to it.
    pub open_stdin: bool,
    /// The ports that the program listens on.
    #[serde(deserialize_with = "set")]
    pub exposed_ports: Vec<Port>,
    /// Where it has volumes without a name.
    #[serde(deserialize_with = "set")]
    pub volumes: Vec<String>,
    /// How the engine sees whether it is well.
    pub healthcheck: Option<Healthcheck>,
    /// The signal that asks the program to end; empty for SIGTERM.
    pub stop_signal: String,
    /// Its own grace period, in seconds.
    pub stop_timeout: Option<i64>,
}

/// What a container is allowed and given by the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct HostConfig {
    /// Paths of the host and volumes, as `docker run -v` takes them.
    #[serde(deserialize_with = "or_default")]
    pub binds: Vec<String>,
    /// `bridge`, `host`, `none`, `container:…` or the name of a network.
    pub network_mode: String,
    /// Where the host is to let in to its ports.
    #[serde(deserialize_with = "map")]
    pub port_bindings: BTreeMap<Port, Vec<PortBinding>>,
    /// Whether it is published on a port of the engine's choice.
    pub publish_all_ports: bool,
    /// When the engine starts it again.
    #[serde(deserialize_with = "or_default")]
    pub restart_policy: RestartPolicy,
    /// Whether it is removed when it has ended.
    pub auto_remove: bool,
    /// The most memory that it may use, in bytes; 0 for all.
    pub memory: i64,
    /// The most memory and swap together, in bytes; -1 for all.
    pub memory_swap: i64,
    /// The most processor time, in billionths of a processor; 0 for all.
    pub nano_cpus: i64,
    /// The older form of the same: microseconds in each period.
    pub cpu_quota: i64,
    /// The period, in microseconds; 0 for the default.
    pub cpu_period: i64,
    /// Its share against others when all want more than there is.
    pub cpu_shares: i64,
    /// The processors that it may use: `0-2,7`.
    pub cpuset_cpus: String,
    /// The most processes; `None`, 0 or less for any number.
    pub pids_limit: Option<i64>,
    /// Whether it is root on the host.
    pub privileged: bool,
    /// Whether its own files can't be changed.
    pub readonly_rootfs: bool,
    /// Capabilities beyond the usual.
    #[serde(deserialize_with = "or_default")]
    pub cap_add: Vec<String>,
    /// Usual capabilities that it lacks.
    #[serde(deserialize_with = "or_default")]
    pub cap_drop: Vec<String>,
    /// Whose processes it sees: `host`, `container:…` or its own.
    pub pid_mode: String,
    /// Whose shared memory it sees.
    pub ipc_mode: String,
    /// What holds it back beyond the usual, or less.
    #[serde(deserialize_with = "or_default")]
    pub security_opt: Vec<String>,
    /// Where its output goes.
    #[serde(deserialize_with = "or_default")]
    pub log_config: LogConfig,
    /// The runtime that starts it.
    pub runtime: String,
}

/// The ports and networks of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct NetworkSettings {
    /// Its ports, and where the host lets in to them; none for a port that isn't published.
    #[serde(deserialize_with = "map")]
    pub ports: BTreeMap<Port, Vec<PortBinding>>,
    /// Its networks, by their names.
    #[serde(deserialize_with = "map")]
    pub networks: BTreeMap<String, EndpointSettings>,
}

/// A container's place on a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct EndpointSettings {
    /// The network's id; empty before the first start.
    #[serde(rename = "NetworkID")]
    pub network_id: String,
    /// Its IPv4 address; empty if it doesn't run.
    #[serde(rename = "IPAddress")]
    pub ip_address: String,
    /// Its IPv6 address; empty if it has none.
    #[serde(rename = "GlobalIPv6Address")]
    pub global_ipv6_address: String,
    /// The gateway's address.
    pub gateway: String,
    /// Its hardware address.
    pub mac_address: String,
    /// Names that others on the network find it by.
    #[serde(deserialize_with = "or_default")]
    pub aliases: Vec<String>,
}
