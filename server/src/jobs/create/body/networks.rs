//! A container's places on its networks.

use engine_api::{
    container::{Addresses, Endpoint, NetworkingConfig},
    version::ApiVersion,
};
use wire::NetworkSpec;

use super::{PLACES, map};

/// What the engine calls the network that nobody named.
const DEFAULT: &str = "default";

/// The main network, and what is said of each. As the engine's own client does it: what needn't be said isn't, since
/// then the engines before [`PLACES`] take it, too.
pub(super) fn networks(
    networks: Vec<NetworkSpec>,
    links: &[String],
    version: ApiVersion,
) -> (String, Option<NetworkingConfig>) {
    let name =
        |network: &NetworkSpec| if network.name.is_empty() { DEFAULT.into() } else { network.name.clone() };
    let mode = networks.first().map(name).unwrap_or_default();
    let alone = networks.len() == 1;
    let places = networks.into_iter().enumerate().filter_map(|(index, network)| {
        let name = name(&network);
        let links = if index == 0 && network.is_users() { links.to_vec() } else { Vec::new() };
        let place = endpoint(network, links, version);
        (!alone || place != Endpoint::default()).then_some((name, place))
    });
    let endpoints_config = places.collect::<std::collections::BTreeMap<_, _>>();
    (mode, (!endpoints_config.is_empty()).then_some(NetworkingConfig { endpoints_config }))
}

fn endpoint(network: NetworkSpec, links: Vec<String>, version: ApiVersion) -> Endpoint {
    let addresses = Addresses {
        ipv4: network.ipv4.map(|ip| ip.to_string()).unwrap_or_default(),
        ipv6: network.ipv6.map(|ip| ip.to_string()).unwrap_or_default(),
        link_local: network.link_local.iter().map(ToString::to_string).collect(),
    };
    let mac = network.mac.filter(|_| version >= PLACES);
    Endpoint {
        aliases: network.aliases,
        links,
        addresses: (addresses != Addresses::default()).then_some(addresses),
        mac_address: mac.map(|mac| mac.0).unwrap_or_default(),
        driver_opts: map(network.driver_options),
        gw_priority: network.gateway_priority.unwrap_or_default(),
    }
}
