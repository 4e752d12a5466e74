use proptest::prelude::*;

use super::*;

fn web() -> ContainerSpec {
    ContainerSpec {
        image: "localhost:5000/team/web:1.2".into(),
        name: Some("web".into()),
        command: vec!["sh".into(), "-c".into(), "echo it's up".into()],
        ports: vec![
            PortSpec { public: Some(18080), private: 80, ..Default::default() },
            PortSpec {
                ip: Some("127.0.0.1".parse().unwrap()),
                private: 53,
                protocol: Protocol::Udp,
                public: None,
            },
            PortSpec {
                ip: Some("::1".parse().unwrap()),
                public: Some(8443),
                private: 443,
                ..Default::default()
            },
        ],
        env: vec![EnvVar { name: "MOTTO".into(), value: "a b=c".into() }],
        mounts: vec![
            MountSpec { source: "data".into(), target: "/data".into(), read_only: false },
            MountSpec { source: "/srv/site".into(), target: "/www".into(), read_only: true },
        ],
        network: Some("front".into()),
        restart: RestartPolicy::OnFailure { attempts: 3 },
        memory: Some(512 << 20),
        nano_cpus: Some(1_500_000_000),
        labels: vec![("team".into(), "blue".into())],
        tty: true,
    }
}

#[test]
fn the_command_does_what_the_specification_says() {
    assert_eq!(
        web().docker_command(true),
        "docker run --detach --name web --publish 18080:80 --publish 127.0.0.1::53/udp --publish '[::1]:8443:443' \
         --env 'MOTTO=a b=c' --volume data:/data --volume /srv/site:/www:ro --network front --restart on-failure:3 \
         --memory 512m --cpus 1.5 --label team=blue --tty localhost:5000/team/web:1.2 sh -c \"echo it's up\""
    );
    let plain = ContainerSpec { image: "busybox".into(), ..Default::default() };
    assert_eq!(plain.docker_command(false), "docker create busybox");
}

#[test]
fn a_good_specification_has_no_fault() {
    assert_eq!(web().check(), []);
}

#[track_caller]
fn check(change: impl FnOnce(&mut ContainerSpec), expected: (Field, Fault)) {
    let mut spec = web();
    change(&mut spec);
    assert_eq!(spec.check(), [SpecProblem { field: expected.0, fault: expected.1 }]);
}

#[test]
fn each_fault_is_found_where_it_is() {
    check(|spec| spec.image.clear(), (Field::Image, Fault::Missing));
    check(|spec| spec.image = "Web".into(), (Field::Image, Fault::NotAReference));
    check(|spec| spec.name = Some("w".into()), (Field::Name, Fault::NotAName));
    check(|spec| spec.name = Some("../web".into()), (Field::Name, Fault::NotAName));
    check(|spec| spec.ports[0].private = 0, (Field::Port(0), Fault::NotAPort));
    check(|spec| spec.ports[2].public = Some(18080), (Field::Port(2), Fault::Twice));
    check(|spec| spec.env[0].name.clear(), (Field::Env(0), Fault::Missing));
    check(|spec| spec.env.push(spec.env[0].clone()), (Field::Env(1), Fault::Twice));
    check(|spec| spec.env[0].name = "A=B".into(), (Field::Env(0), Fault::NotAVariable));
    check(|spec| spec.mounts[0].target = "data".into(), (Field::Mount(0), Fault::NotAbsolute));
    check(|spec| spec.mounts[0].target = "//".into(), (Field::Mount(0), Fault::Root));
    check(|spec| spec.mounts[0].source = "./data".into(), (Field::Mount(0), Fault::NotAName));
    check(|spec| spec.mounts[1].source = "/srv:/etc".into(), (Field::Mount(1), Fault::Colon));
    check(|spec| spec.mounts[1].target = "/data".into(), (Field::Mount(1), Fault::Twice));
    check(|spec| spec.memory = Some(1 << 20), (Field::Memory, Fault::TooLittleMemory));
    check(|spec| spec.nano_cpus = Some(0), (Field::Cpus, Fault::NoTime));
    check(|spec| spec.labels.push(("team".into(), "red".into())), (Field::Label(1), Fault::Twice));
}

#[test]
fn references_are_told_from_other_texts() {
    let digest = format!("busybox@sha256:{}", "a".repeat(64));
    for text in [
        "busybox",
        "busybox:1.36",
        "a/b/c",
        "localhost/web",
        "host.example:5000/a/b:Tag_1",
        "my__image",
        "a-b.c",
        &digest,
    ] {
        assert!(check::is_reference(text), "{text}");
    }
    for text in [
        "",
        "/web",
        "web/",
        "web:",
        "a b",
        "web:-x",
        "-web",
        "web@sha256:12",
        "a//b",
        "a..b",
        "http://x/y",
        "web:1:2",
    ] {
        assert!(!check::is_reference(text), "{text}");
    }
}

proptest! {
    /// A shell splits the command into the arguments that were meant, whatever they hold.
    #[test]
    fn the_command_survives_a_shell(value in "[^\\x00]{0,40}", arguments in prop::collection::vec("[^\\x00]{0,20}", 0..4)) {
        let spec = ContainerSpec {
            image: "busybox".into(),
            env: vec![EnvVar { name: "V".into(), value: value.clone() }],
            command: arguments.clone(),
            ..Default::default()
        };
        let mut expected = vec!["docker".into(), "run".into(), "--detach".into(), "--env".into(), format!("V={value}"), "busybox".into()];
        expected.extend(arguments);
        prop_assert_eq!(shlex::split(&spec.docker_command(true)), Some(expected));
    }
}
