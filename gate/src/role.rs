//! Who asks.

use std::{fmt, str::FromStr};

use crate::Scopes;

/// What a person may do at most. Each role includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads, without secrets.
    Viewer,
    /// Starts, stops, restarts, kills, pauses.
    Operator,
    /// Everything. Whoever creates containers freely is root on the host.
    Admin,
}

impl Role {
    /// All roles, the least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Operator, Self::Admin];

    /// As the command line and the database name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no role {0:?}: the roles are viewer, operator and admin")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| UnknownRole(text.into()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// When somebody last showed that it is them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A short while ago: they have given their password.
    Fresh,
    /// Longer ago. Somebody else may sit there now.
    Old,
    /// They can't, with these credentials: a token is all that its owner has given to a program.
    Unasked,
}

/// Who asks: a person, by session or by token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The person's name.
    pub name: String,
    /// What they may do with these credentials: a token may hold less than its owner's role.
    pub role: Role,
    /// How far that reaches. For an admin it is everything, whatever this says.
    pub scopes: Scopes,
    /// Whether an admin's requests of the engine's own API may pass as they are, where that is switched on.
    pub raw: bool,
    /// When they last showed that it is them.
    pub proof: Proof,
    /// By which credentials, as the audit names them: `session 1f…`, `token 9a…`. They open nothing.
    pub through: String,
}

impl Principal {
    /// Whether they are the person that another is, and may all that the other may.
    pub fn has_what(&self, other: &Self) -> bool {
        self.name == other.name
            && self.role >= other.role
            && (self.role == Role::Admin || self.scopes.contains(&other.scopes))
    }
}
