//! Why something didn't happen, and what to do about it.

use serde::{Deserialize, Serialize};

/// A failed request or job. In JSON it has the engine's own shape, `{"message": …}`, with more beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// What failed on which object: the engine's own words where it is the engine's failure.
    pub message: String,
    /// Which kind it is.
    pub kind: FailureKind,
    /// What helps.
    pub advice: Advice,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// Nobody is logged in, or not any more.
    NotLoggedIn,
    /// The person may not do it.
    NotAllowed,
    /// The request is wrong.
    Invalid,
    /// What it names doesn't exist.
    NotFound,
    /// It contradicts what exists.
    Conflict,
    /// It would stop or remove Pierhead's own container, and wasn't confirmed.
    OwnContainer,
    /// Too many of them just now.
    Busy,
    /// The engine can't be reached.
    EngineGone,
    /// The engine tried and failed, or may still be at it.
    EngineFailed,
    /// The server's own failure; its log says more.
    Internal,
    /// It takes a fresh proof of who asks: the password, once more.
    ProofNeeded,
    /// It is as good as root on the host, and that is switched off for the engine.
    HostRootOff,
}

/// What helps against a failure. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// The message says all.
    None,
    /// Log in.
    LogIn,
    /// Ask an admin.
    AskAdmin,
    /// Choose another name.
    ChooseOtherName,
    /// Choose another port of the host, or stop who has it.
    ChooseOtherPort,
    /// Check the reference; or the registry asks for a login.
    CheckReference,
    /// The registry can't be reached from the engine.
    CheckRegistry,
    /// Stop it first, or force it.
    StopFirst,
    /// Remove the containers that use it first.
    RemoveUsersFirst,
    /// Free space on the engine's disk.
    FreeDisk,
    /// Look at the engine.
    CheckEngine,
    /// Try again in a moment.
    TryAgain,
    /// Look later what came of it.
    LookLater,
}
