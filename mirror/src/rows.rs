//! Rows of the page, made of what the engine answers.

use engine_api::{
    container::{self, HealthStatus, MountKind},
    image::ImageSummary,
    network,
    port::Protocol,
    system::info::{EngineInfo, EngineVersion},
    volume,
};
use wire::{Anatomy, Component, Container, Health, Id, Image, Network, Port, State, Time, Volume};

/// The label by which Compose marks what belongs to a project.
const PROJECT: &str = "com.docker.compose.project";
/// The label by which Compose marks a container's service.
const SERVICE: &str = "com.docker.compose.service";
/// The label by which engines since 23.0 mark volumes that have no name of their own.
const ANONYMOUS: &str = "com.docker.volume.anonymous";

/// A container's row.
pub fn container(container: &container::Container, own: Option<Id>) -> Container {
    let label = |name: &str| container.config.labels.get(name).filter(|value| !value.is_empty()).cloned();
    let mut volumes: Vec<String> = container
        .mounts
        .iter()
        .filter(|mount| mount.kind == MountKind::Volume)
        .map(|mount| mount.name.clone())
        .collect();
    volumes.sort_unstable();
    volumes.dedup();
    Container {
        id: container.id,
        name: container.name().to_owned(),
        image: container.config.image.clone(),
        image_id: container.image,
        created: container.created.map_or(Time(0), time),
        state: state(container.state.status),
        health: health(container.state.health.as_ref().map(|health| health.status)),
        exit_code: container.state.exit_code,
        started: container.state.started_at.map(time),
        finished: container.state.finished_at.map(time),
        oom_killed: container.state.oom_killed,
        ports: ports(&container.network_settings),
        stack: label(PROJECT),
        service: label(SERVICE),
        networks: container.network_settings.networks.keys().cloned().collect(),
        own: own.is_some() && (own == Some(container.id) || own == Id::in_path(&container.hostname_path)),
        volumes,
    }
}

/// An image's row.
pub fn image(image: &ImageSummary) -> Image {
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort_unstable();
        names
    };
    Image {
        id: image.id,
        tags: sorted(&image.repo_tags),
        digests: sorted(&image.repo_digests),
        size: u64::try_from(image.size).unwrap_or(0),
        created: Time(image.created),
        stack: image.labels.get(PROJECT).cloned(),
    }
}

/// A volume's row.
pub fn volume(volume: &volume::Volume) -> Volume {
    let digits = |name: &str| name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    Volume {
        name: volume.name.clone(),
        driver: volume.driver.clone(),
        mountpoint: volume.mountpoint.clone(),
        created: volume.created_at.map(time),
        stack: volume.labels.get(PROJECT).cloned(),
        anonymous: volume.labels.contains_key(ANONYMOUS) || digits(&volume.name),
        has_options: !volume.options.is_empty(),
    }
}

/// A network's row.
pub fn network(network: &network::Network) -> Network {
    Network {
        id: network.id.clone(),
        name: network.name.clone(),
        driver: network.driver.clone(),
        scope: network.scope.clone(),
        subnets: network.ipam.config.iter().map(|range| range.subnet.clone()).collect(),
        internal: network.internal,
        ipv6: network.enable_ipv6,
        created: network.created.map(time),
        stack: network.labels.get(PROJECT).cloned(),
        predefined: network::is_engines_own(&network.name),
    }
}

/// What an engine is made of. The versions are its own words; init's is in the components as well.
pub fn anatomy(info: EngineInfo, version: EngineVersion, api: String) -> Anatomy {
    let text =
        |version: Option<_>| version.map(|version: engine_api::version::ApiVersion| version.to_string());
    Anatomy {
        name: info.name,
        version: version.version,
        api,
        api_min: text(version.min_api_version).unwrap_or_default(),
        api_max: text(version.api_version).unwrap_or_default(),
        os: info.operating_system,
        kernel: info.kernel_version,
        arch: info.architecture,
        cpus: info.cpus,
        memory: info.mem_total,
        root_dir: info.docker_root_dir,
        storage: info.driver,
        logging: info.logging_driver,
        cgroup_driver: info.cgroup_driver,
        cgroup_version: info.cgroup_version,
        runtime: info.default_runtime,
        security: info.security_options,
        components: version.components.into_iter().map(component).collect(),
        live_restore: info.live_restore_enabled,
        swarm: info.swarm.local_node_state == "active",
        warnings: info.warnings,
    }
}

fn component(mut component: engine_api::system::info::Component) -> Component {
    let commit = component.details.remove("GitCommit").unwrap_or_default();
    Component { name: component.name, version: component.version, commit }
}

/// A point in time.
pub fn time(time: engine_api::time::Time) -> Time {
    Time(time.0)
}

fn state(state: container::State) -> State {
    match state {
        container::State::Created => State::Created,
        container::State::Running => State::Running,
        container::State::Paused => State::Paused,
        container::State::Restarting => State::Restarting,
        container::State::Removing => State::Removing,
        container::State::Exited => State::Exited,
        container::State::Dead => State::Dead,
        container::State::Unknown => State::Unknown,
    }
}

fn health(status: Option<HealthStatus>) -> Health {
    match status {
        Some(HealthStatus::Starting) => Health::Starting,
        Some(HealthStatus::Healthy) => Health::Healthy,
        Some(HealthStatus::Unhealthy) => Health::Unhealthy,
        Some(HealthStatus::None | HealthStatus::Unknown) | None => Health::None,
    }
}

/// Exposed ports and, in their place, where they are published. Of one that is published twice that comes first which
/// others reach: a page has room for one.
fn ports(settings: &container::NetworkSettings) -> Vec<Port> {
    let mut ports = Vec::new();
    for (port, bindings) in &settings.ports {
        let Some(protocol) = protocol(port.protocol) else { continue };
        let inside = Port { private: port.number, protocol, public: None, ip: None };
        if bindings.is_empty() {
            ports.push(inside);
        }
        ports.extend(bindings.iter().map(|binding| Port {
            public: binding.host_port.parse().ok(),
            ip: binding.host_ip.parse().ok(),
            ..inside
        }));
    }
    let is_loopback = |port: &Port| port.ip.is_some_and(|ip| ip.is_loopback());
    ports.sort_unstable_by_key(|port| (port.private, port.protocol, port.public, is_loopback(port), port.ip));
    ports
}

/// A port's transport on the wire; none for one that we don't know.
pub fn protocol(protocol: Protocol) -> Option<wire::Protocol> {
    match protocol {
        Protocol::Tcp => Some(wire::Protocol::Tcp),
        Protocol::Udp => Some(wire::Protocol::Udp),
        Protocol::Sctp => Some(wire::Protocol::Sctp),
        Protocol::Unknown => None,
    }
}

#[cfg(test)]
mod tests;
