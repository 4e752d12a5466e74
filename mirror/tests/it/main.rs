//! The mirror on real engines, old and new.

#![allow(clippy::unwrap_used, reason = "a test fails where it goes wrong")]

mod exact;
mod link;
mod table;

use std::{sync::Arc, time::Duration};

use engine::{Address, Client};
use mirror::{Feed, Mirror};
use testbed::Engine;
use tokio::{task::JoinHandle, time::timeout};
use wire::{Link, Seq};

/// How long anything may take on a machine that does something else as well.
const SOON: Duration = Duration::from_secs(60);

/// A mirror at work; it ends with the test.
struct Running {
    mirror: Mirror,
    work: JoinHandle<()>,
}

impl Running {
    fn start(address: &str) -> Self {
        let address = Address::parse(address, &Default::default()).unwrap();
        let feed = Arc::new(Feed::new(1, address.to_string()));
        let (mirror, work) = Mirror::new(Client::new(address), feed, None);
        Self { mirror, work: tokio::spawn(work.run()) }
    }

    fn feed(&self) -> &Feed {
        self.mirror.feed()
    }

    /// Waits until the link is as it should be.
    async fn link(&self, wanted: impl Fn(&Link) -> bool) {
        self.wait(|feed| wanted(&feed.engine().link)).await;
    }

    async fn up(&self) {
        self.link(|link| matches!(link, Link::Up { .. })).await;
    }

    /// Waits until something is true of the feed.
    async fn wait(&self, true_of: impl Fn(&Feed) -> bool) -> Seq {
        let mut head = self.feed().head();
        let wait = head.wait_for(|_| true_of(self.feed()));
        match timeout(SOON, wait).await {
            Ok(head) => *head.unwrap(),
            Err(_) => panic!("never true; the engine: {:?}", self.feed().engine()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.work.abort();
    }
}

/// A private engine with busybox on it.
fn engine(release: testbed::Release) -> Engine {
    let engine = Engine::start(release).unwrap();
    engine.import_busybox().unwrap();
    engine
}
