//! What happened on the engine, as pages are told it: everything to those who reach everything, and to others what
//! happened to what they see.

use gate::Role;
use server::members::Kind;
use testbed::Release;
use wire::{EVENTS, Event, Happening, Known, Object};

use super::{House, page::Page};

fn events(known: &Known) -> Vec<Event> {
    known.events.iter().map(|row| row.open().unwrap().event).collect()
}

fn happened(known: &Known, name: &str, what: &Happening) -> bool {
    events(known).iter().any(|event| event.name == name && event.what == *what)
}

on_both_releases!(what_happens_is_told_as_it_happens_without_what_may_be_secret);

async fn what_happens_is_told_as_it_happens_without_what_may_be_secret(release: Release) {
    let house = House::new(release).await;
    let vera = house.server.client_of("vera").await;
    let mut page = Page::open(house.server.address, vera.cookie().unwrap(), None).await;
    let secrets = ["--label", "key=hush", "--env", "PASSWORD=hush"];
    let command = ["busybox", "sh", "-c", "echo hush; exit 3"];
    let id = house.docker(&[&["run", "--detach", "--name", "web"], &secrets[..], &command[..]].concat());
    page.until(|known| happened(known, "web", &Happening::Exited(3))).await;
    house.docker(&["rename", "web", "shop"]);
    house.docker(&["volume", "create", "data"]);
    house.docker(&["network", "create", "back"]);
    house.docker(&["rm", "shop"]);
    page.until(|known| happened(known, "shop", &Happening::Removed)).await;

    let known = page.known.as_ref().unwrap();
    assert!(happened(known, "shop", &Happening::Renamed("web".into())), "{:?}", events(known));
    assert!(happened(known, "data", &Happening::Created) && happened(known, "back", &Happening::Created));
    let of_web = Object::Container(id.parse().unwrap());
    let course: Vec<_> =
        events(known).into_iter().filter(|it| it.object == of_web).map(|it| it.what).collect();
    let expected = [
        Happening::Created,
        Happening::Started,
        Happening::Exited(3),
        Happening::Renamed("web".into()),
        Happening::Removed,
    ];
    assert_eq!(course, expected, "each once, in order");
    assert!(!format!("{:?}", events(known)).contains("hush"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reaches_a_stack_is_told_what_happens_to_it_alone() {
    let house = House::new(Release::V28).await;
    house.add_of_stack("kim", Role::Operator, "web", "");
    house.run("theirs");
    let mine = house.run("mine");
    house.adopt("web", Kind::Container, &mine).await;
    let kim = house.server.client_of("kim").await;
    let mut page = Page::open(house.server.address, kim.cookie().unwrap(), None).await;
    page.until(|known| known.containers.len() == 1).await;

    house.docker(&["volume", "create", "data"]);
    house.docker(&["network", "create", "back"]);
    house.docker(&["kill", "theirs"]);
    house.docker(&["tag", "busybox", "secret-project:1"]);
    house.docker(&["kill", "mine"]);
    page.until(|known| happened(known, "mine", &Happening::Exited(137))).await;
    let told = events(page.known.as_ref().unwrap());
    let of_mine = Object::Container(mine.parse().unwrap());
    assert!(
        told.iter().all(|event| event.object == of_mine || matches!(event.object, Object::Image(_))),
        "{told:?}"
    );
    assert!(!format!("{told:?}").contains("theirs"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_last_are_remembered() {
    let house = House::new(Release::V28).await;
    let ada = house.server.client_of("ada").await;
    for number in 0..EVENTS + 5 {
        house.docker(&["volume", "create", &format!("v{number}")]);
    }
    let last = format!("v{}", EVENTS + 4);
    let mut page = Page::open(house.server.address, ada.cookie().unwrap(), None).await;
    page.until(|known| happened(known, &last, &Happening::Created)).await;
    let known = page.known.as_ref().unwrap();
    assert_eq!(known.events.len(), EVENTS);
    assert!(!happened(known, "v0", &Happening::Created));
}
