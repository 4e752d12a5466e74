//! `/live`: a snapshot, then changes; nothing is missed; it ends with the session.

use std::time::{Duration, Instant};

use gate::Role;
use testbed::Release;
use tokio_tungstenite::tungstenite;
use wire::{Link, State};

use super::{
    House,
    page::{Page, connect},
};
use crate::running::Running;

on_both_releases!(what_happens_outside_is_seen_and_a_page_that_was_away_misses_nothing);

async fn what_happens_outside_is_seen_and_a_page_that_was_away_misses_nothing(release: Release) {
    let house = House::new(release).await;
    let ada = house.server.client_of("ada").await;
    let (address, cookie) = (house.server.address, ada.cookie().unwrap());
    let mut page = Page::open(address, cookie, None).await;
    assert_eq!((page.hello.user.as_str(), page.hello.role.as_str()), ("ada", "admin"));
    assert!(page.hello.allowed.remove);
    page.until(|known| matches!(known.engine.link, Link::Up { .. })).await;

    let id = house.run("web").parse().unwrap();
    page.until(|known| known.containers.get(&id).is_some_and(|row| row.state == State::Running)).await;
    house.docker(&["kill", "web"]);
    page.until(|known| {
        known.containers[&id].state == State::Exited && known.containers[&id].exit_code == 137
    })
    .await;

    let (left, epoch) = (page.seq, page.hello.epoch);
    let before = page.known.take().unwrap();
    drop(page);
    house.docker(&["rename", "web", "shop"]);
    house.docker(&["volume", "create", "data"]);

    let mut back = Page::open(address, cookie, Some((epoch, left))).await;
    (back.known, back.seq) = (Some(before), left);
    back.until(|known| known.containers[&id].name == "shop" && known.volumes.get("data").is_some()).await;
    assert_eq!(back.snapshots, 0, "only the changes were sent");

    let mut fresh = Page::open(address, cookie, Some((epoch ^ 1, left))).await;
    fresh.until(|_| true).await;
    assert_eq!(fresh.snapshots, 1, "another run's numbers mean nothing");
    while fresh.seq < back.seq {
        fresh.take_in().await;
    }
    while back.seq < fresh.seq {
        back.take_in().await;
    }
    assert_eq!(fresh.known, back.known);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_engine_a_page_is_served_and_told_why() {
    let server = Running::with_people(&[("vera", Role::Viewer)]).await;
    let vera = server.client_of("vera").await;
    let mut page = Page::open(server.address, vera.cookie().unwrap(), None).await;
    assert!(!page.hello.allowed.operate && !page.hello.allowed.secrets);
    page.until(|known| matches!(known.engine.link, Link::Down { .. })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_soon_after_its_session() {
    let server = Running::with_people(&[("vera", Role::Viewer)]).await;
    let mut vera = server.client_of("vera").await;
    let mut page = Page::open(server.address, vera.cookie().unwrap(), None).await;
    let before = Instant::now();
    vera.post("/logout", &[]).await;
    assert_eq!(page.end().await, 4401);
    assert!(before.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_the_server_which_says_so() {
    let server = Running::with_people(&[("vera", Role::Viewer)]).await;
    let vera = server.client_of("vera").await;
    let mut page = Page::open(server.address, vera.cookie().unwrap(), None).await;
    let (end, _) = tokio::join!(page.end(), server.stop());
    assert_eq!(end, 1012);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_gets_no_stream() {
    let server = Running::with_people(&[("vera", Role::Viewer)]).await;
    let vera = server.client_of("vera").await;
    for (cookie, origin, status) in [
        (vera.cookie().unwrap(), "http://evil.example", 403),
        ("pierhead=nothing", &*format!("http://{}", server.address), 401),
    ] {
        match connect(server.address, cookie, origin, None).await {
            Err(tungstenite::Error::Http(response)) => assert_eq!(response.status().as_u16(), status),
            other => panic!("{origin}: {other:?}"),
        }
    }
}
