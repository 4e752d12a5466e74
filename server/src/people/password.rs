//! Passwords: argon2id, at most as many at once as there are cores, a bounded queue before that.

use std::{fmt, sync::Arc, thread};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;

/// Fewer bytes are guessed too easily.
const MIN_BYTES: usize = 12;
/// More bytes only cost time.
const MAX_BYTES: usize = 1024;
/// How many may wait for each core before the next one is sent away: some seconds of waiting.
const QUEUE_PER_CORE: usize = 8;

/// What a hash costs whoever makes or guesses one.
#[derive(Clone, Debug)]
pub struct Cost(Params);

impl Default for Cost {
    /// 64 MiB, three passes, one lane: a third of a second on a small machine.
    fn default() -> Self {
        match Params::new(64 * 1024, 3, 1, None) {
            Ok(params) => Self(params),
            Err(_) => Self(Params::DEFAULT),
        }
    }
}

impl Cost {
    /// The smallest cost there is: for tests, which pass it by hand. No setting leads here.
    #[doc(hidden)]
    pub fn for_tests() -> Self {
        match Params::new(Params::MIN_M_COST, Params::MIN_T_COST, 1, None) {
            Ok(params) => Self(params),
            Err(_) => Self::default(),
        }
    }
}

/// A password that somebody chose, long enough and not too long. It is never shown.
pub struct Password(String);

impl Password {
    /// Checks a new password.
    pub fn choose(text: String) -> Result<Self, Error> {
        match text.len() {
            MIN_BYTES..=MAX_BYTES => Ok(Self(text)),
            _ => Err(Error::PasswordLength { min: MIN_BYTES, max: MAX_BYTES }),
        }
    }

    /// What somebody typed to log in. One that is too long is cut, and so can't match: no stored hash is of
    /// a password of that length, and the time to say so stays the same.
    pub(super) fn from_attempt(text: &str) -> Self {
        let mut end = text.len().min(MAX_BYTES + 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self(if text.len() > MAX_BYTES { format!("{}\0", &text[..end]) } else { text.to_owned() })
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Makes and checks hashes; clones share the places.
#[derive(Clone)]
pub struct Hasher {
    cost: Cost,
    /// One for each core: a hash takes a core and 64 MiB.
    cores: Arc<Semaphore>,
    /// One for everybody at work or waiting.
    places: Arc<Semaphore>,
    /// The hash of nothing that anybody knows, checked for names that nobody has.
    dummy: Arc<str>,
}

/// A place in the queue.
pub struct Place(#[expect(dead_code, reason = "held until dropped")] OwnedSemaphorePermit);

/// What came of a check.
pub struct Verdict {
    /// Whether it is the password.
    pub matches: bool,
    /// Its hash at today's cost, when the stored one has another.
    pub rehashed: Option<String>,
}

impl Hasher {
    /// A hasher at `cost`.
    pub fn new(cost: Cost) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let (m, t, p) = (cost.0.m_cost(), cost.0.t_cost(), cost.0.p_cost());
        // Salt and hash of zeros: no password is known that leads to it.
        let dummy = format!("$argon2id$v=19$m={m},t={t},p={p}${}${}", "A".repeat(22), "A".repeat(43));
        Self {
            cost,
            cores: Arc::new(Semaphore::new(cores)),
            places: Arc::new(Semaphore::new(cores * (1 + QUEUE_PER_CORE))),
            dummy: dummy.into(),
        }
    }

    /// A place in the queue, unless it is full.
    pub fn place(&self) -> Result<Place, Error> {
        self.places.clone().try_acquire_owned().map(Place).map_err(|_| Error::Busy)
    }

    /// The hash of a new password.
    pub async fn hash(&self, password: Password) -> Result<String, Error> {
        let place = self.place()?;
        let cost = self.cost.clone();
        self.work(place, move || make(&cost, &password)).await?
    }

    /// Compares a password with a stored hash; without one the time passes all the same.
    pub async fn verify(
        &self,
        place: Place,
        password: Password,
        hash: Option<String>,
    ) -> Result<Verdict, Error> {
        let (cost, dummy) = (self.cost.clone(), self.dummy.clone());
        self.work(place, move || {
            let stored = PasswordHash::new(hash.as_deref().unwrap_or(&dummy)).map_err(Error::internal)?;
            let matches = Argon2::default().verify_password(password.0.as_bytes(), &stored).is_ok();
            let outdated = Params::try_from(&stored).map_err(Error::internal)?;
            let same = (outdated.m_cost(), outdated.t_cost(), outdated.p_cost())
                == (cost.0.m_cost(), cost.0.t_cost(), cost.0.p_cost());
            let rehashed = if matches && !same { Some(make(&cost, &password)?) } else { None };
            Ok(Verdict { matches: matches && hash.is_some(), rehashed })
        })
        .await?
    }

    async fn work<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let core = self.cores.clone().acquire_owned().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || {
            // Held by the work itself: a caller who goes away makes no room before it is done.
            let _held = (place, core);
            work()
        })
        .await
        .map_err(Error::internal)
    }
}

fn make(cost: &Cost, password: &Password) -> Result<String, Error> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.0.clone())
        .hash_password(password.0.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(Error::internal)
}

#[cfg(test)]
mod tests;
