//! The engine comes, goes, hangs, and comes again.

use std::time::{Duration, Instant};

use mirror::Place;
use testbed::{Relay, Release};
use wire::{Collection, Collections, Container, Link, Problem, State};

use crate::Running;

/// Why the engine can't be reached, or doesn't tell all.
fn why(link: &Link) -> Option<Problem> {
    match link {
        Link::Down { problem, .. } | Link::Partly { problem, .. } => problem.open(),
        Link::Connecting | Link::Up { .. } => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_stops_is_gone_and_comes_back_by_itself() {
    let engine = crate::engine(Release::V28);
    let id =
        engine.docker(&["run", "--detach", "--init", "--name", "web", "busybox", "sleep", "1h"]).unwrap();
    let mirror = Running::start(&engine.host());
    mirror.up().await;
    let state = || mirror.feed().get::<Container>(&id.parse().unwrap()).map(|row| row.state);
    assert_eq!(state(), Some(State::Running));

    engine.stop().unwrap();
    mirror.link(|link| matches!(why(link), Some(Problem::NoSocket { .. } | Problem::Refused { .. }))).await;
    assert!(state().is_some(), "the last that was known stays");
    let Link::Down { since, .. } = mirror.feed().engine().link else { panic!("it came back by itself") };

    engine.start_again().unwrap();
    let back = Instant::now();
    mirror.up().await;
    assert!(back.elapsed() < Duration::from_secs(5), "{:?}", back.elapsed());
    assert!(since.0 > 0);
    assert_eq!(state(), Some(State::Exited));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_hangs_is_told_from_one_that_is_gone() {
    let engine = crate::engine(Release::V28);
    let mirror = Running::start(&engine.host());
    mirror.up().await;
    engine.pause().unwrap();
    mirror.link(|link| matches!(why(link), Some(Problem::Silent { .. }))).await;
    engine.resume().unwrap();
    let back = Instant::now();
    mirror.up().await;
    assert!(back.elapsed() < Duration::from_secs(5), "{:?}", back.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_comes_for_the_first_time_is_told_with_all_that_is_on_it() {
    let engine = crate::engine(Release::V28);
    for name in ["one", "two", "three"] {
        engine.docker(&["create", "--name", name, "--volume", &format!("{name}:/data"), "busybox"]).unwrap();
    }
    let later = engine.home().join("later.sock");
    let mirror = Running::start(&format!("unix://{}", later.display()));
    mirror.link(|link| matches!(why(link), Some(Problem::NoSocket { .. }))).await;
    assert_eq!(mirror.feed().engine().anatomy, None, "nobody knows it");

    std::os::unix::fs::symlink(engine.socket(), &later).unwrap();
    let come = Instant::now();
    mirror.wait(|feed| feed.engine().anatomy.is_some()).await;
    assert!(come.elapsed() < Duration::from_secs(5), "{:?}", come.elapsed());
    let feed = mirror.feed();
    assert!(matches!(feed.engine().link, Link::Up { .. }));
    assert_eq!((feed.list::<Container>().rows.len(), feed.list::<wire::Volume>().rows.len()), (3, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_shows_at_the_number_that_settling_answers() {
    let engine = crate::engine(Release::V20);
    let mirror = Running::start(&engine.host());
    mirror.up().await;
    for _ in 0..20 {
        let id = engine.docker(&["create", "busybox"]).unwrap().parse().unwrap();
        let seq = mirror.mirror.settle(Place::Container(id)).await;
        assert!(mirror.feed().get::<Container>(&id).is_some());
        assert!(*mirror.feed().head().borrow() >= seq);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_engine_the_reason_is_known_and_settling_doesnt_wait() {
    let mirror = Running::start("unix:///nonexistent/docker.sock");
    mirror
        .link(|link| matches!(why(link), Some(Problem::NoSocket { path }) if path == "/nonexistent/docker.sock"))
        .await;
    assert_eq!(mirror.mirror.settle(Place::Images).await, *mirror.feed().head().borrow());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_odd_container_hides_no_other_and_a_gap_is_told() {
    let engine = crate::engine(Release::V28);
    let make = |name: &str| engine.docker(&["create", "--name", name, "busybox"]).unwrap();
    let (odd, plain) = (make("odd"), make("plain"));
    let relay = Relay::start(engine.home().join("relay.sock"), &engine.socket()).unwrap();
    relay.refuse(&format!("/containers/{odd}/json"));
    let mirror = Running::start(&relay.address());
    mirror.up().await;
    let row = |id: &str| mirror.feed().get::<Container>(&id.parse().unwrap());
    assert!(row(&plain).is_some() && row(&odd).is_none());

    relay.cut();
    mirror.link(|link| !matches!(link, Link::Up { .. })).await;
    relay.refuse_nothing();
    relay.mend();
    mirror.up().await;
    assert!(row(&odd).is_some(), "it is seen again as soon as it can be");
}

/// It is told with why, and nothing passes for empty; what else there is goes on being seen, and isn't asked for anew.
#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_cannot_tell_one_list_tells_all_others() {
    let engine = crate::engine(Release::V28);
    engine.docker(&["volume", "create", "data"]).unwrap();
    engine.docker(&["create", "busybox"]).unwrap();
    for (list, of) in [
        ("/containers/json?all=1", Some(Collection::Containers)),
        ("/images/json", Some(Collection::Images)),
        ("/volumes", Some(Collection::Volumes)),
        ("/networks", Some(Collection::Networks)),
        ("/info", None),
    ] {
        let name = list.split(['/', '?']).nth(1).unwrap();
        let relay = Relay::start(engine.home().join(format!("{name}.sock")), &engine.socket()).unwrap();
        relay.refuse(&format!("{list} "));
        let mirror = Running::start(&relay.address());
        let path = list.split('?').next().unwrap();
        let tells = |link: &Link| match link {
            Link::Partly { untold, .. } => {
                assert_eq!(*untold, of.into_iter().collect(), "{list}");
                matches!(why(link), Some(Problem::Other { message }) if message.contains(path))
            }
            link => {
                assert!(matches!(link, Link::Connecting), "{list}: {link:?}");
                false
            }
        };
        mirror.link(tells).await;
        // An empty list passes for one only once it was seen.
        let all = Collections::ALL;
        assert_eq!(mirror.feed().engine().seen, Collections::from_iter(of).others(), "{list}");
        let lists = rows(mirror.feed());
        assert!(lists.iter().all(|(is, rows)| Some(*is) == of || *rows > 0), "{list}: {lists:?}");
        let id = engine.docker(&["create", "--name", name, "busybox"]).unwrap().parse().unwrap();
        mirror.wait(|feed| feed.get::<Container>(&id).is_some()).await;
        assert!(tells(&mirror.feed().engine().link), "{list}");

        relay.refuse_nothing();
        mirror.up().await;
        assert_eq!(
            (rows(mirror.feed()).iter().all(|(_, rows)| *rows > 0), mirror.feed().engine().seen),
            (true, all)
        );

        // As well when it can't any more; once may be chance.
        let up = mirror.feed().engine().link.clone();
        for (refused, tag) in [(false, 1), (true, 2)] {
            match refused {
                false => relay.refuse_once("/images/json "),
                true => relay.refuse("/images/json "),
            }
            let before = relay.count("/images/json ");
            engine.docker(&["tag", "busybox", &format!("{name}:{tag}")]).unwrap();
            let is_tagged = |feed: &mirror::Feed| {
                feed.list::<wire::Image>().rows.iter().any(|row| row.tags.contains(&format!("{name}:{tag}")))
            };
            match refused {
                false => _ = mirror.wait(is_tagged).await,
                true => mirror.link(|link| matches!(link, Link::Partly { .. })).await,
            }
            assert!(relay.count("/images/json ") >= before + 2, "{list}");
            assert_eq!(
                (mirror.feed().engine().link == up, mirror.feed().engine().seen),
                (!refused, all),
                "{list}"
            );
        }
        assert_eq!(relay.count("/events?"), 1, "{list}: nothing is asked anew");

        // What is old gets no younger when the connection is cut.
        let old = mirror.feed().engine().whole_until;
        assert!(old.is_some(), "{list}");
        relay.cut();
        mirror.link(|link| matches!(link, Link::Down { .. })).await;
        relay.mend();
        mirror.link(|link| matches!(link, Link::Partly { .. })).await;
        assert_eq!(mirror.feed().engine().whole_until, old, "{list}");
        relay.refuse_nothing();
        mirror.up().await;
    }
}

/// How many rows each list has.
fn rows(feed: &mirror::Feed) -> [(Collection, usize); 4] {
    [
        (Collection::Containers, feed.list::<Container>().rows.len()),
        (Collection::Images, feed.list::<wire::Image>().rows.len()),
        (Collection::Volumes, feed.list::<wire::Volume>().rows.len()),
        (Collection::Networks, feed.list::<wire::Network>().rows.len()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_failed_shows_though_the_engine_says_nothing() {
    a_failed_start_shows(Release::V28).await;
    a_failed_start_shows(Release::V20).await;
}

async fn a_failed_start_shows(release: Release) {
    let engine = crate::engine(release);
    engine.docker(&["network", "create", "gone"]).unwrap();
    let id = engine.docker(&["create", "--network", "gone", "busybox", "true"]).unwrap();
    engine.docker(&["start", "--attach", &id]).unwrap();
    engine.docker(&["network", "rm", "gone"]).unwrap();
    let mirror = Running::start(&engine.host());
    mirror.up().await;
    let shown = |feed: &mirror::Feed| feed.get::<Container>(&id.parse().unwrap()).map(|row| row.exit_code);
    assert_eq!(shown(mirror.feed()), Some(0));

    engine.docker(&["start", &id]).unwrap_err();
    mirror.wait(|feed| shown(feed) == Some(128)).await;
}
