//! How much a deployer may ask for: what an admin sets, and what holds until then.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ops::RangeInclusive,
};

/// What people below admin may ask for. Lists of what is approved are empty at first, where anything else could give
/// away the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most memory of a container, in bytes. Who asks for none has this.
    pub memory: i64,
    /// The most processor time, in billionths of a processor. Who asks for none has this.
    pub nano_cpus: i64,
    /// The most processes of a container. Who asks for none has this.
    pub pids: i64,
    /// The most shared memory, in bytes.
    pub shm: i64,
    /// The most that a file system in memory holds, in bytes. Who doesn't say has this.
    pub tmpfs: i64,
    /// The most open files, and processes, of a user in a container.
    pub ulimit: i64,
    /// The most times that `on-failure` starts a container again.
    pub restart_retries: i64,
    /// The most seconds that a container has to end by itself.
    pub stop_timeout: i64,
    /// The least time between health checks, in nanoseconds.
    pub health_interval: i64,
    /// Paths of the host that may be mounted, each exactly and nothing beneath: whoever writes into a mounted folder
    /// can leave a link there, and the engine follows links.
    pub bind_paths: Vec<String>,
    /// Volumes that may be mounted although a container uses them that is as good as root on the host.
    pub volumes: Vec<String>,
    /// Capabilities beyond those that every container has, without `CAP_`.
    pub capabilities: Vec<String>,
    /// Kernel parameters, by their exact names.
    pub sysctls: Vec<String>,
    /// AppArmor profiles, by their names.
    pub apparmor_profiles: Vec<String>,
    /// Whether a container's processes may be root in it. If not, each has to be given a user, by a number that isn't 0:
    /// what a name stands for is up to the image.
    pub root_in_containers: bool,
    /// The host's ports that may be published.
    pub host_ports: RangeInclusive<u16>,
    /// Ports among them that may not.
    pub reserved_ports: Vec<u16>,
    /// The host's addresses on which ports may be published. Who doesn't say which has the first.
    pub host_ips: Vec<IpAddr>,
    /// The registries that images may come from.
    pub registries: Vec<String>,
    /// The platforms that may be asked for, as `linux/amd64`.
    pub platforms: Vec<String>,
    /// Beginnings of labels, in lower case, that other tools take orders from.
    pub reserved_labels: Vec<String>,
    /// The same of variables of the environment, in upper case.
    pub reserved_variables: Vec<String>,
}

/// Enough for most services, and a host survives a few of them.
const MEMORY: i64 = 2 << 30;
const NANO_CPUS: i64 = 2_000_000_000;
/// A fork bomb ends here; large thread pools don't.
const PIDS: i64 = 512;
/// Four times what the engine gives: databases and browsers ask for it.
const SHM: i64 = 256 << 20;
const TMPFS: i64 = 256 << 20;
/// What the engine's own containers usually have.
const ULIMIT: i64 = 1 << 20;
const RESTART_RETRIES: i64 = 100;
const STOP_TIMEOUT: i64 = 300;
/// Each check is a new process in the container.
const HEALTH_INTERVAL: i64 = 1_000_000_000;
/// Below are the host's own services.
const HOST_PORTS: RangeInclusive<u16> = 1024..=65535;
/// The engine's own, with and without TLS, and those of its swarm.
const RESERVED_PORTS: [u16; 5] = [2375, 2376, 2377, 4789, 7946];
/// A published port passes by the host's firewall. So others reach it only once an admin says so.
const HOST_IPS: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
/// The engine connects to any registry that it is told, as root of the host's network and without TLS to the host
/// itself. Docker Hub is where most images come from and nothing of the house is.
const REGISTRIES: [&str; 1] = ["docker.io"];
const PLATFORMS: [&str; 4] = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386"];
/// Tools that run commands, update containers or open routes for whoever carries their labels.
const RESERVED_LABELS: [&str; 14] = [
    "arcane.",
    "caddy",
    "com.centurylinklabs.watchtower",
    "com.docker.stack.",
    "com.docker.swarm.",
    "com.getarcaneapp.",
    "com.github.nginx-proxy.",
    "deck-chores.",
    "diun.",
    "docker-volume-backup.",
    "io.containerd.",
    "io.kubernetes.",
    "ofelia.",
    "traefik.",
];
/// nginx-proxy and its companion open routes, and get certificates, for whoever has these.
const RESERVED_VARIABLES: [&str; 2] = ["LETSENCRYPT_", "VIRTUAL_"];

impl Default for Limits {
    fn default() -> Self {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        Self {
            memory: MEMORY,
            nano_cpus: NANO_CPUS,
            pids: PIDS,
            shm: SHM,
            tmpfs: TMPFS,
            ulimit: ULIMIT,
            restart_retries: RESTART_RETRIES,
            stop_timeout: STOP_TIMEOUT,
            health_interval: HEALTH_INTERVAL,
            bind_paths: Vec::new(),
            volumes: Vec::new(),
            capabilities: Vec::new(),
            sysctls: Vec::new(),
            apparmor_profiles: Vec::new(),
            // Most images begin as root, and the rest of the policy holds for that.
            root_in_containers: true,
            host_ports: HOST_PORTS,
            reserved_ports: RESERVED_PORTS.to_vec(),
            host_ips: HOST_IPS.to_vec(),
            registries: owned(&REGISTRIES),
            platforms: owned(&PLATFORMS),
            reserved_labels: owned(&RESERVED_LABELS),
            reserved_variables: owned(&RESERVED_VARIABLES),
        }
    }
}

impl Limits {
    /// The same, on a host with so many processors: the engine refuses containers that could use more than there are.
    #[must_use]
    pub fn on_host(mut self, cpus: u32) -> Self {
        self.nano_cpus = self.nano_cpus.min(i64::from(cpus.max(1)) * 1_000_000_000);
        self
    }
}
