//! What is wrong with a request that can't be decoded.

use engine_api::{reference::InvalidReference, version::ApiVersion};

/// Why a request can't be decoded.
#[derive(Debug, thiserror::Error)]
pub enum Malformed {
    /// In English alone: what a library says, or what only programs send.
    #[error("{0}")]
    Said(String),
    /// What should refer to an image.
    #[error("{reference:?}: {why}")]
    Reference {
        /// What was given.
        reference: String,
        /// Why it doesn't.
        why: InvalidReference,
    },
    /// A form, where what is asked for stands in the query or in JSON.
    #[error("a form isn't taken here: send no body, or application/json")]
    Form,
    /// A volume without a name.
    #[error("a volume needs a name")]
    NamelessVolume,
    /// An image is to be removed though it is used.
    #[error("forcing is for admins: remove the containers of the image first")]
    Forced,
    /// What nothing new may be called.
    #[error(
        "{name:?} can't be a name here: names have 2 to 128 of a-z, A-Z, 0-9, _ . and -, and look like no id"
    )]
    NewName {
        /// The name.
        name: String,
    },
    /// Each name would be looked up.
    #[error("the body names {count} things: {most} is the most")]
    TooManyNames {
        /// How many there are.
        count: usize,
        /// The most.
        most: usize,
    },
    /// A label that no container could be found by.
    #[error("the label is longer than {most} bytes")]
    LongLabel {
        /// The most.
        most: usize,
    },
    /// Nobody knows which of the two was meant.
    #[error("{place:?} is named twice")]
    NamedTwice {
        /// What.
        place: String,
    },
    /// A platform that isn't among those that an admin approves of.
    #[error("{platform:?} isn't a platform that an admin approves of: {approved}")]
    Platform {
        /// What was asked for.
        platform: String,
        /// Those that would do.
        approved: String,
    },
    /// The engine would leave it out without a word.
    #[error("{what}: only engines with API {needed} do this, and this one has {version}")]
    NewerEngine {
        /// What was asked for.
        what: Feature,
        /// The least that has it.
        needed: ApiVersion,
        /// What is spoken with this engine.
        version: ApiVersion,
    },
    /// No host is named, or several are.
    #[error("exactly one host must be named")]
    Host,
}

/// What a container can have on newer engines alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Feature {
    #[error("non-recursive mounts")]
    NonRecursiveMounts,
    #[error("GPUs and other devices by their drivers")]
    DevicesByDriver,
    #[error("a platform")]
    Platform,
    #[error("control groups of its own")]
    OwnCgroups,
    #[error("annotations")]
    Annotations,
    #[error("recursive read-only mounts")]
    RecursiveReadOnly,
    #[error("an interval for health checks at first")]
    StartInterval,
    #[error("several networks at once")]
    SeveralNetworks,
    #[error("a part of a volume")]
    VolumePart,
    #[error("an image's files")]
    ImageFiles,
    #[error("a gateway's priority")]
    GatewayPriority,
}
