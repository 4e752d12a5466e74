//! Containers as the page lists them, and one of them in detail.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{Digest, Id, RestartPolicy, Time};

/// A row of the container list: what `docker ps --all` tells, without the ageing text, and without the command,
/// whose arguments may hold secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Container {
    /// The full id.
    pub id: Id,
    /// The name, without the slash that the engine puts before it.
    pub name: String,
    /// The reference that the container was created from.
    pub image: String,
    /// The image that it runs. It differs from what `image` names now when that tag has moved since.
    pub image_id: Option<Digest>,
    /// When it was created.
    pub created: Time,
    /// What it does.
    pub state: State,
    /// What its health check says.
    pub health: Health,
    /// The exit code of its last run; 0 while it has not ended.
    pub exit_code: i64,
    /// When it was last started.
    pub started: Option<Time>,
    /// When it last ended.
    pub finished: Option<Time>,
    /// The kernel ended it for want of memory.
    pub oom_killed: bool,
    /// Exposed and published ports, sorted; where only the host itself reaches one comes after where others do.
    pub ports: Vec<Port>,
    /// The Compose project that it belongs to.
    pub stack: Option<String>,
    /// Its service in that project.
    pub service: Option<String>,
    /// The names of its networks, sorted.
    pub networks: Vec<String>,
    /// Whether Pierhead runs in it. From within, containers that share a network can't be told apart: each of them counts.
    pub own: bool,
    /// The names of the volumes that it mounts, sorted.
    pub volumes: Vec<String>,
}

/// The engine's states of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Made, never started.
    Created,
    /// Running.
    Running,
    /// Frozen.
    Paused,
    /// Ended, to be started again by its restart policy.
    Restarting,
    /// Being removed.
    Removing,
    /// Ended.
    Exited,
    /// Half removed; it can only be removed.
    Dead,
    /// A state that this version doesn't know.
    Unknown,
}

impl State {
    /// As the engine writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Restarting => "restarting",
            Self::Removing => "removing",
            Self::Exited => "exited",
            Self::Dead => "dead",
            Self::Unknown => "unknown",
        }
    }
}

/// What a container's health check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// It has none.
    None,
    /// Not decided yet.
    Starting,
    /// The last probe succeeded.
    Healthy,
    /// Too many probes failed in a row.
    Unhealthy,
}

/// A port of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Port {
    /// The port inside.
    pub private: u16,
    /// The transport.
    pub protocol: Protocol,
    /// The host's port, when it is published.
    pub public: Option<u16>,
    /// The host's address that it is published on.
    pub ip: Option<IpAddr>,
}

/// A port's transport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl Protocol {
    /// As Docker writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Sctp => "sctp",
        }
    }
}

/// One container with what only its own page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContainerDetail {
    /// Its row in the list.
    pub row: Container,
    /// The process id of its first process on the host.
    pub pid: Option<u64>,
    /// Why the engine could not start it; empty when it could.
    pub error: String,
    /// How often its restart policy has started it again.
    pub restarts: u64,
    /// The program before the command.
    pub entrypoint: Vec<String>,
    /// The command.
    pub command: Vec<String>,
    /// The folder that it starts in; empty for the image's root.
    pub working_dir: String,
    /// The user that it runs as; empty for root.
    pub user: String,
    /// Its name for itself.
    pub hostname: String,
    /// Its environment. A value is absent when the reader may not see it.
    pub env: Vec<(String, Option<String>)>,
    /// Its labels, sorted. A value is absent when the reader may not see it.
    pub labels: Vec<(String, Option<String>)>,
    /// What is mounted where.
    pub mounts: Vec<Mount>,
    /// Its networks, sorted by name.
    pub networks: Vec<Attachment>,
    /// What happens when it ends.
    pub restart: RestartPolicy,
    /// What it may use.
    pub limits: Limits,
    /// It may do everything on the host.
    pub privileged: bool,
    /// Its root file system can't be written.
    pub read_only: bool,
    /// It is removed when it ends.
    pub auto_remove: bool,
    /// It has a terminal.
    pub tty: bool,
    /// Where its output goes.
    pub log_driver: String,
    /// The last results of its health check, oldest first.
    pub probes: Vec<Probe>,
}

/// Something mounted into a container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mount {
    /// What is mounted.
    pub kind: MountKind,
    /// The volume's name or the host's path.
    pub source: String,
    /// The path inside.
    pub target: String,
    /// It can't be written.
    pub read_only: bool,
}

/// What is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MountKind {
    /// A volume.
    Volume,
    /// A path of the host.
    Bind,
    /// Memory.
    Tmpfs,
    /// Anything else that the engine knows.
    Other,
}

/// A container's place in a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attachment {
    /// The network's name.
    pub network: String,
    /// Its IPv4 address; empty while it doesn't run.
    pub ipv4: String,
    /// Its IPv6 address; empty when it has none.
    pub ipv6: String,
    /// The network's gateway.
    pub gateway: String,
    /// Other names that it answers to.
    pub aliases: Vec<String>,
}

/// What a container may use; absent means no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Limits {
    /// Memory, in bytes.
    pub memory: Option<u64>,
    /// Processor time, in billionths of a processor.
    pub nano_cpus: Option<u64>,
    /// Processes.
    pub pids: Option<u64>,
}

/// One result of a health check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Probe {
    /// When it ended.
    pub at: Option<Time>,
    /// 0 is healthy.
    pub exit_code: i64,
    /// What it printed; the engine keeps the first 4 kB.
    pub output: String,
}
