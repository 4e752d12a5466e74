//! Keeps guessers slow: failed logins are counted by account and by address prefix, in the store, so that a
//! restart forgives nothing. Waiting grows with every failure, up to a bound; nobody is locked out for good.
//!
//! From where somebody has logged in before, a count of their account from there decides alone whether a password is looked
//! at: strangers who know a name spend their own tries, and so do those who share its owner's network. Who knows the name *and*
//! shares the network can spend the owner's: nothing tells the two apart. Whoever fails is told the same all the same, whether
//! anybody has logged in from there or not: who made that network wait could tell names by it otherwise. For the same reason an
//! attempt in a network that waits is written down whoever has the name, or nobody: what it was counted for shows later.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use rusqlite::{OptionalExtension, Transaction, params};

use crate::{
    clock::{self, Seconds},
    crowd::{self, Crowd, Place},
    error::Error,
    secret,
    store::Store,
};

/// Failures of one account before waiting begins: people mistype.
const FREE_FOR_ACCOUNT: u32 = 5;
/// Failures from one address prefix before waiting begins: a household or an office shares one.
const FREE_FOR_ADDRESS: u32 = 20;
/// The longest wait.
const LONGEST: Seconds = 15 * 60;
/// A count without a new failure is forgotten after this.
const FORGOTTEN: Seconds = 24 * 3600;
/// Counts kept when it is tidied up; the oldest go first, those of many failures later: made up names don't push them out.
const ROWS: i64 = 50_000;
/// Attempts from one time of tidying up to the next, which looks at every count. Each adds three counts at most.
const TIDIED_EVERY: u32 = 1000;
/// Attempts at once: each is a write, and the queue of those is for the audit, too.
const ATTEMPTS: usize = 512;
/// Of these, from one address.
const ATTEMPTS_OF_ONE: usize = 16;
/// For how long it is remembered from where somebody has logged in.
const REMEMBERED: Seconds = 90 * 24 * 3600;
/// The places that are remembered at most; the oldest go first.
const PLACES: i64 = 10_000;

/// The network that an address belongs to: /24, or /64 for IPv6, where one person has a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressPrefix([u8; 8]);

impl From<IpAddr> for AddressPrefix {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                // Not a global IPv6 prefix, so the two families never meet.
                Self([0, 0, 0, 0, 4, a, b, c])
            }
            IpAddr::V6(v6) => {
                let octets = v6.octets();
                Self(std::array::from_fn(|index| octets[index]))
            }
        }
    }
}

/// When it is told that one has to wait: by then a password has been looked at, which it may have been, unless others are
/// before it in the queue. Looking at one in every case would hide that, too, but give strangers who wait a core each.
pub(super) const TOLD_AFTER: Duration = Duration::from_secs(2);

/// The counts in the store.
#[derive(Clone)]
pub struct Throttle {
    store: Store,
    attempts: Crowd<IpAddr>,
    /// How many attempts there were.
    seen: Arc<AtomicU32>,
}

/// An attempt, counted as failed until it succeeds.
#[derive(Clone, Copy)]
pub struct Attempt {
    keys: Keys,
    /// Whether somebody has logged in to the account from here before.
    known: bool,
    /// How long whoever fails has to wait: 0 if the password alone is wrong.
    wait: Seconds,
    /// Whether the right password still opens from here, for who has logged in from here before.
    opens: bool,
    /// Whether the password isn't looked at.
    pub(super) refused: bool,
}

/// What an attempt is counted by.
#[derive(Clone, Copy)]
struct Keys {
    /// The account, from anywhere.
    account: secret::Hash,
    /// The account, from here.
    place: secret::Hash,
    /// The address prefix.
    address: secret::Hash,
}

impl Throttle {
    pub(super) fn new(store: Store) -> Self {
        Self { store, attempts: Crowd::new(ATTEMPTS), seen: Arc::default() }
    }

    /// A place for an attempt, for as long as it takes, whoever has the name that is tried.
    pub(super) fn place(&self, from: IpAddr) -> Result<Place<IpAddr>, Error> {
        self.attempts.enter(crowd::one(from), ATTEMPTS_OF_ONE).ok_or(Error::Busy)
    }

