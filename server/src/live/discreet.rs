//! What is left out of the feed for those who see everything and aren't admins: why others' jobs failed. The engine's
//! words may quote a command or a variable that only whoever asked has seen.

use std::sync::Arc;

use bytes::Bytes;
use gate::{Principal, Role};
use mirror::Feed;
use wire::{Change, Frame, JobRow, JobState, Seq};

use crate::{error::Error, jobs::Askers};

/// Leaves out what isn't told to one page.
pub(super) struct Discreet {
    principal: Arc<Principal>,
    askers: Askers,
}

impl Discreet {
    /// `None` for admins, who are told everything.
    pub(super) fn of(principal: &Arc<Principal>, askers: &Askers) -> Option<Self> {
        (principal.role < Role::Admin).then(|| Self { principal: principal.clone(), askers: askers.clone() })
    }

    /// A frame of the feed's, as it is told, that holds what has changed since a number: since 0, when it holds
    /// everything. One in which there is no job is as it was.
    pub(super) fn told(&self, feed: &Feed, since: Seq, frame: Bytes) -> Result<Bytes, Error> {
        if feed.jobs_version() <= since {
            return Ok(frame);
        }
        let mut told: Frame = postcard::from_bytes(&frame).map_err(Error::internal)?;
        match &mut told {
            Frame::Snapshot { snapshot, .. } => snapshot.jobs.iter_mut().for_each(|row| self.leave_out(row)),
            Frame::Changes { changes, .. } => {
                for change in changes {
                    if let Change::Job(row) = change {
                        self.leave_out(row);
                    }
                }
            }
            Frame::Hello(_) => {}
        }
        postcard::to_allocvec(&told).map(Bytes::from).map_err(Error::internal)
    }

    fn leave_out(&self, row: &mut Arc<JobRow>) {
        if self.askers.is_of(row.id, &self.principal) {
            return;
        }
        let Some(mut job) = row.job.open() else { return };
        if let JobState::Failed { failure, .. } = &mut job.state {
            failure.message = format!("why it failed is told to {} and to admins", job.by);
            *row = Arc::new((&job).into());
        }
    }
}
