//! What is removed from the engine, by whichever way, is of no stack any more; what an engine that is away has, stays.

use std::{sync::Arc, time::Duration};

use engine::{Address, Client, Security};
use mirror::{Feed, Mirror};
use server::members::{Kind, Members, volume_id};
use testbed::{Engine, Release};
use tokio::time::{sleep, timeout};
use wire::Link;

use super::{House, SOON};
use crate::running::open;

async fn until(feed: &Feed, is: impl Fn(&Link) -> bool) {
    let mut head = feed.head();
    let seen = async {
        while !is(&feed.engine().link) {
            head.changed().await.unwrap();
        }
    };
    timeout(SOON, seen).await.expect("nobody noticed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_from_the_engine_belongs_to_no_stack() {
    let house = House::new(Release::V28).await;
    let (stays, goes) = (house.run("stays"), house.run("goes"));
    let network = house.docker(&["network", "create", "net"]);
    for (kind, id) in [(Kind::Container, &stays), (Kind::Container, &goes), (Kind::Network, &network)] {
        house.adopt("web", kind, id).await;
    }
    house.docker(&["volume", "create", "data"]);
    let (store, _) = open(&house.server.data());
    let client = Client::new(Address::parse(&house.engine.host(), &Security::default()).unwrap());
    let feed = Arc::new(Feed::new(1, house.engine.host()));
    let (_mirror, work) = Mirror::new(client, feed.clone(), None);
    let members = Members::new(store, feed.clone());
    let mirroring = tokio::spawn(work.run());
    until(&feed, |link| matches!(link, Link::Up { .. })).await;
    let volumes = feed.list::<wire::Volume>().rows;
    let volume = volume_id("data", volumes.iter().find(|row| row.name == "data").unwrap().created);
    house.adopt("web", Kind::Volume, &volume).await;
    let image = house.docker(&["images", "--quiet", "--no-trunc", "busybox"]);
    house.adopt("web", Kind::Image, &image).await;
    let sweeping = tokio::spawn(members.clone().forget_what_is_gone(Duration::from_millis(300)));
    let has = |kind, id: &str| !members.now().unwrap().stacks(kind, id).is_empty();
    let until_gone = async |kind, id: &str| {
        let gone = async {
            while has(kind, id) {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(SOON, gone).await.expect("it stayed");
    };

    house.docker(&["rm", "--force", "goes"]);
    until_gone(Kind::Container, &goes).await;
    for (kind, id) in
        [(Kind::Container, &stays), (Kind::Network, &network), (Kind::Volume, &volume), (Kind::Image, &image)]
    {
        assert!(has(kind, id), "{kind:?} {id}");
    }
    house.docker(&["volume", "rm", "data"]);
    house.docker(&["network", "rm", "net"]);
    until_gone(Kind::Volume, &volume).await;
    until_gone(Kind::Network, &network).await;

    // An engine that is away has lost nothing; once it is back, what is looked at next is told to be gone.
    house.engine.stop().unwrap();
    let made_up = "c".repeat(64);
    members.add("web".parse().unwrap(), vec![(Kind::Container, made_up.clone())]).await.unwrap();
    until(&feed, |link| matches!(link, Link::Down { .. })).await;
    // Time for some looks.
    sleep(Duration::from_millis(1200)).await;
    assert!(has(Kind::Container, &made_up) && has(Kind::Container, &stays));
    house.engine.start_again().unwrap();
    until_gone(Kind::Container, &made_up).await;
    assert!(has(Kind::Container, &stays) && has(Kind::Image, &image));
    sweeping.abort();
    mirroring.abort();

    // Another engine, with the same data folder: what belongs to stacks on the first one isn't gone.
    let another = Engine::start(Release::V28).unwrap();
    let client = Client::new(Address::parse(&another.host(), &Security::default()).unwrap());
    let feed = Arc::new(Feed::new(1, another.host()));
    let (_mirror, work) = Mirror::new(client, feed.clone(), None);
    let mirroring = tokio::spawn(work.run());
    until(&feed, |link| matches!(link, Link::Up { .. })).await;
    let there = Members::new(open(&house.server.data()).0, feed);
    let there_has = || !there.now().unwrap().stacks(Kind::Container, &made_up).is_empty();
    assert!(there.now().unwrap().stacks(Kind::Container, &stays).is_empty());
    there.add("web".parse().unwrap(), vec![(Kind::Container, made_up.clone())]).await.unwrap();
    let sweeping = tokio::spawn(there.clone().forget_what_is_gone(Duration::from_millis(300)));
    timeout(SOON, async {
        while there_has() {
            sleep(Duration::from_millis(20)).await
        }
    })
    .await
    .expect("it stayed");
    assert!(has(Kind::Container, &stays) && has(Kind::Image, &image));
    sweeping.abort();
    mirroring.abort();
}
