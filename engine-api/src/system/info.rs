//! What an engine says about itself.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    lenient::{or_default, parsed},
    version::ApiVersion,
};

/// Which version an engine is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct EngineVersion {
    /// The engine's version: `28.5.2`.
    pub version: String,
    /// The newest version of the API that it speaks.
    #[serde(deserialize_with = "parsed")]
    pub api_version: Option<ApiVersion>,
    /// The oldest version of the API that it speaks; engines before API 1.25 don't tell.
    #[serde(rename = "MinAPIVersion", deserialize_with = "parsed")]
    pub min_api_version: Option<ApiVersion>,
    /// The commit that it was built from.
    pub git_commit: String,
    /// The Go that it was built with.
    pub go_version: String,
    /// `linux` or `windows`.
    pub os: String,
    /// The processor's architecture, in Go's words.
    pub arch: String,
    /// The kernel's version.
    pub kernel_version: String,
    /// When it was built.
    pub build_time: String,
    /// Who made it.
    #[serde(deserialize_with = "or_default")]
    pub platform: Platform,
    /// What it is made of: engine, containerd, runc, init.
    #[serde(deserialize_with = "or_default")]
    pub components: Vec<Component>,
}

/// Who made an engine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Platform {
    /// A name to show.
    pub name: String,
}

/// A part of an engine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Component {
    /// `Engine`, `containerd`, `runc`, `docker-init`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// More about it, such as its commit.
    #[serde(deserialize_with = "or_default")]
    pub details: BTreeMap<String, String>,
}

/// How an engine is set up, and how much is on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct EngineInfo {
    /// The engine's own id.
    #[serde(rename = "ID")]
    pub id: String,
    /// The host's name.
    pub name: String,
    /// Containers, in any state.
    pub containers: u64,
    /// Containers that run.
    pub containers_running: u64,
    /// Containers that are paused.
    pub containers_paused: u64,
    /// Containers that don't run.
    pub containers_stopped: u64,
    /// Images.
    pub images: u64,
    /// The engine's version.
    pub server_version: String,
    /// The storage driver.
    pub driver: String,
    /// Facts about the storage driver: names and values.
    #[serde(deserialize_with = "or_default")]
    pub driver_status: Vec<(String, String)>,
    /// Where the engine keeps its data.
    pub docker_root_dir: String,
    /// The log driver of containers that name none.
    pub logging_driver: String,
    /// `cgroupfs`, `systemd` or `none`.
    pub cgroup_driver: String,
    /// `1` or `2`.
    pub cgroup_version: String,
    /// The kernel's version.
    pub kernel_version: String,
    /// The operating system, as a name to show.
    pub operating_system: String,
    /// `linux` or `windows`.
    #[serde(rename = "OSType")]
    pub os_type: String,
    /// The processor's architecture, in the kernel's words.
    pub architecture: String,
    /// How many processors there are.
    #[serde(rename = "NCPU")]
    pub cpus: u64,
    /// How much memory there is, in bytes.
    pub mem_total: u64,
    /// Whether the memory of containers can be limited.
    pub memory_limit: bool,
    /// Whether the swap of containers can be limited.
    pub swap_limit: bool,
    /// Whether the processor time of containers can be limited.
    pub cpu_cfs_quota: bool,
    /// Whether the number of processes can be limited.
    pub pids_limit: bool,
    /// Whether containers outlive the engine's restart.
    pub live_restore_enabled: bool,
    /// Whether the engine is in debug mode.
    pub debug: bool,
    /// The runtime of containers that name none.
    pub default_runtime: String,
    /// The runtimes that containers may name.
    #[serde(deserialize_with = "or_default")]
    pub runtimes: BTreeMap<String, Runtime>,
    /// The program that reaps zombies in containers that want it.
    pub init_binary: String,
    /// containerd's commit.
    #[serde(deserialize_with = "or_default")]
    pub containerd_commit: Commit,
    /// runc's commit.
    #[serde(deserialize_with = "or_default")]
    pub runc_commit: Commit,
    /// The init's commit.
    #[serde(deserialize_with = "or_default")]
    pub init_commit: Commit,
    /// What holds containers back: `name=seccomp,profile=builtin`, `name=rootless`, ...
    #[serde(deserialize_with = "or_default")]
    pub security_options: Vec<String>,
    /// What the engine itself finds worth a warning.
    #[serde(deserialize_with = "or_default")]
    pub warnings: Vec<String>,
    /// The engine's part in a swarm.
    #[serde(deserialize_with = "or_default")]
    pub swarm: Swarm,
    /// Labels of the engine, `key=value`.
    #[serde(deserialize_with = "or_default")]
    pub labels: Vec<String>,
}

/// A runtime that starts containers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Runtime {
    /// The program; empty for a shim that is named by its type.
    pub path: String,
}

/// The commit of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Commit {
    /// The commit, or a version.
    #[serde(rename = "ID")]
    pub id: String,
}

/// An engine's part in a swarm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Swarm {
    /// `inactive`, `pending`, `active`, `error` or `locked`.
    pub local_node_state: String,
}
