//! The people who may log in: names, roles, passwords. Shared by the server and the command line.

use std::{fmt, net::IpAddr, sync::Arc};

use gate::{Grants, Principal, Proof, Role, Scopes};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, types::Type};
use tokio::time::{Instant, sleep_until};

use crate::{
    audit::{Changes, Own},
    clock,
    error::Error,
    secret::Hash,
    store::Store,
};

mod may;
mod password;
mod routes;
mod rows;
mod scopes;
mod throttle;

pub use password::{Cost, Hasher, Password};
pub(crate) use routes::routes;
pub(crate) use rows::{given, granted, meant, reach, reaching, shown};
pub use scopes::ENGINE;
pub(crate) use scopes::{EVERYTHING, read_grants, read_stack, scoped_stacks, scopes, written};
pub use throttle::{AddressPrefix, Throttle};

/// The number of a person. Never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PersonId(pub i64);

/// The name that a person logs in with: 1 to 64 letters, digits and `. _ @ -`, a letter or digit first.
/// Names that differ only in the case of letters are one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// A person as lists show one.
#[derive(Clone, Debug)]
pub struct Person {
    /// The number.
    pub id: PersonId,
    /// The name.
    pub name: Arc<str>,
    /// The role.
    pub role: Role,
    /// How far that reaches, and what is granted there.
    pub scopes: Scopes,
    /// Whether an admin's requests of the engine's own API may pass as they are, where that is switched on.
    pub raw: bool,
    /// Whether they are kept from logging in.
    pub disabled: bool,
    /// When they were added.
    pub created: clock::Seconds,
}

/// The people in the store.
#[derive(Clone)]
pub struct People {
    store: Store,
    changes: Changes,
    hasher: Hasher,
    throttle: Throttle,
}

impl People {
    /// The people of `store`; their passwords are hashed at `cost`.
    pub fn new(store: Store, cost: Cost) -> Self {
        Self {
            throttle: Throttle::new(store.clone()),
            hasher: Hasher::new(cost),
            changes: Changes::of(store.clone()),
            store,
        }
    }

    /// The same people, changed in somebody's name: it is written to the audit, and nobody takes the last admin's
    /// rights away, or their own.
    pub fn by(&self, principal: &Arc<Principal>) -> Self {
        Self { changes: self.changes.by(principal.clone()), ..self.clone() }
    }

    /// The same people, changed by a command: it is written to the audit.
    pub(crate) fn by_command_line(&self) -> Self {
        Self { changes: self.changes.by_command_line(), ..self.clone() }
    }

    /// Adds a person, whose rights reach that far from the first moment on.
    pub async fn add(
        &self,
        name: Name,
        role: Role,
        password: Password,
        scopes: Scopes,
    ) -> Result<Person, Error> {
        let hash = self.hasher.hash(password).await?;
        let asked = format!("role {role}, reaches {}", written(&scopes));
        let add = move |tx: &Transaction<'_>, name: &Name| insert(tx, name, role, &hash, &scopes);
        self.write(Own::UserAdd, name, asked, add).await
    }

