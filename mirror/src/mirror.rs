//! The mirror's one writer: follows the engine's events, looks where they point, and publishes what it sees.
//!
//! An event says where to look, and so does a list; what is true there, only looking tells. So it doesn't
//! matter in which order events, lists and looks overtake each other, and an event that was lost is made good
//! by the look at everything that follows each gap.

mod following;

use std::{sync::Arc, time::Duration};

use engine::{Client, Diagnosis};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};
use wire::{Change, Engine, Id, Link, Sealed, Seq, Time};

use crate::{Feed, clock::now, place::Place, problem::problem, queue::Waiter};
use following::Following;

/// How many requests may wait at once until the mirror shows what they did.
const WISHES: usize = 256;
/// The shortest and the longest pause between two tries to reach an engine that is gone. A try costs one
/// failed `connect`.
const PAUSES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(2));

/// A handle on the mirror, for those who changed something and wait until it shows.
#[derive(Clone, Debug)]
pub struct Mirror {
    wishes: mpsc::Sender<Wish>,
    feed: Arc<Feed>,
    own: Option<Id>,
}

#[derive(Debug)]
struct Wish {
    place: Place,
    waiter: Waiter,
}

/// The mirror's work; it never ends by itself.
#[derive(Debug)]
pub struct Work {
    client: Client,
    feed: Arc<Feed>,
    own: Option<Id>,
    wishes: mpsc::Receiver<Wish>,
}

impl Mirror {
    /// A mirror of an engine that publishes to a feed, and its work, which is to be spawned. `own` is the container that
    /// this program runs in.
    pub fn new(client: Client, feed: Arc<Feed>, own: Option<Id>) -> (Self, Work) {
        let (sender, wishes) = mpsc::channel(WISHES);
        (Self { wishes: sender, feed: feed.clone(), own }, Work { client, feed, own, wishes })
    }

    /// The feed that it publishes to.
    pub fn feed(&self) -> &Arc<Feed> {
        &self.feed
    }

    /// The container that this program runs in.
    pub fn own(&self) -> Option<Id> {
        self.own
    }

    /// Waits until the feed shows what a place looks like from now on, and answers the number from which on
    /// it does. When the engine is gone nothing can be seen, and it is the last number.
    pub async fn settle(&self, place: Place) -> Seq {
        let (waiter, settled) = oneshot::channel();
        let head = || *self.feed.head().borrow();
        if self.wishes.send(Wish { place, waiter }).await.is_err() {
            return head();
        }
        settled.await.unwrap_or_else(|_| head())
    }
}

impl Work {
    /// Mirrors the engine until it is dropped.
    pub async fn run(mut self) {
        let mut pause = PAUSES.0;
        loop {
            match Following::start(&self.client, &self.feed, self.own).await {
                Ok(mut following) => {
                    let gap = following.run(&mut self.wishes).await;
                    if following.is_whole() {
                        pause = PAUSES.0;
                    }
                    let why = gap.map_or("its events ended".to_owned(), |error| error.to_string());
                    tracing::warn!(why, "there is a gap in what is heard of the engine");
                    self.publish_doubt();
                }
                Err(error) => publish_gone(&self.feed, &Diagnosis::of(&error, self.client.address())),
            }
            self.rest(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    /// Says that what is shown may be old, until everything has been seen again.
    fn publish_doubt(&self) {
        let engine = self.feed.engine();
        if matches!(engine.link, Link::Up { .. } | Link::Partly { .. }) {
            self.feed.publish([Change::Engine(linked(&engine, Link::Connecting).into())]);
        }
    }

    /// Waits for the next try. Who wishes meanwhile gets no answer, and so learns that there is nothing to see.
    async fn rest(&mut self, pause: Duration) {
        let end = Instant::now() + pause;
        loop {
            tokio::select! {
                () = sleep_until(end) => return,
                Some(_) = self.wishes.recv() => {}
            }
        }
    }
}

/// Says that the engine is gone; since when, is when it was first seen.
fn publish_gone(feed: &Feed, diagnosis: &Diagnosis) {
    let engine = feed.engine();
    let problem = problem(diagnosis);
    let (since, told) = match &engine.link {
        Link::Down { since, problem } => (*since, problem.open()),
        Link::Up { .. } | Link::Partly { .. } | Link::Connecting => (now(), None),
    };
    if told.as_ref() == Some(&problem) {
        return;
    }
    tracing::warn!(address = engine.address, problem = %diagnosis, "the engine can't be reached");
    let link = Link::Down { since, problem: Sealed::new(&problem) };
    feed.publish([Change::Engine(linked(&engine, link).into())]);
}

/// The engine with another link to it.
fn linked(engine: &Engine, link: Link) -> Engine {
    Engine { link, whole_until: whole_until(engine), ..Engine::clone(engine) }
}

/// Until when all that is shown of an engine was known to be true, when that ends now.
fn whole_until(engine: &Engine) -> Option<Time> {
    match engine.link {
        Link::Up { .. } => Some(now()),
        _ => engine.whole_until,
    }
}
