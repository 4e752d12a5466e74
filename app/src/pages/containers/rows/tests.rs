use super::*;
use wire::{Id, Port, Protocol, Time};

pub(in crate::pages::containers) fn container(name: &str, state: State) -> Container {
    let mut id = [0; 32];
    id[..name.len()].copy_from_slice(name.as_bytes());
    Container {
        id: Id(id),
        name: name.into(),
        image: "nginx:1.27".into(),
        image_id: None,
        created: Time(1_000),
        state,
        health: Health::None,
        exit_code: 0,
        started: None,
        finished: None,
        oom_killed: false,
        ports: Vec::new(),
        stack: None,
        service: None,
        networks: Vec::new(),
        volumes: Vec::new(),
    }
}

fn names(rows: &[Arc<Container>]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_str()).collect()
}

#[test]
fn a_search_finds_name_image_id_and_port() {
    let port = Port { private: 80, protocol: Protocol::Tcp, public: Some(18_080), ip: None };
    let row = Container { ports: vec![port], ..container("web", State::Running) };
    let id = row.id.to_string();
    for wanted in ["WEB", "nginx:1", &id[..6], "18080", "80"] {
        assert!(matches(&row, &Listing { search: wanted.into(), ..Listing::default() }), "{wanted}");
    }
    for wanted in ["db", "8081", "ffff"] {
        assert!(!matches(&row, &Listing { search: wanted.into(), ..Listing::default() }), "{wanted}");
    }
}

#[test]
fn a_stack_narrows_to_its_own_containers() {
    let own = Container { stack: Some("shop".into()), ..container("web", State::Running) };
    assert!(matches(&own, &Listing::of_stack("shop")));
    assert!(!matches(&own, &Listing::of_stack("sho")));
    assert!(!matches(&container("db", State::Running), &Listing::of_stack("shop")));
}

#[test]
fn stopped_are_those_that_do_not_run() {
    for (state, stopped) in [
        (State::Running, false),
        (State::Paused, false),
        (State::Exited, true),
        (State::Created, true),
        (State::Dead, true),
    ] {
        assert_eq!(is(&container("x", state), Only::Stopped), stopped, "{state:?}");
    }
}

#[test]
fn by_state_what_wants_attention_comes_first() {
    let unhealthy = Container { health: Health::Unhealthy, ..container("c", State::Running) };
    let rows = [
        container("a", State::Exited),
        container("b", State::Running),
        unhealthy,
        container("d", State::Restarting),
    ];
    let rows = sorted(rows.map(Arc::new).to_vec(), Sort::State, false);
    assert_eq!(names(&rows), ["d", "c", "b", "a"]);
}

#[test]
fn equal_rows_stay_in_the_order_of_their_names_both_ways() {
    let rows = ["b", "a", "c"].map(|name| Arc::new(container(name, State::Running))).to_vec();
    assert_eq!(names(&sorted(rows.clone(), Sort::Image, false)), ["a", "b", "c"]);
    assert_eq!(names(&sorted(rows.clone(), Sort::Image, true)), ["a", "b", "c"]);
    assert_eq!(names(&sorted(rows, Sort::Name, true)), ["c", "b", "a"]);
}
