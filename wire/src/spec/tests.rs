use super::*;
use crate::Protocol;

pub(crate) fn web() -> ContainerSpec {
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
                ..Default::default()
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
            MountSpec { source: "data".into(), target: "/data".into(), ..Default::default() },
            MountSpec {
                source: "/srv/site".into(),
                target: "/www".into(),
                read_only: true,
                ..Default::default()
            },
        ],
        networks: Networks(vec![NetworkSpec { name: "front".into(), ..Default::default() }]),
        restart: RestartPolicy::OnFailure { attempts: 3 },
        memory: Some(Bytes(512 << 20)),
        nano_cpus: Some(NanoCpus(1_500_000_000)),
        labels: vec![("team".into(), "blue".into())],
        tty: true,
        ..Default::default()
    }
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
    check(|spec| spec.mounts[0].source = "./data".into(), (Field::Mount(0), Fault::NotAbsolute));
    check(|spec| spec.mounts[0].source = "-data".into(), (Field::Mount(0), Fault::NotAName));
    check(|spec| spec.mounts[0].options = vec!["suid".into()], (Field::Mount(0), Fault::NotAnOption));
    check(|spec| spec.mounts[1].source = "/srv:/etc".into(), (Field::Mount(1), Fault::Colon));
    check(|spec| spec.mounts[1].target = "/data".into(), (Field::Mount(1), Fault::Twice));
    check(|spec| spec.memory = Some(Bytes(1 << 20)), (Field::Memory, Fault::TooLittleMemory));
    check(|spec| spec.nano_cpus = Some(NanoCpus(0)), (Field::Cpus, Fault::NoTime));
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

/// Says it with a flag of `docker run`, beside what else the specification says.
#[track_caller]
fn check_flag(flag: &str, value: &str, expected: Option<Fault>) {
    let mut spec = web();
    crate::Flag::named(flag).unwrap().put(&mut spec, value).unwrap();
    let faults: Vec<Fault> = spec.check().into_iter().map(|problem| problem.fault).collect();
    assert_eq!(faults, Vec::from_iter(expected), "--{flag} {value}");
}

#[test]
fn each_fault_of_an_option_is_found() {
    for (flag, good, bad, fault) in [
        ("user", "1000:1000", "a\tb", Fault::Malformed),
        ("workdir", "/app", "app", Fault::NotAbsolute),
        ("hostname", "web-1.example", "we b", Fault::NotAHostName),
        ("stop-signal", "SIGRTMIN+3", "SIG TERM", Fault::NotASignal),
        ("network-alias", "api", "a b", Fault::NotAHostName),
        ("add-host", "db:host-gateway", "d b:10.0.0.1", Fault::NotAHostName),
        ("tmpfs", "/run:size=64m", "run", Fault::NotAbsolute),
        ("mount", "type=tmpfs,target=/x", "type=tmpfs,target=/x,volume-nocopy", Fault::NotAnOption),
        ("mount", "type=bind,source=/a,target=/b", "type=bind,source=a,target=/b", Fault::NotAbsolute),
        ("memory-swap", "1g", "1m", Fault::OutOfBounds),
        ("memory-swap", "-1", "256m", Fault::OutOfBounds),
        ("memory-reservation", "256m", "1g", Fault::OutOfBounds),
        ("memory-swappiness", "100", "101", Fault::OutOfBounds),
        ("oom-score-adj", "-1000", "1001", Fault::OutOfBounds),
        ("cpuset-cpus", "0-3,5", "all", Fault::Malformed),
        ("cpu-shares", "1024", "300000", Fault::OutOfBounds),
        ("ulimit", "nofile=1024:4096", "nofile=4096:1024", Fault::OutOfBounds),
        ("ulimit", "core=-1", "files=1", Fault::NotAnOption),
        ("blkio-weight", "10", "9", Fault::OutOfBounds),
        ("device-read-bps", "/dev/sda:1m", "sda:1m", Fault::NotADevice),
        ("device", "vendor.com/gpu=all", "ttyUSB0", Fault::NotADevice),
        ("device-cgroup-rule", "c 188:* rmw", "c 188 rmw", Fault::Malformed),
        ("cap-add", "NET_ADMIN", "net-admin", Fault::NotAnOption),
        ("pid", "container:db", "private", Fault::NotAnOption),
        ("ipc", "shareable", "container:", Fault::NotAnOption),
        ("sysctl", "net.core.somaxconn=1", "=1", Fault::NotAPair),
        ("health-interval", "30s", "10us", Fault::NotATime),
        ("platform", "linux/arm/v7", "linux arm", Fault::Malformed),
        ("rm", "false", "true", Fault::NotWithOthers),
        ("cpu-quota", "", "50000", Fault::NotWithOthers),
    ] {
        check_flag(flag, good, None);
        check_flag(flag, bad, Some(fault));
    }
}

#[test]
fn what_cant_be_together_is_found() {
    let mut spec = web();
    spec.networks.0.push(NetworkSpec { name: "host".into(), ..Default::default() });
    assert_eq!(
        spec.check(),
        [SpecProblem { field: Field::Option("network", 1), fault: Fault::NotWithOthers }]
    );
    spec.networks.0[1].name = "front".into();
    assert_eq!(spec.check(), [SpecProblem { field: Field::Option("network", 1), fault: Fault::Twice }]);
    let mut spec = web();
    spec.health = HealthSpec { off: true, retries: Some(3), ..Default::default() };
    assert_eq!(spec.check()[0].field, Field::Option("no-healthcheck", 0));
}

#[test]
fn amounts_are_read_as_docker_reads_them() {
    for (text, bytes) in
        [("512m", 512 << 20), ("1.5g", 1536 << 20), ("2 GiB", 2 << 30), ("8388608", 8 << 20), ("1kb", 1024)]
    {
        assert_eq!(Bytes::read(text), Ok(Bytes(bytes)), "{text}");
    }
    for text in ["lots", "1x", "", ".", "-1", "1e3"] {
        assert_eq!(Bytes::read(text), Err(Fault::NotASize), "{text}");
    }
    for (text, nanos) in [
        ("1m30s", 90_000_000_000),
        ("500ms", 500_000_000),
        ("1.5h", 5_400_000_000_000),
        ("0", 0),
        ("2us", 2_000),
    ] {
        assert_eq!(Nanos::read(text), Ok(Nanos(nanos)), "{text}");
    }
    for text in ["", "30", "s", "1m30", "-1s", "9999999h"] {
        assert_eq!(Nanos::read(text), Err(Fault::NotATime), "{text}");
    }
    for (text, time) in [
        ("1.5", Some(1_500_000_000)),
        (".5", Some(500_000_000)),
        ("many", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(NanoCpus::read(text).ok(), time.map(NanoCpus), "{text}");
    }
}
