//! People, as admins see and change them.

use serde::{Deserialize, Serialize};

use crate::{
    Method, Request, Time, TokenRow,
    request::{encoded, request},
};

/// What a person, or a token of theirs, may do at most. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks.
    Viewer,
    /// Starts and stops.
    Operator,
    /// Everything: root on the host.
    Admin,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Operator, Self::Admin];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// The one that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A right on top of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Grant {
    /// Reads what containers have written.
    Logs,
    /// Runs commands in containers and attaches to them: close to being root on the host.
    Exec,
    /// Creates, pulls, changes and removes, within the policy for bodies.
    Deploy,
    /// Reads files out of containers.
    Files,
}

impl Grant {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Logs, Self::Exec, Self::Deploy, Self::Files];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Logs => "logs",
            Self::Exec => "exec",
            Self::Deploy => "deploy",
            Self::Files => "files",
        }
    }
}

/// A part of the engine that somebody's rights reach, and what is granted there on top of the role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scope {
    /// A stack; nothing for everything on the engine.
    pub stack: Option<String>,
    /// What is granted there.
    pub grants: Vec<Grant>,
}

/// A person, as lists show one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonRow {
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// How far it reaches: everything first, then stacks by name. An admin's reaches everything, whatever is here.
    pub scopes: Vec<Scope>,
    /// Whether an admin's requests of the engine's own API may pass as they are, where that is switched on.
    pub raw: bool,
    /// Whether they are kept out.
    pub disabled: bool,
    /// When they were added.
    pub created: Time,
    /// How many sessions they have now.
    pub sessions: u32,
    /// How many tokens of theirs are good.
    pub tokens: u32,
}

/// `GET /api/people`: everybody, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListPeople;

request!(ListPeople: Get () => Vec<PersonRow>, |self| "/api/people".into(), &());

/// `POST /api/people`
#[derive(Clone, Debug)]
pub struct AddPerson {
    /// Who.
    pub new: NewPerson,
}

/// A person to be added.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The password, until they choose their own.
    pub password: String,
    /// How far their rights reach from the first moment on; everything, with no grants, when it isn't said.
    #[serde(default)]
    pub scopes: Option<Vec<FirstScope>>,
}

/// A scope that somebody has from the first moment on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FirstScope {
    /// A stack; nothing for everything on the engine.
    #[serde(default)]
    pub stack: Option<String>,
    /// What is granted there; may be empty, for the sight of it alone.
    pub grants: Vec<Grant>,
}

request!(AddPerson: Post NewPerson => (), |self| "/api/people".into(), &self.new);

/// `POST /api/people/{name}/role`: also ends their sessions.
#[derive(Clone, Debug)]
pub struct SetRole {
    /// Whose.
    pub name: String,
    /// Which.
    pub new: NewRole,
}

/// Another role.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// The role.
    pub role: Role,
}

request!(SetRole: Post NewRole => (), |self| person(&self.name, "role"), &self.new);

/// `POST /api/people/{name}/password`: also ends their sessions, and forgets failed logins.
#[derive(Clone, Debug)]
pub struct SetPassword {
    /// Whose.
    pub name: String,
    /// Which.
    pub new: NewPassword,
}

/// Another password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The password.
    pub password: String,
}

request!(SetPassword: Post NewPassword => (), |self| person(&self.name, "password"), &self.new);

/// `POST /api/people/{name}/disabled`: keeps somebody out from this moment on, or lets them in again.
#[derive(Clone, Debug)]
pub struct SetDisabled {
    /// Whom.
    pub name: String,
    /// Which of both.
    pub new: NewDisabled,
}

/// Whether somebody is kept out.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDisabled {
    /// Whether they are.
    pub disabled: bool,
}

request!(SetDisabled: Post NewDisabled => (), |self| person(&self.name, "disabled"), &self.new);

/// `POST /api/people/{name}/scope`: grants something somewhere, in place of what was granted there.
#[derive(Clone, Debug)]
pub struct SetScope {
    /// To whom.
    pub name: String,
    /// What, where.
    pub new: NewScope,
}

/// What is granted somewhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewScope {
    /// A stack; nothing for everything on the engine.
    #[serde(default)]
    pub stack: Option<String>,
    /// What is granted there; nothing at all takes the scope away, with the sight of what is in it.
    #[serde(default)]
    pub grants: Option<Vec<Grant>>,
}

request!(SetScope: Post NewScope => (), |self| person(&self.name, "scope"), &self.new);

/// `POST /api/people/{name}/raw`: whether an admin's requests may pass to the engine as they are.
#[derive(Clone, Debug)]
pub struct SetRaw {
    /// Whose.
    pub name: String,
    /// Which of both.
    pub new: NewRaw,
}

/// Whether requests may pass as they are.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRaw {
    /// Whether they may.
    pub raw: bool,
}

request!(SetRaw: Post NewRaw => (), |self| person(&self.name, "raw"), &self.new);

/// `GET /api/tokens`: everybody's.
#[derive(Clone, Copy, Debug)]
pub struct ListTokens;

request!(ListTokens: Get () => Vec<TokenRow>, |self| "/api/tokens".into(), &());

/// `DELETE /api/tokens/{id}`: ends a token of anybody's.
#[derive(Clone, Debug)]
pub struct RevokeToken {
    /// Which.
    pub id: String,
}

request!(RevokeToken: Delete () => (), |self| ["/api/tokens/", &encoded(&self.id)].concat(), &());

fn person(name: &str, what: &str) -> String {
    ["/api/people/", &encoded(name), "/", what].concat()
}

/// What isn't shown by a log of a value: passwords.
macro_rules! hidden {
    ($($type:ident),*) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    )*};
}
pub(crate) use hidden;

hidden!(NewPerson, NewPassword);
