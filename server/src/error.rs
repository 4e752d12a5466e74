//! Every way in which a request can fail: its status, its text and its advice, decided once.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use wire::{Advice, Failure, FailureKind};

use engine_api::command::NotUnderstood;

use crate::{codec::Failed, language::Language, store::StoreError, texts};

mod engine;
mod malformed;

pub use malformed::{Feature, Malformed};

/// What `Throttled` says when it isn't true of everybody.
const OPENS: &str = "; if you have logged in from here before, the right password opens now";

/// Why a request or a command wasn't carried out. What it displays is meant for whoever asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is logged in, or not any more.
    #[error("log in first")]
    NotLoggedIn,
    /// The token that was sent opens nothing. Whether it ever did, nothing is left to say: what was revoked is gone.
    #[error(
        "this token isn't good, or not any more: it was revoked, or never was one of ours. Make another one"
    )]
    TokenNotGood,
    /// The token that was sent was good until then.
    #[error("this token has expired: make another one")]
    TokenExpired,
    /// The token's owner was disabled.
    #[error("this token opens nothing while its owner is disabled: ask an admin")]
    TokenOwnerDisabled,
    /// Name or password is wrong, or the person is disabled: never said which.
    #[error("the name or the password is wrong")]
    WrongLogin {
        /// Whose account was tried, for the log; nothing for a name that nobody has: it may be a password.
        account: Option<std::sync::Arc<str>>,
    },
    /// Too many failed logins.
    #[error("too many failed logins: try again in {seconds} s{}", if *opens { OPENS } else { "" })]
    Throttled {
        /// When to try again.
        seconds: u64,
        /// Whether that isn't true of those who have logged in from there before. Told to everybody alike.
        opens: bool,
        /// Whose account was tried, as in `WrongLogin`.
        account: Option<std::sync::Arc<str>>,
    },
    /// Too many passwords are being checked.
    #[error("too many people are logging in just now: try again in a moment")]
    Busy,
    /// The role is too low.
    #[error("{name} may not do this: it needs the role {needed}")]
    RoleTooLow {
        /// Who asked.
        name: String,
        /// The least role.
        needed: gate::Role,
    },
    /// The set-up token is wrong.
    #[error("this is not the set-up token: {left} tries left")]
    WrongSetupToken {
        /// Tries left.
        left: u32,
    },
    /// The set-up token has expired, or was guessed at too often.
    #[error(
        "this set-up token is no longer good: restart Pierhead, or run `pierhead setup-token`, for a new one"
    )]
    SetupTokenGone,
    /// The first admin is there.
    #[error("Pierhead is set up already: log in")]
    SetUpAlready,
    /// A name that nobody may have.
    #[error("a name has 1 to 64 letters, digits and . _ @ -, and begins with a letter or a digit")]
    InvalidName,
    /// A name that no stack can have.
    #[error(transparent)]
    InvalidStackName(#[from] gate::InvalidStackName),
    /// Somebody has the name.
    #[error("the name {name} is taken")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// Nobody has the name.
    #[error("there is no user {name}")]
    NoSuchUser {
        /// The name.
        name: String,
    },
    /// No token has the id.
    #[error("there is no token {id}")]
    NoSuchToken {
        /// The id.
        id: String,
    },
    /// A token with more rights than its owner.
    #[error("{name} has the role {role}: a token can't have more")]
    TokenAboveOwner {
        /// The owner.
        name: String,
        /// The owner's role.
        role: gate::Role,
    },
    /// A token that is an admin's, and reaches less than everything.
    #[error("an admin's rights have no bounds: give a token for one stack, or with few grants, a lower role")]
    NarrowAdminToken,
    /// A password that is too short or too long.
    #[error("a password has {min} to {max} bytes")]
    PasswordLength {
        /// The least.
        min: usize,
        /// The most.
        max: usize,
    },
    /// What carries a stack's label isn't what was seen.
    #[error(
        "what carries the label of {stack} isn't what you saw: look again, and then put it into the stack"
    )]
    LabelsChanged {
        /// The stack.
        stack: gate::StackName,
    },
    /// A guess at a label's value, of somebody who doesn't see values.
    #[error("labels are found by their names alone: your role doesn't see values")]
    LabelValuesHidden,
    /// A stack with more members than anybody needs.
    #[error(
        "{most} things at most belong to a stack, and {stack} has as many: remove what isn't used any more"
    )]
    StackFull {
        /// The stack.
        stack: gate::StackName,
        /// The most.
        most: usize,
    },
    /// The old password is wrong.
    #[error("this is not your password")]
    WrongPassword {
        /// Whose account it is, for the log.
        account: Option<std::sync::Arc<str>>,
    },
    /// An admin's own password, without the old one.
    #[error("your own password is changed in your account, where the old one is asked for")]
    OwnPassword,
    /// Somebody's own rights.
    #[error("nobody takes their own rights away: have another admin do it")]
    OwnRights,
    /// Nobody would be left who may do everything.
    #[error("{name} is the last admin who may log in: make somebody else admin first")]
    LastAdmin {
        /// Who.
        name: String,
    },
    /// A token where a session is needed.
    #[error("a token can't do this: log in with your password")]
    SessionNeeded,
    /// A token's name that is missing or too long.
    #[error("a token has a name of 1 to {most} characters, which says what it is for")]
    InvalidTokenName {
        /// The most.
        most: usize,
    },
    /// A token that would be good for too long.
    #[error("a token is good for 1 to {most} days")]
    InvalidExpiry {
        /// The most.
        most: u16,
    },
    /// More tokens than anybody needs.
    #[error("there are {most} tokens, which is the most: revoke those that aren't used any more")]
    TooManyTokens {
        /// The most.
        most: i64,
    },
    /// The repeated password is another one.
    #[error("the two passwords differ")]
    PasswordsDiffer,
    /// No such address, or no such thing there.
    #[error("there is nothing at this address")]
    NotFound,
    /// The address exists, for another method.
    #[error("this address doesn't know this method")]
    MethodNotAllowed,
    /// The request came for a host name that isn't ours.
    #[error(
        "this server isn't known as {host:?}: start it with --allow-host NAME, or PIERHEAD_ALLOW_HOST, if it should be"
    )]
    UnknownHost {
        /// The name.
        host: String,
    },
    /// A page of another origin sent the request.
    #[error(
        "the request comes from another site's page, or doesn't say from where; without a browser, use a bearer token"
    )]
    ForeignOrigin,
    /// The request can't be decoded.
    #[error("the request is not understood: {0}")]
    Malformed(#[from] Malformed),
    /// The body is too large.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// The body is of another type.
    #[error("the content type {found:?} is not understood here: send {expected}")]
    ContentType {
        /// What came.
        found: String,
        /// What would do.
        expected: &'static str,
    },
    /// The body is compressed.
    #[error("a compressed body is not understood here")]
    ContentEncoding,
    /// More requests at once than the server takes.
    #[error("the server has too much to do: try again in a moment")]
    Overloaded,
    /// More requests at once than one person may have.
    #[error(
        "you have {most} requests open at once, or everybody together has too many: end a stream, or try again in a moment"
    )]
    TooManyAtOnce {
        /// The most of one person.
        most: usize,
    },
    /// The answer took too long.
    #[error("this took too long and was given up")]
    TimedOut,
    /// The gate says no.
    #[error(transparent)]
    Refused(#[from] gate::Refusal),
    /// The engine's own API isn't served here.
    #[error("this passes only where the engine is served as it is: switch that on with --raw-api")]
    RawApiOff,
    /// It is as good as root on the host.
    #[error(
        "this is as good as root on the host, and that is switched off for this engine: an admin switches it on on the page Engine, or with `pierhead host-root on`"
    )]
    HostRootOff,
    /// It passes only as it is.
    #[error(
        "this passes only to admins who are allowed the engine as it is (raw), and you aren't: an admin can allow it with `pierhead user raw`"
    )]
    RawNeeded,
    /// What a body asks for is against the policy.
    #[error(transparent)]
    Denied(#[from] gate::body::Refused),
    /// The engine has no such object, or none that is there for whoever asked.
    #[error("{message}")]
    NoSuchObject {
        /// In the engine's own words.
        message: String,
    },
    /// A name that was free became another stack's while something was made under it.
    #[error("another stack has just taken one of these names: choose another one")]
    TakenMeanwhile,
    /// There is no engine of the name.
    #[error("there is no engine {name:?} here")]
    NoSuchEngine {
        /// The name.
        name: String,
    },
    /// The engine's own API is for programs.
    #[error("the engine's own API takes a token and no session: send it as \"Authorization: Bearer …\"")]
    TokenNeeded,
    /// A request of the engine's API that isn't understood.
    #[error(transparent)]
    NotUnderstood(#[from] engine_api::command::NotUnderstood),
    /// The engine says no, or nothing.
    #[error(transparent)]
    Engine(#[from] ::engine::Error),
    /// The server has just started, and hasn't seen the engine yet.
    #[error("the engine hasn't been reached yet")]
    EngineNotSeenYet,
    /// The engine can't be reached.
    #[error("the engine can't be reached{}", problem_words(.0))]
    EngineGone(wire::Problem),
    /// It can be reached, and can't tell this.
    #[error("the engine can't list these{}", problem_words(.0))]
    EngineTellsNot(wire::Problem),
    /// What uses a volume decides who may, and the engine doesn't say.
    #[error("the engine can't tell what else uses the volume just now, so nothing was done")]
    UsersUntold,
    /// What uses a volume decides who may, and there are too many to look at.
    #[error(
        "more than {most} containers use the volume, directly or by way of others: an admin may use it, in the page"
    )]
    TooManyUsers {
        /// How many are looked at.
        most: usize,
    },
    /// Too much long work runs.
    #[error("too many jobs run at once: wait for one to end, or cancel one")]
    TooManyJobs,
    /// A volume with the name exists.
    #[error("there is a volume {name} already")]
    VolumeExists {
        /// The name.
        name: String,
    },
    /// Pierhead's own state.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything that only a mistake of ours explains. The cause is logged, not sent.
    #[error("something went wrong in Pierhead; its log says more")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Wraps what can't go wrong unless the program is wrong or the machine is.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string().into())
    }

    /// Wraps what somebody else says of a request that can't be decoded, or what only programs are told.
    pub fn malformed(words: impl std::fmt::Display) -> Self {
        Malformed::Said(words.to_string()).into()
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotLoggedIn
            | Self::TokenNotGood
            | Self::TokenExpired
            | Self::TokenOwnerDisabled
            | Self::WrongLogin { .. } => StatusCode::UNAUTHORIZED,
            Self::Throttled { .. } | Self::Busy | Self::TooManyJobs | Self::TooManyAtOnce { .. } => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::Engine(error) => engine::status(error),
            Self::EngineNotSeenYet | Self::EngineGone(_) | Self::EngineTellsNot(_) | Self::UsersUntold => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::TooManyUsers { .. } => StatusCode::FORBIDDEN,
            Self::Refused(gate::Refusal::OwnContainer) => StatusCode::CONFLICT,
            // As if it weren't there.
            Self::Refused(gate::Refusal::OutOfScope { .. }) => StatusCode::NOT_FOUND,
            Self::Refused(_)
            | Self::RoleTooLow { .. }
            | Self::WrongSetupToken { .. }
            | Self::SetupTokenGone
            | Self::RawApiOff
            | Self::HostRootOff
            | Self::RawNeeded
            | Self::LabelValuesHidden
            | Self::Denied(_)
            | Self::TokenNeeded
            | Self::SessionNeeded
            | Self::WrongPassword { .. }
            | Self::OwnPassword
            | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::NotUnderstood(NotUnderstood::NoOperation) => StatusCode::NOT_FOUND,
            Self::NotFound
            | Self::SetUpAlready
            | Self::NoSuchObject { .. }
            | Self::NoSuchEngine { .. }
            | Self::NoSuchUser { .. }
            | Self::NoSuchToken { .. } => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NameTaken { .. }
            | Self::VolumeExists { .. }
            | Self::TakenMeanwhile
            | Self::OwnRights
            | Self::LabelsChanged { .. }
            | Self::StackFull { .. }
            | Self::LastAdmin { .. }
            | Self::TooManyTokens { .. } => StatusCode::CONFLICT,
            Self::InvalidName
            | Self::InvalidStackName(_)
            | Self::InvalidTokenName { .. }
            | Self::InvalidExpiry { .. }
            | Self::PasswordLength { .. }
            | Self::PasswordsDiffer
            | Self::TokenAboveOwner { .. }
            | Self::NarrowAdminToken
            | Self::NotUnderstood(_)
            | Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::UnknownHost { .. } => StatusCode::MISDIRECTED_REQUEST,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ContentType { .. } | Self::ContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Overloaded
            | Self::TimedOut
            | Self::Store(StoreError::Overloaded | StoreError::Busy { .. }) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Store(StoreError::DiskFull { .. }) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Store(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// As it travels to the page or a script.
    pub fn failure(&self, language: Language) -> Failure {
        Failure { message: texts::failure(self, language), kind: self.kind(), advice: self.advice() }
    }

    /// Seconds until another try makes sense.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Throttled { seconds, .. } => Some(*seconds),
            Self::Busy | Self::Overloaded | Self::TooManyAtOnce { .. } => Some(2),
            _ => None,
        }
    }

    fn kind(&self) -> FailureKind {
        match self {
            Self::NotLoggedIn
            | Self::TokenNotGood
            | Self::TokenExpired
            | Self::TokenOwnerDisabled
            | Self::WrongLogin { .. } => FailureKind::NotLoggedIn,
            Self::Engine(error) => engine::kind(error),
            Self::UsersUntold | Self::EngineTellsNot(_) => FailureKind::EngineFailed,
            Self::EngineNotSeenYet | Self::EngineGone(_) => FailureKind::EngineGone,
            Self::TooManyUsers { .. } => FailureKind::NotAllowed,
            Self::Refused(gate::Refusal::OwnContainer) => FailureKind::OwnContainer,
            Self::Refused(gate::Refusal::OutOfScope { .. }) => FailureKind::NotFound,
            Self::Refused(gate::Refusal::ProofNeeded) => FailureKind::ProofNeeded,
            Self::HostRootOff => FailureKind::HostRootOff,
            Self::Refused(_)
            | Self::RoleTooLow { .. }
            | Self::WrongSetupToken { .. }
            | Self::SetupTokenGone
            | Self::RawApiOff
            | Self::RawNeeded
            | Self::LabelValuesHidden
            | Self::Denied(_)
            | Self::TokenNeeded
            | Self::SessionNeeded
            | Self::WrongPassword { .. }
            | Self::OwnPassword
            | Self::ForeignOrigin => FailureKind::NotAllowed,
            Self::NotUnderstood(NotUnderstood::NoOperation) => FailureKind::NotFound,
            Self::NotFound
            | Self::SetUpAlready
            | Self::MethodNotAllowed
            | Self::NoSuchObject { .. }
            | Self::NoSuchEngine { .. }
            | Self::NoSuchUser { .. }
            | Self::NoSuchToken { .. } => FailureKind::NotFound,
            Self::NameTaken { .. }
            | Self::VolumeExists { .. }
            | Self::TakenMeanwhile
            | Self::OwnRights
            | Self::LabelsChanged { .. }
            | Self::StackFull { .. }
            | Self::LastAdmin { .. }
            | Self::TooManyTokens { .. } => FailureKind::Conflict,
            Self::InvalidName
            | Self::InvalidStackName(_)
            | Self::InvalidTokenName { .. }
            | Self::InvalidExpiry { .. }
            | Self::PasswordLength { .. }
            | Self::PasswordsDiffer
            | Self::TokenAboveOwner { .. }
            | Self::NarrowAdminToken
            | Self::UnknownHost { .. }
            | Self::NotUnderstood(_)
            | Self::Malformed(_)
            | Self::TooLarge { .. }
            | Self::ContentType { .. }
            | Self::ContentEncoding => FailureKind::Invalid,
            Self::Throttled { .. }
            | Self::Busy
            | Self::TooManyJobs
            | Self::TooManyAtOnce { .. }
            | Self::Overloaded
            | Self::TimedOut => FailureKind::Busy,
            Self::Store(StoreError::Overloaded | StoreError::Busy { .. }) => FailureKind::Busy,
            Self::Store(_) | Self::Internal(_) => FailureKind::Internal,
        }
    }

    fn advice(&self) -> Advice {
        match self {
            Self::NotLoggedIn => Advice::LogIn,
            Self::RoleTooLow { .. }
            | Self::LabelValuesHidden
            | Self::Refused(
                gate::Refusal::Role { .. }
                | gate::Refusal::Grant { .. }
                | gate::Refusal::NotEverything { .. }
                | gate::Refusal::Shared
                | gate::Refusal::OthersImage { .. }
                | gate::Refusal::Power { .. }
                | gate::Refusal::NotRaw { .. },
            ) => Advice::AskAdmin,
            Self::NameTaken { .. } | Self::VolumeExists { .. } | Self::TakenMeanwhile => {
                Advice::ChooseOtherName
            }
            Self::Engine(error) => engine::advice(error),
            Self::EngineGone(_) | Self::EngineTellsNot(_) => Advice::CheckEngine,
            Self::TooManyUsers { .. } => Advice::AskAdmin,
            Self::Throttled { .. }
            | Self::Busy
            | Self::TooManyJobs
            | Self::TooManyAtOnce { .. }
            | Self::Overloaded
            | Self::TimedOut
            | Self::EngineNotSeenYet
            | Self::UsersUntold => Advice::TryAgain,
            Self::Store(StoreError::Overloaded | StoreError::Busy { .. }) => Advice::TryAgain,
            _ => Advice::None,
        }
    }
}

/// The words of a problem that is known by its words alone; the page has its own for the others.
fn problem_words(problem: &wire::Problem) -> String {
    use wire::Problem as P;
    match problem {
        P::NoSocket { path } => format!(": there is no socket at {path}"),
        P::PermissionDenied { path, fix, .. } => format!(": permission denied on {path}; {fix}"),
        P::Refused { address } => format!(": nobody listens at {address}"),
        P::Unanswered { address } => format!(": nobody takes the connection to {address}"),
        P::Silent { address, .. } => format!(": {address} doesn't answer"),
        P::TooOld { api, .. } => format!(": its API {api} is too old"),
        P::TooNew { minimum, .. } => format!(": its API {minimum} is too new"),
        P::NotAnEngine { address, .. } => format!(": what answers at {address} is not an engine"),
        // Not everybody is told what the engine says.
        P::Other { message } if message.is_empty() => String::new(),
        P::Tls { message } | P::Other { message } => format!(": {message}"),
    }
}

impl IntoResponse for Error {
    /// The status now; the body is written by the layer that knows what the client understands.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(Failed::new(self));
        response
    }
}
