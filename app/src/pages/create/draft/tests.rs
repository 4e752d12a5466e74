use super::*;

fn typed() -> Typed {
    Typed { image: "nginx:1.27".into(), ..Typed::default() }
}

fn cells(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn an_image_is_enough() {
    let draft = draft(&typed());
    assert!(draft.is_fine(), "{draft:?}");
    assert_eq!(draft.spec, ContainerSpec { image: "nginx:1.27".into(), ..ContainerSpec::default() });
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
        let expected = PortSpec { ip, public, private: 80, protocol: Protocol::Udp };
        assert_eq!(draft(&typed).spec.ports, [expected], "{outside}");
    }
}

#[test]
fn a_port_that_is_none_is_wrong_once_and_in_its_own_row() {
    let typed = Typed { ports: vec![cells(&["80", "80", "tcp"]), cells(&["http", "80", "tcp"])], ..typed() };
    assert_eq!(draft(&typed).problems, [SpecProblem { field: Field::Port(1), fault: Fault::NotAPort }]);
}

#[test]
fn memory_takes_dockers_units() {
    for (text, bytes) in
        [("512m", 512 << 20), ("1.5g", 1536 << 20), ("2 GiB", 2 << 30), ("8388608", 8 << 20), ("", 0)]
    {
        let typed = Typed { memory: text.into(), ..typed() };
        assert_eq!(draft(&typed).spec.memory.unwrap_or_default(), bytes, "{text}");
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
        assert_eq!(billionths(text), expected, "{text}");
    }
    assert_eq!(billionths("many"), None);
    assert_eq!(billionths("."), None);
    assert_eq!(billionths("99999999999999999999"), None);
}

#[test]
fn a_command_is_cut_as_a_shell_cuts_it() {
    let good = draft(&Typed { command: "sh -c 'echo \"a b\"'".into(), ..typed() });
    assert_eq!(good.spec.command, ["sh", "-c", "echo \"a b\""]);
    let open = draft(&Typed { command: "sh -c 'echo".into(), ..typed() });
    assert!(open.open_quote && !open.is_fine());
}

#[test]
fn attempts_count_only_on_failure() {
    let on_failure = Typed { restart: "on-failure".into(), attempts: "3".into(), ..typed() };
    assert_eq!(draft(&on_failure).spec.restart, RestartPolicy::OnFailure { attempts: 3 });
    assert!(draft(&Typed { restart: "always".into(), attempts: "x".into(), ..typed() }).is_fine());
    assert!(draft(&Typed { restart: "on-failure".into(), attempts: "x".into(), ..typed() }).bad_attempts);
}