    /// Adds the first admin if `allowed` agrees, in the same transaction, and nobody is there yet.
    pub async fn add_first(
        &self,
        name: Name,
        password: Password,
        allowed: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<Result<(), Error>> + Send + 'static,
    ) -> Result<Shown, Error> {
        let hash = self.hasher.hash(password).await?;
        let kept = hash.clone();
        let by = Principal {
            name: name.to_string(),
            role: Role::Admin,
            scopes: Scopes::everything(Grants::ALL),
            raw: false,
            proof: Proof::Unasked,
            through: wire::audit::SET_UP.into(),
        };
        let add = move |tx: &Transaction<'_>, name: &Name| {
            if tx.query_row("SELECT EXISTS (SELECT 1 FROM users)", [], |row| row.get(0))? {
                return Ok(Err(Error::NotFound));
            }
            match allowed(tx)? {
                Ok(()) => insert(tx, name, Role::Admin, &hash, &Scopes::everything(Grants::NONE)),
                Err(refusal) => Ok(Err(refusal)),
            }
        };
        let person = self.by(&by.into()).write(Own::UserAdd, name, "role admin".into(), add).await?;
        Ok(Shown { person, hash: kept })
    }

    /// Everybody, by name.
    pub fn list(&self) -> Result<Vec<Person>, Error> {
        Ok(self.store.read(|reader| {
            reader
                .prepare(&format!("SELECT {COLUMNS} FROM users ORDER BY name"))?
                .query_map([], |row| read(reader, row))?
                .collect()
        })?)
    }

    /// Whether anybody was ever added: until then the set-up page is open.
    pub fn any(&self) -> Result<bool, Error> {
        Ok(self
            .store
            .read(|reader| reader.query_row("SELECT EXISTS (SELECT 1 FROM users)", [], |row| row.get(0)))?)
    }

    /// Who has this name and password. Counts every attempt against the account and the address before the
    /// password is looked at, so that many at once get no further than one after the other.
    pub async fn log_in(&self, name: &str, password: &str, from: IpAddr) -> Result<Shown, Error> {
        let place = self.throttle.place(from)?;
        let (people, name, password) = (self.clone(), name.to_owned(), password.to_owned());
        let attempt = async move {
            // Held by the attempt itself: a caller who goes away makes no room before it is done.
            let _held = place;
            let told_after = Instant::now() + throttle::TOLD_AFTER;
            let done = people.try_to_log_in(&name, &password, from.into()).await;
            if matches!(done, Err(Error::Throttled { .. })) {
                sleep_until(told_after).await;
            }
            done
        };
        tokio::spawn(attempt).await.map_err(Error::internal)?
    }

    async fn try_to_log_in(&self, name: &str, password: &str, from: AddressPrefix) -> Result<Shown, Error> {
        let place = self.hasher.place()?;
        let attempt = self.throttle.attempt(name, from).await?;
        let found = self.find_with_hash(name)?;
        let account = found.as_ref().map(|(person, _)| person.name.clone());
        if attempt.refused {
            return Err(attempt.failed(account));
        }
        let attempted = Password::from_attempt(password);
        let hash = found.as_ref().map(|(_, hash)| hash.clone());
        let verdict = self.hasher.verify(place, attempted, hash).await?;
        let mut shown = match found {
            Some((person, hash)) if verdict.matches && !person.disabled => Shown { person, hash },
            _ => return Err(attempt.failed(account)),
        };
        self.throttle.succeeded(attempt).await?;
        if let Some(better) = verdict.rehashed {
            let (id, old, new) = (shown.person.id.0, shown.hash, better.clone());
            let keep = move |tx: &Transaction<'_>| {
                const KEEP: &str = "UPDATE users SET password = ?1 WHERE id = ?2 AND password = ?3";
                tx.execute(KEEP, params![new, id, old])
            };
            if self.store.write(keep).await? == 0 {
                // They have logged in elsewhere just now, or have another password.
                return Box::pin(self.try_to_log_in(name, password, from)).await;
            }
            shown.hash = better;
        }
        Ok(shown)
    }

    /// Whether somebody who is logged in has this password. Guessing it here is as slow as at the door.
    pub(crate) async fn prove(&self, name: &Name, password: &str, from: IpAddr) -> Result<Shown, Error> {
        match self.log_in(&name.0, password, from).await {
            Err(Error::WrongLogin { account }) => Err(Error::WrongPassword { account }),
            other => other,
        }
    }

    /// Gives a person another password, ends their sessions and forgets failed logins: so it is a rescue, too.
    pub async fn set_password(&self, name: Name, password: Password) -> Result<(), Error> {
        let hash = self.hasher.hash(password).await?;
        let by = self.changes.principal().cloned();
        self.change(Own::UserPassword, name, String::new(), move |tx, person| {
            let on_this_machine = by.is_none();
            if by.is_some_and(|by| person.is(&by)) {
                return Ok(Err(Error::OwnPassword));
            }
            tx.execute("UPDATE users SET password = ?1 WHERE id = ?2", params![hash, person.id.0])?;
            throttle::forgive(tx, &person.name, on_this_machine)?;
            end_sessions(tx, person, None).map(Ok)
        })
        .await
    }

    /// Changes the password of somebody who knows the old one, and ends all their sessions but this one.
    pub(crate) async fn change_password(
        &self,
        name: Name,
        old: &str,
        new: Password,
        from: IpAddr,
        keep: Option<Hash>,
    ) -> Result<(), Error> {
        let shown = self.prove(&name, old, from).await?;
        let hash = self.hasher.hash(new).await?;
        self.change(Own::UserPassword, name, "their own".into(), move |tx, person| {
            if !shown.holds(tx)? {
                return Ok(Err(Error::WrongPassword { account: Some(person.name.clone()) }));
            }
            tx.execute("UPDATE users SET password = ?1 WHERE id = ?2", params![hash, person.id.0])?;
            end_sessions(tx, person, keep).map(Ok)
        })
        .await
    }

    /// Keeps a person out, from this moment on, or lets them in again, and forgets failed logins.
    pub async fn set_disabled(&self, name: Name, disabled: bool) -> Result<(), Error> {
        let own = if disabled { Own::UserDisable } else { Own::UserEnable };
        let by = self.changes.principal().cloned();
        self.change(own, name, String::new(), move |tx, person| {
            if disabled && let Some(refusal) = spared(tx, by.as_deref(), person)? {
                return Ok(Err(refusal));
            }
            tx.execute("UPDATE users SET disabled = ?1 WHERE id = ?2", params![disabled, person.id.0])?;
            throttle::forgive(tx, &person.name, by.is_none() && !disabled)?;
            end_sessions(tx, person, None).map(Ok)
        })
        .await
    }

    /// Gives a person another role, and ends their sessions. Their tokens shrink with it; and what was given to an
    /// admin isn't there any more when they become one again.
    pub async fn set_role(&self, name: Name, role: Role) -> Result<(), Error> {
        let by = self.changes.principal().cloned();
        self.change(Own::UserRole, name, format!("role {role}"), move |tx, person| {
            if role < person.role
                && let Some(refusal) = spared(tx, by.as_deref(), person)?
            {
                return Ok(Err(refusal));
            }
            const SET: &str = "UPDATE users SET role = ?1, raw = raw AND ?1 = 'admin' WHERE id = ?2";
            tx.execute(SET, params![role.as_str(), person.id.0])?;
            end_sessions(tx, person, None).map(Ok)
        })
        .await
    }

    async fn change(
        &self,
        own: Own,
        name: Name,
        asked: String,
        make: impl FnOnce(&Transaction<'_>, &Person) -> rusqlite::Result<Result<(), Error>> + Send + 'static,
    ) -> Result<(), Error> {
        let change = move |tx: &Transaction<'_>, name: &Name| {
            let select = format!("SELECT {COLUMNS} FROM users WHERE name = ?1");
            match tx.query_row(&select, [&name.0], |row| read(tx, row)).optional()? {
                Some(person) => make(tx, &person),
                None => Ok(Err(Error::NoSuchUser { name: name.0.clone() })),
            }
        };
        self.write(own, name, asked, change).await
    }

    async fn write<T: Send + 'static>(
        &self,
        own: Own,
        name: Name,
        asked: String,
        make: impl FnOnce(&Transaction<'_>, &Name) -> rusqlite::Result<Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        self.changes.make(own, name.to_string(), asked, move |tx| make(tx, &name)).await
    }

    /// Who has this name.
    pub(crate) fn find(&self, name: Name) -> Result<Person, Error> {
        let found = self.find_with_hash(&name.0)?;
        found.map(|(person, _)| person).ok_or(Error::NoSuchUser { name: name.0 })
    }

    fn find_with_hash(&self, name: &str) -> Result<Option<(Person, String)>, Error> {
        let select = format!("SELECT {COLUMNS}, password FROM users WHERE name = ?1");
        Ok(self.store.read(|reader| {
            reader
                .prepare_cached(&select)?
                .query_row([name], |row| Ok((read(reader, row)?, row.get("password")?)))
                .optional()
        })?)
    }
}

