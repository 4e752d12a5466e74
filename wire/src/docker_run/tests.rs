use proptest::prelude::*;

use super::*;
use crate::{ContainerSpec, Entrypoint, EnvVar, Takes, spec::tests::web};

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
fn every_flag_is_found_by_its_names_and_takes_its_example() {
    for flag in &FLAGS {
        assert!(std::ptr::eq(Flag::named(flag.name).unwrap(), flag), "{}", flag.name);
        let mut spec = ContainerSpec::default();
        let value = if flag.example.is_empty() { "true" } else { flag.example };
        flag.put(&mut spec, value).unwrap_or_else(|fault| panic!("--{} {value}: {fault:?}", flag.name));
        assert_ne!(spec, ContainerSpec::default(), "--{} {value}", flag.name);
        assert_eq!(flag.tell(&mut spec), [value], "--{}", flag.name);
        assert!(flag.at.starts_with("first.") || pointer(flag.at).is_some(), "{} is nowhere", flag.at);
    }
}

/// Where a flag is in the JSON of a specification.
fn pointer(at: &str) -> Option<()> {
    let whole = serde_json::to_value(ContainerSpec::default()).unwrap();
    whole.pointer(&["/", &at.replace('.', "/")].concat()).map(drop)
}

#[track_caller]
fn check(command: &str, expected: &str, remarks: &[(&str, Why)]) {
    let run = Run::read(command);
    let told: Vec<_> = run.remarks.iter().map(|remark| (&*remark.what, remark.why)).collect();
    assert_eq!((&*run.spec.docker_command(false), &told[..]), (expected, remarks), "{command}");
}

#[test]
fn flags_are_read_as_go_reads_them() {
    for command in [
        "docker run -dit --name web -p8080:80 -e A=b --rm busybox sh -c 'echo -p'",
        "docker run -itd --name=web -p=8080:80 --env=A=b --rm=true busybox sh -c \"echo -p\"",
        "sudo docker container run --rm -d -t -i --publish 8080:80 --name web --env A=b -- busybox sh -c echo\\ -p",
        "$ docker run -it \\\n  --name 'web' \\\n  --rm \\\n  -p 8080:80 \\\n  -e \"A=b\" \\\n  busybox sh -c 'echo -p' # it runs",
        "docker run -it `\r\n  --name web -p 8080:80 ^\r\n -e A=b --rm busybox sh -c 'echo -p'",
        "```sh\n# docker run -it --name web -p 8080:80 -e A=b --rm busybox sh -c 'echo -p'\n```",
        "-it --name web -p 8080:80 -e A=b --rm busybox sh -c 'echo -p'",
    ] {
        let expected = "docker create --name web --publish 8080:80 --env A=b --tty --interactive --rm busybox sh -c \
                        'echo -p'";
        check(command, expected, &[]);
    }
}

#[test]
fn what_is_not_understood_is_named() {
    let busybox = "docker create busybox";
    check("docker run --colour busybox", busybox, &[("--colour", Why::Unknown)]);
    check("docker run --colour=red busybox", busybox, &[("--colour=red", Why::Unknown)]);
    check("docker run --colour red -d busybox", busybox, &[("--colour red", Why::Unknown)]);
    check("docker run -dzi busybox", busybox, &[("-zi", Why::Unknown)]);
    check("docker run –rm busybox", busybox, &[("–rm", Why::Unknown)]);
    check("docker run -p http busybox", busybox, &[("-p http", Why::BadValue)]);
    check("docker run busybox --name", "docker create busybox --name", &[]);
    check("docker run --name", "docker create ''", &[("--name", Why::NoValue)]);
    check(
        "docker run --pull always --cidfile=/x busybox",
        busybox,
        &[("--pull always", Why::OfTheClient), ("--cidfile /x", Why::OfTheClient)],
    );
    check(
        "docker -H tcp://x run busybox",
        busybox,
        &[("-H", Why::OfTheClient), ("tcp://x", Why::OfTheClient)],
    );
    check("docker run --isolation hyperv busybox", busybox, &[("--isolation hyperv", Why::NotHere)]);
    check("docker run --env-file .env busybox", busybox, &[("--env-file .env", Why::FromAFile)]);
    check(
        "docker run --security-opt seccomp=p.json busybox",
        busybox,
        &[("--security-opt seccomp=p.json", Why::FromAFile)],
    );
    check(
        "docker run -e TOKEN busybox",
        "docker create --env TOKEN= busybox",
        &[("-e TOKEN", Why::FromTheShell)],
    );
    check(
        "docker run -v ./a:/a busybox",
        "docker create --volume ./a:/a busybox",
        &[("-v ./a:/a", Why::Relative)],
    );
    check(
        "docker pull busybox && docker run busybox; docker ps | grep x",
        busybox,
        &[
            ("docker pull busybox", Why::OtherCommand),
            ("docker ps", Why::OtherCommand),
            ("grep x", Why::OtherCommand),
        ],
    );
    check(
        "docker run busybox 2>&1 >log",
        busybox,
        &[("2>&1", Why::OtherCommand), (">log", Why::OtherCommand)],
    );
    check("docker run -e 'A=b busybox", "docker create --env 'A=b busybox' ''", &[("", Why::Open)]);
    check("docker run -e A=b `# why` busybox $(#so)", "docker create --env A=b busybox", &[]);
    check("docker ps", "docker create ''", &[("", Why::NoRun), ("docker ps", Why::OtherCommand)]);
}

