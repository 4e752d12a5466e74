use std::net::SocketAddr;

use axum::body::Body;

use super::*;

fn door() -> Door {
    Door {
        hosts: vec!["nas".into(), "nas.local".into()],
        public_origin: Some("https://docker.example.org".into()),
        trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
    }
}

fn request(from: &str, scheme: Scheme, method: &str, headers: &[(&str, &str)]) -> Request {
    let mut request = Request::builder().method(method).uri("/").body(Body::empty()).unwrap();
    let address: SocketAddr = from.parse().unwrap();
    request.extensions_mut().insert(Peer { address, scheme });
    for (name, value) in headers {
        request.headers_mut().append(http::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
    }
    request
}

fn https(method: &str, headers: &[(&str, &str)]) -> Result<Visit, Error> {
    door().examine(&request("192.0.2.7:5000", Scheme::Https, method, headers))
}

#[test]
fn only_known_hosts() {
    let known = [
        "127.0.0.1:8443",
        "[::1]:8443",
        "192.0.2.1",
        "localhost:8443",
        "NAS:8443",
        "nas.local",
        "docker.example.org",
    ];
    for host in known {
        https("GET", &[("host", host)]).unwrap_or_else(|error| panic!("{host}: {error}"));
    }
    for host in ["evil.example", "nas.evil.example", "localhost.evil.example", "127.0.0.1.evil.example"] {
        assert!(matches!(https("GET", &[("host", host)]), Err(Error::UnknownHost { .. })), "{host}");
    }
    for host in ["", "a@nas", "nas nas", "nas/", "nas:port"] {
        assert!(https("GET", &[("host", host)]).is_err(), "{host}");
    }
    assert!(matches!(https("GET", &[]), Err(Error::Malformed(_))));
    assert!(matches!(https("GET", &[("host", "nas"), ("host", "nas")]), Err(Error::Malformed(_))));
}

#[test]
fn what_changes_things_comes_from_our_own_page_or_with_a_token() {
    let allowed: &[&[(&str, &str)]] = &[
        &[("host", "nas:8443"), ("origin", "https://nas:8443")],
        &[("host", "nas:443"), ("origin", "https://nas")],
        &[("host", "nas"), ("origin", "https://nas")],
        &[("host", "127.0.0.1:8443"), ("origin", "https://docker.example.org")],
        &[("host", "nas"), ("sec-fetch-site", "same-origin")],
        &[("host", "nas"), ("origin", "null"), ("sec-fetch-site", "same-origin")],
        &[("host", "nas"), ("authorization", "Bearer x")],
    ];
    for headers in allowed {
        https("POST", headers).unwrap_or_else(|error| panic!("{headers:?}: {error}"));
    }
    let refused: &[&[(&str, &str)]] = &[
        &[("host", "nas")],
        &[("host", "nas:8443"), ("origin", "https://nas:8444")],
        &[("host", "nas:8443"), ("origin", "https://nas")],
        &[("host", "nas:8443"), ("origin", "http://nas:8443")],
        &[("host", "nas"), ("origin", "https://nas.evil.example")],
        &[("host", "nas"), ("origin", "null")],
        &[("host", "nas"), ("origin", "")],
        &[("host", "nas"), ("origin", "null"), ("sec-fetch-site", "cross-site")],
        &[
            ("host", "nas"),
            ("origin", "null"),
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "same-origin"),
        ],
        &[("host", "nas"), ("origin", "https://nas"), ("origin", "https://evil.example")],
        &[("host", "nas"), ("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
        &[("host", "nas"), ("origin", "https://evil.example"), ("authorization", "Bearer x")],
        &[("host", "nas"), ("sec-fetch-site", "same-site")],
        &[("host", "nas"), ("sec-fetch-site", "none"), ("authorization", "Bearer x")],
        &[("host", "nas"), ("authorization", "Basic x")],
    ];
    for headers in refused {
        for method in ["POST", "DELETE", "PUT", "PATCH", "OPTIONS", "BREW"] {
            assert!(matches!(https(method, headers), Err(Error::ForeignOrigin)), "{method} {headers:?}");
        }
        let upgrade: Vec<_> = headers.iter().copied().chain([("upgrade", "websocket")]).collect();
        assert!(matches!(https("GET", &upgrade), Err(Error::ForeignOrigin)), "{upgrade:?}");
        https("GET", headers).unwrap();
    }
}

#[test]
fn only_trusted_proxies_are_believed() {
    let visit = |from: &str, scheme, forwarded: &[(&str, &str)]| {
        let headers: Vec<_> = [("host", "nas")].into_iter().chain(forwarded.iter().copied()).collect();
        let visit = door().examine(&request(from, scheme, "GET", &headers)).unwrap();
        (visit.address.to_string(), visit.scheme)
    };
    let forwarded =
        [("x-forwarded-for", "203.0.113.9, 198.51.100.4, 10.0.0.9"), ("x-forwarded-proto", "https")];
    assert_eq!(visit("192.0.2.7:1", Scheme::Http, &forwarded), ("192.0.2.7".into(), Scheme::Http));
    assert_eq!(visit("10.1.2.3:1", Scheme::Http, &forwarded), ("198.51.100.4".into(), Scheme::Https));
    assert_eq!(
        visit("[::ffff:10.1.2.3]:1", Scheme::Http, &forwarded),
        ("198.51.100.4".into(), Scheme::Https)
    );
    assert_eq!(visit("10.1.2.3:1", Scheme::Http, &[]), ("10.1.2.3".into(), Scheme::Http));
    let listed = [("x-forwarded-proto", "https, http"), ("x-forwarded-proto", "http,https")];
    assert_eq!(visit("10.1.2.3:1", Scheme::Http, &listed).1, Scheme::Https, "the nearest proxy's word");
    assert_eq!(visit("10.1.2.3:1", Scheme::Http, &listed[..1]).1, Scheme::Http);
    let garbage = [("x-forwarded-for", "203.0.113.9, unknown")];
    assert_eq!(visit("10.1.2.3:1", Scheme::Http, &garbage), ("10.1.2.3".into(), Scheme::Http));
}

#[test]
fn a_public_address_that_is_https_makes_cookies_secure() {
    let plain = request("127.0.0.1:1", Scheme::Http, "GET", &[("host", "docker.example.org")]);
    assert_eq!(door().examine(&plain).unwrap().scheme, Scheme::Https);
}

#[test]
fn networks() {
    let network = |text: &str| text.parse::<Cidr>();
    assert!(network("0.0.0.0/0").unwrap().contains("192.0.2.1".parse().unwrap()));
    assert!(network("192.0.2.0/25").unwrap().contains("192.0.2.127".parse().unwrap()));
    assert!(!network("192.0.2.0/25").unwrap().contains("192.0.2.128".parse().unwrap()));
    assert!(network("2001:db8::/32").unwrap().contains("2001:db8:9::1".parse().unwrap()));
    assert!(!network("::/0").unwrap().contains("192.0.2.1".parse().unwrap()));
    for wrong in ["", "a", "1.2.3", "1.2.3.4/33", "1.2.3.4/-1", "::/129", "1.2.3.4/"] {
        network(wrong).unwrap_err();
    }
}