/// Somebody who has shown their password, or just chosen it.
pub struct Shown {
    person: Person,
    /// Of the password that they showed.
    hash: String,
}

impl Shown {
    /// Who.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Whether it is their password still, and they are let in: it takes a while to hash one, and they may have been given
    /// another one meanwhile, just to keep out whoever knows this one.
    pub(crate) fn holds(&self, tx: &Transaction<'_>) -> rusqlite::Result<bool> {
        const HOLDS: &str =
            "SELECT EXISTS (SELECT 1 FROM users WHERE id = ?1 AND password = ?2 AND NOT disabled)";
        tx.prepare_cached(HOLDS)?.query_row(params![self.person.id.0, self.hash], |row| row.get(0))
    }
}

/// The columns that [`read`] wants.
const COLUMNS: &str = "id, name, role, raw, disabled, created";

fn read(reader: &Connection, row: &Row<'_>) -> rusqlite::Result<Person> {
    let (id, name): (_, String) = (PersonId(row.get("id")?), row.get("name")?);
    let role = read_role(row)?;
    Ok(Person {
        id,
        name: name.into(),
        role,
        scopes: scopes(reader, id, role)?,
        raw: row.get("raw")?,
        disabled: row.get("disabled")?,
        created: row.get("created")?,
    })
}

