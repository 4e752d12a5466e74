use wire::{Health, Id, PortSpec, Protocol, State, Time};

use super::*;

fn web() -> Container {
    let port = |public: u16, ip: &str, protocol| wire::Port {
        private: 80,
        protocol,
        public: Some(public),
        ip: Some(ip.parse().unwrap()),
    };
    Container {
        id: Id([1; 32]),
        name: "web".into(),
        image: "nginx".into(),
        image_id: None,
        created: Time(0),
        state: State::Running,
        health: Health::None,
        exit_code: 0,
        started: None,
        finished: None,
        oom_killed: false,
        ports: vec![port(8080, "0.0.0.0", Protocol::Tcp), port(9090, "127.0.0.1", Protocol::Udp)],
        stack: None,
        service: None,
        networks: Vec::new(),
        own: false,
        volumes: Vec::new(),
    }
}

#[track_caller]
fn check(port: PortSpec, is_taken: bool) {
    let spec = ContainerSpec { ports: vec![port], ..ContainerSpec::default() };
    let expected: Vec<_> =
        is_taken.then(|| Taken::Port(port.public.unwrap(), "web".into())).into_iter().collect();
    assert_eq!(taken(&spec, [web()].iter()), expected, "{port:?}");
}

#[test]
fn a_port_is_taken_by_whoever_publishes_it_where_both_would() {
    let port = PortSpec { private: 80, public: Some(8080), ..PortSpec::default() };
    check(port, true);
    check(PortSpec { ip: Some("127.0.0.1".parse().unwrap()), ..port }, true);
    check(PortSpec { protocol: Protocol::Udp, ..port }, false);
    check(PortSpec { public_last: Some(8090), ..port }, false);
    check(PortSpec { public: None, ..port }, false);
    let local = PortSpec { public: Some(9090), protocol: Protocol::Udp, ..port };
    check(local, true);
    check(PortSpec { ip: Some("127.0.0.1".parse().unwrap()), ..local }, true);
    check(PortSpec { ip: Some("10.0.0.1".parse().unwrap()), ..local }, false);
}

#[test]
fn a_name_is_taken_by_whoever_has_it() {
    let spec = |name: &str| ContainerSpec { name: Some(name.into()), ..ContainerSpec::default() };
    assert_eq!(taken(&spec("web"), [web()].iter()), [Taken::Name("web".into())]);
    assert_eq!(taken(&spec("web2"), [web()].iter()), []);
    assert_eq!(taken(&ContainerSpec::default(), [web()].iter()), []);
}
