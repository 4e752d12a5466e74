//! API tokens: `phd_<id>_<secret>_<checksum>`, so that scanners for leaked secrets know them without asking.

use std::time::Duration;

use gate::{Grants, Role, StackName};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::{
    clock::{self, Seconds},
    error::Error,
    people::{Name, read_grants, read_role, read_stack},
    secret::{self, Hash},
    store::Store,
};

const PREFIX: &str = "phd";
/// How long a token is good for unless it is said.
pub(super) const USUAL: Duration = Duration::from_secs(90 * 86_400);

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
    /// The grants that it has, of its owner's; all of them when it isn't said.
    pub grants: Option<Grants>,
    /// How long it is good for; 90 days when it isn't said.
    pub expires: Option<Duration>,
}

/// A token as lists show one.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// The middle part of the token.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Whose.
    pub user: String,
    /// Its role; never above the owner's.
    pub role: Role,
    /// The one stack that it reaches, if it is for one alone.
    pub stack: Option<StackName>,
    /// The grants that it has at most, if it was made with fewer than its owner's.
    pub grants: Option<Grants>,
    /// When it was made.
    pub created: Seconds,
    /// When it ends.
    pub expires: Seconds,
}

/// The tokens in the store.
#[derive(Clone)]
pub struct Tokens(Store);

impl Tokens {
    /// The tokens of `store`.
    pub fn new(store: Store) -> Self {
        Self(store)
    }

    /// Makes a token. The answer is the only place where it is ever seen.
    pub async fn create(&self, new: NewToken) -> Result<String, Error> {
        let id = secret::hex(&secret::random::<8>().map_err(Error::internal)?);
        let secret = secret::random::<32>().map_err(Error::internal)?;
        let token = write(&id, &secret);
        let hash = secret::hash(&secret);
        self.0.write(move |tx| insert(tx, &id, hash, &new)).await??;
        Ok(token)
    }

    /// All tokens, by owner.
    pub fn list(&self) -> Result<Vec<TokenRow>, Error> {
        Ok(self.0.read(|reader| {
            reader
                .prepare(
                    "SELECT t.id, t.name, u.name AS user, t.role, t.stack, t.grants,
                            t.created, t.expires
                     FROM tokens t JOIN users u ON u.id = t.user ORDER BY u.name, t.created",
                )?
                .query_map([], read)?
                .collect()
        })?)
    }

    /// Ends a token, named by its id or by the whole of it.
    pub async fn revoke(&self, id: &str) -> Result<(), Error> {
        let id = id.strip_prefix("phd_").and_then(|rest| rest.split('_').next()).unwrap_or(id).to_owned();
        let named = id.clone();
        let gone = self.0.write(move |tx| tx.execute("DELETE FROM tokens WHERE id = ?1", [id])).await?;
        if gone > 0 { Ok(()) } else { Err(Error::NoSuchToken { id: named }) }
    }
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

fn write(id: &str, secret: &[u8; 32]) -> String {
    let body = format!("{PREFIX}_{id}_{}", secret::hex(secret));
    format!("{body}_{}", checksum(&body))
}

fn checksum(body: &str) -> String {
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
    tx.execute("DELETE FROM tokens WHERE expires <= ?1", [now])?;
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
    Ok(TokenRow {
        id: row.get("id")?,
        name: row.get("name")?,
        user: row.get("user")?,
        role: read_role(row)?,
        stack: read_stack(row)?,
        grants: read_grants(row)?,
        created: row.get("created")?,
        expires: row.get("expires")?,
    })
}

#[cfg(test)]
mod tests;
