//! What a container is to be made of: checked as it is typed.

mod amount;
mod check;
mod devices;
mod health;
mod logging;
mod network;
mod notation;
mod port;
mod process;
mod resources;
mod security;
mod storage;
mod typed_mount;

use serde::{Deserialize, Serialize};

pub use amount::{Bytes, NanoCpus, Nanos, Swap};
pub use check::{Fault, Field, SpecProblem, name_fault};
pub use devices::{Device, Devices, Gpus};
pub use health::HealthSpec;
pub use logging::Logging;
pub use network::{ExtraHost, MacAddress, Names, NetworkSpec, Networks};
pub use notation::{Part, Takes};
pub use port::{ExposedPort, PortSpec};
pub use process::{Entrypoint, Process};
pub use resources::{ByteRate, DeviceWeight, Rate, Resources, Ulimit};
pub use security::Security;
pub use storage::{MountSpec, Storage, Tmpfs};
pub use typed_mount::{MountType, Recursive, TypedMount};

use check::Checking;
pub(crate) use notation::Notation;

/// A container to be made. What most need stands first, and the rest by what it is about.
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
    /// With a terminal, as shells want it.
    #[serde(default)]
    pub tty: bool,
    /// The ports to publish.
    #[serde(default)]
    pub ports: Vec<PortSpec>,
    /// The environment on top of the image's own.
    #[serde(default)]
    pub env: Vec<EnvVar>,
    /// Volumes and paths of the host. A path that isn't there is made.
    #[serde(default)]
    pub mounts: Vec<MountSpec>,
    /// Its networks, the main one first; the engine's default when there is none.
    #[serde(default)]
    pub networks: Networks,
    /// What happens when it ends.
    #[serde(default)]
    pub restart: RestartPolicy,
    /// The most memory, in bytes; at least 6 MiB, which the engine asks for.
    #[serde(default)]
    pub memory: Option<Bytes>,
    /// The most processor time, in billionths of a processor.
    #[serde(default)]
    pub nano_cpus: Option<NanoCpus>,
    /// Labels.
    #[serde(default)]
    pub labels: Vec<(String, String)>,
    /// The program, and as whom and where it runs.
    #[serde(default)]
    pub process: Process,
    /// How others are found.
    #[serde(default)]
    pub names: Names,
    /// Where else it stores things.
    #[serde(default)]
    pub storage: Storage,
    /// How much else of the host it may use.
    #[serde(default)]
    pub resources: Resources,
    /// What it is given of the host's devices.
    #[serde(default)]
    pub devices: Devices,
    /// What it may do.
    #[serde(default)]
    pub security: Security,
    /// How its health is checked.
    #[serde(default)]
    pub health: HealthSpec,
    /// Where its output goes.
    #[serde(default)]
    pub logging: Logging,
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

/// `TZ=Europe/Berlin`.
impl Notation for EnvVar {
    fn read(text: &str) -> Result<Self, Fault> {
        <(String, String)>::read(text).map(|(name, value)| Self { name, value })
    }

    fn write(&self) -> String {
        [&*self.name, "=", &*self.value].concat()
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

/// `unless-stopped`, `on-failure:3`.
impl Part for RestartPolicy {
    fn takes(&self) -> Takes {
        Takes::One
    }

    fn put(&mut self, value: &str) -> Result<(), Fault> {
        *self = match value {
            "" | "no" => Self::No,
            "always" => Self::Always,
            "unless-stopped" => Self::UnlessStopped,
            "on-failure" => Self::OnFailure { attempts: 0 },
            text => {
                let attempts = text.strip_prefix("on-failure:").ok_or(Fault::NotAnOption)?;
                Self::OnFailure { attempts: Notation::read(attempts)? }
            }
        };
        Ok(())
    }

    fn tell(&self) -> Vec<String> {
        match self {
            Self::No => vec![],
            Self::Always => vec!["always".into()],
            Self::UnlessStopped => vec!["unless-stopped".into()],
            Self::OnFailure { attempts: 0 } => vec!["on-failure".into()],
            Self::OnFailure { attempts } => vec![["on-failure:", &attempts.to_string()].concat()],
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
