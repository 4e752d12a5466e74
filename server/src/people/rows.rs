//! People as lists show them.

use gate::{Grant, Grants, Role, Scopes};
use rusqlite::{Connection, Row, params};
use wire::{FirstScope, PersonRow, Scope, Time};

use super::{EVERYTHING, People, PersonId, read_role, scopes};
use crate::{
    clock,
    error::{Error, Malformed},
    session::IDLE,
};

impl People {
    /// Everybody, by name, with how many sessions and tokens of theirs are good now.
    pub(crate) fn rows(&self) -> Result<Vec<PersonRow>, Error> {
        const SELECT: &str = "SELECT id, name, role, raw, disabled, created,
                (SELECT count(*) FROM sessions WHERE user = users.id AND expires > ?1 AND seen > ?2) AS sessions,
                (SELECT count(*) FROM tokens WHERE user = users.id AND expires > ?1) AS tokens
            FROM users ORDER BY name";
        let now = clock::now();
        let idle = now - IDLE.as_secs() as clock::Seconds;
        Ok(self.store.read(|reader| {
            reader.prepare(SELECT)?.query_map(params![now, idle], |it| row(reader, it))?.collect()
        })?)
    }
}

fn row(reader: &Connection, row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    let role = read_role(row)?;
    Ok(PersonRow {
        name: row.get("name")?,
        role: shown(role),
        scopes: reach(&scopes(reader, PersonId(row.get("id")?), role)?),
        raw: row.get("raw")?,
        disabled: row.get("disabled")?,
        created: Time(row.get("created")?),
        sessions: row.get("sessions")?,
        tokens: row.get("tokens")?,
    })
}

/// How far rights reach, as it travels: everything first, then stacks by name.
pub(crate) fn reach(scopes: &Scopes) -> Vec<Scope> {
    let everything = scopes.everything.map(|grants| (None, grants));
    let stacks = scopes.stacks.iter().map(|(stack, grants)| (Some(stack.to_string()), *grants));
    let scope = |(stack, grants)| Scope { stack, grants: granted(grants) };
    everything.into_iter().chain(stacks).map(scope).collect()
}

/// How far rights are to reach, as it has travelled. Of what is named twice nobody knows which was meant.
pub(crate) fn reaching(scopes: &[FirstScope]) -> Result<Scopes, Error> {
    let mut reach = Scopes::default();
    for FirstScope { stack, grants } in scopes {
        let grants = given(grants);
        let before = match stack {
            None => reach.everything.replace(grants),
            Some(stack) => reach.stacks.insert(stack.parse()?, grants),
        };
        if before.is_some() {
            let place = stack.as_deref().unwrap_or(EVERYTHING).to_owned();
            return Err(Malformed::NamedTwice { place }.into());
        }
    }
    Ok(reach)
}

/// Grants as they travel.
pub(crate) fn granted(grants: Grants) -> Vec<wire::Grant> {
    let shown = |grant| match grant {
        Grant::Logs => wire::Grant::Logs,
        Grant::Exec => wire::Grant::Exec,
        Grant::Deploy => wire::Grant::Deploy,
        Grant::Files => wire::Grant::Files,
    };
    grants.iter().map(shown).collect()
}

/// Grants that have travelled.
pub(crate) fn given(grants: &[wire::Grant]) -> Grants {
    let meant = |grant: &wire::Grant| match grant {
        wire::Grant::Logs => Grant::Logs,
        wire::Grant::Exec => Grant::Exec,
        wire::Grant::Deploy => Grant::Deploy,
        wire::Grant::Files => Grant::Files,
    };
    grants.iter().map(meant).collect()
}

/// A role as it travels.
pub(crate) fn shown(role: Role) -> wire::Role {
    match role {
        Role::Viewer => wire::Role::Viewer,
        Role::Operator => wire::Role::Operator,
        Role::Admin => wire::Role::Admin,
    }
}

/// A role that has travelled.
pub(crate) fn meant(role: wire::Role) -> Role {
    match role {
        wire::Role::Viewer => Role::Viewer,
        wire::Role::Operator => Role::Operator,
        wire::Role::Admin => Role::Admin,
    }
}
