//! Networks.

pub mod range;

use serde::{Deserialize, Serialize};

use crate::Time;

/// A row of the network list. Who is connected follows from the containers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Network {
    /// The full id: 64 hexadecimal digits, or 25 letters and digits for a swarm's network.
    pub id: String,
    /// Its name. The engine allows two of one name.
    pub name: String,
    /// `bridge`, `host`, `none`, `overlay`, `macvlan`, …
    pub driver: String,
    /// `local`, or `swarm`.
    pub scope: String,
    /// Its address ranges, as CIDR.
    pub subnets: Vec<String>,
    /// Without a way out.
    pub internal: bool,
    /// With IPv6.
    pub ipv6: bool,
    /// When it was made.
    pub created: Option<Time>,
    /// The Compose project that it belongs to.
    pub stack: Option<String>,
    /// One of the engine's own (`bridge`, `host`, `none`, …), which can't be removed.
    pub predefined: bool,
}
