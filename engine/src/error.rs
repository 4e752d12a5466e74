//! What can go wrong between us and an engine.

use std::{fmt, io, time::Duration};

use engine_api::{
    call::{Call, Unsendable},
    operation::Operation,
    reply::Broken,
    unread::Unread,
    version::NoCommonVersion,
};
use http::{Method, StatusCode};

use crate::InvalidAddress;

/// Which call it was about, and on which object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct What {
    /// The call's method.
    pub method: Method,
    /// The call's path, as the API's description writes it.
    pub path: &'static str,
    /// The object; empty if there is none.
    pub object: String,
}

impl What {
    pub(crate) fn of<C: Call>(call: &C) -> Self {
        Self::named(C::OPERATION, &call.object())
    }

    /// An operation on an object.
    pub fn named(operation: Operation, object: &str) -> Self {
        Self { method: operation.method(), path: operation.path(), object: object.to_owned() }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        if !self.object.is_empty() {
            write!(f, " ({})", self.object)?;
        }
        Ok(())
    }
}

/// A call that didn't succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine said no. Its words are for people, and are kept.
    #[error("{message}")]
    Engine {
        /// Which call.
        what: What,
        /// The status.
        status: StatusCode,
        /// The engine's own message.
        message: String,
    },
    /// Nobody can be connected to: where the engine is isn't known.
    #[error(transparent)]
    Address(InvalidAddress),
    /// There is no connection to be had.
    #[error("can't connect to {address}: {source}")]
    Connect {
        /// Where.
        address: String,
        /// The system's reason.
        source: io::Error,
    },
    /// Nobody took the connection in time. Nothing has been sent.
    #[error("no connection to {address} within {} s", after.as_secs_f32())]
    Unconnected {
        /// Where.
        address: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// The connection isn't safe: a wrong certificate, or none.
    #[error("no TLS connection to {address}: {message}")]
    Tls {
        /// Where.
        address: String,
        /// Why.
        message: String,
    },
    /// The engine takes the connection, and doesn't answer in time.
    #[error("no answer from {address} within {} s: {what}", after.as_secs_f32())]
    Silent {
        /// Which call.
        what: What,
        /// Where.
        address: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// All connections are in use, and none got free in time.
    #[error("the engine is too busy: {what}")]
    Busy {
        /// Which call.
        what: What,
    },
    /// What came isn't HTTP, or ended before its end.
    #[error("a broken answer to {what}: {source}")]
    Transport {
        /// Which call.
        what: What,
        /// What hyper says.
        source: hyper::Error,
    },
    /// An answer that had begun ended before its end.
    #[error("the engine's answer to {what} broke off: {source}")]
    CutOff {
        /// Which call.
        what: What,
        /// What hyper says.
        source: hyper::Error,
    },
    /// An answer that had begun didn't end in time.
    #[error("the engine's answer to {what} hadn't ended after {} s", after.as_secs_f32())]
    Endless {
        /// Which call.
        what: What,
        /// How long it was waited for.
        after: Duration,
    },
    /// The engine took the connection for another protocol, which nobody asked for.
    #[error("the engine changed the protocol unasked: {what}")]
    Unasked {
        /// Which call.
        what: What,
    },
    /// The reply is larger than any that an engine sends.
    #[error("an answer of more than {limit} bytes to {what}")]
    TooLarge {
        /// Which call.
        what: What,
        /// What is accepted.
        limit: usize,
    },
    /// The reply isn't what the API says. What it holds isn't told.
    #[error("the engine's answer to {what} can't be understood: {}", Unread(source))]
    Reply {
        /// Which call.
        what: What,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The engine reported a failure within a stream, or the stream can't be understood.
    #[error("{source}")]
    Stream {
        /// Which call.
        what: What,
        /// What is wrong with it.
        source: Broken,
    },
    /// What answers isn't an engine.
    #[error("what answers at {address} is not an engine: {answer}")]
    NotAnEngine {
        /// Where.
        address: String,
        /// What it answered.
        answer: String,
    },
    /// We have no version of the API in common.
    #[error(transparent)]
    Version(#[from] NoCommonVersion),
    /// The call can't be written as a request.
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
}

impl Error {
    /// A reply that lacks something which the API says it has.
    pub fn lacks(what: What, member: &str) -> Self {
        Self::Reply { what, source: serde::de::Error::custom(format_args!("it has no {member}")) }
    }

    /// The engine's status, if it answered.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Engine { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether the object that was asked about isn't there.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the call may have reached nobody, or the link broke: what an engine that is gone leads to.
    pub fn is_link(&self) -> bool {
        matches!(
            self,
            Self::Address(_)
                | Self::Connect { .. }
                | Self::Unconnected { .. }
                | Self::Tls { .. }
                | Self::Silent { .. }
                | Self::Transport { .. }
                | Self::CutOff { .. }
        )
    }
}
