//! Jobs: long work on the server that goes on when the page is closed.

use serde::{Deserialize, Serialize};

use crate::{Failure, Id, Sealed, Time};

/// Names a job in one run of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JobId(pub u64);

/// A job, running or ended. Ended ones are kept for a while so that nobody misses how they ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Who asked for it.
    pub by: String,
    /// When it began.
    pub started: Time,
    /// When it ended.
    pub ended: Option<Time>,
    /// What it does just now, or did last.
    pub step: Step,
    /// Whether it runs, and how it ended.
    pub state: JobState,
    /// A pull's layers, in the order in which the engine named them.
    pub layers: Vec<Layer>,
}

/// A job in the live stream. All pages know whether it runs; only some read the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    /// Its name.
    pub id: JobId,
    /// Whether it runs.
    pub running: bool,
    /// All of it.
    pub job: Sealed<Job>,
}

impl From<&Job> for JobRow {
    fn from(job: &Job) -> Self {
        Self { id: job.id, running: job.state == JobState::Running, job: Sealed::new(job) }
    }
}

/// What a job does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Pulls an image.
    Pull {
        /// Which.
        reference: String,
    },
    /// Creates a container, pulling its image when it is missing.
    Create {
        /// From which image.
        image: String,
        /// The name that was asked for.
        name: Option<String>,
        /// And starts it.
        start: bool,
    },
}

/// The steps of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Pulling the image.
    Pull,
    /// Creating the container.
    Create,
    /// Starting the container.
    Start,
}

/// Whether a job runs, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// It runs.
    Running,
    /// It ended well.
    Done {
        /// The container that it made.
        container: Option<Id>,
        /// What the engine remarked.
        warnings: Vec<String>,
    },
    /// It failed at its step.
    Failed {
        /// Why.
        failure: Failure,
        /// The container that it had made before it failed: it exists, and isn't running.
        container: Option<Id>,
    },
    /// Somebody cancelled it.
    Cancelled,
}

/// A layer of an image being pulled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// The first 12 digits of its id.
    pub id: String,
    /// What happens to it.
    pub status: LayerStatus,
    /// Bytes of this status that are done.
    pub current: u64,
    /// Bytes of this status in all; 0 when the engine doesn't say.
    pub total: u64,
}

/// What happens to a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerStatus {
    /// Waiting for its turn.
    Waiting,
    /// On its way.
    Downloading,
    /// There; to be unpacked.
    Downloaded,
    /// Being unpacked.
    Extracting,
    /// Done.
    Complete,
    /// The engine had it already.
    Exists,
}
