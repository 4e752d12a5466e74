//! Networks, and a container's place on them.

use engine_api::network;
use serde_json::{Map, Value, json};

use super::{
    Form, Noun, Objection as O, Refused, Why,
    deciding::Deciding,
    labels,
    rule::{flag, one_of, own_name, texts_of, unread_flag},
    table::{Kind as K, Row, Rule::*, Ruled, Table, empty, nothing_more, row, walk},
};
use crate::query;

/// The body of `POST /networks/create`.
pub(super) static CREATE: Table = Table { rows: &[&NETWORK], then: named_once };

static NETWORK: [Row; 14] = [
    row("Attachable", K::Ok, By(flag), "as asked"),
    row("CheckDuplicate", K::Cli, By(unread_flag), "it is always sent: old engines take a name twice"),
    row("ConfigFrom", K::Net, Object(&CONFIG_FROM), "as its own row says"),
    empty("ConfigOnly", K::Net, O::ForOtherNetworks),
    row("Driver", K::Root, By(|d, v| one_of(d, v, &["bridge"])), "no driver that uses the host's own"),
    row("EnableIPv4", K::Ok, By(flag), "as asked"),
    row("EnableIPv6", K::Ok, By(flag), "as asked"),
    row("IPAM", K::Net, Object(&IPAM), "as its own rows say"),
    empty("Ingress", K::Net, O::SwarmsOwn),
    row("Internal", K::Ok, By(flag), "as asked"),
    row("Labels", K::Cmd, By(labels::labels), "none that grants, or that other tools obey"),
    row("Name", K::Net, By(name), "a name, and not one of the engine's own"),
    empty("Options", K::Net, O::HostInterface),
    row("Scope", K::Ok, By(|d, v| one_of(d, v, &["local"])), "this engine's"),
];

static CONFIG_FROM: Table = Table { rows: &[&CONFIG_FROM_ROWS], then: nothing_more };

static CONFIG_FROM_ROWS: [Row; 1] = [empty("Network", K::Net, O::OthersOptions)];

static IPAM: Table = Table { rows: &[&IPAM_ROWS], then: nothing_more };

static IPAM_ROWS: [Row; 3] = [
    empty("Config", K::Net, O::EngineChoosesAddresses),
    row("Driver", K::Net, By(|d, v| one_of(d, v, &["default"])), "the engine's own"),
    empty("Options", K::Net, O::ForOtherDrivers),
];

/// The body of `POST /networks/{id}/connect`.
pub(super) static CONNECT: Table = Table { rows: &[&CONTAINER, &CONNECTED], then: nothing_more };

/// The body of `POST /networks/{id}/disconnect`.
pub(super) static DISCONNECT: Table = Table { rows: &[&CONTAINER, &DISCONNECTED], then: nothing_more };

static CONTAINER: [Row; 1] = [row("Container", K::Net, By(container), "in scope, by its id from then on")];
static CONNECTED: [Row; 1] = [row("EndpointConfig", K::Net, Object(&ENDPOINT), "as its own rows say")];
static DISCONNECTED: [Row; 1] = [row("Force", K::Ok, By(flag), "as asked")];

/// A container's place on a network.
pub(super) static ENDPOINT: Table = Table { rows: &[&ENDPOINT_ROWS], then: nothing_more };

static ENDPOINT_ROWS: [Row; 15] = [
    row("Aliases", K::Net, By(aliases), "no names of others"),
    empty("DNSNames", K::Ok, O::EngineSays),
    empty("DriverOpts", K::Net, O::HostSettings),
    empty("EndpointID", K::Ok, O::EngineSays),
    empty("Gateway", K::Ok, O::EngineSays),
    empty("GlobalIPv6Address", K::Ok, O::EngineSays),
    empty("GlobalIPv6PrefixLen", K::Ok, O::EngineSays),
    empty("GwPriority", K::Net, O::WayOut),
    row("IPAMConfig", K::Net, Object(&ADDRESSES), "as its own rows say"),
    empty("IPAddress", K::Ok, O::EngineSays),
    empty("IPPrefixLen", K::Ok, O::EngineSays),
    empty("IPv6Gateway", K::Ok, O::EngineSays),
    empty("Links", K::Net, O::OthersEnvironment),
    empty("MacAddress", K::Net, O::MachinesAddress),
    empty("NetworkID", K::Ok, O::EngineSays),
];

static ADDRESSES: Table = Table { rows: &[&ADDRESS_ROWS], then: nothing_more };

static ADDRESS_ROWS: [Row; 3] = [
    empty("IPv4Address", K::Net, O::OthersAddress),
    empty("IPv6Address", K::Net, O::OthersAddress),
    empty("LinkLocalIPs", K::Net, O::MachinesAddress),
];

/// `HostConfig.NetworkMode`.
pub(super) fn mode(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let text = deciding.text(value)?;
    if text.is_empty() { Ok(None) } else { Ok(Some(network(deciding, &text)?.into())) }
}

/// `NetworkingConfig.EndpointsConfig`: places, by their networks.
pub(super) fn endpoints(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let places = deciding.entries(value, |deciding, name, value| {
        let id = network(deciding, name)?;
        let object = if value.is_null() { Map::new() } else { deciding.object(value)? };
        Ok((id, walk(&ENDPOINT, deciding, object)?.into()))
    })?;
    Ok((!places.is_empty()).then_some(places.into()))
}

/// A network that a container may be on, as it is sent: by its id, since a name may be another network's in a moment.
fn network(deciding: &mut Deciding<'_>, name: &str) -> Result<String, Refused> {
    if name == "host" || name.contains(':') {
        return Err(deciding.refuse(Why::OnlyAdmins(O::OthersNetwork)));
    }
    if network::is_mode_alone(name) {
        return Ok(name.to_owned());
    }
    let id = deciding.around.network(name);
    let name = name.to_owned();
    id.map(|id| id.to_string()).ok_or_else(|| deciding.refuse(Why::NotYours { what: Noun::Network, name }))
}

/// Whether this can be a network's name where `EndpointsConfig` is expected.
pub(super) fn is_own_name(name: &str) -> bool {
    query::is_name(name) && !name.eq_ignore_ascii_case("EndpointsConfig")
}

fn aliases(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, own_name)
}

fn container(deciding: &mut Deciding<'_>, _: Value) -> Ruled {
    Ok(deciding.container.map(|id| id.to_string().into()))
}

fn name(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let name = deciding.text(value)?;
    if query::is_new_name(&name) && !network::is_mode_alone(&name) && !network::is_engines_own(&name) {
        deciding.not_anothers(&name)?;
        return Ok(Some(name.into()));
    }
    Err(deciding.refuse(Why::NotA(Form::NetworkName)))
}

fn named_once(deciding: &mut Deciding<'_>, sent: &mut Map<String, Value>) -> Result<(), Refused> {
    if !sent.contains_key("Name") {
        return Err(deciding.refuse_at("Name", Why::NotA(Form::Given)));
    }
    sent.insert("CheckDuplicate".into(), json!(true));
    Ok(())
}
