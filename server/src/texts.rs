//! The texts of the plain pages (login, set-up): what stands on them, and what went wrong; and what failures say. A
//! language is one file with a word for each; what failures say, English displays, and others have in files beneath.

mod en;
mod zh_hans;

use gate::Refusal;

use crate::{error::Error, language::Language};

/// A text of the plain pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Name or password is wrong.
    WrongLogin,
    /// Too many failures: wait.
    Wait {
        /// For how long.
        seconds: u64,
        /// Whether that isn't true of those who have logged in from there before.
        opens: bool,
    },
    /// Too many people at once.
    Busy,
    /// The session has ended, or there was none.
    FormIncomplete,
    /// The set-up token is wrong.
    WrongSetupToken(u32),
    /// The set-up token can't be used any more.
    SetupTokenGone,
    /// The first admin is there.
    SetUpAlready,
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
            Error::Throttled { seconds, opens, .. } => Self::Wait { seconds: *seconds, opens: *opens },
            Error::Busy | Error::Overloaded | Error::TimedOut => Self::Busy,
            Error::WrongSetupToken { left } => Self::WrongSetupToken(*left),
            Error::SetupTokenGone => Self::SetupTokenGone,
            Error::SetUpAlready => Self::SetUpAlready,
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

    /// Its words.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::English => en::words(self),
            Language::ChineseSimplified => zh_hans::words(self),
        }
    }
}

/// What stands on the plain pages, by the name of its place.
macro_rules! standing {
    ($($name:ident),* $(,)?) => {
        struct Standing {
            $($name: &'static str,)*
        }

        impl Standing {
            fn places(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

standing! {
    again,
    create_admin,
    enter,
    first_start,
    lead_login,
    lead_setup,
    log_in,
    name,
    offline,
    offline_more,
    password,
    password_hint,
    refused,
    start_page,
    token,
    token_hint,
    try_again,
    welcome,
    your_name,
}

/// What stands on the plain pages: places, as `{{t.name}}` names them, and their words.
pub fn standing(language: Language) -> Vec<(&'static str, &'static str)> {
    match language {
        Language::English => en::STANDING.places(),
        Language::ChineseSimplified => zh_hans::STANDING.places(),
    }
}

/// What a failure says.
pub fn failure(error: &Error, language: Language) -> String {
    match language {
        Language::English => error.to_string(),
        Language::ChineseSimplified => zh_hans::failure(error),
    }
}

/// What a refusal of the gate's says.
pub fn refusal(refusal: &Refusal, language: Language) -> String {
    match language {
        Language::English => refusal.to_string(),
        Language::ChineseSimplified => zh_hans::refusal(refusal),
    }
}

#[cfg(test)]
mod tests;
