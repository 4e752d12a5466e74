//! The engine's failures: their status, kind and advice. The engine tells most of them apart by words alone.

use engine::{Error, What};
use engine_api::operation::Operation;
use http::{Method, StatusCode};
use wire::{Advice, FailureKind};

/// The status of the response to whose request the engine has failed.
pub(super) fn status(error: &Error) -> StatusCode {
    match error {
        Error::Engine { status: status @ (NOT_FOUND | CONFLICT | BAD_REQUEST), .. } => *status,
        // What the engine forbids (removing a network in use) is a conflict: the person may ask for it.
        Error::Engine { status: FORBIDDEN, .. } => CONFLICT,
        Error::Unsendable(_) => BAD_REQUEST,
        Error::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
        // It is there, and has begun.
        Error::CutOff { .. } => StatusCode::BAD_GATEWAY,
        Error::Silent { what, .. } if may_go_on(what) => StatusCode::GATEWAY_TIMEOUT,
        error if error.is_link() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_GATEWAY,
    }
}

/// Its kind.
pub(super) fn kind(error: &Error) -> FailureKind {
    match error {
        Error::Engine { status: NOT_FOUND, .. } => FailureKind::NotFound,
        Error::Engine { status: CONFLICT | FORBIDDEN, .. } => FailureKind::Conflict,
        Error::Engine { status: BAD_REQUEST, .. } | Error::Unsendable(_) => FailureKind::Invalid,
        Error::Busy { .. } => FailureKind::Busy,
        Error::Silent { what, .. } if may_go_on(what) => FailureKind::EngineFailed,
        error if error.is_link() => FailureKind::EngineGone,
        _ => FailureKind::EngineFailed,
    }
}

/// What helps.
pub(super) fn advice(error: &Error) -> Advice {
    match error {
        Error::Engine { message, .. } => advice_on(message),
        Error::Stream { source, .. } => advice_on(&source.to_string()),
        Error::Busy { .. } => Advice::TryAgain,
        Error::Silent { what, .. } if may_go_on(what) => Advice::LookLater,
        _ => Advice::CheckEngine,
    }
}

/// Whether an engine that hasn't answered in time may still do what it was asked: it is there, and took the call. A pull
/// ends with whoever waits for it.
fn may_go_on(what: &What) -> bool {
    ![Method::GET, Method::HEAD].contains(&what.method) && what.path != Operation::ImageCreate.path()
}

const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;
const CONFLICT: StatusCode = StatusCode::CONFLICT;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const BAD_REQUEST: StatusCode = StatusCode::BAD_REQUEST;

/// Words of the engine's (20.10 to 28) and what helps; the first that fits counts.
const WORDS: &[(&str, Advice)] = &[
    ("is already in use by container", Advice::ChooseOtherName),
    ("port is already allocated", Advice::ChooseOtherPort),
    ("address already in use", Advice::ChooseOtherPort),
    ("no space left on device", Advice::FreeDisk),
    ("pull access denied", Advice::CheckReference),
    ("manifest unknown", Advice::CheckReference),
    ("failed to resolve reference", Advice::CheckReference),
    ("unauthorized", Advice::CheckReference),
    ("Get \"http", Advice::CheckRegistry),
    ("Head \"http", Advice::CheckRegistry),
    ("image is being used by", Advice::RemoveUsersFirst),
    ("image is referenced in multiple", Advice::RemoveUsersFirst),
    ("volume is in use", Advice::RemoveUsersFirst),
    ("has active endpoints", Advice::RemoveUsersFirst),
    ("container is running", Advice::StopFirst),
    ("running container", Advice::StopFirst),
    ("container is paused", Advice::StopFirst),
];

fn advice_on(message: &str) -> Advice {
    WORDS.iter().find(|(words, _)| message.contains(words)).map_or(Advice::None, |(_, advice)| *advice)
}

#[cfg(test)]
mod tests;
