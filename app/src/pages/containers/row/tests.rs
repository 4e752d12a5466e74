use super::*;

#[test]
fn an_address_is_written_as_links_have_it() {
    for (ip, text) in [
        ("127.0.0.1", "127.0.0.1"),
        ("192.168.1.20", "192.168.1.20"),
        ("::1", "[0000:0000:0000:0000:0000:0000:0000:0001]"),
        ("2001:db8::a", "[2001:0db8:0000:0000:0000:0000:0000:000a]"),
    ] {
        let ip: IpAddr = ip.parse().expect("an address");
        assert_eq!(host(ip), text);
        assert_eq!(text.trim_matches(['[', ']']).parse(), Ok(ip));
    }
}
