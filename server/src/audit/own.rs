//! What people do to what is Pierhead's own. It is written down in the transaction of the change itself: neither is
//! there without the other.

use std::sync::Arc;

use gate::Principal;
use rusqlite::Transaction;
use wire::audit::{COMMAND_LINE, DONE, REFUSED};

use super::{Deed, insert, shortened};
use crate::{error::Error, store::Store};

/// An operation of ours, named as the engine's are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Own {
    UserAdd,
    UserRole,
    UserPassword,
    UserDisable,
    UserEnable,
    UserScope,
    UserRaw,
    EngineHostRoot,
    SessionProve,
    SessionEnd,
    StackAdopt,
    StackDissolve,
    StackMove,
    TokenCreate,
    TokenRevoke,
}

impl Own {
    /// All of them.
    pub(super) const ALL: [Self; 15] = [
        Self::UserAdd,
        Self::UserRole,
        Self::UserPassword,
        Self::UserDisable,
        Self::UserEnable,
        Self::UserScope,
        Self::UserRaw,
        Self::EngineHostRoot,
        Self::SessionProve,
        Self::SessionEnd,
        Self::StackAdopt,
        Self::StackDissolve,
        Self::StackMove,
        Self::TokenCreate,
        Self::TokenRevoke,
    ];

    /// As records name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::UserAdd => "UserAdd",
            Self::UserRole => "UserRole",
            Self::UserPassword => "UserPassword",
            Self::UserDisable => "UserDisable",
            Self::UserEnable => "UserEnable",
            Self::UserScope => "UserScope",
            Self::UserRaw => "UserRaw",
            Self::EngineHostRoot => "EngineHostRoot",
            Self::SessionProve => "SessionProve",
            Self::SessionEnd => "SessionEnd",
            Self::StackAdopt => "StackAdopt",
            Self::StackDissolve => "StackDissolve",
            Self::StackMove => "StackMove",
            Self::TokenCreate => "TokenCreate",
            Self::TokenRevoke => "TokenRevoke",
        }
    }
}

/// The store, for changes of what is ours. Those that are made in somebody's name are written to the audit.
#[derive(Clone)]
pub(crate) struct Changes {
    store: Store,
    by: By,
}

/// Who makes changes.
#[derive(Clone)]
enum By {
    Nobody,
    /// A user of the system, who has the database itself.
    CommandLine(String),
    Somebody(Arc<Principal>),
}

impl Changes {
    /// In nobody's name.
    pub(crate) fn of(store: Store) -> Self {
        Self { store, by: By::Nobody }
    }

    /// In somebody's name.
    pub(crate) fn by(&self, principal: Arc<Principal>) -> Self {
        Self { by: By::Somebody(principal), ..self.clone() }
    }

    /// By a command, which the user runs who runs this process.
    pub(crate) fn by_command_line(&self) -> Self {
        Self { by: By::CommandLine(engine::Account::own().to_string()), ..self.clone() }
    }

    /// In whose name, if they are logged in.
    pub(crate) fn principal(&self) -> Option<&Arc<Principal>> {
        match &self.by {
            By::Somebody(principal) => Some(principal),
            By::Nobody | By::CommandLine(_) => None,
        }
    }

    /// Makes a change, or refuses it before anything has changed. `asked` says what it is; never a secret.
    pub(crate) async fn make<T: Send + 'static>(
        &self,
        own: Own,
        object: String,
        asked: String,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let deed = match &self.by {
            By::Nobody => None,
            By::CommandLine(user) => Some(Deed::of(COMMAND_LINE, user, own.name(), &object)),
            By::Somebody(by) => Some(Deed::of(&by.name, &by.through, own.name(), &object)),
        };
        let write = move |tx: &Transaction<'_>| {
            let Some(deed) = deed else { return change(tx) };
            let intent = insert(tx, None, &deed, &shortened(&asked))?;
            let answer = change(tx)?;
            let said = answer.as_ref().map_or_else(|error| format!("{REFUSED}{error}"), |_| DONE.into());
            insert(tx, Some(intent), &deed, &shortened(&said))?;
            Ok(answer)
        };
        self.store.write(write).await?
    }
}
