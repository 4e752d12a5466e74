use super::*;

fn container(number: u8, state: State) -> Container {
    Container {
        id: Id([number; 32]),
        name: format!("c{number}"),
        image: "busybox".into(),
        image_id: None,
        created: Time(1),
        state,
        health: Health::None,
        exit_code: 0,
        started: None,
        finished: Some(Time(i64::from(number))),
        oom_killed: false,
        ports: Vec::new(),
        stack: None,
        service: None,
        networks: Vec::new(),
        own: false,
        volumes: Vec::new(),
    }
}

fn of(rows: &[Container]) -> Summary {
    summary(rows.iter())
}

#[test]
fn what_is_worst_stands_first_and_of_these_the_latest() {
    let failed = |number| Container { exit_code: 3, ..container(number, State::Exited) };
    let sum = of(&[
        failed(1),
        failed(2),
        container(3, State::Restarting),
        Container { health: Health::Unhealthy, ..container(4, State::Running) },
        container(5, State::Running),
        Container { exit_code: 143, ..container(6, State::Exited) },
    ]);
    let order: Vec<u8> = sum.concerns.iter().map(|one| one.id.0[0]).collect();
    assert_eq!(order, [4, 3, 2, 1]);
    assert_eq!((sum.all, sum.running, sum.stopped), (6, 3, 3));
}

#[test]
fn whoever_does_not_run_is_stopped_and_what_is_paused_runs() {
    let states = [
        State::Created,
        State::Running,
        State::Paused,
        State::Restarting,
        State::Removing,
        State::Exited,
        State::Dead,
        State::Unknown,
    ];
    let rows: Vec<_> = (0..).zip(states).map(|(number, state)| container(number, state)).collect();
    let sum = of(&rows);
    assert_eq!((sum.all, sum.running, sum.paused, sum.stopped), (8, 3, 1, 5));
}

#[test]
fn stacks_that_do_not_run_as_a_whole_stand_first() {
    let member =
        |number, stack: &str, state| Container { stack: Some(stack.into()), ..container(number, state) };
    let sum = of(&[
        member(1, "b", State::Running),
        member(2, "a", State::Running),
        member(3, "z", State::Running),
        member(4, "z", State::Created),
    ]);
    let stacks: Vec<_> = sum.stacks.iter().map(|it| (it.name.as_str(), it.running, it.all)).collect();
    assert_eq!(stacks, [("z", 1, 2), ("a", 1, 1), ("b", 1, 1)]);
}

#[test]
fn a_port_is_listed_once_and_in_order() {
    let port = |public, ip: &str, protocol| Port { private: 80, protocol, public, ip: ip.parse().ok() };
    let sum = of(&[
        Container {
            ports: vec![
                port(Some(8080), "0.0.0.0", Protocol::Tcp),
                port(Some(8080), "::", Protocol::Tcp),
                port(None, "", Protocol::Tcp),
            ],
            ..container(1, State::Running)
        },
        Container { ports: vec![port(Some(53), "::", Protocol::Udp)], ..container(2, State::Running) },
    ]);
    let ports: Vec<_> = sum.ports.iter().map(|it| (it.port.public, it.name.as_str())).collect();
    assert_eq!(ports, [(Some(53), "c2"), (Some(8080), "c1")]);
}
