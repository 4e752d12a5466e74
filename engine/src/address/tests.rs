use proptest::prelude::*;

use super::*;

fn tcp(host: &str, port: u16, tls: Option<TlsFiles>) -> Address {
    Address::Tcp { host: host.into(), port, tls }
}

fn files() -> TlsFiles {
    TlsFiles { folder: "/certs".into() }
}

#[test]
fn addresses_are_read_as_docker_writes_them() {
    let with_tls = Security { tls: Some(files()), allow_insecure_tcp: false };
    let without = Security::default();
    for (text, security, expected) in [
        ("unix:///run/docker.sock", &without, Address::Unix("/run/docker.sock".into())),
        ("/run/docker.sock", &without, Address::Unix("/run/docker.sock".into())),
        ("tcp://127.0.0.1", &without, tcp("127.0.0.1", 2375, None)),
        ("tcp://localhost:2000/", &without, tcp("localhost", 2000, None)),
        ("http://[::1]:2000", &with_tls, tcp("::1", 2000, None)),
        ("tcp://engine.example", &with_tls, tcp("engine.example", 2376, Some(files()))),
        ("https://10.0.0.1:443", &with_tls, tcp("10.0.0.1", 443, Some(files()))),
    ] {
        assert_eq!(Address::parse(text, security).unwrap(), expected, "{text}");
    }
    assert_eq!(tcp("::1", 2375, None).to_string(), "tcp://[::1]:2375");
    assert_eq!(Address::default().to_string(), "unix:///var/run/docker.sock");
}

#[test]
fn another_machine_needs_tls_unless_it_is_allowed_without() {
    for text in
        ["tcp://10.0.0.1:2375", "http://engine.example", "tcp://[2001:db8::1]", "tcp://127.0.0.1.example"]
    {
        let refused = Address::parse(text, &Security::default());
        assert!(matches!(refused, Err(InvalidAddress::Insecure { .. })), "{text}");
        let allowed = Security { tls: None, allow_insecure_tcp: true };
        assert!(Address::parse(text, &allowed).is_ok(), "{text}");
    }
    let https = Address::parse("https://engine.example", &Security { tls: None, allow_insecure_tcp: true });
    assert!(matches!(https, Err(InvalidAddress::NoTlsFiles { .. })));
}

#[test]
fn what_is_no_address_is_refused() {
    for text in [
        "",
        "docker",
        "unix://",
        "unix://run/docker.sock",
        "ssh://me@host",
        "npipe:////./pipe/docker_engine",
        "tcp://",
        "tcp://:2375",
        "tcp://localhost:0",
        "tcp://localhost:99999",
        "tcp://localhost:x",
        "tcp://me@localhost",
        "tcp://localhost/api",
        "tcp://[::1",
        "tcp://[localhost]",
        "tcp://::1",
        "tcp://a b",
    ] {
        let refused = Address::parse(text, &Security::default());
        assert!(matches!(refused, Err(InvalidAddress::Form { .. })), "{text}: {refused:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_an_address_or_not(text in "(unix|tcp|http)?(://)?\\PC{0,20}") {
        let security = Security { tls: None, allow_insecure_tcp: true };
        if let Ok(address) = Address::parse(&text, &security) {
            prop_assert_eq!(Address::parse(&address.to_string(), &security).unwrap(), address);
        }
    }
}
