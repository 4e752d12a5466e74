//! What is wrong with a request that can't be decoded.

use engine_api::reference::InvalidReference;

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
    /// Nobody knows which of the two was meant.
    #[error("{place:?} is named twice")]
    NamedTwice {
        /// What.
        place: String,
    },
    /// No host is named, or several are.
    #[error("exactly one host must be named")]
    Host,
}
