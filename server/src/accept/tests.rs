use http::HeaderValue;

use super::*;

fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
}

#[test]
fn a_coding_is_taken_when_it_is_named() {
    for (value, expected) in [
        ("gzip", true),
        ("br, GZIP;q=0.5", true),
        ("gzip ; q=1.0", true),
        ("gzip;q=0", false),
        ("gzip;q=0.0000", false),
        ("xgzip, br", false),
        ("gzip;q=x", false),
        ("", false),
    ] {
        assert_eq!(takes(&headers(header::ACCEPT_ENCODING, value), "gzip"), expected, "{value:?}");
    }
}

#[test]
fn a_version_is_known_by_its_tag_or_by_any() {
    for (value, expected) in [
        ("W/\"1-2\"", true),
        ("\"1-2\"", true),
        ("\"0\", W/\"1-2\"", true),
        ("*", true),
        ("\"1-20\"", false),
        ("1-2", false),
    ] {
        assert_eq!(knows(&headers(header::IF_NONE_MATCH, value), "W/\"1-2\""), expected, "{value:?}");
    }
}