#[test]
fn what_a_shell_would_put_in_is_named_and_kept() {
    check(
        "docker run -v $PWD:/a busybox",
        "docker create --volume '$PWD:/a' busybox",
        &[("-v $PWD:/a", Why::FromTheShell)],
    );
    check(
        "docker run -v \"$(pwd)/x:/a\" busybox",
        "docker create --volume '$(pwd)/x:/a' busybox",
        &[("-v $(pwd)/x:/a", Why::FromTheShell)],
    );
    check(
        "docker run -v ~/x:/a -e 'A=$B' busybox",
        "docker create --env 'A=$B' --volume '~/x:/a' busybox",
        &[("-v ~/x:/a", Why::FromTheShell)],
    );
    check(
        "docker run -u ${ID}:`id -g` busybox",
        "docker create --user '${ID}:`id -g`' busybox",
        &[("-u ${ID}:`id -g`", Why::FromTheShell)],
    );
    check("docker run -e A=\\$B -e C=5$ busybox", "docker create --env 'A=$B' --env 'C=5$' busybox", &[]);
}

#[test]
fn values_are_read_as_docker_reads_them() {
    let ports = |text: &str| {
        let run = Run::read(&["docker run -p ", text, " x"].concat());
        run.spec.ports.iter().map(crate::spec::Notation::write).collect::<Vec<_>>().join(" ")
    };
    for (text, read) in [
        ("80", "80"),
        ("8080:80/UDP", "8080:80/udp"),
        ("8000-8002:9000-9002", "8000:9000 8001:9001 8002:9002"),
        ("8000-8010:80", "8000-8010:80"),
        ("[::1]:80:80", "[::1]:80:80"),
        ("127.0.0.1::53/udp", "127.0.0.1::53/udp"),
        ("target=80,published=8080,protocol=udp", "8080:80/udp"),
        ("8000-8001:9000-9002", ""),
        ("1-5000:1-5000", ""),
    ] {
        assert_eq!(ports(text), read, "{text}");
    }
    check(
        "docker run --ip 10.0.0.5 --network front --network-alias web --network name=back,alias=api,ip=10.1.0.5 x",
        "docker create --network front --network name=back,alias=api,ip=10.1.0.5 --network-alias web --ip 10.0.0.5 x",
        &[],
    );
    check(
        "docker run --gpus '\"device=0,1\",capabilities=utility' --gpus all --gpus 2 x",
        "docker create --gpus '\"device=0,1\",capabilities=utility' --gpus all --gpus 2 x",
        &[],
    );
    assert_eq!(
        Run::read("docker run --entrypoint '' x").spec.process.entrypoint,
        Some(Entrypoint(String::new()))
    );
    assert_eq!(Run::read("docker run --init=false x").spec.process.init, Some(false));
}

