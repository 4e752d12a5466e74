//! What somebody sees who doesn't reach everything: the feed, without what is in no scope of theirs.
//!
//! What one of them sees of an object may begin and end with another's change, and with a change of members. So each
//! time all that they see is put together anew, and sent whole when it differs: it is small, or they would reach
//! everything.

use std::sync::Arc;

use bytes::Bytes;
use gate::Principal;
use mirror::Feed;
use wire::{Engine, Frame, Link, Problem, Sealed, Seq, Snapshot};

use crate::{
    error::Error,
    jobs::Askers,
    sight::{Seen, Sight},
    targets::Targets,
};

/// The view of one page.
pub(super) struct View {
    principal: Arc<Principal>,
    targets: Targets,
    askers: Askers,
    /// What the page knows.
    shown: Option<Snapshot>,
}

impl View {
    /// Nothing has been shown yet. `None` for whoever reaches everything: they share the feed's own frames.
    pub(super) fn of(principal: &Arc<Principal>, targets: &Targets, askers: &Askers) -> Option<Self> {
        let narrow = !gate::reaches_everything(principal);
        narrow.then(|| Self {
            principal: principal.clone(),
            targets: targets.clone(),
            askers: askers.clone(),
            shown: None,
        })
    }

    /// What the page has to be told; nothing when it knows all, and has the number of it.
    pub(super) fn missed(&mut self, feed: &Feed, seq: Option<Seq>) -> Result<Option<(Seq, Bytes)>, Error> {
        let sight = Sight::new(self.principal.clone(), self.targets.clone())?;
        let (head, known) = feed.known();
        let all = known.snapshot();
        let seen = Snapshot {
            engine: told(all.engine),
            containers: seen(all.containers, &sight),
            images: seen(all.images, &sight),
            volumes: seen(all.volumes, &sight),
            networks: seen(all.networks, &sight),
            jobs: all.jobs.into_iter().filter(|row| self.askers.is_of(row.id, &self.principal)).collect(),
            events: all
                .events
                .into_iter()
                .filter(|row| row.open().is_some_and(|row| sight.sees_event(&row.event)))
                .collect(),
        };
        let is_known = self.shown.as_ref() == Some(&seen);
        if is_known && seq == Some(head) {
            return Ok(None);
        }
        let frame = match is_known {
            true => Frame::Changes { seq: head, changes: Vec::new() },
            false => {
                self.shown = Some(seen.clone());
                Frame::Snapshot { seq: head, snapshot: seen }
            }
        };
        postcard::to_allocvec(&frame).map(|frame| Some((head, frame.into()))).map_err(Error::internal)
    }
}

fn seen<T: Seen>(rows: Vec<Arc<T>>, sight: &Sight) -> Vec<Arc<T>> {
    rows.into_iter().filter_map(|row| row.seen(sight)).collect()
}

/// The engine without its own words of why it can't tell all: they may name what isn't everybody's.
fn told(engine: Arc<Engine>) -> Arc<Engine> {
    let Link::Partly { since, untold, .. } = engine.link else { return engine };
    let problem = Sealed::new(&Problem::Other { message: String::new() });
    Engine { link: Link::Partly { since, untold, problem }, ..Engine::clone(&engine) }.into()
}
