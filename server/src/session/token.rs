//! API tokens: `phd_<id>_<secret>_<checksum>`, so that scanners for leaked secrets know them without asking.

use std::{sync::Arc, time::Duration};

use gate::{Grants, Principal, Role, StackName};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use wire::{Time, TokenRow};

use crate::{
    audit::{Changes, Own},
    clock::{self, Seconds},
    error::Error,
    people::{Name, PersonId, granted, read_grants, read_role, read_stack, shown},
    secret::{self, Hash},
    store::Store,
};

const PREFIX: &str = "phd";
/// How long a token is good for unless it is said.
pub(super) const USUAL: Duration = Duration::from_secs(90 * 86_400);
/// How long a token that has expired is on record, in seconds: whoever still sends it is told what is wrong.
const REMEMBERED: Seconds = 30 * 86_400;
/// Tokens of one person at once.
const TOKENS_EACH: i64 = 100;

/// A token to be made.
pub struct NewToken {
    /// Whose.
    pub user: Name,
    /// What it is for.
    pub name: String,
    /// Its role; the owner's when it isn't said.
    pub role: Option<Role>,
    /// The one stack that it reaches; all that its owner does when it isn't said.
    pub stack: Option<StackName>,
    /// The grants that it has, of its owner's; when it isn't said, see [`bounds`].
    pub grants: Option<Grants>,
    /// How long it is good for; 90 days when it isn't said.
    pub expires: Option<Duration>,
}

/// The tokens in the store.
#[derive(Clone)]
pub struct Tokens {
    store: Store,
    changes: Changes,
}

impl Tokens {
    /// The tokens of `store`.
    pub fn new(store: Store) -> Self {
        Self { changes: Changes::of(store.clone()), store }
    }

    /// The same tokens, changed in somebody's name: it is written to the audit.
    pub(crate) fn by(&self, principal: &Arc<Principal>) -> Self {
        Self { changes: self.changes.by(principal.clone()), ..self.clone() }
    }

    /// The same tokens, changed by a command: it is written to the audit.
    pub(crate) fn by_command_line(&self) -> Self {
        Self { changes: self.changes.by_command_line(), ..self.clone() }
    }

    /// Makes a token. The answer is the only place where it is ever seen.
    pub async fn create(&self, new: NewToken) -> Result<String, Error> {
        let id = secret::hex(&secret::random::<8>().map_err(Error::internal)?);
        let secret = secret::random::<32>().map_err(Error::internal)?;
        let token = write(&id, &secret);
        let hash = secret::hash(&secret);
        let days = new.expires.unwrap_or(USUAL).as_secs() / 86_400;
        let role = new.role.map_or("their own role".to_owned(), |role| format!("role {role}"));
        let mut asked = format!("{:?} for {}, {role}, {days} days", new.name, new.user);
        if let Some(stack) = &new.stack {
            asked.push_str(&format!(", stack {stack}"));
        }
        if let Some(grants) = new.grants {
            asked.push_str(&format!(", grants {grants}"));
        }
        let made = id.clone();
        self.changes.make(Own::TokenCreate, made, asked, move |tx| insert(tx, &id, hash, &new)).await?;
        Ok(token)
    }

    /// All tokens, by owner.
    pub fn list(&self) -> Result<Vec<TokenRow>, Error> {
        self.select("ORDER BY u.name, t.created", &[])
    }

    /// A person's tokens.
    pub(crate) fn list_of(&self, person: PersonId) -> Result<Vec<TokenRow>, Error> {
        self.select("WHERE u.id = ?1 ORDER BY t.created", &[&person.0])
    }

    fn select(&self, which: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<TokenRow>, Error> {
        let select = format!(
            "SELECT t.id, t.name, u.name AS user, u.role AS owner, t.role, t.stack, t.grants, t.created, t.expires
             FROM tokens t JOIN users u ON u.id = t.user {which}"
        );
        Ok(self.store.read(|reader| reader.prepare(&select)?.query_map(values, read)?.collect())?)
    }

    /// Ends a token, named by its id or by the whole of it.
    pub async fn revoke(&self, id: &str) -> Result<(), Error> {
        let id = id.strip_prefix("phd_").and_then(|rest| rest.split('_').next()).unwrap_or(id);
        self.remove(None, id).await
    }

    /// Ends a token of a person's, named by its id.
    pub(crate) async fn revoke_own(&self, person: PersonId, id: &str) -> Result<(), Error> {
        self.remove(Some(person), id).await
    }

    async fn remove(&self, of: Option<PersonId>, id: &str) -> Result<(), Error> {
        let named = id.to_owned();
        let remove = move |tx: &Transaction<'_>| {
            let values = params![named, of.map(|person| person.0)];
            let gone = tx.execute("DELETE FROM tokens WHERE id = ?1 AND user = ifnull(?2, user)", values)?;
            Ok(if gone > 0 { Ok(()) } else { Err(Error::NoSuchToken { id: named }) })
        };
        self.changes.make(Own::TokenRevoke, id.to_owned(), String::new(), remove).await
    }
}

