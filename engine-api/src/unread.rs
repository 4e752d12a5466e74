//! What is wrong with a reply, without what it holds: that may be a secret.

use std::fmt;

/// Shows an error of serde's without the values that it quotes: `invalid type: string …, expected a map at line 1 column 9`.
pub struct Unread<'a>(pub &'a serde_json::Error);

impl fmt::Display for Unread<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_values(&self.0.to_string()))
    }
}

fn without_values(said: &str) -> String {
    if said.starts_with("missing field") {
        // That is a name of ours.
        return said.to_owned();
    }
    // What was expected stands behind, in our own words; what was quoted may hold anything, quotes and commas too.
    let (told, expected) = said.rfind(", expected ").map_or((said, ""), |at| said.split_at(at));
    let is_quote = |letter| matches!(letter, '"' | '`');
    match (told.find(is_quote), told.rfind(is_quote)) {
        (Some(first), Some(last)) => [&told[..first], "…", &told[last + 1..], expected].concat(),
        _ => said.to_owned(),
    }
}

#[cfg(test)]
mod tests;
