//! What belongs to which stack, by the engine's own id and by full id. Labels and names, which others set, put nothing
//! into a stack: an admin does, or Pierhead, of what somebody makes in a stack of theirs.

mod gone;
mod rows;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use engine_api::{reference::Reference, version::ApiVersion};
use gate::{Principal, StackName};
use mirror::Feed;
use rusqlite::Transaction;
use tokio::sync::watch;
use wire::Collection;

use crate::{
    audit::{Changes, Own},
    error::Error,
    people,
    session::LOOK_AGAIN,
    store::{Store, Written},
};

pub use gone::APART;

/// How much belongs to one stack at most: far more than anybody runs, and little to read at each change.
pub const MOST: usize = 4096;

/// What can belong to a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A container, by its id.
    Container,
    /// An image, by its id.
    Image,
    /// A volume, by [`volume_id`].
    Volume,
    /// A network, by its id.
    Network,
    /// A repository of images, by the name that the engine tells: whose images have been pulled from it knows that it
    /// is there. An image may have names in several.
    Repository,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Container, Self::Image, Self::Volume, Self::Network, Self::Repository];

    fn as_str(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Image => "image",
            Self::Volume => "volume",
            Self::Network => "network",
            Self::Repository => "repository",
        }
    }

    /// The engine's list that tells whether it is there.
    fn list(self) -> Collection {
        match self {
            Self::Container => Collection::Containers,
            Self::Image | Self::Repository => Collection::Images,
            Self::Volume => Collection::Volumes,
            Self::Network => Collection::Networks,
        }
    }
}

/// Names a volume, which has no id, so that another one made later under the same name isn't taken for it. `created` is
/// as the engine writes it; engines that don't tell it have only the name.
pub fn volume_id(name: &str, created: Option<wire::Time>) -> String {
    match created {
        Some(wire::Time(at)) => format!("{name} {at}"),
        None => name.to_owned(),
    }
}

/// Whether an engine tells when a volume was made. Before 23.0 it told when something in it had last changed
/// (moby 44719).
pub(crate) fn tells_when(engine: &wire::Engine) -> bool {
    let anatomy = engine.anatomy.as_ref().and_then(|it| it.open());
    let api = anatomy.and_then(|it| it.api.parse::<ApiVersion>().ok());
    api.is_some_and(|api| api >= (ApiVersion { major: 1, minor: 42 }))
}

/// The repository that a name of an image is in, as members are named.
pub(crate) fn repository(name: &str) -> Option<String> {
    name.parse::<Reference>().ok().map(|it| it.familiar_repository().to_owned())
}

/// All members of stacks on one engine, at one moment.
#[derive(Debug, Default)]
pub struct Membership {
    engine: String,
    version: i64,
    of: HashMap<(Kind, String), Vec<StackName>>,
}

impl Membership {
    /// The number that tells this from what holds at another moment.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The stacks that something belongs to.
    pub fn stacks(&self, kind: Kind, id: &str) -> Vec<StackName> {
        self.of.get(&(kind, id.to_owned())).cloned().unwrap_or_default()
    }

    /// How many of each kind belong to each stack.
    pub fn counts(&self) -> BTreeMap<StackName, BTreeMap<Kind, usize>> {
        let mut counts = BTreeMap::<StackName, BTreeMap<Kind, usize>>::new();
        for ((kind, _), stacks) in &self.of {
            for stack in stacks {
                *counts.entry(stack.clone()).or_default().entry(*kind).or_default() += 1;
            }
        }
        counts
    }
}

/// The members of stacks. Clones share them.
#[derive(Clone)]
pub struct Members(Arc<Inner>);

struct Inner {
    store: Store,
    feed: Arc<Feed>,
    kept: Mutex<Kept>,
    version: watch::Sender<i64>,
}

#[derive(Default)]
struct Kept {
    written: Written,
    membership: Arc<Membership>,
}

impl Members {
    /// The members in a store, of the engine that a feed is of.
    pub fn new(store: Store, feed: Arc<Feed>) -> Self {
        Self(Arc::new(Inner { store, feed, kept: Mutex::default(), version: watch::Sender::new(0) }))
    }

