//! What a job says of itself while it works.

use std::sync::{Arc, Mutex, PoisonError};

use mirror::Feed;
use wire::{Change, Job, JobRow, JobState, Layer, Step, Time};

use crate::clock;

/// A job, published whenever its work says so.
#[derive(Clone, Debug)]
pub(super) struct Report {
    job: Arc<Mutex<Job>>,
    feed: Arc<Feed>,
}

impl Report {
    /// Publishes a job that begins.
    pub(super) fn new(job: Job, feed: Arc<Feed>) -> Self {
        feed.publish([Change::Job(Arc::new((&job).into()))]);
        Self { job: Arc::new(Mutex::new(job)), feed }
    }

    /// The job goes on to a step.
    pub(super) fn step(&self, step: Step) {
        self.change(|job| job.step = step);
    }

    /// A pull has come further.
    pub(super) fn layers(&self, layers: Vec<Layer>) {
        self.change(|job| job.layers = layers);
    }

    /// The job has ended.
    pub(super) fn end(&self, state: JobState) {
        self.change(|job| {
            job.state = state;
            job.ended = Some(Time(clock::now()));
        });
    }

    fn change(&self, change: impl FnOnce(&mut Job)) {
        let row = {
            let mut job = self.job.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut job);
            JobRow::from(&*job)
        };
        self.feed.publish([Change::Job(Arc::new(row))]);
    }
}
