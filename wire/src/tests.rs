use std::sync::Arc;

use proptest::prelude::*;

use super::*;

fn container(id: u8, name: &str) -> Arc<Container> {
    Arc::new(Container {
        id: Id([id; 32]),
        name: name.into(),
        image: "busybox".into(),
        image_id: Some(Digest([1; 32])),
        created: Time(1),
        state: State::Running,
        health: Health::None,
        exit_code: 0,
        started: Some(Time(2)),
        finished: None,
        oom_killed: false,
        ports: vec![Port {
            private: 80,
            protocol: Protocol::Tcp,
            public: Some(18080),
            ip: "::".parse().ok(),
        }],
        stack: None,
        service: None,
        networks: vec!["bridge".into()],
        own: false,
        volumes: vec![],
    })
}

fn volume(name: u8) -> Arc<Volume> {
    Arc::new(Volume {
        name: name.to_string(),
        driver: "local".into(),
        mountpoint: String::new(),
        created: None,
        stack: None,
        anonymous: false,
        has_options: false,
    })
}

fn event(id: u64) -> Sealed<EventRow> {
    let event =
        Event { at: Time(1), object: Object::Engine, name: id.to_string(), what: Happening::Reloaded };
    Sealed::new(&EventRow { id, event })
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..4u8, "[ab]").prop_map(|(id, name)| Change::Container(container(id, &name))),
        (0..4u8).prop_map(|id| Change::ContainerGone(Id([id; 32]))),
        (0..4u8).prop_map(|name| Change::Volume(volume(name))),
        (0..4u8).prop_map(|name| Change::VolumeGone(name.to_string())),
        (0..4u64).prop_map(|id| Change::Event(event(id))),
    ]
}

proptest! {
    /// Whoever joins with a snapshot in the middle knows the same as who heard every change.
    #[test]
    fn a_snapshot_replaces_all_changes_before_it(before in prop::collection::vec(change(), 0..20), after in prop::collection::vec(change(), 0..20)) {
        let mut first = Known::nothing(String::new());
        before.into_iter().for_each(|change| { first.apply(change); });
        let mut second = Known::from(first.snapshot());
        prop_assert_eq!(&first, &second);
        for change in after {
            prop_assert_eq!(first.apply(change.clone()), second.apply(change));
        }
        prop_assert_eq!(first, second);
    }

    /// Taking a change in twice is taking it in once, and says so.
    #[test]
    fn applying_again_changes_nothing(changes in prop::collection::vec(change(), 1..20)) {
        let mut known = Known::nothing(String::new());
        for change in changes {
            known.apply(change.clone());
            let before = known.clone();
            prop_assert!(!known.apply(change));
            prop_assert_eq!(&known, &before);
        }
    }

    #[test]
    fn frames_survive_postcard(changes in prop::collection::vec(change(), 0..8), seq in any::<u64>()) {
        let frame = Frame::Changes { seq, changes };
        let bytes = postcard::to_allocvec(&frame).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Frame>(&bytes).unwrap(), frame);
    }

    #[test]
    fn hostile_frames_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = postcard::from_bytes::<Frame>(&bytes);
    }
}

#[test]
fn only_the_last_events_are_remembered() {
    let mut known = Known::nothing(String::new());
    let more = EVENTS as u64 + 3;
    (0..more).for_each(|id| assert!(known.apply(Change::Event(event(id)))));
    let ids: Vec<_> = known.events.iter().map(|row| row.open().unwrap().id).collect();
    assert_eq!(ids, (3..more).collect::<Vec<_>>());
    assert!(!known.apply(Change::Event(event(5))), "none is remembered twice");
}

#[test]
fn rows_are_plain_json_for_scripts() {
    let json = serde_json::to_value(&*container(0xab, "web")).unwrap();
    assert_eq!(json["id"], "ab".repeat(32));
    assert_eq!(json["state"], "running");
    assert_eq!(json["ports"][0]["public"], 18080);
}

#[test]
fn requests_with_unknown_fields_are_refused() {
    let refused = |json| serde_json::from_str::<NewContainer>(json).unwrap_err().to_string();
    assert!(refused(r#"{"spec":{"image":"a"},"privileged":true}"#).contains("unknown field `privileged`"));
    assert!(refused(r#"{"spec":{"image":"a","image":"b"}}"#).contains("duplicate field"));
}

#[test]
fn a_name_stays_in_its_place_in_the_path() {
    let path = RemoveVolume { name: "../a?b/ü".into() }.path();
    assert_eq!(path, "/api/volumes/..%2Fa%3Fb%2F%C3%BC");
}
