//! Networks: what containers talk over.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

use id::Id;
use serde::{Deserialize, Serialize};

use crate::{
    call::{Call, Filters, LARGE, Query},
    lenient::{map, or_default},
    operation::Operation,
    reply::Json,
    time::{self, Time},
};

/// The networks that every engine has, which are nobody's: names of the engine's, under which nothing can be made.
pub const PREDEFINED: [&str; 3] = ["bridge", "host", "none"];

/// The networks that an engine makes for its swarm.
const OF_SWARM: [&str; 2] = ["ingress", "docker_gwbridge"];

/// Whether a network is one of the engine's own, made by nobody.
pub fn is_engines_own(name: &str) -> bool {
    PREDEFINED.contains(&name) || OF_SWARM.contains(&name)
}

/// Whether a container's network mode names no network that somebody made. `default` is whichever the engine likes.
pub fn is_mode_alone(mode: &str) -> bool {
    mode == "default" || PREDEFINED.contains(&mode)
}

/// All networks, or those that match.
#[derive(Clone, Debug, Default)]
pub struct ListNetworks {
    /// Which networks; empty for all.
    pub filters: Filters,
}

impl Call for ListNetworks {
    const OPERATION: Operation = Operation::NetworkList;
    type Reply = Json<Vec<Network>>;

    fn query(&self, query: &mut Query) {
        query.filters(&self.filters);
    }

    fn deadline(&self) -> Option<Duration> {
        Some(LARGE)
    }
}

/// One network, with the containers on it.
#[derive(Clone, Debug)]
pub struct InspectNetwork {
    /// The network's id or name.
    pub network: String,
}

impl Call for InspectNetwork {
    const OPERATION: Operation = Operation::NetworkInspect;
    type Reply = Json<Network>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.network)
    }
}

/// Creates a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateNetwork {
    /// Its name.
    pub name: String,
    /// Refuses a name that is taken. Engines from API 1.44 on always do.
    pub check_duplicate: bool,
    /// Its driver; empty for `bridge`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub driver: String,
    /// Cuts it off from the outside.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
    /// Lets containers outside of services join a swarm's network.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub attachable: bool,
    /// Gives it IPv6.
    #[serde(rename = "EnableIPv6", skip_serializing_if = "std::ops::Not::not")]
    pub enable_ipv6: bool,
    /// Its addresses; without, the engine chooses.
    #[serde(rename = "IPAM", skip_serializing_if = "Option::is_none")]
    pub ipam: Option<Ipam>,
    /// Options of the driver.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// Labels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

impl Call for CreateNetwork {
    const OPERATION: Operation = Operation::NetworkCreate;
    type Reply = Json<CreatedNetwork>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        Some(serde_json::to_vec(self))
    }
}

/// Removes a network that no container uses.
#[derive(Clone, Debug)]
pub struct RemoveNetwork {
    /// The network's id.
    pub network: String,
}

impl Call for RemoveNetwork {
    const OPERATION: Operation = Operation::NetworkDelete;
    type Reply = ();

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.network)
    }
}

/// A network that was created.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreatedNetwork {
    /// Its id.
    pub id: String,
    /// What the engine finds worth a warning.
    #[serde(default, deserialize_with = "or_default")]
    pub warning: String,
}

/// A network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Network {
    /// Its id: 64 digits, but 25 letters and digits for a swarm's.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was made.
    #[serde(deserialize_with = "time::optional")]
    pub created: Option<Time>,
    /// `local`, `swarm` or `global`.
    pub scope: String,
    /// Its driver.
    pub driver: String,
    /// Whether it has IPv6.
    #[serde(rename = "EnableIPv6")]
    pub enable_ipv6: bool,
    /// Whether it is cut off from the outside.
    pub internal: bool,
    /// Whether containers outside of services may join it.
    pub attachable: bool,
    /// Whether it is a swarm's entry.
    pub ingress: bool,
    /// Its addresses.
    #[serde(rename = "IPAM", deserialize_with = "or_default")]
    pub ipam: Ipam,
    /// The containers on it that run; lists don't tell since API 1.28.
    #[serde(deserialize_with = "map")]
    pub containers: BTreeMap<Id, Member>,
    /// Options of the driver.
    #[serde(deserialize_with = "or_default")]
    pub options: BTreeMap<String, String>,
    /// Labels.
    #[serde(deserialize_with = "or_default")]
    pub labels: BTreeMap<String, String>,
}

/// How the addresses of a network are managed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Ipam {
    /// The driver; empty for `default`.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
    pub driver: String,
    /// The ranges.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub config: Vec<IpamRange>,
}

/// A range of addresses of a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct IpamRange {
    /// The subnet: `172.18.0.0/16`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subnet: String,
    /// The part of the subnet that containers get addresses from.
    #[serde(rename = "IPRange", skip_serializing_if = "String::is_empty")]
    pub ip_range: String,
    /// The gateway's address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gateway: String,
}

/// A container on a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Member {
    /// The container's name.
    pub name: String,
    /// Its IPv4 address with the size of the subnet; empty if it has none.
    #[serde(rename = "IPv4Address")]
    pub ipv4_address: String,
    /// Its IPv6 address with the size of the subnet; empty if it has none.
    #[serde(rename = "IPv6Address")]
    pub ipv6_address: String,
    /// Its hardware address.
    pub mac_address: String,
}

#[cfg(test)]
mod tests;
