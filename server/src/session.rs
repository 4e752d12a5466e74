//! Who is asking: sessions of the page and API tokens, both 256 random bits of which the store has the hash.
//!
//! What was looked up is kept in memory, so a request costs no query. Before it is used, one `PRAGMA
//! data_version` (some microseconds) asks SQLite whether anybody has written, this process or the command
//! line; if somebody's rights have shrunk since, all of it is dropped. So a revocation holds from the next
//! request on, and live streams learn of it from [`Sessions::until_revoked`] within [`LOOK_AGAIN`].

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use gate::{Principal, Proof};
use rusqlite::Transaction;
use tokio::sync::watch;
use wire::SessionRow;

use crate::{
    audit::{Changes, Own},
    clock::{self, Seconds},
    error::Error,
    people::Shown,
    secret::{self, Hash},
    store::{Store, Written},
};

mod caller;
pub(crate) mod cookie;
mod routes;
mod rows;
mod token;

pub(crate) use caller::bearer;
pub use caller::{Caller, InPerson, MaybeCaller, Proved};
pub use cookie::Cookie;
pub use routes::routes;
pub use token::{NewToken, Tokens};

/// A session ends when it wasn't used for this long.
pub const IDLE: Duration = Duration::from_secs(30 * 60);
/// A session ends this long after login, used or not.
pub const LONGEST: Duration = Duration::from_secs(12 * 3600);
/// How long it counts that somebody has shown who they are.
pub const PROOF: Duration = Duration::from_secs(10 * 60);
/// How often live streams are checked against what other processes wrote.
pub const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The last use is written to the store at most this often for each session.
const SEEN_EVERY: Seconds = 60;
/// Credentials kept in memory; beyond it they are looked up anew.
const KEPT: usize = 4096;

/// The sessions and tokens in use; clones share them.
#[derive(Clone)]
pub struct Sessions(Arc<Inner>);

struct Inner {
    store: Store,
    kept: Mutex<Kept>,
    /// The version of everybody's rights; changes when somebody's do.
    rights: watch::Sender<i64>,
}

#[derive(Default)]
struct Kept {
    written: Written,
    rights: i64,
    known: HashMap<Credential, Arc<Known>>,
}

/// A credential that was good when it was looked up.
struct Known {
    caller: Caller,
    expires: Seconds,
    /// When its owner last showed that it is them; tokens can't.
    proved: Option<Seconds>,
    /// Whether it ends when it isn't used: sessions do, tokens don't.
    idles: bool,
    seen: AtomicI64,
    stored: AtomicI64,
}

impl Sessions {
    /// The sessions of `store`.
    pub fn new(store: Store) -> Self {
        Self(Arc::new(Inner { store, kept: Mutex::default(), rights: watch::Sender::new(0) }))
    }

