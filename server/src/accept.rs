//! What a client takes and what it knows already, by its headers (RFC 9110, 12.5 and 13.1.2).

use http::{HeaderMap, header};

/// Whether a client takes a content coding: it names it, other than with the quality 0.
pub fn takes(headers: &HeaderMap, coding: &str) -> bool {
    weighed(headers, header::ACCEPT_ENCODING)
        .any(|(name, quality)| name.eq_ignore_ascii_case(coding) && quality > 0.0)
}

/// The best of the languages that a client names, by what is known of each; of two that are as good, the first
/// (RFC 9110, 12.5.4).
pub fn best_language<T>(headers: &HeaderMap, known: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut best = None;
    for (tag, quality) in weighed(headers, header::ACCEPT_LANGUAGE) {
        let Some(language) = known(tag) else { continue };
        if quality > 0.0 && best.as_ref().is_none_or(|(most, _)| quality > *most) {
            best = Some((quality, language));
        }
    }
    best.map(|(_, language)| language)
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

/// What is named, each with its quality (RFC 9110, 12.4.2): 0, where it can't be read.
fn weighed(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = (&str, f32)> {
    items(headers, name).map(|item| {
        let (name, quality) = item.split_once(';').unwrap_or((item, ""));
        let quality = quality.trim().strip_prefix("q=").unwrap_or("1");
        (name.trim(), quality.parse().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests;