    /// Counts an attempt, unless its place has to wait.
    pub(super) async fn attempt(&self, name: &str, from: AddressPrefix) -> Result<Attempt, Error> {
        let (prefix, now) = (secret::hex(&from.0), clock::now());
        let name = name.to_ascii_lowercase();
        let keys = Keys {
            account: account(&name),
            place: secret::hash(format!("account {name} from {prefix}").as_bytes()),
            address: secret::hash(format!("address {prefix}").as_bytes()),
        };
        let untidy = self.seen.fetch_add(1, Ordering::Relaxed).is_multiple_of(TIDIED_EVERY);
        let begin = move |tx: &Transaction<'_>| {
            if untidy {
                tidy_up(tx)?;
            }
            let known = tx.query_row(
                "SELECT EXISTS (SELECT 1 FROM places WHERE key = ?1 AND last >= ?2)",
                params![keys.place, now - REMEMBERED],
                |row| row.get(0),
            )?;
            let here = left(tx, keys.place, FREE_FOR_ACCOUNT, now)?;
            let others = left(tx, keys.account, FREE_FOR_ACCOUNT, now)?;
            let others = others.max(left(tx, keys.address, FREE_FOR_ADDRESS, now)?);
            if here == 0 {
                // Counted alike, known or not.
                count(tx, &keys, others == 0, now)?;
            }
            let wait = here.max(others);
            let opens = left(tx, keys.place, FREE_FOR_ACCOUNT, now)? == 0;
            let refused = if known { here } else { wait } > 0;
            Ok(Attempt { keys, known, wait, opens, refused })
        };
        Ok(self.store.write(begin).await?)
    }

    /// Forgets the failures of an account from here, and those of it from anywhere unless others may have spent them;
    /// remembers the place.
    pub(super) async fn succeeded(&self, Attempt { keys, known, .. }: Attempt) -> Result<(), Error> {
        let now = clock::now();
        let remember = move |tx: &Transaction<'_>| {
            tx.execute(
                "UPDATE throttle SET failures = max(0, failures -
                     (SELECT coalesce(max(shared), 0) FROM throttle WHERE key = ?1)) WHERE key IN (?2, ?3)",
                [keys.place, keys.account, keys.address],
            )?;
            tx.execute("DELETE FROM throttle WHERE key = ?1", [keys.place])?;
            if !known {
                tx.execute("DELETE FROM throttle WHERE key = ?1", [keys.account])?;
            }
            tx.execute(
                "INSERT OR REPLACE INTO places VALUES (?1, ?2, ?3)",
                params![keys.place, keys.account, now],
            )?;
            tx.execute("DELETE FROM places WHERE last < ?1", [now - REMEMBERED])?;
            tx.execute(
                "DELETE FROM places WHERE key NOT IN (SELECT key FROM places ORDER BY last DESC LIMIT ?1)",
                [PLACES],
            )?;
            Ok(())
        };
        Ok(self.store.write(remember).await?)
    }
}

impl Attempt {
    /// What whoever failed at this account is told: that they have to wait, or that something was wrong.
    pub(super) fn failed(self, account: Option<Arc<str>>) -> Error {
        match self.wait {
            0 => Error::WrongLogin { account },
            wait => Error::Throttled { seconds: wait.unsigned_abs(), opens: self.opens, account },
        }
    }
}

/// Forgets an account's failures, for who was let in again; all failures, when that was done on this machine, by who may
/// be kept out with everybody else of their network.
pub(super) fn forgive(tx: &Transaction<'_>, name: &str, on_this_machine: bool) -> rusqlite::Result<()> {
    if on_this_machine {
        return tx.execute("DELETE FROM throttle", []).map(drop);
    }
    let account = account(&name.to_ascii_lowercase());
    tx.execute("DELETE FROM throttle WHERE key = ?1 OR account = ?1", [account]).map(drop)
}

/// The key of an account, whoever tries it. Hashed: what was typed as a name may be a password.
fn account(name: &str) -> secret::Hash {
    secret::hash(format!("account {name}").as_bytes())
}

/// How many seconds a count makes whoever tries wait.
fn left(tx: &Transaction<'_>, key: secret::Hash, free: u32, now: Seconds) -> rusqlite::Result<Seconds> {
    let found = tx.query_row("SELECT failures, last FROM throttle WHERE key = ?1", [key], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    Ok(found.optional()?.map_or(0, |(failures, last)| left_to_wait(failures, last, free, now)))
}

/// Counts an attempt here; and for the account from anywhere and the address, if neither waits.
fn count(tx: &Transaction<'_>, keys: &Keys, shared: bool, now: Seconds) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM throttle WHERE last < ?1", [now - FORGOTTEN])?;
    let count = |key, account: Option<secret::Hash>| {
        tx.execute(
            "INSERT INTO throttle (key, failures, last, account, shared) VALUES (?1, 1, ?2, ?3, ?4)
             ON CONFLICT (key) DO UPDATE SET failures = failures + 1, last = ?2, shared = shared + ?4",
            params![key, now, account, shared],
        )
    };
    count(keys.place, Some(keys.account))?;
    if shared {
        count(keys.account, None)?;
        count(keys.address, None)?;
    }
    Ok(())
}

/// Keeps the counts few.
fn tidy_up(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let rows: i64 = tx.query_row("SELECT count(*) FROM throttle", [], |row| row.get(0))?;
    if rows > ROWS {
        let oldest = "DELETE FROM throttle WHERE key IN
            (SELECT key FROM throttle ORDER BY last + failures * ?2 LIMIT ?1)";
        tx.execute(oldest, [rows - ROWS, LONGEST])?;
    }
    Ok(())
}

fn left_to_wait(failures: u32, last: Seconds, free: u32, now: Seconds) -> Seconds {
    let Some(beyond) = failures.checked_sub(free) else { return 0 };
    let wait = 1_i64.checked_shl(beyond).filter(|wait| (1..LONGEST).contains(wait)).unwrap_or(LONGEST);
    // A clock that was set back must not make anybody wait longer.
    (last + wait - now).clamp(0, wait)
}

#[cfg(test)]
mod tests;
