//! What a container is to be: the body of `POST /containers/create`. What is empty isn't sent.

mod host;
mod mount;
mod resources;
mod security;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};

use crate::{lenient::or_default, port::Port};

pub use host::{HostConfigBody, LogConfigBody};
pub use mount::{BindOptions, DriverConfig, ImageOptions, MountBody, TmpfsOptions, VolumeOptions};
pub use resources::{DeviceBody, DeviceRequest, ResourcesBody, ThrottleDevice, UlimitBody, WeightDevice};
pub use security::SecurityBody;

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
    /// The domain of that name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub domainname: String,
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
    /// How many seconds the program has to end by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_timeout: Option<i64>,
    /// Where volumes of its own are, which have no names.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", serialize_with = "as_set")]
    pub volumes: BTreeSet<String>,
    /// How its health is checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub healthcheck: Option<HealthcheckBody>,
    /// Its hardware address, for engines before API 1.44; later ones take it with its place on a network.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mac_address: String,
    /// What it is allowed and given by the host.
    pub host_config: HostConfigBody,
    /// Its place on its network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub networking_config: Option<NetworkingConfig>,
}

/// How a container's health is checked. What is 0 or empty is as the image says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct HealthcheckBody {
    /// `NONE`, `CMD` with arguments, or `CMD-SHELL` with a line for a shell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub test: Vec<String>,
    /// The time between two checks, in nanoseconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub interval: i64,
    /// The time that a check may take, in nanoseconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub timeout: i64,
    /// How many failures in a row make it unhealthy.
    #[serde(skip_serializing_if = "is_zero")]
    pub retries: i64,
    /// The time at first in which failures don't count, in nanoseconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub start_period: i64,
    /// The time between two checks in that time, in nanoseconds; of API 1.44.
    #[serde(skip_serializing_if = "is_zero")]
    pub start_interval: i64,
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
    /// Other containers, by the old way of linking.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Its addresses.
    #[serde(rename = "IPAMConfig", skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Addresses>,
    /// Its hardware address; of API 1.44.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mac_address: String,
    /// Options of the network's driver.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub driver_opts: BTreeMap<String, String>,
    /// The network of the highest has the gateway that leads out; of API 1.48.
    #[serde(skip_serializing_if = "is_zero")]
    pub gw_priority: i64,
}

/// A container's addresses on a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Addresses {
    /// Its address.
    #[serde(rename = "IPv4Address", skip_serializing_if = "String::is_empty")]
    pub ipv4: String,
    /// Its address of the sixth version.
    #[serde(rename = "IPv6Address", skip_serializing_if = "String::is_empty")]
    pub ipv6: String,
    /// Further ones, for this link only.
    #[serde(rename = "LinkLocalIPs", skip_serializing_if = "Vec::is_empty")]
    pub link_local: Vec<String>,
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

/// Whether it is what it is when nothing is said: then it isn't sent.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A set as Go writes it: a map to empty objects.
fn as_set<T: Serialize, S: Serializer>(keys: &BTreeSet<T>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Empty {}

    serializer.collect_map(keys.iter().map(|key| (key, Empty {})))
}
