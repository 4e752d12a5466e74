//! Sessions and tokens in the store.

use std::{
    net::IpAddr,
    sync::{Arc, atomic::AtomicI64},
};

use gate::{Principal, Proof, Role, Scopes};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use wire::{SessionRow, Time};

use super::{Caller, Credential, IDLE, Known, LONGEST, token};
use crate::{
    clock::{self, Seconds},
    error::Error,
    people::{PersonId, read_grants, read_role, read_stack, scopes},
    secret::{self, Hash},
};

/// Sessions of one person at once; the oldest end first.
const SESSIONS_EACH: i64 = 32;
/// The part of a browser's name for itself that is kept.
const AGENT_CHARS: usize = 200;

/// A session to be written.
pub(super) struct NewSession {
    hash: Hash,
    id: String,
    person: PersonId,
    agent: String,
    address: String,
}

impl NewSession {
    pub(super) fn new(secret: &[u8; 32], person: PersonId, agent: &str, from: IpAddr) -> Result<Self, Error> {
        let id = secret::random::<8>().map_err(Error::internal)?;
        Ok(Self {
            hash: secret::hash(secret),
            id: secret::hex(&id),
            person,
            agent: agent.chars().filter(|letter| !letter.is_control()).take(AGENT_CHARS).collect(),
            address: from.to_string(),
        })
    }
}

pub(super) fn insert(
    tx: &Transaction<'_>,
    new: &NewSession,
    instead_of: Option<Hash>,
) -> rusqlite::Result<()> {
    let now = clock::now();
    if let Some(old) = instead_of {
        tx.execute("DELETE FROM sessions WHERE hash = ?1", [old])?;
    }
    let idle = IDLE.as_secs() as Seconds;
    tx.execute("DELETE FROM sessions WHERE expires <= ?1 OR seen <= ?2", [now, now - idle])?;
    tx.execute(
        "INSERT INTO sessions (hash, id, user, created, seen, proved, expires, agent, address)
         VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5, ?6, ?7)",
        params![new.hash, new.id, new.person.0, now, clock::after(LONGEST), new.agent, new.address],
    )?;
    tx.execute(
        "DELETE FROM sessions WHERE hash IN (SELECT hash FROM sessions WHERE user = ?1
         ORDER BY created DESC LIMIT -1 OFFSET ?2)",
        [new.person.0, SESSIONS_EACH],
    )?;
    Ok(())
}

pub(super) fn find(reader: &Connection, credential: Credential) -> rusqlite::Result<Option<Known>> {
    let (select, idles) = match credential {
        Credential::Session(_) => (
            "SELECT u.id, u.name, u.role, u.raw, u.role AS least, NULL AS stack, NULL AS grants, s.expires, s.seen,
                    s.proved, s.id AS session, 'session ' || s.id AS through
             FROM sessions s JOIN users u ON u.id = s.user WHERE s.hash = ?1 AND NOT u.disabled",
            true,
        ),
        Credential::Token(_) => (
            "SELECT u.id, u.name, u.role, u.raw, t.role AS least, t.stack, t.grants, t.expires, t.created AS seen,
                    NULL AS proved, NULL AS session, 'token ' || t.id AS through
             FROM tokens t JOIN users u ON u.id = t.user WHERE t.hash = ?1 AND NOT u.disabled",
            false,
        ),
    };
    let known = |row: &Row<'_>| {
        let (person, seen) = (PersonId(row.get("id")?), row.get("seen")?);
        let principal = Arc::new(principal(reader, person, row)?);
        Ok(Known {
            caller: Caller { principal, person, credential, session: row.get("session")? },
            expires: row.get("expires")?,
            proved: row.get("proved")?,
            idles,
            seen: AtomicI64::new(seen),
            stored: AtomicI64::new(seen),
        })
    };
    reader.prepare_cached(select)?.query_row([credential.hash()], known).optional()
}

