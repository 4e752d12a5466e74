//! The output of a container, what it wrote and what it writes.

use std::{borrow::Cow, fmt, time::Duration};

use id::Id;

use crate::{
    call::{Call, Query},
    operation::Operation,
    reply::{LogFrames, RawStream},
};

/// The output of a container without a terminal, in frames.
#[derive(Clone, Debug)]
pub struct Logs {
    /// The container's id.
    pub id: Id,
    /// Which part of the output.
    pub part: LogsQuery,
}

/// The output of a container with a terminal, as it is: a terminal has one stream and no frames.
#[derive(Clone, Debug)]
pub struct LogsOfTerminal {
    /// The container's id.
    pub id: Id,
    /// Which part of the output.
    pub part: LogsQuery,
}

/// Which part of a container's output.
#[derive(Clone, Debug)]
pub struct LogsQuery {
    /// What it writes from now on too, until it ends.
    pub follow: bool,
    /// What it wrote to standard output.
    pub stdout: bool,
    /// What it wrote to standard error.
    pub stderr: bool,
    /// With the time before each line.
    pub timestamps: bool,
    /// Only what was written since then: seconds since 1970, with nanoseconds as a fraction if wanted.
    pub since: Option<String>,
    /// How many lines of what was written.
    pub tail: Tail,
}

/// How many lines of what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// All.
    All,
    /// The last ones.
    Lines(u32),
}

impl fmt::Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Lines(lines) => lines.fmt(f),
        }
    }
}

impl LogsQuery {
    fn write(&self, query: &mut Query) {
        query.flag("follow", self.follow);
        query.flag("stdout", self.stdout);
        query.flag("stderr", self.stderr);
        query.flag("timestamps", self.timestamps);
        query.optional("since", self.since.as_deref());
        query.pair("tail", &self.tail.to_string());
    }
}

impl Call for Logs {
    const OPERATION: Operation = Operation::ContainerLogs;
    type Reply = LogFrames;

    fn object(&self) -> Cow<'_, str> {
        Cow::Owned(self.id.to_string())
    }

    fn query(&self, query: &mut Query) {
        self.part.write(query);
    }

    fn deadline(&self) -> Option<Duration> {
        None
    }
}

impl Call for LogsOfTerminal {
    const OPERATION: Operation = Operation::ContainerLogs;
    type Reply = RawStream;

    fn object(&self) -> Cow<'_, str> {
        Cow::Owned(self.id.to_string())
    }

    fn query(&self, query: &mut Query) {
        self.part.write(query);
    }

    fn deadline(&self) -> Option<Duration> {
        None
    }
}
