//! How far somebody's rights reach: the whole engine or some of its stacks, and what is granted there on top of
//! their role.

use std::{collections::BTreeMap, fmt, str::FromStr, sync::Arc};

/// A right on top of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// All grants.
    pub const ALL: [Self; 4] = [Self::Logs, Self::Exec, Self::Deploy, Self::Files];

    /// As the command line and the database name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Logs => "logs",
            Self::Exec => "exec",
            Self::Deploy => "deploy",
            Self::Files => "files",
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Some of the grants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grants(u8);

impl Grants {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self((1 << Grant::ALL.len()) - 1);

    /// Whether all of others are among them.
    pub fn include(self, others: Self) -> bool {
        self.union(others) == self
    }

    /// Whether a grant is among them.
    pub fn contains(self, grant: Grant) -> bool {
        self.0 & Self::from(grant).0 != 0
    }

    /// Those that are in either.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// One after the other.
    pub fn iter(self) -> impl Iterator<Item = Grant> {
        Grant::ALL.into_iter().filter(move |grant| self.contains(*grant))
    }
}

impl From<Grant> for Grants {
    fn from(grant: Grant) -> Self {
        Self(1 << grant as u8)
    }
}

impl FromIterator<Grant> for Grants {
    fn from_iter<I: IntoIterator<Item = Grant>>(grants: I) -> Self {
        grants.into_iter().fold(Self::NONE, |all, grant| all.union(grant.into()))
    }
}

/// A text that names no grant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no grant {0:?}: the grants are logs, exec, deploy and files")]
pub struct UnknownGrant(pub String);

impl FromStr for Grant {
    type Err = UnknownGrant;

    fn from_str(text: &str) -> Result<Self, UnknownGrant> {
        Self::ALL.into_iter().find(|grant| grant.as_str() == text).ok_or_else(|| UnknownGrant(text.into()))
    }
}

impl FromStr for Grants {
    type Err = UnknownGrant;

    /// Reads names with commas or spaces between them.
    fn from_str(text: &str) -> Result<Self, UnknownGrant> {
        text.split([',', ' ']).filter(|name| !name.is_empty()).map(str::parse).collect()
    }
}

impl fmt::Display for Grants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, grant) in self.iter().enumerate() {
            write!(f, "{}{grant}", if place == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

/// The name of a stack: 1 to 63 of `a-z 0-9 _ -`, a letter or digit first, as Compose has them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackName(Arc<str>);

impl StackName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that can't name a stack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} can't name a stack: a name has 1 to 63 of a-z, 0-9, _ and -, and begins with a letter or digit"
)]
pub struct InvalidStackName(pub String);

impl FromStr for StackName {
    type Err = InvalidStackName;

    fn from_str(text: &str) -> Result<Self, InvalidStackName> {
        let first = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let fits = |byte: u8| first(byte) || byte == b'_' || byte == b'-';
        let good = text.len() <= 63 && text.bytes().next().is_some_and(first) && text.bytes().all(fits);
        if good { Ok(Self(text.into())) } else { Err(InvalidStackName(text.into())) }
    }
}

impl fmt::Display for StackName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far somebody's rights reach on an engine. What is in no scope of theirs isn't there for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    /// The grants on everything, if everything is in reach.
    pub everything: Option<Grants>,
    /// The grants on what belongs to a stack.
    pub stacks: BTreeMap<StackName, Grants>,
}

impl Scopes {
    /// Everything on the engine.
    pub fn everything(grants: Grants) -> Self {
        Self { everything: Some(grants), stacks: BTreeMap::new() }
    }

    /// What is granted on something that belongs to these stacks; nothing when it is out of reach.
    pub fn on(&self, stacks: &[StackName]) -> Option<Grants> {
        let granted = stacks.iter().filter_map(|stack| self.stacks.get(stack).copied());
        granted.chain(self.everything).reduce(Grants::union)
    }

    /// Whether all that is in reach of others is in reach of these, with all that is granted there.
    pub fn contains(&self, others: &Self) -> bool {
        let holds = |own: Option<Grants>, other: Grants| own.is_some_and(|own| own.include(other));
        others.everything.is_none_or(|other| holds(self.everything, other))
            && others.stacks.iter().all(|(stack, other)| holds(self.on(std::slice::from_ref(stack)), *other))
    }

    /// What is granted anywhere.
    pub fn anywhere(&self) -> Grants {
        self.stacks.values().copied().chain(self.everything).fold(Grants::NONE, Grants::union)
    }

    /// What is left of it for credentials that reach one stack at most, or have these grants at most.
    pub fn narrowed(mut self, stack: Option<&StackName>, grants: Option<Grants>) -> Self {
        if let Some(stack) = stack {
            let granted = self.on(std::slice::from_ref(stack));
            self = Self {
                everything: None,
                stacks: granted.map(|it| (stack.clone(), it)).into_iter().collect(),
            };
        }
        if let Some(most) = grants {
            self.everything = self.everything.map(|it| it.intersection(most));
            self.stacks.values_mut().for_each(|it| *it = it.intersection(most));
        }
        self
    }
}
