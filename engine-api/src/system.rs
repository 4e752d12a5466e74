//! The engine itself: is it there, what is it, what happens on it.

pub mod event;
pub mod info;
pub mod usage;

use std::time::Duration;

use bytes::Bytes;
use http::response;

use crate::{
    call::{Call, Filters, Query},
    operation::Operation,
    reply::{Json, JsonLines, Unary},
    version::ApiVersion,
};
use event::Event;
use info::{EngineInfo, EngineVersion};

/// How long an engine may take to say that it is there.
const PINGING: Duration = Duration::from_secs(2);

/// Is the engine there, and what does it speak?
#[derive(Clone, Copy, Debug)]
pub struct Ping;

impl Call for Ping {
    const OPERATION: Operation = Operation::SystemPing;
    type Reply = Pong;

    fn deadline(&self) -> Option<Duration> {
        Some(PINGING)
    }
}

/// The answer to a ping, which is in its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pong {
    /// The newest version of the API that the engine speaks; `None` if what answered isn't an engine.
    pub api: Option<ApiVersion>,
}

impl Unary for Pong {
    type Value = Self;

    fn decode(head: &response::Parts, _: Bytes) -> Result<Self, serde_json::Error> {
        let api = head.headers.get("api-version").and_then(|value| value.to_str().ok()?.parse().ok());
        Ok(Self { api })
    }
}

/// Which version is the engine, and of what is it made?
#[derive(Clone, Copy, Debug)]
pub struct GetVersion;

impl Call for GetVersion {
    const OPERATION: Operation = Operation::SystemVersion;
    type Reply = Json<EngineVersion>;
}

/// How is the engine set up, and how much is on it?
#[derive(Clone, Copy, Debug)]
pub struct GetInfo;

impl Call for GetInfo {
    const OPERATION: Operation = Operation::SystemInfo;
    type Reply = Json<EngineInfo>;
}

/// What happens from now on.
///
/// The engine remembers 256 events only: whoever was away lists again, and doesn't rely on `since`.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// Which events; empty for all.
    pub filters: Filters,
    /// Replays events since then: seconds since 1970, with nanoseconds as a fraction if wanted.
    pub since: Option<String>,
}

impl Call for Events {
    const OPERATION: Operation = Operation::SystemEvents;
    type Reply = JsonLines<Event>;

    fn query(&self, query: &mut Query) {
        query.optional("since", self.since.as_deref());
        query.filters(&self.filters);
    }

    fn deadline(&self) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
mod tests;
