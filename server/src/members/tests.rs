use wire::{Change, Engine};

use super::*;

/// The feed of an engine that has been seen.
fn feed_of(id: &str) -> Arc<Feed> {
    let feed = Feed::new(1, "unix:///run/docker.sock".into());
    let engine = Engine { id: id.into(), ..Engine::clone(&feed.engine()) };
    feed.publish([Change::Engine(engine.into())]);
    feed.into()
}

/// Waits for what another process wrote, which shows a millisecond later.
async fn until(members: &Members, holds: impl Fn(&Membership) -> bool) {
    while !holds(&members.now().expect("read")) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_is_put_into_a_stack_belongs_to_it_until_it_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let (members, elsewhere) =
        (Members::new(store, feed_of("one")), Store::open(folder.path()).expect("the same store"));
    let elsewhere = Members::new(elsewhere, feed_of("one"));
    let web: StackName = "web".parse().expect("a name");
    let db: StackName = "db".parse().expect("a name");
    let id = || "c".repeat(64);

    assert!(members.now().expect("read").stacks(Kind::Container, &id()).is_empty());
    let things = vec![(Kind::Container, id()), (Kind::Volume, "data 7".into())];
    elsewhere.add(web.clone(), things.clone()).await.expect("written");
    members.add(web.clone(), things).await.expect("written again");
    members.add(db.clone(), vec![(Kind::Container, id())]).await.expect("written");

    let now = members.now().expect("read");
    assert_eq!(now.stacks(Kind::Container, &id()), [db.clone(), web.clone()]);
    assert_eq!(now.stacks(Kind::Network, &id()), []);
    assert_eq!(now.stacks(Kind::Volume, "data"), [], "another volume of the same name");
    assert_eq!(now.counts()[&web].values().sum::<usize>(), 2);

    // What is another stack's already isn't claimed, nor what would be claimed along with it.
    let more = vec![(Kind::Container, "d".repeat(64)), (Kind::Volume, "data 7".into())];
    assert!(!elsewhere.claim(db.clone(), more.clone()).await.expect("written"));
    assert_eq!(members.now().expect("read").stacks(Kind::Container, &"d".repeat(64)), []);
    assert!(elsewhere.claim(web.clone(), more).await.expect("written"));
    until(&members, |now| now.stacks(Kind::Container, &"d".repeat(64)) == std::slice::from_ref(&web)).await;

    members.forget(vec![(Kind::Container, id())]).await.expect("written");
    until(&elsewhere, |now| now.stacks(Kind::Container, &id()).is_empty()).await;
    members.dissolve(web).await.expect("written");
    assert!(members.now().expect("read").counts().is_empty());
}

#[tokio::test]
async fn a_stack_takes_no_more_than_its_most() {
    let folder = tempfile::tempdir().expect("a folder");
    let members = Members::new(Store::open(folder.path()).expect("a store"), feed_of("one"));
    let web: StackName = "web".parse().expect("a name");
    let things = (0..MOST).map(|number| (Kind::Container, number.to_string())).collect();
    members.add(web.clone(), things).await.expect("written");
    let more = || vec![(Kind::Volume, "data 7".to_owned())];
    let refused = members.add(web.clone(), more()).await;
    assert!(matches!(refused, Err(Error::StackFull { most: MOST, .. })), "{refused:?}");
    let refused = members.claim(web.clone(), more()).await;
    assert!(matches!(refused, Err(Error::StackFull { most: MOST, .. })), "{refused:?}");
    members.claim("db".parse().expect("a name"), more()).await.expect("another stack has room");
}

#[tokio::test]
async fn what_belongs_to_a_stack_does_so_on_its_own_engine() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let (web, data) = ("web".parse::<StackName>().expect("a name"), vec![(Kind::Volume, "data".to_owned())]);
    let of = |id| Members::new(store.clone(), feed_of(id));
    let is_member = |members: &Members| !members.now().expect("read").stacks(Kind::Volume, "data").is_empty();
    // Before engines were told apart it was written without one.
    let before = "INSERT INTO members VALUES ('local', 'volume', 'old', 'web')";
    store.write(|tx| tx.execute(before, [])).await.expect("written");
    store.write(|tx| rows::take_over(tx, "one")).await.expect("written");
    assert!(!of("one").now().expect("read").stacks(Kind::Volume, "old").is_empty());

    of("one").add(web.clone(), data.clone()).await.expect("written");
    assert!(is_member(&of("one")) && !is_member(&of("two")));
    assert!(of("two").claim("db".parse().expect("a name"), data.clone()).await.expect("written"));
    of("two").forget(data.clone()).await.expect("written");
    of("two").dissolve(web.clone()).await.expect("written");
    assert!(is_member(&of("one")) && !is_member(&of("two")));
    // The same members follow to another engine and back.
    let feed = feed_of("one");
    let members = Members::new(store.clone(), feed.clone());
    for (id, expected) in [("one", true), ("two", false), ("one", true)] {
        let engine = Engine { id: id.into(), ..Engine::clone(&feed.engine()) };
        feed.publish([Change::Engine(engine.into())]);
        assert_eq!(is_member(&members), expected, "{id}");
    }
    let refused = of("").claim(web, data).await;
    assert!(matches!(refused, Err(Error::EngineNotSeenYet)), "{refused:?}");
}

#[tokio::test]
async fn a_volume_keeps_its_stack_when_the_engine_begins_to_tell_when_it_was_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let members = Members::new(store.clone(), feed_of("one"));
    let web: StackName = "web".parse().expect("a name");
    members.add(web.clone(), vec![(Kind::Volume, "data".into())]).await.expect("written");
    let made = [("data".to_owned(), "data 7".to_owned()), ("other".to_owned(), "other 8".to_owned())];
    store.write(move |tx| rows::tell_when(tx, "one", &made)).await.expect("written");
    let now = members.now().expect("read");
    assert_eq!(now.stacks(Kind::Volume, "data 7"), [web]);
    assert_eq!((now.stacks(Kind::Volume, "data"), now.stacks(Kind::Volume, "other 8")), (vec![], vec![]));
}
