use wire::{Bytes, NanoCpus, Protocol};

use super::*;

/// The form with nothing in its folded part.
fn draft(typed: &Typed) -> Draft {
    super::draft(typed, |_| Vec::new())
}

impl Draft {
    fn is_fine(&self) -> bool {
        self.faults.is_fine()
    }

    fn problem(&self, field: Field) -> Option<Fault> {
        self.faults.problem(field)
    }
}

fn typed() -> Typed {
    Typed { image: "nginx:1.27".into(), ..Typed::default() }
}

fn cells(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_row_in_which_nothing_is_typed_means_nothing_and_those_behind_it_keep_their_faults() {
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let typed = Typed {
        image: "web".into(),
        ports: vec![row(["", "", ""]), row(["", "80", ""]), row(["x", "80", ""])],
        env: vec![(String::new(), String::new())],
        ..Typed::default()
    };
    let Draft { spec, faults } = draft(&typed);
    assert_eq!((spec.ports.len(), spec.env.len()), (2, 0));
    assert_eq!(faults.problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Port(2)]);
}

#[test]
fn an_image_is_enough() {
    let read = draft(&typed());
    assert!(read.is_fine(), "{read:?}");
    assert_eq!(read.spec, ContainerSpec { image: "nginx:1.27".into(), ..ContainerSpec::default() });
}

#[test]
fn ports_are_read_with_and_without_an_address() {
    for (outside, ip, public) in [
        ("", None, None),
        ("8080", None, Some(8080)),
        ("127.0.0.1:8080", Some("127.0.0.1"), Some(8080)),
        ("[::1]:8080", Some("::1"), Some(8080)),
        ("127.0.0.1:", Some("127.0.0.1"), None),
    ] {
        let typed = Typed { ports: vec![cells(&[outside, "80", "udp"])], ..typed() };
        let ip = ip.map(|ip| ip.parse().unwrap());
        let expected = PortSpec { ip, public, private: 80, protocol: Protocol::Udp, ..PortSpec::default() };
        assert_eq!(draft(&typed).spec.ports, [expected], "{outside}");
    }
}

#[test]
fn a_port_that_is_none_is_wrong_once_and_in_its_own_row() {
    let typed = Typed { ports: vec![cells(&["80", "80", "tcp"]), cells(&["http", "80", "tcp"])], ..typed() };
    assert_eq!(
        draft(&typed).faults.problems,
        [SpecProblem { field: Field::Port(1), fault: Fault::NotAPort }]
    );
}

#[test]
fn memory_takes_dockers_units() {
    for (text, bytes) in
        [("512m", 512 << 20), ("1.5g", 1536 << 20), ("2 GiB", 2 << 30), ("8388608", 8 << 20), ("", 0)]
    {
        let typed = Typed { memory: text.into(), ..typed() };
        assert_eq!(draft(&typed).spec.memory.unwrap_or_default(), Bytes(bytes), "{text}");
    }
    for text in ["lots", "1x", "1k"] {
        let typed = Typed { memory: text.into(), ..typed() };
        assert_eq!(draft(&typed).problem(Field::Memory), Some(Fault::TooLittleMemory), "{text}");
    }
}

#[test]
fn processors_are_exact() {
    for (text, expected) in
        [("1.5", Some(1_500_000_000)), ("0.3", Some(300_000_000)), (".5", Some(500_000_000))]
    {
        let typed = Typed { cpus: text.into(), ..typed() };
        assert_eq!(draft(&typed).spec.nano_cpus, expected.map(NanoCpus), "{text}");
    }
    for text in ["many", ".", "99999999999999999999", "0"] {
        let typed = Typed { cpus: text.into(), ..typed() };
        assert_eq!(draft(&typed).problem(Field::Cpus), Some(Fault::NoTime), "{text}");
    }
}

#[test]
fn a_command_is_cut_as_a_shell_cuts_it() {
    let good = draft(&Typed { command: "sh -c 'echo \"a b\"'".into(), ..typed() });
    assert_eq!(good.spec.command, ["sh", "-c", "echo \"a b\""]);
    let open = draft(&Typed { command: "sh -c 'echo".into(), ..typed() });
    assert!(open.faults.open_quote && !open.is_fine());
}

#[test]
fn attempts_count_only_on_failure() {
    let on_failure = Typed { restart: "on-failure".into(), attempts: "3".into(), ..typed() };
    assert_eq!(draft(&on_failure).spec.restart, RestartPolicy::OnFailure { attempts: 3 });
    assert!(draft(&Typed { restart: "always".into(), attempts: "x".into(), ..typed() }).is_fine());
    assert!(
        draft(&Typed { restart: "on-failure".into(), attempts: "x".into(), ..typed() }).faults.bad_attempts
    );
}

#[test]
fn mounts_take_further_options_behind_the_path() {
    let typed =
        Typed { mounts: vec![cells(&["/srv", "/x:z,rslave", "ro"]), cells(&["", "/cache", ""])], ..typed() };
    let read = draft(&typed);
    assert!(read.is_fine(), "{read:?}");
    let told: Vec<_> = read.spec.mounts.iter().map(|mount| mount.mode()).collect();
    assert_eq!(told, ["ro,z,rslave", ""]);
    let bad = Typed { mounts: vec![cells(&["/srv", "/x:y:z", ""])], ..typed };
    assert_eq!(draft(&bad).problem(Field::Mount(0)), Some(Fault::Colon));
}

#[test]
fn what_is_folded_away_is_added_and_checked_with_the_rest() {
    let read = super::draft(&typed(), |spec| {
        spec.process.working_dir = Some("app".into());
        vec![SpecProblem { field: Field::Option("ip", 0), fault: Fault::NotAnAddress }]
    });
    assert_eq!(read.problem(Field::Option("ip", 0)), Some(Fault::NotAnAddress));
    assert_eq!(read.problem(Field::Option("workdir", 0)), Some(Fault::NotAbsolute));
}
