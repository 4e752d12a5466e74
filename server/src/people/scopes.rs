//! How far people's rights reach, in the store.

use gate::{Grants, Role, Scopes, StackName};
use rusqlite::{Connection, Row, Transaction, params, types::Type};

use super::{Name, People, PersonId};
use crate::{audit::Own, error::Error};

/// The name of the one engine there is, in the records that say to which engine something belongs.
pub const ENGINE: &str = "local";
/// How the store writes that a scope is everything on the engine.
const WHOLE: &str = "";
/// How people name the scope of everything on the engine; a stack of this name can't be named there.
pub(crate) const EVERYTHING: &str = "everything";

impl People {
    /// Grants somebody something on a stack, or with no stack on everything, in place of what they were granted there;
    /// with no grants at all, not even the sight of it.
    pub async fn set_scope(
        &self,
        name: Name,
        stack: Option<StackName>,
        grants: Option<Grants>,
    ) -> Result<(), Error> {
        let place = stack.as_ref().map_or(EVERYTHING, StackName::as_str);
        let asked = match grants {
            Some(Grants::NONE) => format!("{place}: nothing but the sight of it"),
            Some(grants) => format!("{place}: {grants}"),
            None => format!("{place}: not even the sight of it"),
        };
        self.change(Own::UserScope, name, asked, move |tx, person| {
            let stack = stack.as_ref().map_or(WHOLE, StackName::as_str);
            match grants {
                Some(grants) => insert(tx, person.id, stack, grants),
                None => tx
                    .execute(
                        "DELETE FROM scopes WHERE user = ?1 AND engine = ?2 AND stack = ?3",
                        params![person.id.0, ENGINE, stack],
                    )
                    .map(drop),
            }
            .map(Ok)
        })
        .await
    }

    /// Whether an admin's requests of the engine's own API may pass as they are, where that is switched on.
    pub async fn set_raw(&self, name: Name, raw: bool) -> Result<(), Error> {
        let asked = if raw { "on" } else { "off" };
        self.change(Own::UserRaw, name, asked.into(), move |tx, person| {
            tx.execute("UPDATE users SET raw = ?1 WHERE id = ?2", params![raw, person.id.0]).map(|_| Ok(()))
        })
        .await
    }
}

/// How far the rights of somebody who is new reach.
pub(super) fn insert_all(tx: &Transaction<'_>, person: PersonId, scopes: &Scopes) -> rusqlite::Result<()> {
    let everything = scopes.everything.iter().map(|grants| (WHOLE, *grants));
    let stacks = scopes.stacks.iter().map(|(stack, grants)| (stack.as_str(), *grants));
    everything.chain(stacks).try_for_each(|(stack, grants)| insert(tx, person, stack, grants))
}

/// How far rights reach, on one line: `everything web:logs,exec`.
pub(crate) fn written(scopes: &Scopes) -> String {
    let everything = scopes.everything.map(|grants| (EVERYTHING.to_owned(), grants));
    let stacks = scopes.stacks.iter().map(|(stack, grants)| (stack.to_string(), *grants));
    let written = everything.into_iter().chain(stacks).map(|(scope, grants)| match grants {
        Grants::NONE => scope,
        grants => format!("{scope}:{grants}"),
    });
    let written = written.collect::<Vec<_>>().join(" ");
    if written.is_empty() { "none".into() } else { written }
}

fn insert(tx: &Transaction<'_>, person: PersonId, stack: &str, grants: Grants) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT OR REPLACE INTO scopes VALUES (?1, ?2, ?3, ?4)",
        params![person.0, ENGINE, stack, grants.to_string()],
    )
    .map(drop)
}

/// How far somebody's rights reach. An admin's reach everything, whatever is written.
pub(crate) fn scopes(reader: &Connection, person: PersonId, role: Role) -> rusqlite::Result<Scopes> {
    if role == Role::Admin {
        return Ok(Scopes::everything(Grants::ALL));
    }
    let mut scopes = Scopes::default();
    let mut select =
        reader.prepare_cached("SELECT stack, grants FROM scopes WHERE user = ?1 AND engine = ?2")?;
    let mut rows = select.query(params![person.0, ENGINE])?;
    while let Some(row) = rows.next()? {
        let grants = read_grants(row)?.unwrap_or_default();
        match row.get_ref("stack")?.as_str()? {
            WHOLE => scopes.everything = Some(grants),
            stack => drop(scopes.stacks.insert(parsed(stack)?, grants)),
        }
    }
    Ok(scopes)
}

/// The stacks that are in anybody's scope, or a token's.
pub(crate) fn scoped_stacks(reader: &Connection) -> rusqlite::Result<Vec<StackName>> {
    let mut select = reader.prepare_cached(
        "SELECT stack FROM scopes WHERE engine = ?1 AND stack <> ?2
         UNION SELECT stack FROM tokens WHERE stack IS NOT NULL",
    )?;
    select.query_map([ENGINE, WHOLE], |row| parsed(row.get_ref("stack")?.as_str()?))?.collect()
}

/// The grants in a row, if it says any. A word that we don't know is an error, never a grant.
pub(crate) fn read_grants(row: &Row<'_>) -> rusqlite::Result<Option<Grants>> {
    row.get_ref("grants")?.as_str_or_null()?.map(parsed).transpose()
}

/// The stack in a row, if it says one.
pub(crate) fn read_stack(row: &Row<'_>) -> rusqlite::Result<Option<StackName>> {
    row.get_ref("stack")?.as_str_or_null()?.map(parsed).transpose()
}

fn parsed<T>(text: &str) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    text.parse()
        .map_err(|error: T::Err| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error)))
}
