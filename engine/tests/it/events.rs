//! The event stream.

use std::time::Duration;

use engine_api::{
    call::Filters,
    system::{
        Events,
        event::{Action, Kind},
    },
};
use futures_util::StreamExt;
use tokio::time::timeout;

use crate::real::{RELEASES, client, shared};

#[tokio::test]
async fn what_happens_is_told_at_once() {
    for release in RELEASES {
        let engine = shared(release);
        let client = client(engine);
        let filters = Filters::new().with("label", "watched");
        let mut events = client.stream(&Events { filters, since: None }).await.unwrap();
        let run = ["run", "--rm", "--label", "watched", "--name", "watched", "busybox", "true"];
        engine.docker(&run).unwrap();
        let mut seen = Vec::new();
        while seen.last() != Some(&Action::Destroy) {
            let event = timeout(Duration::from_secs(20), events.next()).await.unwrap().unwrap().unwrap();
            assert_eq!((event.kind, event.actor.id.len()), (Kind::Container, 64));
            seen.push(event.action);
        }
        for action in [Action::Create, Action::Start, Action::Die] {
            assert!(seen.contains(&action), "{action:?} in {seen:?}");
        }
    }
}
