//! Keeps guessers slow: failed logins are counted by account and by address prefix, in the store, so that a
//! restart forgives nothing. Waiting grows with every failure, up to a bound; nobody is locked out for good.

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
pub struct Attempt {
    account: secret::Hash,
    address: secret::Hash,
}

impl Throttle {
    pub(super) fn new(store: Store) -> Self {
        Self { store }
    }

    /// Counts an attempt, or says how long to wait.
    pub(super) async fn attempt(&self, name: &str, from: AddressPrefix) -> Result<Attempt, Error> {
        let attempt = Attempt {
            // Hashed: what was typed here may be a password.
            account: secret::hash(format!("account {}", name.to_ascii_lowercase()).as_bytes()),
            address: secret::hash(format!("address {}", secret::hex(&from.0)).as_bytes()),
        };
        let keys = [(attempt.account, FREE_FOR_ACCOUNT), (attempt.address, FREE_FOR_ADDRESS)];
        let now = clock::now();
        let wait = self.store.write(move |tx| count(tx, keys, now)).await?;
        match wait {
            0 => Ok(attempt),
            seconds => Err(Error::Throttled { seconds: seconds.unsigned_abs() }),
        }
    }

    /// Forgets an account's failures, and this attempt of the address's.
    pub(super) async fn succeeded(&self, attempt: Attempt) -> Result<(), Error> {
        let forget = move |tx: &Transaction<'_>| {
            tx.execute("DELETE FROM throttle WHERE key = ?1", [attempt.account])?;
            tx.execute("UPDATE throttle SET failures = failures - 1 WHERE key = ?1", [attempt.address])?;
            Ok(())
        };
        Ok(self.store.write(forget).await?)
    }
}

/// How many seconds to wait; 0 when the attempt was counted and may go on.
fn count(tx: &Transaction<'_>, keys: [(secret::Hash, u32); 2], now: Seconds) -> rusqlite::Result<Seconds> {
    let mut longest = 0;
    for (key, free) in &keys {
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
    for (key, _) in &keys {
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
