use super::*;
use crate::search::Query;
use wire::{Id, Protocol, Time};

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
        own: false,
        volumes: Vec::new(),
    }
}

fn names(rows: &[Arc<Container>]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_str()).collect()
}

fn finds(row: &Container, text: &str) -> bool {
    Query::parse(text, FACETS).is_met(&|facet, wanted| has(row, facet, wanted))
}

#[test]
fn a_search_finds_name_image_id_and_port() {
    let port = Port { private: 80, protocol: Protocol::Tcp, public: Some(18_080), ip: None };
    let row = Container { ports: vec![port], ..container("web", State::Running) };
    let id = row.id.to_string();
    for wanted in ["WEB", "nginx:1", &id[..6], "18080", "80", "web nginx 80", "port:80/tcp", "is:published"] {
        assert!(finds(&row, wanted), "{wanted}");
    }
    for wanted in ["db", "8081", "ffff", "web db", "port:80/udp", "-port:80", "is:unpublished"] {
        assert!(!finds(&row, wanted), "{wanted}");
    }
}

#[test]
fn a_stack_narrows_to_its_own_containers() {
    let own = Container { stack: Some("shop".into()), ..container("web", State::Running) };
    assert!(finds(&own, "stack:shop") && finds(&own, "SHO"));
    assert!(!finds(&own, "stack:sho"));
    assert!(!finds(&container("db", State::Running), "stack:shop"));
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
        let row = container("x", state);
        assert_eq!(finds(&row, "is:stopped"), stopped, "{state:?}");
        assert_eq!(finds(&row, "is:running"), !stopped, "{state:?}");
    }
}

#[test]
fn a_state_is_found_while_it_is_typed() {
    let row = container("x", State::Paused);
    assert!(finds(&row, "state:pau") && finds(&row, "state:Paused") && !finds(&row, "state:running"));
}

#[test]
fn what_restarts_is_as_bad_as_what_is_unhealthy() {
    assert!(finds(&container("x", State::Restarting), "is:unhealthy"));
    let ill = Container { health: Health::Unhealthy, ..container("x", State::Running) };
    assert!(finds(&ill, "is:unhealthy") && !finds(&ill, "is:healthy"));
}

#[test]
fn what_ended_in_error_is_found_and_stands_before_what_runs() {
    let ended = |name, exit_code| Container { exit_code, ..container(name, State::Exited) };
    let failed = ended("a", 3);
    assert!(finds(&failed, "is:failed") && finds(&failed, "is:stopped"));
    let killed = Container { oom_killed: true, ..ended("b", 137) };
    assert!(finds(&killed, "is:failed"));
    for fine in [ended("c", 0), ended("d", 143), Container { exit_code: 3, ..container("e", State::Running) }]
    {
        assert!(!finds(&fine, "is:failed") && finds(&fine, "-is:failed"), "{}", fine.name);
    }
    let rows = [ended("stopped", 0), container("runs", State::Running), failed];
    assert_eq!(names(&sorted(rows.map(Arc::new).to_vec(), Sort::State, false)), ["a", "runs", "stopped"]);
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
