//! The engine's own form of a specification: what `docker run` makes of the same flags.

mod host;
mod mounts;
mod networks;

use std::collections::BTreeMap;

use engine_api::{
    container::{ContainerBody, HealthcheckBody, PortBinding},
    port::{Port, Protocol},
    version::ApiVersion,
};
use wire::{ContainerSpec, HealthSpec, Nanos, PortSpec};

/// The first version of the API that takes a hardware address with a place on a network, and several such places.
pub(super) const PLACES: ApiVersion = ApiVersion { major: 1, minor: 44 };

/// The body that makes it, for an engine that speaks this version.
pub(super) fn body(spec: ContainerSpec, version: ApiVersion) -> ContainerBody {
    let port_bindings = port_bindings(&spec.ports);
    let exposed = spec.names.expose.iter().map(|port| inside(port.port, port.protocol));
    let exposed_ports = exposed.chain(port_bindings.keys().copied()).collect();
    let (volumes, binds) = mounts::volumes_and_binds(spec.mounts);
    let main = spec.networks.0.first();
    let mac_address = main.and_then(|network| network.mac.clone()).filter(|_| version < PLACES);
    let (network_mode, networking_config) = networks::networks(spec.networks.0, &spec.names.links, version);
    let process = spec.process;
    ContainerBody {
        image: spec.image,
        entrypoint: process.entrypoint.into_iter().map(|program| program.0).collect(),
        cmd: spec.command,
        env: spec
            .env
            .into_iter()
            .map(|variable| [variable.name, "=".into(), variable.value].concat())
            .collect(),
        user: process.user.unwrap_or_default(),
        working_dir: process.working_dir.unwrap_or_default(),
        hostname: process.hostname.unwrap_or_default(),
        domainname: process.domainname.unwrap_or_default(),
        tty: spec.tty,
        open_stdin: process.stdin,
        exposed_ports,
        labels: map(spec.labels),
        stop_signal: process.stop_signal.unwrap_or_default(),
        stop_timeout: process.stop_timeout,
        volumes,
        healthcheck: healthcheck(spec.health),
        mac_address: mac_address.map(|mac| mac.0).unwrap_or_default(),
        host_config: host::HostParts {
            binds,
            port_bindings,
            network_mode,
            restart: spec.restart,
            memory: spec.memory,
            nano_cpus: spec.nano_cpus,
            init: process.init,
            auto_remove: process.auto_remove,
            groups: process.groups,
            names: spec.names,
            storage: spec.storage,
            resources: spec.resources,
            devices: spec.devices,
            security: spec.security,
            logging: spec.logging,
        }
        .body(),
        networking_config,
    }
}

fn port_bindings(ports: &[PortSpec]) -> BTreeMap<Port, Vec<PortBinding>> {
    let mut bindings = BTreeMap::<Port, Vec<PortBinding>>::new();
    for port in ports {
        bindings.entry(inside(port.private, port.protocol)).or_default().push(PortBinding {
            host_ip: port.ip.map(|ip| ip.to_string()).unwrap_or_default(),
            host_port: port.outside(),
        });
    }
    bindings
}

fn inside(number: u16, protocol: wire::Protocol) -> Port {
    let protocol = match protocol {
        wire::Protocol::Tcp => Protocol::Tcp,
        wire::Protocol::Udp => Protocol::Udp,
        wire::Protocol::Sctp => Protocol::Sctp,
    };
    Port { number, protocol }
}

fn healthcheck(health: HealthSpec) -> Option<HealthcheckBody> {
    if health.is_silent() {
        return None;
    }
    if health.off {
        return Some(HealthcheckBody { test: vec!["NONE".into()], ..HealthcheckBody::default() });
    }
    let nanos = |time: Option<Nanos>| limit(time.map(|time| time.0));
    Some(HealthcheckBody {
        test: health.command.map(|command| vec!["CMD-SHELL".into(), command]).unwrap_or_default(),
        interval: nanos(health.interval),
        timeout: nanos(health.timeout),
        retries: health.retries.unwrap_or_default(),
        start_period: nanos(health.start_period),
        start_interval: nanos(health.start_interval),
    })
}

/// The last one of a name counts, as in the engine's own client.
fn map(pairs: Vec<(String, String)>) -> BTreeMap<String, String> {
    pairs.into_iter().collect()
}

/// The engine counts limits as signed numbers, and takes 0 for none.
fn limit(limit: Option<u64>) -> i64 {
    limit.map_or(0, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
}
