//! The texts of the plain pages (login, set-up): one enum of messages, one table a language.

use crate::error::Error;

/// A text of the plain pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Name or password is wrong.
    WrongLogin,
    /// Too many failures: wait.
    WaitSeconds(u64),
    /// Too many people at once.
    Busy,
    /// The session has ended, or there was none.
    FormIncomplete,
    /// The set-up token is wrong.
    WrongSetupToken(u32),
    /// The set-up token can't be used any more.
    SetupTokenGone,
    /// The name doesn't fit.
    InvalidName,
    /// The password doesn't fit.
    PasswordLength {
        /// The least bytes.
        min: usize,
        /// The most bytes.
        max: usize,
    },
    /// The second password is another one.
    PasswordsDiffer,
    /// Something that the person can't help.
    ServerFailed,
}

impl Text {
    /// What a person reads who has sent a form and failed.
    pub fn of(error: &Error) -> Self {
        match error {
            Error::WrongLogin { .. } => Self::WrongLogin,
            Error::Throttled { seconds } => Self::WaitSeconds(*seconds),
            Error::Busy | Error::Overloaded | Error::TimedOut => Self::Busy,
            Error::WrongSetupToken { left } => Self::WrongSetupToken(*left),
            Error::SetupTokenGone => Self::SetupTokenGone,
            Error::InvalidName => Self::InvalidName,
            Error::PasswordLength { min, max } => Self::PasswordLength { min: *min, max: *max },
            Error::PasswordsDiffer => Self::PasswordsDiffer,
            Error::Malformed(_)
            | Error::TooLarge { .. }
            | Error::ContentType { .. }
            | Error::ContentEncoding => Self::FormIncomplete,
            _ => Self::ServerFailed,
        }
    }

    /// In English.
    pub fn english(&self) -> String {
        match self {
            Self::WrongLogin => "The name or the password is wrong.".into(),
            Self::WaitSeconds(seconds) => format!("Too many failed logins. Try again in {}.", span(*seconds)),
            Self::Busy => "Many people are logging in just now. Try again in a moment.".into(),
            Self::FormIncomplete => "The form came incomplete. Fill it in and send it again.".into(),
            Self::WrongSetupToken(0) => format!("This is not the set-up token. {NEW_TOKEN}"),
            Self::WrongSetupToken(1) => "This is not the set-up token. One try is left.".into(),
            Self::WrongSetupToken(left) => format!("This is not the set-up token. {left} tries are left."),
            Self::SetupTokenGone => format!("This set-up token is no longer good. {NEW_TOKEN}"),
            Self::InvalidName => {
                "A name has 1 to 64 letters, digits and . _ @ -, and begins with a letter or a digit.".into()
            }
            Self::PasswordLength { min, max } => format!("A password has {min} to {max} bytes."),
            Self::PasswordsDiffer => "The two passwords differ.".into(),
            Self::ServerFailed => "Something went wrong in Pierhead. Its log says more.".into(),
        }
    }
}

const NEW_TOKEN: &str =
    "For a new one restart Pierhead, or run \u{201c}pierhead setup-token\u{201d} on its machine.";

fn span(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, 1) => "1 second".into(),
        (0, seconds) => format!("{seconds} seconds"),
        (1, 0) => "1 minute".into(),
        (minutes, 0) => format!("{minutes} minutes"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