/// Texts that flags are given, as people write them.
const VALUES: [(&str, &[&str]); 31] = [
    (
        "publish",
        &["80", "8080:80", "127.0.0.1:8080:80/udp", "[::1]:8080:80", "8000-8010:80", "8000-8002:9000-9002"],
    ),
    ("env", &["A=b", "EMPTY=", "TZ=Europe/Berlin", "MOTTO=it's \"quoted\" $HOME\nand long"]),
    ("volume", &["/data", "data:/data", "/srv:/srv:ro", "/srv:/srv:z,ro", "data:/data:nocopy"]),
    (
        "network",
        &[
            "front",
            "host",
            "container:db",
            "name=back,alias=api,ip=10.0.0.5",
            "name=x,driver-opt=a=b,gw-priority=2",
        ],
    ),
    ("network-alias", &["api"]),
    ("mac-address", &["02:42:ac:11:00:02", "02-42-AC-11-00-02"]),
    ("restart", &["always", "on-failure", "on-failure:3", "unless-stopped"]),
    ("memory", &["512m", "1.5g", "8388608", "6291457b"]),
    ("cpus", &[".5", "1.5", "2", "0.333333333"]),
    ("label", &["a=b", "a", "a=b=c"]),
    ("entrypoint", &["", "/bin/sh", "two words"]),
    ("stop-timeout", &["0", "-1", "30"]),
    ("add-host", &["db:10.0.0.1", "db=10.0.0.1", "db:[::1]", "host.docker.internal:host-gateway"]),
    ("expose", &["80", "53/udp", "3000-3003"]),
    ("dns", &["1.1.1.1", "fd00::1"]),
    (
        "mount",
        &[
            "type=bind,src=/a,dst=/b,ro",
            "source=data,target=/d,volume-nocopy,volume-subpath=x,\"volume-opt=o=addr=10.0.0.1,rw\",volume-label=a=b",
            "type=tmpfs,destination=/t,tmpfs-size=64m,tmpfs-mode=1770",
            "type=bind,source=/a,target=/b,bind-propagation=rslave,bind-recursive=readonly,readonly=true",
            "type=image,source=alpine,target=/i,image-subpath=etc",
        ],
    ),
    ("tmpfs", &["/run", "/run:size=64m,mode=1777"]),
    ("shm-size", &["64m", "1g"]),
    ("memory-swap", &["-1", "1g"]),
    ("ulimit", &["nofile=1024", "nofile=1024:4096", "core=-1"]),
    ("blkio-weight-device", &["/dev/sda:300"]),
    ("device-read-bps", &["/dev/sda:1mb"]),
    ("device-write-iops", &["/dev/sda:1000"]),
    ("device", &["/dev/ttyUSB0", "/dev/a:/dev/b", "/dev/a:/dev/b:r", "/dev/a:rw", "vendor.com/gpu=all"]),
    (
        "gpus",
        &[
            "all",
            "2",
            "device=0",
            "\"device=0,1\"",
            "driver=nvidia,\"capabilities=compute,utility\",\"options=a=b,c=d\"",
        ],
    ),
    ("security-opt", &["no-new-privileges", "apparmor=unconfined", "label:disable"]),
    ("sysctl", &["net.core.somaxconn=1024"]),
    ("health-cmd", &["curl -f http://localhost || exit 1"]),
    ("health-interval", &["1m30s", "500ms", "1h", "7us"]),
    ("log-opt", &["max-size=10m", "tag={{.Name}}"]),
    ("annotation", &["a=b"]),
];

proptest! {
    /// What is written is read again, whatever it says.
    #[test]
    fn a_written_command_is_read_again(
        picks in prop::collection::vec((0..FLAGS.len(), any::<prop::sample::Index>()), 0..20),
        command in prop::collection::vec("[^\\x00]{0,20}", 0..4),
    ) {
        let mut spec = ContainerSpec { image: "busybox".into(), command, ..Default::default() };
        for (flag, pick) in picks {
            let flag = &FLAGS[flag];
            let own = VALUES.iter().find(|(name, _)| *name == flag.name).map(|(_, values)| *values);
            let value: &str = match flag.takes() {
                Takes::Nothing => "true",
                Takes::YesOrNo => "false",
                Takes::One | Takes::Many => own.map_or(flag.example, |values| *pick.get(values)),
            };
            flag.put(&mut spec, value).unwrap();
        }
        let read = Run::read(&spec.docker_command(true));
        prop_assert_eq!(read.remarks, []);
        prop_assert_eq!(read.spec, spec);
    }

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

    /// Nothing that anybody pastes breaks it.
    #[test]
    fn anything_can_be_pasted(text in "(docker run |-|--|[a-z]|=|'|\"|\\\\|\\$|\\(|\\)|\\{|`|\n| |:|,|é){0,60}") {
        let _ = Run::read(&text);
    }
}
