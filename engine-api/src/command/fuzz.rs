//! Any method, path and query: what is understood says only what was written. See `cargo xtask fuzz`.

use http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::*;

/// What requests are made of, and what is meant to be read in two ways.
const WORDS: [&str; 40] = [
    "/containers/",
    "/images/",
    "/json",
    "/v1.51",
    "/v1.24",
    "/v01.51",
    "/v1.",
    "create",
    "/exec/",
    "/networks",
    "/plugins/",
    "/distribution/",
    "/grpc",
    "/session",
    "/_ping",
    "prune",
    "//",
    "/..",
    "/./",
    "%2f",
    "%2F",
    "%2e",
    "%63",
    "%40",
    "%3A",
    "%3a",
    "%00",
    "%zz",
    "@sha256:",
    ":",
    "all=1",
    "filters=",
    "&",
    "=",
    ";",
    "+",
    "size",
    "all",
    "\u{e9}",
    "{id}",
];

/// Bytes below 128 are themselves, so that seeds can be read; the others are words.
fn text(input: &[u8]) -> String {
    let letter = |byte: &u8| match WORDS.get(usize::from(*byte).wrapping_sub(128) % WORDS.len()) {
        Some(word) if *byte >= 128 => (*word).to_owned(),
        _ => char::from(*byte).to_string(),
    };
    input.iter().map(letter).collect()
}

/// The path of what was understood, as the table writes it.
fn printed(named: &Named) -> String {
    let version = named.version.map(|version| format!("/v{version}")).unwrap_or_default();
    let path = match named.operation.parameter() {
        Some((before, _, behind)) => format!("{before}{}{behind}", named.object),
        None => named.operation.path().to_owned(),
    };
    version + &path
}

#[test]
fn path() {
    bolero::check!(name = "path").with_max_len(64).for_each(|input: &[u8]| {
        let path = text(input);
        for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE] {
            let Ok(named) = Named::find(&method, &path) else { continue };
            let printed = printed(&named);
            assert_eq!(named.operation.method(), method);
            assert_eq!(printed, unencoded(&path), "it is the path that was sent");
            assert_eq!(Named::find(&method, &printed), Ok(named), "and is found again");
            assert!(printed.split('/').all(|part| !matches!(part, "." | "..")) && !printed.contains("//"));
        }
    });
}

#[test]
fn query() {
    bolero::check!(name = "query").with_max_len(64).for_each(|input: &[u8]| {
        let (which, query) = input.split_first().unwrap_or((&0, &[]));
        let operation = Operation::ALL[usize::from(*which) % Operation::ALL.len()];
        let path = operation.path().replace("{id}", "thing").replace("{name}", "thing");
        let target = |query: &str| format!("{path}?{query}");
        let Ok(command) = Command::decode(&operation.method(), &target(&text(query))) else { return };
        for (place, (key, _)) in command.query.iter().enumerate() {
            let (_, repeats) = operation.keys().find(|(known, _)| known == key).unwrap();
            assert!(repeats || !command.query[..place].iter().any(|(before, _)| before == key));
        }
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs = command.query.iter().map(|(key, value)| format!("{}={}", encoded(key), encoded(value)));
        let printed = pairs.collect::<Vec<_>>().join("&");
        if printed.len() <= LONGEST_QUERY {
            assert_eq!(Command::decode(&operation.method(), &target(&printed)), Ok(command), "{printed}");
        }
    });
}
