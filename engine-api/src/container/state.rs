//! The state of a container, and how well it is.

use serde::Deserialize;

use crate::{
    lenient::or_default,
    time::{self, Time},
};

/// The state of a container in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It was never started.
    Created,
    /// It runs.
    Running,
    /// It is frozen.
    Paused,
    /// It has ended, and the engine is about to start it again.
    Restarting,
    /// It is being removed.
    Removing,
    /// It has ended.
    Exited,
    /// Removing it failed.
    Dead,
    /// A state that we don't know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// The state of a container, with all its marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ContainerState {
    /// The state in one word.
    pub status: State,
    /// Whether it runs; also when it is paused or restarting.
    pub running: bool,
    /// Whether it is frozen.
    pub paused: bool,
    /// Whether the engine is about to start it again.
    pub restarting: bool,
    /// Whether the kernel killed a process of it for want of memory.
    #[serde(rename = "OOMKilled")]
    pub oom_killed: bool,
    /// Whether removing it failed.
    pub dead: bool,
    /// The process id of its program on the host; 0 if it doesn't run.
    pub pid: i64,
    /// The exit code of its program when it last ended.
    pub exit_code: i64,
    /// Why it couldn't be started.
    pub error: String,
    /// When it was last started.
    #[serde(deserialize_with = "time::optional")]
    pub started_at: Option<Time>,
    /// When it last ended.
    #[serde(deserialize_with = "time::optional")]
    pub finished_at: Option<Time>,
    /// How well it is; `None` if nothing looks.
    pub health: Option<Health>,
}

/// How well a container is, by its health check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Health {
    /// How well in one word.
    pub status: HealthStatus,
    /// How often in a row the check has failed.
    pub failing_streak: i64,
    /// The last checks.
    #[serde(deserialize_with = "or_default")]
    pub log: Vec<ProbeResult>,
}

/// How well a container is, in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HealthStatus {
    /// Nothing looks.
    #[default]
    #[serde(alias = "")]
    None,
    /// It isn't known yet.
    Starting,
    /// It is well.
    Healthy,
    /// It is not.
    Unhealthy,
    /// A word that we don't know.
    #[serde(other)]
    Unknown,
}

/// What one check said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ProbeResult {
    /// When it began.
    #[serde(deserialize_with = "time::optional")]
    pub start: Option<Time>,
    /// When it ended.
    #[serde(deserialize_with = "time::optional")]
    pub end: Option<Time>,
    /// 0 if all is well.
    pub exit_code: i64,
    /// What it wrote.
    pub output: String,
}

/// How a container's health is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Healthcheck {
    /// The command: `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", …]`.
    #[serde(deserialize_with = "or_default")]
    pub test: Vec<String>,
    /// Nanoseconds between two checks; 0 for the default.
    pub interval: i64,
    /// Nanoseconds that one check may take; 0 for the default.
    pub timeout: i64,
    /// How many failures in a row mean unhealthy; 0 for the default.
    pub retries: i64,
    /// Nanoseconds after the start in which failures don't count.
    pub start_period: i64,
    /// Nanoseconds between two checks in that time; 0 for the default. From API 1.44 on.
    pub start_interval: i64,
}
