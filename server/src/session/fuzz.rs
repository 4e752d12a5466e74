//! Any token and any cookies: nothing but what was given out is taken. See `cargo xtask fuzz`.

use http::{HeaderMap, HeaderValue, header};

use super::{Cookie, token};
use crate::{guard::Scheme, secret};

/// What credentials are made of.
const WORDS: [&str; 16] = [
    "phd_",
    "_",
    "0123456789abcdef",
    "00000000000000000000000000000000ffffffffffffffffffffffffffffffff",
    "0F",
    "pierhead=",
    "__Host-pierhead=",
    "; ",
    ";",
    "=",
    "\"",
    "\t",
    ", ",
    "Pierhead=",
    "\u{e9}",
    "a=b",
];

/// Bytes below 128 are themselves, so that seeds can be read; the others are words.
fn text(input: &[u8]) -> String {
    let letter = |byte: &u8| match byte.checked_sub(128) {
        Some(word) => WORDS[usize::from(word) % WORDS.len()].to_owned(),
        None => char::from(*byte).to_string(),
    };
    input.iter().map(letter).collect()
}

#[test]
fn token() {
    bolero::check!(name = "token").with_max_len(256).for_each(|input: &[u8]| {
        let body = text(input);
        let summed = format!("{body}_{}", token::checksum(&body));
        for candidate in [body, summed] {
            let Some(hash) = token::parse(&candidate) else { continue };
            let parts: Vec<_> = candidate.split('_').collect();
            let secret = secret::unhex::<32>(parts[2]).unwrap();
            assert_eq!(hash, secret::hash(&secret));
            assert_eq!(candidate, token::write(parts[1], &secret), "no other text is this token");
        }
    });
}

#[test]
fn cookie() {
    bolero::check!(name = "cookie").with_max_len(256).for_each(|input: &[u8]| {
        let mut headers = HeaderMap::new();
        for line in text(input).split('\n') {
            let Ok(line) = HeaderValue::from_str(line) else { return };
            headers.append(header::COOKIE, line);
        }
        for (scheme, name) in [(Scheme::Https, "__Host-pierhead="), (Scheme::Http, "pierhead=")] {
            let read = Cookie::read(&headers, scheme);
            let with = |more: String| {
                let mut headers = headers.clone();
                headers.append(header::COOKIE, more.parse().unwrap());
                Cookie::read(&headers, scheme)
            };
            let own = format!("{name}{}", secret::hex(&read.unwrap_or([7; 32])));
            if read.is_some() {
                let lines = headers.get_all(header::COOKIE).iter();
                let text: Vec<_> =
                    lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned()).collect();
                assert!(text.join("; ").contains(&own), "it was sent as it is given out: {text:?}");
                assert_eq!(with("other=1".to_owned()), read, "what isn't ours changes nothing");
                assert_eq!(with(own), None, "of two, one was planted");
            }
        }
    });
}