/// The role in a row. A word that we don't know is an error, never a role.
pub(crate) fn read_role(row: &Row<'_>) -> rusqlite::Result<Role> {
    let word: String = row.get("role")?;
    word.parse().map_err(|error: gate::UnknownRole| {
        rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
    })
}

fn insert(
    tx: &Transaction<'_>,
    name: &Name,
    role: Role,
    hash: &str,
    reach: &Scopes,
) -> rusqlite::Result<Result<Person, Error>> {
    let taken =
        tx.query_row("SELECT EXISTS (SELECT 1 FROM users WHERE name = ?1)", [&name.0], |row| row.get(0))?;
    if taken {
        return Ok(Err(Error::NameTaken { name: name.0.clone() }));
    }
    // The engine as it is has to be given to an admin: nobody has it by becoming one.
    let (created, raw) = (clock::now(), false);
    tx.execute(
        "INSERT INTO users (name, role, raw, password, created) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![name.0, role.as_str(), raw, hash, created],
    )?;
    let id = PersonId(tx.last_insert_rowid());
    scopes::insert_all(tx, id, reach)?;
    let (name, scopes) = (name.0.as_str().into(), scopes(tx, id, role)?);
    Ok(Ok(Person { id, name, role, scopes, raw, disabled: false, created }))
}

/// All but the one that is kept.
fn end_sessions(tx: &Transaction<'_>, person: &Person, keep: Option<Hash>) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM sessions WHERE user = ?1 AND hash IS NOT ?2", params![person.id.0, keep])
        .map(drop)
}

/// Why somebody's rights may not be taken away. By the command line they may: it is the way out of everything.
fn spared(tx: &Transaction<'_>, by: Option<&Principal>, person: &Person) -> rusqlite::Result<Option<Error>> {
    let Some(by) = by else { return Ok(None) };
    if person.is(by) {
        return Ok(Some(Error::OwnRights));
    }
    if person.role < Role::Admin || person.disabled {
        return Ok(None);
    }
    // Two admins may do it to each other at the same moment; then the second one finds this.
    let others = "SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND NOT disabled AND id <> ?1)";
    let another: bool = tx.query_row(others, [person.id.0], |row| row.get(0))?;
    Ok((!another).then(|| Error::LastAdmin { name: person.name.to_string() }))
}

impl Person {
    fn is(&self, principal: &Principal) -> bool {
        *self.name == *principal.name
    }
}

impl Name {
    /// Checks a name.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte);
        let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        match first && text.len() <= 64 && text.bytes().all(fits) {
            true => Ok(Self(text.to_owned())),
            false => Err(Error::InvalidName),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
