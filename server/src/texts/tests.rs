//! What a match can't show: that Chinese is Chinese, and that what others said is quoted.

use std::{io, time::Duration};

use engine::{Error as EngineError, InvalidAddress, What};
use engine_api::{
    call::Unsendable,
    command::NotUnderstood,
    operation::Operation,
    reference::InvalidReference,
    reply::Broken,
    version::{NEWEST, NoCommonVersion, OLDEST},
};
use gate::{
    Grant, Namespace, Power, Role,
    body::{Approvable, Form, Noun, Objection, Refused, Unreadable, Why},
};
use wire::Problem;

use super::*;
use crate::{error::Malformed, store::StoreError};

fn chinese(error: &Error) -> String {
    failure(error, Language::ChineseSimplified)
}

/// Two English words, one behind the other, outside of what is quoted.
fn english(text: &str) -> Option<&str> {
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let parts =
        text.split(|letter: char| !letter.is_ascii()).flat_map(|part| part.split(['`', '"']).step_by(2));
    parts.into_iter().find(|part| {
        let words: Vec<_> = part.split(' ').collect();
        words.windows(2).any(|two| two.iter().all(|word| is_word(word)))
    })
}

#[track_caller]
fn check(error: impl Into<Error>) {
    let error = error.into();
    let said = chinese(&error);
    assert!(said.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)), "{error}: {said}");
    assert_eq!(english(&said), None, "{error}: {said}");
    assert_eq!(failure(&error, Language::English), error.to_string());
}

fn x() -> String {
    "x".into()
}

#[test]
fn failures_of_our_own_are_in_chinese() {
    let stack = || "shop".parse::<gate::StackName>().unwrap();
    for error in [
        Error::NotLoggedIn,
        Error::TokenNotGood,
        Error::TokenExpired,
        Error::TokenOwnerDisabled,
        Error::WrongLogin { account: None },
        Error::Throttled { seconds: 5, opens: true, account: None },
        Error::Busy,
        Error::RoleTooLow { name: x(), needed: Role::Admin },
        Error::WrongSetupToken { left: 2 },
        Error::SetupTokenGone,
        Error::SetUpAlready,
        Error::InvalidName,
        Error::InvalidStackName(gate::InvalidStackName(x())),
        Error::NameTaken { name: x() },
        Error::NoSuchUser { name: x() },
        Error::NoSuchToken { id: x() },
        Error::TokenAboveOwner { name: x(), role: Role::Viewer },
        Error::NarrowAdminToken,
        Error::PasswordLength { min: 12, max: 1024 },
        Error::LabelsChanged { stack: stack() },
        Error::LabelValuesHidden,
        Error::StackFull { stack: stack(), most: 1000 },
        Error::WrongPassword { account: None },
        Error::OwnPassword,
        Error::OwnRights,
        Error::LastAdmin { name: x() },
        Error::SessionNeeded,
        Error::InvalidTokenName { most: 64 },
        Error::InvalidExpiry { most: 365 },
        Error::TooManyTokens { most: 100 },
        Error::PasswordsDiffer,
        Error::NotFound,
        Error::MethodNotAllowed,
        Error::UnknownHost { host: x() },
        Error::ForeignOrigin,
        Error::malformed("x"),
        Error::TooLarge { limit: 5 },
        Error::ContentType { found: x(), expected: "application/json" },
        Error::ContentEncoding,
        Error::Overloaded,
        Error::TooManyAtOnce { most: 6 },
        Error::TimedOut,
        Error::RawApiOff,
        Error::HostRootOff,
        Error::RawNeeded,
        Error::TakenMeanwhile,
        Error::NoSuchEngine { name: x() },
        Error::TokenNeeded,
        Error::EngineNotSeenYet,
        Error::UsersUntold,
        Error::TooManyUsers { most: 256 },
        Error::TooManyJobs,
        Error::VolumeExists { name: x() },
        Error::internal("x"),
    ] {
        check(error);
    }
    for malformed in [
        Malformed::Reference { reference: x(), why: InvalidReference::Tag },
        Malformed::LongLabel { most: 4096 },
        Malformed::Form,
        Malformed::NamelessVolume,
        Malformed::Forced,
        Malformed::NewName { name: x() },
        Malformed::TooManyNames { count: 5, most: 4 },
        Malformed::NamedTwice { place: x() },
        Malformed::Host,
    ] {
        check(malformed);
    }
}

#[test]
fn refusals_of_the_gate_are_in_chinese() {
    use gate::Refusal as R;
    for refusal in [
        R::Role { name: x(), role: Role::Viewer, needed: Role::Operator },
        R::OutOfScope { name: x() },
        R::Shared,
        R::OthersImage { reference: x() },
        R::NotEverything { name: x() },
        R::OwnContainer,
        R::NotRaw { name: x() },
        R::ProofNeeded,
    ] {
        check(refusal);
    }
    for needed in Grant::ALL {
        check(R::Grant { name: x(), needed });
    }
    let powers = [
        Power::Privileged,
        Power::Devices,
        Power::Capability(x()),
        Power::HostPath(x()),
        Power::SomeHostPath,
        Power::Volume(x()),
        Power::SharedVolume(x()),
        Power::Unprotected(x()),
        Power::Runtime(x()),
        Power::Unmasked,
        Power::Pierhead,
        Power::Untold,
    ];
    for power in powers.into_iter().chain(Namespace::ALL.iter().map(|it| Power::Namespace(*it))) {
        check(R::Power { power });
    }
}