    /// Starts a session for somebody who has just logged in, in place of the one they had.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] when they were given another password meanwhile, or kept out.
    pub async fn start(
        &self,
        shown: Shown,
        agent: &str,
        from: IpAddr,
        instead_of: Option<&Caller>,
    ) -> Result<Cookie, Error> {
        let secret = secret::random().map_err(Error::internal)?;
        let row = rows::NewSession::new(&secret, shown.person().id, agent, from)?;
        let old = instead_of.and_then(Caller::session);
        let insert = move |tx: &Transaction<'_>| {
            if !shown.holds(tx)? {
                return Ok(Err(Error::WrongLogin { account: Some(shown.person().name.clone()) }));
            }
            rows::insert(tx, &row, old).map(Ok)
        };
        self.0.store.write(insert).await??;
        Ok(Cookie(secret))
    }

    /// Notes that somebody has just shown that it is them. Their session gets another secret, and the old one opens
    /// nothing any more: nobody else who has it gains by the proof. Streams that it opened go on.
    ///
    /// # Errors
    /// [`Error::NotLoggedIn`] when the session has ended meanwhile, [`Error::WrongPassword`] when what they showed isn't
    /// their password any more.
    pub(crate) async fn renew(&self, caller: &Caller, shown: Shown) -> Result<Cookie, Error> {
        let (Some(old), Some(session)) = (caller.session(), &caller.session) else {
            return Err(Error::SessionNeeded);
        };
        let secret = secret::random().map_err(Error::internal)?;
        let new = secret::hash(&secret);
        let changes = Changes::of(self.0.store.clone()).by(caller.principal.clone());
        let renew = move |tx: &Transaction<'_>| {
            if !shown.holds(tx)? {
                return Ok(Err(Error::WrongPassword { account: Some(shown.person().name.clone()) }));
            }
            // It may have been ended meanwhile.
            Ok(if rows::renew(tx, old, new)? { Ok(()) } else { Err(Error::NotLoggedIn) })
        };
        changes.make(Own::SessionProve, session.to_string(), String::new(), renew).await?;
        self.refresh()?;
        Ok(Cookie(secret))
    }

    /// Ends the session that made the request. A token ends no other way than by being revoked.
    pub async fn end(&self, caller: &Caller) -> Result<(), Error> {
        let session = caller.session().ok_or(Error::SessionNeeded)?;
        self.0.store.write(move |tx| rows::delete(tx, session)).await?;
        self.refresh()?;
        Ok(())
    }

    /// The caller's sessions, the newest first.
    pub fn list(&self, caller: &Caller) -> Result<Vec<SessionRow>, Error> {
        Ok(self.0.store.read(|reader| rows::list(reader, caller.person, caller.session()))?)
    }

    /// Ends one of the caller's sessions.
    pub(crate) async fn revoke(&self, caller: &Caller, id: String) -> Result<(), Error> {
        let (person, named) = (caller.person, id.clone());
        let changes = Changes::of(self.0.store.clone()).by(caller.principal.clone());
        let revoke = move |tx: &Transaction<'_>| {
            Ok(if rows::revoke(tx, person, &id)? { Ok(()) } else { Err(Error::NotFound) })
        };
        changes.make(Own::SessionEnd, named, String::new(), revoke).await?;
        self.refresh()?;
        Ok(())
    }

    /// Ends when the caller's credential does: revoked, expired, or its owner disabled. For live streams.
    pub fn until_revoked(&self, caller: &Caller) -> impl Future<Output = ()> + Send + use<> {
        let (sessions, caller) = (self.clone(), caller.clone());
        let mut rights = self.0.rights.subscribe();
        async move {
            while let Some(left) = sessions.left(&caller) {
                tokio::select! {
                    _ = rights.changed() => {}
                    // A wall clock that jumps must not keep a stream open for the rest of a long sleep.
                    () = tokio::time::sleep(left.min(Duration::from_secs(60))) => {}
                }
            }
        }
    }

    /// Ends when the caller's credential is good for something else than it was: another role, other scopes. One that is
    /// good for nothing any more is for [`Sessions::until_revoked`].
    pub fn until_changed(&self, caller: &Caller) -> impl Future<Output = ()> + Send + use<> {
        let (sessions, before) = (self.clone(), caller.clone());
        let mut rights = self.0.rights.subscribe();
        async move {
            // Looks first: they may have changed since the request that began the stream.
            loop {
                match sessions.find_again(&before) {
                    Ok(Some(now)) if !now.may_as(&before.principal) => return,
                    Ok(_) => {}
                    Err(error) => {
                        tracing::error!(%error, "a live stream ends: its rights can't be checked");
                        return;
                    }
                }
                if rights.changed().await.is_err() {
                    return;
                }
            }
        }
    }

    /// Who somebody is by now who made a request before: their role and scopes may have changed since. Nobody, when
    /// their credential has ended.
    pub(crate) fn again(&self, caller: &Caller) -> Option<Caller> {
        match self.find(caller.credential) {
            Ok(known) => known.filter(|it| it.left(clock::now()).is_some()).map(|it| it.caller.clone()),
            Err(error) => {
                tracing::error!(%error, "a live stream ends: its session can't be checked");
                None
            }
        }
    }

    /// Whether somebody may still what they might when their request began: a body takes its time to arrive.
    ///
    /// # Errors
    /// Their credential has ended, or is good for something else.
    pub(crate) fn confirm(&self, caller: &Caller) -> Result<(), Error> {
        match self.find_again(caller)?.filter(|known| known.left(clock::now()).is_some()) {
            Some(now) if now.may_as(&caller.principal) => Ok(()),
            Some(_) => Err(Error::TimedOut),
            None if caller.has_token() => {
                Err(self.ended(caller.credential.hash())?.unwrap_or(Error::TokenNotGood))
            }
            None => Err(Error::NotLoggedIn),
        }
    }

    /// The version of everybody's rights, to be awaited.
    pub(crate) fn rights(&self) -> watch::Receiver<i64> {
        self.0.rights.subscribe()
    }

    /// Ends when the caller's owner may do less than the caller may now: disabled, removed, of a lower role, or without
    /// a scope or grant that they had; and when their token is revoked, which may have been somebody else's hand. For
    /// jobs, which outlive the session that began them: logging out ends none.
    pub fn until_demoted(&self, caller: &Caller) -> impl Future<Output = ()> + Send + use<> {
        let (sessions, before) = (self.clone(), caller.clone());
        let mut rights = self.0.rights.subscribe();
        async move {
            loop {
                match sessions.still_has(&before) {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => {
                        tracing::error!(%error, "a job ends: its owner's rights can't be checked");
                        return;
                    }
                }
                if rights.changed().await.is_err() {
                    return;
                }
            }
        }
    }

    /// Whether a token is still there, and the owner of any credential may what its bearer might before.
    fn still_has(&self, before: &Caller) -> Result<bool, Error> {
        if before.has_token() && self.find(before.credential)?.is_none() {
            return Ok(false);
        }
        let owner = self.0.store.read(|reader| rows::reach(reader, before.person))?;
        let had = &before.principal;
        Ok(owner.is_some_and(|(role, scopes)| role >= had.role && scopes.contains(&had.scopes)))
    }

    /// Tells waiting streams of what other processes wrote. Runs as long as the server.
    pub async fn watch_other_processes(self) {
        let mut tick = tokio::time::interval(LOOK_AGAIN);
        loop {
            tick.tick().await;
            if self.0.rights.receiver_count() > 0
                && let Err(error) = self.refresh()
            {
                tracing::error!(%error, "sessions can't be checked");
            }
        }
    }

    /// How a token ended that is still on record.
    fn ended(&self, token: Hash) -> Result<Option<Error>, Error> {
        let Some((expires, disabled)) = self.0.store.read(|reader| rows::end(reader, token))? else {
            return Ok(None);
        };
        let expired = (expires <= clock::now()).then_some(Error::TokenExpired);
        Ok(if disabled { Some(Error::TokenOwnerDisabled) } else { expired })
    }

    /// Who has this credential.
    fn look_up(&self, credential: Credential) -> Result<Option<Caller>, Error> {
        let Some(known) = self.find(credential)? else { return Ok(None) };
        let now = clock::now();
        if known.left(now).is_none() {
            return Ok(None);
        }
        self.used(&known, now);
        Ok(Some(known.caller(now)))
    }

    /// What was looked up for a caller, as it is now: their session may have another secret.
    fn find_again(&self, caller: &Caller) -> Result<Option<Arc<Known>>, Error> {
        match (self.find(caller.credential)?, &caller.session) {
            (None, Some(session)) => {
                let hash = self.0.store.read(|reader| rows::hash(reader, session))?;
                hash.map_or(Ok(None), |hash| self.find(Credential::Session(hash)))
            }
            (found, _) => Ok(found),
        }
    }

    fn find(&self, credential: Credential) -> Result<Option<Arc<Known>>, Error> {
        let rights = self.refresh()?;
        if let Some(known) = self.kept().known.get(&credential) {
            return Ok(Some(known.clone()));
        }
        let Some(found) = self.0.store.read(|reader| rows::find(reader, credential))? else {
            return Ok(None);
        };
        let known = Arc::new(found);
        let mut kept = self.kept();
        // Rights may have shrunk between the query and now; then this answer serves once and isn't kept.
        if kept.rights == rights {
            if kept.known.len() >= KEPT {
                kept.known.clear();
            }
            kept.known.insert(credential, known.clone());
        }
        Ok(Some(known))
    }

    /// Drops what is kept if somebody's rights have shrunk; the version that holds now.
    fn refresh(&self) -> Result<i64, Error> {
        let written = self.0.store.written()?;
        let mut kept = self.kept();
        if kept.written == written {
            return Ok(kept.rights);
        }
        let rights = self.0.store.read(rows::rights)?;
        kept.written = written;
        if kept.rights != rights {
            kept.rights = rights;
            kept.known.clear();
            self.0.rights.send_replace(rights);
        }
        Ok(rights)
    }

    fn left(&self, caller: &Caller) -> Option<Duration> {
        match self.find_again(caller) {
            Ok(known) => known?.left(clock::now()),
            Err(error) => {
                tracing::error!(%error, "a live stream ends: its session can't be checked");
                None
            }
        }
    }

    fn used(&self, known: &Known, now: Seconds) {
        known.seen.store(now, Ordering::Relaxed);
        let stored = known.stored.load(Ordering::Relaxed);
        let due = known.idles && now - stored >= SEEN_EVERY;
        if due && known.stored.compare_exchange(stored, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            let (store, hash) = (self.0.store.clone(), known.caller.credential.hash());
            tokio::spawn(async move {
                if let Err(error) = store.write(move |tx| rows::seen(tx, hash, now)).await {
                    tracing::warn!(%error, "the last use of a session wasn't written");
                }
            });
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Who has it, at this moment.
    fn caller(&self, now: Seconds) -> Caller {
        let age = self.proved.map(|proved| now - proved);
        // A clock that was put back leaves nothing proved.
        let fresh = age.is_some_and(|age| (0..PROOF.as_secs() as Seconds).contains(&age));
        let mut caller = self.caller.clone();
        if fresh {
            caller.principal =
                Principal { proof: Proof::Fresh, ..Principal::clone(&caller.principal) }.into();
        }
        caller
    }

    /// Whether it is good for what somebody may; a proof apart, which comes and goes.
    fn may_as(&self, other: &Principal) -> bool {
        let own = Principal::clone(&self.caller.principal);
        Principal { proof: other.proof, ..own } == *other
    }

    /// How long it is good for if it isn't used; nothing when it has ended.
    fn left(&self, now: Seconds) -> Option<Duration> {
        let idle_end = self.seen.load(Ordering::Relaxed) + IDLE.as_secs() as Seconds;
        let end = if self.idles { self.expires.min(idle_end) } else { self.expires };
        u64::try_from(end - now).ok().filter(|left| *left > 0).map(Duration::from_secs)
    }
}

/// The hash of a secret that somebody has shown, and what kind of secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Credential {
    Session(Hash),
    Token(Hash),
}

impl Credential {
    fn hash(self) -> Hash {
        match self {
            Self::Session(hash) | Self::Token(hash) => hash,
        }
    }
}

#[cfg(test)]
mod fuzz;

#[cfg(test)]
mod tests;
