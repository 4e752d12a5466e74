//! Forgets what is gone from the engine, by whichever way it went: `--rm`, a prune, another tool.

use std::{collections::HashSet, time::Duration};

use rusqlite::Transaction;
use wire::{Collections, Known, Link, Time};

use super::{Kind, Members, Membership, repository, rows, tells_when, volume_id};
use crate::error::Error;

/// How far apart the two looks are in which something has to be missing. What was just made is seen by then.
pub const APART: Duration = Duration::from_secs(60);

type Thing = (Kind, String);

/// What was missing at one look.
struct Look {
    /// Since when all that counts is seen, without a gap.
    since: Time,
    missing: HashSet<Thing>,
}

impl Members {
    /// Forgets what the engine doesn't have any more, in two looks so far apart. While the engine is away nothing is
    /// known to be gone. Runs as long as the server.
    pub async fn forget_what_is_gone(self, apart: Duration) {
        let mut head = self.0.feed.head();
        let mut before = None;
        loop {
            head.mark_unchanged();
            before = match self.look(before).await {
                Ok(look) => look,
                Err(error) => {
                    tracing::error!(%error, "what is gone from the engine can't be taken out of its stacks");
                    None
                }
            };
            // What is missing is looked for again; else nothing goes before the engine says something.
            let waits = before.as_ref().is_none_or(|look: &Look| look.missing.is_empty());
            if waits && head.changed().await.is_err() {
                return;
            }
            tokio::time::sleep(apart).await;
        }
    }

    /// Looks, and forgets what was missing at the look before, too.
    async fn look(&self, before: Option<Look>) -> Result<Option<Look>, Error> {
        let (_, known) = self.0.feed.known();
        let (since, untold) = match known.engine.link {
            Link::Up { since } => (since, Collections::default()),
            Link::Partly { since, untold, .. } => (since, untold),
            Link::Connecting | Link::Down { .. } => return Ok(None),
        };
        if before.is_none() {
            let engine = known.engine.id.clone();
            let made = volumes_with_times(&known);
            let change = move |tx: &Transaction<'_>| {
                rows::take_over(tx, &engine)?;
                rows::tell_when(tx, &engine, &made)
            };
            self.0.store.write(change).await?;
        }
        let membership = self.now()?;
        if membership.engine != known.engine.id {
            return Ok(None);
        }
        let mut missing = membership.missing(&present(&known));
        missing.retain(|(kind, _)| !untold.contains(kind.list()));
        if let Some(before) = before.filter(|before| before.since == since) {
            let gone: Vec<_> = missing.intersection(&before.missing).cloned().collect();
            if !gone.is_empty() {
                missing.retain(|thing| !before.missing.contains(thing));
                tracing::info!(
                    count = gone.len(),
                    "what is gone from the engine was taken out of its stacks"
                );
                self.forget(gone).await?;
            }
        }
        Ok(Some(Look { since, missing }))
    }
}

/// Volumes by their names, and as members are named on an engine that tells when they were made: nothing on others.
fn volumes_with_times(known: &Known) -> Vec<(String, String)> {
    if !tells_when(&known.engine) {
        return Vec::new();
    }
    let made = known.volumes.rows().iter().filter(|row| row.created.is_some());
    made.map(|row| (row.name.clone(), volume_id(&row.name, row.created))).collect()
}

impl Membership {
    fn missing(&self, present: &HashSet<Thing>) -> HashSet<Thing> {
        self.of.keys().filter(|thing| !present.contains(*thing)).cloned().collect()
    }
}

/// All that the engine has, as members are named.
fn present(known: &Known) -> HashSet<Thing> {
    let containers = known.containers.rows().iter().map(|row| (Kind::Container, row.id.to_string()));
    let images = known.images.rows().iter().map(|row| (Kind::Image, row.id.to_string()));
    // Those of old engines are known by name alone.
    let volumes = known
        .volumes
        .rows()
        .iter()
        .flat_map(|row| [row.created, None].map(|created| (Kind::Volume, volume_id(&row.name, created))));
    let networks = known.networks.rows().iter().map(|row| (Kind::Network, row.id.clone()));
    let repositories = known.images.rows().iter().flat_map(|row| row.tags.iter().chain(&row.digests));
    let repositories = repositories.filter_map(|name| repository(name)).map(|name| (Kind::Repository, name));
    containers.chain(images).chain(volumes).chain(networks).chain(repositories).collect()
}
