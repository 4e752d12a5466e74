//! What a container is to be made of: checked as it is typed, and written as the `docker` command that does
//! the same.

mod check;
mod command;

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::Protocol;

pub use check::{Fault, Field, SpecProblem};

/// A container to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContainerSpec {
    /// The image's reference.
    pub image: String,
    /// Its name; the engine invents one when it is absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The command and its arguments; empty for the image's own.
    #[serde(default)]
    pub command: Vec<String>,
    /// The ports to publish.
    #[serde(default)]
    pub ports: Vec<PortSpec>,
    /// The environment on top of the image's own.
    #[serde(default)]
    pub env: Vec<EnvVar>,
    /// Volumes and paths of the host.
    #[serde(default)]
    pub mounts: Vec<MountSpec>,
    /// The network's name; the engine's default when absent.
    #[serde(default)]
    pub network: Option<String>,
    /// What happens when it ends.
    #[serde(default)]
    pub restart: RestartPolicy,
    /// The most memory, in bytes; at least 6 MiB, which the engine asks for.
    #[serde(default)]
    pub memory: Option<u64>,
    /// The most processor time, in billionths of a processor.
    #[serde(default)]
    pub nano_cpus: Option<u64>,
    /// Labels.
    #[serde(default)]
    pub labels: Vec<(String, String)>,
    /// With a terminal, as shells want it.
    #[serde(default)]
    pub tty: bool,
}

/// A port to publish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PortSpec {
    /// The host's address; all of them when absent.
    #[serde(default)]
    pub ip: Option<IpAddr>,
    /// The host's port; the engine chooses a free one when absent.
    #[serde(default)]
    pub public: Option<u16>,
    /// The port inside.
    pub private: u16,
    /// The transport.
    #[serde(default)]
    pub protocol: Protocol,
}

/// An environment variable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnvVar {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Something to mount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MountSpec {
    /// A volume's name, or an absolute path of the host.
    pub source: String,
    /// The absolute path inside.
    pub target: String,
    /// It can't be written.
    #[serde(default)]
    pub read_only: bool,
}

impl MountSpec {
    /// Whether it is a path of the host, rather than a volume: the engine's own rule.
    pub fn is_bind(&self) -> bool {
        self.source.starts_with('/')
    }
}

/// What happens when a container ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RestartPolicy {
    /// It stays ended.
    #[default]
    No,
    /// It is started again, also when the engine starts.
    Always,
    /// As always, unless somebody stopped it.
    UnlessStopped,
    /// It is started again when it failed.
    OnFailure {
        /// How often at most; without end when 0.
        attempts: u32,
    },
}

#[cfg(test)]
mod tests;