#[test]
fn what_speaks_against_a_body_is_in_chinese() {
    let plain = [
        Why::TooLong,
        Why::NoPolicy,
        Why::Unknown,
        Why::Twice,
        Why::NotOneOf(&["none", "private", "shareable"]),
        Why::Bounds { least: 1, most: 5 },
        Why::NoImage { name: x() },
        Why::BakedOrders { label: x() },
        Why::BakedVariable { name: x() },
        Why::BakedStack { label: x(), value: x() },
        Why::KeptFor { stack: x() },
        Why::Taken,
    ];
    let unreadable = Unreadable::ALL.iter().map(|it| Why::Unreadable(*it));
    let forms = Form::ALL.iter().map(|it| Why::NotA(*it));
    let objections = Objection::ALL.iter().map(|it| Why::OnlyAdmins(*it));
    let approvable = Approvable::ALL.iter().map(|it| Why::NotApproved { what: *it, approved: vec![] });
    let nouns = Noun::ALL.iter().map(|it| Why::NotYours { what: *it, name: x() });
    let all =
        plain.into_iter().chain(unreadable).chain(forms).chain(objections).chain(approvable).chain(nouns);
    for why in all {
        check(Refused { field: "HostConfig".into(), why });
    }
}

#[test]
fn what_is_wrong_with_an_engine_is_in_chinese() {
    let what = || What::named(Operation::ContainerStop, "x");
    let stream = |source| EngineError::Stream { what: what(), source };
    for error in [
        EngineError::Address(InvalidAddress::Form { text: x(), why: "x" }),
        EngineError::Address(InvalidAddress::Insecure { text: x() }),
        EngineError::Address(InvalidAddress::NoTlsFiles { text: x() }),
        EngineError::Address(InvalidAddress::Context { name: x(), why: x() }),
        EngineError::Address(InvalidAddress::Configuration { path: x(), why: x() }),
        EngineError::Connect { address: x(), source: io::Error::other("x") },
        EngineError::Tls { address: x(), message: x() },
        EngineError::Unconnected { address: x(), after: Duration::from_secs(5) },
        EngineError::Silent { what: what(), address: x(), after: Duration::from_secs(5) },
        EngineError::Busy { what: what() },
        EngineError::Endless { what: what(), after: Duration::from_secs(5) },
        EngineError::Unasked { what: what() },
        EngineError::TooLarge { what: what(), limit: 5 },
        stream(Broken::TooLarge { size: 5, limit: 4 }),
        stream(Broken::NotAFrame([0; 8])),
        stream(Broken::Cut),
        EngineError::NotAnEngine { address: x(), answer: x() },
        EngineError::Version(NoCommonVersion::TooOld { api: OLDEST }),
        EngineError::Version(NoCommonVersion::TooNew { minimum: NEWEST }),
        EngineError::Unsendable(Unsendable::Name(x())),
    ] {
        check(error);
    }
    for problem in [
        Problem::NoSocket { path: x() },
        Problem::PermissionDenied { path: x(), owner: x(), group: x(), fix: x() },
        Problem::Refused { address: x() },
        Problem::Unanswered { address: x() },
        Problem::Silent { address: x(), seconds: 5 },
        Problem::TooOld { api: x(), minimum: x() },
        Problem::TooNew { minimum: x(), newest: x() },
        Problem::NotAnEngine { address: x(), answer: x() },
    ] {
        check(Error::EngineGone(problem.clone()));
        check(Error::EngineTellsNot(problem));
    }
    for error in [
        NotUnderstood::NoOperation,
        NotUnderstood::Version(OLDEST),
        NotUnderstood::UnknownKey { operation: "x", key: x() },
        NotUnderstood::TwiceGiven("x"),
        NotUnderstood::Query("x"),
    ] {
        check(error);
    }
}

#[test]
fn what_is_wrong_with_the_store_is_in_chinese() {
    use StoreError as E;
    let path = || "/x".into();
    for error in [
        E::Folder { path: path(), error: io::Error::other("x") },
        E::NotOurs { path: path(), owner: 5 },
        E::InUse { path: path() },
        E::Missing { path: path() },
        E::Served { path: path() },
        E::Newer { path: path(), found: 5, known: 4 },
        E::Damaged { path: path(), error: rusqlite::Error::ToSqlConversionFailure(x().into()) },
        E::ReadOnly { path: path() },
        E::DiskFull { path: path() },
        E::Busy { path: path() },
        E::Copy { copy: path(), error: x() },
        E::Overloaded,
        E::Stopped,
    ] {
        check(error);
    }
}

#[test]
fn what_an_engine_says_is_quoted_in_every_language() {
    let words = "Conflict. The container name is already in use";
    let what = What::named(Operation::ContainerCreate, "");
    let said = EngineError::Engine { what, status: http::StatusCode::CONFLICT, message: words.into() };
    assert_eq!(chinese(&said.into()), words);
    assert_eq!(chinese(&Error::NoSuchObject { message: words.into() }), words);
    assert_eq!(english("请看 two words"), Some(" two words"));
}
