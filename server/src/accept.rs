//! What a client takes and what it knows already, by its headers (RFC 9110, 12.5.3 and 13.1.2).

use http::{HeaderMap, header};

/// Whether a client takes a content coding: it names it, other than with the quality 0.
pub fn takes(headers: &HeaderMap, coding: &str) -> bool {
    items(headers, header::ACCEPT_ENCODING).any(|item| {
        let (name, quality) = item.split_once(';').unwrap_or((item, ""));
        let quality = quality.trim().strip_prefix("q=").unwrap_or("1");
        name.trim().eq_ignore_ascii_case(coding) && quality.parse().is_ok_and(|quality: f32| quality > 0.0)
    })
}

/// Whether a client has the version of an entity tag, weak or strong.
pub fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let plain = |tag: &str| tag.trim_start_matches("W/").to_owned();
    items(headers, header::IF_NONE_MATCH).any(|item| item == "*" || plain(item) == plain(tag))
}

fn items(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests;
