//! What is one's own: password, sessions and tokens.

use serde::{Deserialize, Serialize};

use crate::{
    Grant, Method, Request, Role, Scope, Time,
    people::hidden,
    request::{encoded, request},
};

/// `GET /api/account`: who one is, and what one may.
#[derive(Clone, Copy, Debug)]
pub struct GetAccount;

request!(GetAccount: Get () => Account, |self| "/api/account".into(), &());

/// Who asks, with the rights that they have here: those of a token, when they ask with one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Account {
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// How far it reaches: everything first, then stacks by name.
    pub scopes: Vec<Scope>,
}

/// `POST /api/account/password`: also ends one's other sessions.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    /// Both.
    pub new: OldAndNew,
}

/// The password so far, and the one from now on.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OldAndNew {
    /// So far.
    pub old: String,
    /// From now on.
    pub new: String,
}

request!(ChangePassword: Post OldAndNew => (), |self| "/api/account/password".into(), &self.new);

/// `POST /api/session/prove`: shows that it is still oneself. The session gets another cookie, and for ten minutes no
/// proof is asked for.
#[derive(Clone, Debug)]
pub struct Prove {
    /// What shows it.
    pub new: Proof,
}

/// What shows that it is still oneself.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// One's password.
    pub password: String,
}

request!(Prove: Post Proof => (), |self| "/api/session/prove".into(), &self.new);

/// A session, as lists show one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionRow {
    /// Names it; opens nothing.
    pub id: String,
    /// When it began.
    pub created: Time,
    /// When it was last used, within a minute.
    pub seen: Time,
    /// When it ends at the latest.
    pub expires: Time,
    /// The browser's name for itself.
    pub agent: String,
    /// Where it was begun from.
    pub address: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// `GET /api/sessions`: one's own, the newest first.
#[derive(Clone, Copy, Debug)]
pub struct ListSessions;

request!(ListSessions: Get () => Vec<SessionRow>, |self| "/api/sessions".into(), &());

/// `DELETE /api/sessions/{id}`: ends one of one's own.
#[derive(Clone, Debug)]
pub struct EndSession {
    /// Which.
    pub id: String,
}

request!(EndSession: Delete () => (), |self| ["/api/sessions/", &encoded(&self.id)].concat(), &());

/// A token, as lists show one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenRow {
    /// The part of the token that names it; opens nothing.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Whose.
    pub user: String,
    /// What it may do at most.
    pub role: Role,
    /// The one stack that it reaches, if it is for one alone.
    pub stack: Option<String>,
    /// The grants that it has at most, if it was made with fewer than its owner's.
    pub grants: Option<Vec<Grant>>,
    /// When it was made.
    pub created: Time,
    /// When it ends.
    pub expires: Time,
}

/// `GET /api/account/tokens`: one's own.
#[derive(Clone, Copy, Debug)]
pub struct ListOwnTokens;

request!(ListOwnTokens: Get () => Vec<TokenRow>, |self| "/api/account/tokens".into(), &());

/// `POST /api/account/tokens`
#[derive(Clone, Debug)]
pub struct CreateToken {
    /// What.
    pub new: NewToken,
}

/// A token to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for: 1 to 64 characters.
    pub name: String,
    /// What it may do at most; not more than its owner, whose role it has when it isn't said.
    #[serde(default)]
    pub role: Option<Role>,
    /// The one stack that it reaches; all that its owner does when it isn't said.
    #[serde(default)]
    pub stack: Option<String>,
    /// The grants that it has, of its owner's; all of them when it isn't said, but none when its owner is an admin and it
    /// has a lower role.
    #[serde(default)]
    pub grants: Option<Vec<Grant>>,
    /// Days until it ends, 365 at most; 90 when it isn't said.
    #[serde(default)]
    pub days: Option<u16>,
}

/// A token that was just made.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeToken {
    /// All of it. It is never shown again.
    pub token: String,
}

hidden!(OldAndNew, Proof, MadeToken);

request!(CreateToken: Post NewToken => MadeToken, |self| "/api/account/tokens".into(), &self.new);

/// `DELETE /api/account/tokens/{id}`: ends one of one's own.
#[derive(Clone, Debug)]
pub struct RevokeOwnToken {
    /// Which.
    pub id: String,
}

request!(RevokeOwnToken: Delete () => (), |self| ["/api/account/tokens/", &encoded(&self.id)].concat(), &());