    /// What holds now, whoever wrote it: nothing, until the engine has been seen.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn now(&self) -> Result<Arc<Membership>, Error> {
        let written = self.0.store.written()?;
        let engine = self.0.feed.engine();
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_another = kept.membership.engine != engine.id;
        if is_another || kept.written != written {
            let version = self.0.store.read(rows::version)?;
            if is_another || version != kept.membership.version {
                kept.membership = Arc::new(self.0.store.read(|reader| rows::read(reader, &engine.id))?);
                self.0.version.send_replace(kept.membership.version);
            }
            kept.written = written;
        }
        Ok(kept.membership.clone())
    }

    /// The stacks that are in anybody's scope, whether anything belongs to them or not.
    ///
    /// # Errors
    /// The store can't be read.
    pub(crate) fn scoped(&self) -> Result<Vec<StackName>, Error> {
        Ok(self.0.store.read(people::scoped_stacks)?)
    }

    /// The number of what holds, to be awaited. It moves when somebody looks.
    pub fn version(&self) -> watch::Receiver<i64> {
        self.0.version.subscribe()
    }

    /// Tells those who await it of what other processes wrote. Runs as long as the server.
    pub async fn watch_other_processes(self) {
        let mut tick = tokio::time::interval(LOOK_AGAIN);
        loop {
            tick.tick().await;
            if self.0.version.receiver_count() > 0
                && let Err(error) = self.now()
            {
                tracing::error!(%error, "what belongs to which stack can't be read");
            }
        }
    }

    /// The engine whose members they are.
    ///
    /// # Errors
    /// It hasn't been seen yet: nobody knows which one it is.
    pub(crate) fn engine(&self) -> Result<String, Error> {
        let id = self.0.feed.engine().id.clone();
        if id.is_empty() { Err(Error::EngineNotSeenYet) } else { Ok(id) }
    }

    /// Puts things into a stack. What is in it already stays.
    ///
    /// # Errors
    /// The stack has [`MOST`] members, the engine hasn't been seen yet, or the store can't be written.
    pub async fn add(&self, stack: StackName, things: Vec<(Kind, String)>) -> Result<(), Error> {
        let engine = self.engine()?;
        self.0.store.write(move |tx| rows::insert(tx, &engine, &stack, &things)).await??;
        self.now().map(drop)
    }

    /// As [`Members::add`], by an admin who has looked at them: written to the audit.
    pub(crate) async fn adopt(
        &self,
        by: &Arc<Principal>,
        stack: StackName,
        things: Vec<(Kind, String)>,
    ) -> Result<(), Error> {
        let told: Vec<_> = things.iter().map(|(kind, id)| format!("{} {id}", kind.as_str())).collect();
        let asked = format!("{}: {}", things.len(), told.join(", "));
        let (engine, object) = (self.engine()?, stack.to_string());
        let change = move |tx: &Transaction<'_>| rows::insert(tx, &engine, &stack, &things);
        self.changes(by).make(Own::StackAdopt, object, asked, change).await?;
        self.now().map(drop)
    }

    /// Puts something into one stack alone, or into none, by an admin who has looked at it: written to the audit.
    pub(crate) async fn move_to(
        &self,
        by: &Arc<Principal>,
        thing: (Kind, String),
        stack: Option<StackName>,
    ) -> Result<(), Error> {
        let to = stack.as_ref().map_or("no stack", StackName::as_str);
        let (asked, object) = (format!("{} to {to}", thing.0.as_str()), thing.1.clone());
        let engine = self.engine()?;
        let change = move |tx: &Transaction<'_>| {
            if let Some(stack) = &stack
                && let Err(refusal) = rows::insert(tx, &engine, stack, std::slice::from_ref(&thing))?
            {
                return Ok(Err(refusal));
            }
            rows::delete_elsewhere(tx, &engine, stack.as_ref(), &thing).map(Ok)
        };
        self.changes(by).make(Own::StackMove, object, asked, change).await?;
        self.now().map(drop)
    }

    fn changes(&self, by: &Arc<Principal>) -> Changes {
        Changes::of(self.0.store.clone()).by(by.clone())
    }

    /// Puts what was just made into a stack, all of it or nothing; and answers whether it is in it. What belongs to
    /// another one was there before: under a name that somebody else has taken meanwhile.
    ///
    /// # Errors
    /// The stack has [`MOST`] members, the engine hasn't been seen yet, or the store can't be written.
    pub async fn claim(&self, stack: StackName, things: Vec<(Kind, String)>) -> Result<bool, Error> {
        let engine = self.engine()?;
        let claimed = self.0.store.write(move |tx| rows::claim(tx, &engine, &stack, &things)).await??;
        self.now()?;
        Ok(claimed)
    }

    /// Takes things out of all stacks: they are gone from the engine.
    ///
    /// # Errors
    /// The store can't be written.
    pub async fn forget(&self, things: Vec<(Kind, String)>) -> Result<(), Error> {
        // Of an engine that hasn't been seen there is nothing to forget.
        let engine = self.0.feed.engine().id.clone();
        self.0.store.write(move |tx| rows::delete(tx, &engine, &things)).await?;
        self.now().map(drop)
    }

    /// Takes everything out of a stack.
    ///
    /// # Errors
    /// The engine hasn't been seen yet, or the store can't be written.
    pub async fn dissolve(&self, stack: StackName) -> Result<(), Error> {
        let engine = self.engine()?;
        self.0.store.write(move |tx| rows::delete_all(tx, &engine, &stack)).await?;
        self.now().map(drop)
    }

    /// As [`Members::dissolve`], by an admin: written to the audit.
    pub(crate) async fn dissolve_by(&self, by: &Arc<Principal>, stack: StackName) -> Result<(), Error> {
        let (engine, object) = (self.engine()?, stack.to_string());
        let change = move |tx: &Transaction<'_>| rows::delete_all(tx, &engine, &stack).map(Ok);
        self.changes(by).make(Own::StackDissolve, object, String::new(), change).await?;
        self.now().map(drop)
    }
}

#[cfg(test)]
mod tests;
