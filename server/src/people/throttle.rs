//! Keeps guessers slow: failed logins are counted by account and by address prefix, in the store, so that a
//! restart forgives nothing. Waiting grows with every failure, up to a bound; nobody is locked out for good.
//!
//! From where somebody has logged in before, their account has a count of its own, and that alone: strangers who know a
//! name, or share its owner's network, spend their own tries.

use std::net::IpAddr;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::{
    clock::{self, Seconds},
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
/// Counts kept at most; the oldest go first.
const ROWS: i64 = 50_000;
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

/// The counts in the store.
#[derive(Clone)]
pub struct Throttle {
    store: Store,
}

/// An attempt that was let through, and counted as failed until it succeeds.
#[derive(Clone, Copy)]
pub struct Attempt {
    /// The account, from here if somebody has logged in to it from here before, else from anywhere.
    counted: secret::Hash,
    /// The address prefix, if it was counted as well.
    address: Option<secret::Hash>,
    /// The account, from anywhere.
    account: secret::Hash,
    /// The account, from here.
    place: secret::Hash,
}

impl Throttle {
    pub(super) fn new(store: Store) -> Self {
        Self { store }
    }

    /// Counts an attempt, or says how long to wait.
    pub(super) async fn attempt(&self, name: &str, from: AddressPrefix) -> Result<Attempt, Error> {
        let (prefix, now) = (secret::hex(&from.0), clock::now());
        let name = name.to_ascii_lowercase();
        let account = account(&name);
        let place = secret::hash(format!("account {name} from {prefix}").as_bytes());
        let address = secret::hash(format!("address {prefix}").as_bytes());
        let begin = move |tx: &Transaction<'_>| {
            let known = tx.query_row(
                "SELECT EXISTS (SELECT 1 FROM places WHERE key = ?1 AND last >= ?2)",
                params![place, now - REMEMBERED],
                |row| row.get(0),
            )?;
            let (counted, address) = if known { (place, None) } else { (account, Some(address)) };
            let mut keys = vec![(counted, FREE_FOR_ACCOUNT)];
            keys.extend(address.map(|address| (address, FREE_FOR_ADDRESS)));
            Ok((Attempt { counted, address, account, place }, count(tx, &keys, now)?))
        };
        match self.store.write(begin).await? {
            (attempt, 0) => Ok(attempt),
            (_, seconds) => Err(Error::Throttled { seconds: seconds.unsigned_abs() }),
        }
    }

    /// Forgets an account's failures, and this attempt of the address's; remembers the place.
    pub(super) async fn succeeded(&self, attempt: Attempt) -> Result<(), Error> {
        let now = clock::now();
        let remember = move |tx: &Transaction<'_>| {
            tx.execute("DELETE FROM throttle WHERE key = ?1", [attempt.counted])?;
            if let Some(address) = attempt.address {
                tx.execute("UPDATE throttle SET failures = failures - 1 WHERE key = ?1", [address])?;
            }
            tx.execute(
                "INSERT OR REPLACE INTO places VALUES (?1, ?2, ?3)",
                params![attempt.place, attempt.account, now],
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

/// Forgets an account's failures, for who was let in again; all failures, when that was done on this machine, by who may
/// be kept out with everybody else of their network.
pub(super) fn forgive(tx: &Transaction<'_>, name: &str, on_this_machine: bool) -> rusqlite::Result<()> {
    if on_this_machine {
        return tx.execute("DELETE FROM throttle", []).map(drop);
    }
    tx.execute(
        "DELETE FROM throttle WHERE key = ?1 OR key IN (SELECT key FROM places WHERE account = ?1)",
        [account(&name.to_ascii_lowercase())],
    )
    .map(drop)
}

/// The key of an account, whoever tries it. Hashed: what was typed as a name may be a password.
fn account(name: &str) -> secret::Hash {
    secret::hash(format!("account {name}").as_bytes())
}

/// How many seconds to wait; 0 when the attempt was counted and may go on.
fn count(tx: &Transaction<'_>, keys: &[(secret::Hash, u32)], now: Seconds) -> rusqlite::Result<Seconds> {
    let mut longest = 0;
    for (key, free) in keys {
        let found = tx
            .query_row("SELECT failures, last FROM throttle WHERE key = ?1", [key], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        if let Some((failures, last)) = found {
            longest = longest.max(left_to_wait(failures, last, *free, now));
        }
    }
    if longest > 0 {
        return Ok(longest);
    }
    tx.execute("DELETE FROM throttle WHERE last < ?1", [now - FORGOTTEN])?;
    for (key, _) in keys {
        tx.execute(
            "INSERT INTO throttle VALUES (?1, 1, ?2)
             ON CONFLICT (key) DO UPDATE SET failures = failures + 1, last = ?2",
            params![key, now],
        )?;
    }
    let rows: i64 = tx.query_row("SELECT count(*) FROM throttle", [], |row| row.get(0))?;
    if rows > ROWS {
        let oldest = "DELETE FROM throttle WHERE key IN (SELECT key FROM throttle ORDER BY last LIMIT ?1)";
        tx.execute(oldest, [rows - ROWS])?;
    }
    Ok(0)
}

fn left_to_wait(failures: u32, last: Seconds, free: u32, now: Seconds) -> Seconds {
    let Some(beyond) = failures.checked_sub(free) else { return 0 };
    let wait = 1_i64.checked_shl(beyond).filter(|wait| (1..LONGEST).contains(wait)).unwrap_or(LONGEST);
    // A clock that was set back must not make anybody wait longer.
    (last + wait - now).clamp(0, wait)
}

#[cfg(test)]
mod tests;