/// Who somebody is with these credentials: a token never has more than its owner has now, and reaches no further.
fn principal(reader: &Connection, person: PersonId, row: &Row<'_>) -> rusqlite::Result<Principal> {
    let owner = read_role(row)?;
    let least: String = row.get("least")?;
    let mut role = owner.min(least.parse().unwrap_or(Role::Viewer));
    let (stack, grants) = (read_stack(row)?, token::bounds(owner, role, read_grants(row)?));
    if stack.is_some() || grants.is_some() {
        // An admin's rights have no bounds.
        role = role.min(Role::Operator);
    }
    Ok(Principal {
        name: row.get("name")?,
        role,
        scopes: scopes(reader, person, owner)?.narrowed(stack.as_ref(), grants),
        raw: role == Role::Admin && row.get("raw")?,
        proof: match row.get::<_, Option<Seconds>>("proved")? {
            Some(_) => Proof::Old,
            None => Proof::Unasked,
        },
        through: row.get("through")?,
    })
}

pub(super) fn delete(tx: &Transaction<'_>, session: Hash) -> rusqlite::Result<usize> {
    tx.execute("DELETE FROM sessions WHERE hash = ?1", [session])
}

/// Gives a session another secret, of somebody who has just shown that it is them. Answers whether there was one.
pub(super) fn renew(tx: &Transaction<'_>, old: Hash, new: Hash) -> rusqlite::Result<bool> {
    let renew = "UPDATE sessions SET hash = ?2, proved = ?3 WHERE hash = ?1";
    Ok(tx.execute(renew, params![old, new, clock::now()])? > 0)
}

/// The hash of a session's secret now.
pub(super) fn hash(reader: &Connection, session: &str) -> rusqlite::Result<Option<Hash>> {
    let select = "SELECT hash FROM sessions WHERE id = ?1";
    reader.prepare_cached(select)?.query_row([session], |row| row.get(0)).optional()
}

pub(super) fn seen(tx: &Transaction<'_>, hash: Hash, now: Seconds) -> rusqlite::Result<usize> {
    tx.execute("UPDATE sessions SET seen = max(seen, ?1) WHERE hash = ?2", params![now, hash])
}

/// How far the rights of somebody reach who exists and isn't disabled.
pub(super) fn reach(reader: &Connection, person: PersonId) -> rusqlite::Result<Option<(Role, Scopes)>> {
    let role = reader
        .prepare_cached("SELECT role FROM users WHERE id = ?1 AND NOT disabled")?
        .query_row([person.0], read_role)
        .optional()?;
    role.map(|role| Ok((role, scopes(reader, person, role)?))).transpose()
}

/// When a token expires, and whether its owner is disabled.
pub(super) fn end(reader: &Connection, token: Hash) -> rusqlite::Result<Option<(Seconds, bool)>> {
    reader
        .prepare_cached(
            "SELECT t.expires, u.disabled FROM tokens t JOIN users u ON u.id = t.user WHERE t.hash = ?1",
        )?
        .query_row([token], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

pub(super) fn rights(reader: &Connection) -> rusqlite::Result<i64> {
    reader.prepare_cached("SELECT version FROM rights")?.query_row([], |row| row.get(0))
}

pub(super) fn list(
    reader: &Connection,
    person: PersonId,
    current: Option<Hash>,
) -> rusqlite::Result<Vec<SessionRow>> {
    let now = clock::now();
    reader
        .prepare_cached(
            "SELECT id, created, seen, expires, agent, address, hash IS ?4 AS current FROM sessions
             WHERE user = ?1 AND expires > ?2 AND seen > ?3 ORDER BY created DESC",
        )?
        .query_map(params![person.0, now, now - IDLE.as_secs() as Seconds, current], session_row)?
        .collect()
}

fn session_row(row: &Row<'_>) -> rusqlite::Result<SessionRow> {
    Ok(SessionRow {
        id: row.get("id")?,
        created: Time(row.get("created")?),
        seen: Time(row.get("seen")?),
        expires: Time(row.get("expires")?),
        agent: row.get("agent")?,
        address: row.get("address")?,
        current: row.get("current")?,
    })
}

pub(super) fn revoke(tx: &Transaction<'_>, person: PersonId, id: &str) -> rusqlite::Result<bool> {
    let gone = tx.execute("DELETE FROM sessions WHERE user = ?1 AND id = ?2", params![person.0, id])?;
    Ok(gone > 0)
}