/// The grants that a token has at most: those that were said, or all of its owner's. An admin's are all there are, and
/// nobody gave them one by one: a token with less than that role has none that weren't said.
pub(super) fn bounds(owner: Role, token: Role, said: Option<Grants>) -> Option<Grants> {
    let unsaid = (owner == Role::Admin && token < Role::Admin).then_some(Grants::NONE);
    said.or(unsaid)
}

/// The hash of the secret in a token that is whole.
pub(super) fn parse(text: &str) -> Option<Hash> {
    let (body, sum) = text.rsplit_once('_')?;
    if checksum(body) != sum {
        return None;
    }
    let mut parts = body.split('_');
    let (prefix, _id, secret, end) = (parts.next()?, parts.next()?, parts.next()?, parts.next());
    if prefix != PREFIX || end.is_some() {
        return None;
    }
    Some(secret::hash(&secret::unhex::<32>(secret)?))
}

pub(super) fn write(id: &str, secret: &[u8; 32]) -> String {
    let body = format!("{PREFIX}_{id}_{}", secret::hex(secret));
    format!("{body}_{}", checksum(&body))
}

pub(super) fn checksum(body: &str) -> String {
    secret::hex(&secret::hash(body.as_bytes())[..4])
}

fn insert(tx: &Transaction<'_>, id: &str, hash: Hash, new: &NewToken) -> rusqlite::Result<Result<(), Error>> {
    let owner = tx
        .query_row("SELECT id, role FROM users WHERE name = ?1", [new.user.to_string()], |row| {
            Ok((row.get::<_, i64>("id")?, read_role(row)?))
        })
        .optional()?;
    let Some((person, highest)) = owner else {
        return Ok(Err(Error::NoSuchUser { name: new.user.to_string() }));
    };
    let narrow = new.stack.is_some() || new.grants.is_some();
    // An admin's rights have no bounds: what has some is no admin's.
    let usual = if narrow { highest.min(Role::Operator) } else { highest };
    let role = new.role.unwrap_or(usual);
    if narrow && role == Role::Admin {
        return Ok(Err(Error::NarrowAdminToken));
    }
    if role > highest {
        return Ok(Err(Error::TokenAboveOwner { name: new.user.to_string(), role: highest }));
    }
    let now = clock::now();
    tx.execute("DELETE FROM tokens WHERE expires <= ?1", [now - REMEMBERED])?;
    let count: i64 =
        tx.query_row("SELECT count(*) FROM tokens WHERE user = ?1 AND expires > ?2", [person, now], |row| {
            row.get(0)
        })?;
    if count >= TOKENS_EACH {
        return Ok(Err(Error::TooManyTokens { most: TOKENS_EACH }));
    }
    tx.execute(
        "INSERT INTO tokens (hash, id, user, name, role, created, expires, stack, grants)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            hash,
            id,
            person,
            new.name,
            role.as_str(),
            now,
            clock::after(new.expires.unwrap_or(USUAL)),
            new.stack.as_ref().map(StackName::as_str),
            new.grants.map(|grants| grants.to_string()),
        ],
    )?;
    Ok(Ok(()))
}

fn read(row: &Row<'_>) -> rusqlite::Result<TokenRow> {
    let (owner, role): (String, _) = (row.get("owner")?, read_role(row)?);
    let owner = owner.parse().unwrap_or(Role::Viewer);
    Ok(TokenRow {
        id: row.get("id")?,
        name: row.get("name")?,
        user: row.get("user")?,
        role: shown(role),
        stack: read_stack(row)?.map(|stack| stack.to_string()),
        grants: bounds(owner, role, read_grants(row)?).map(granted),
        created: Time(row.get("created")?),
        expires: Time(row.get("expires")?),
    })
}

#[cfg(test)]
mod tests;
