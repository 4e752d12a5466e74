//! The table of the site's files, in Rust, that the server's `main.rs` includes.

use std::{collections::BTreeMap, fmt::Write};

use anyhow::Result;
use sha2::{Digest, Sha256};

/// The table of these files, for a place beside the folder of this name that they lie in. Each is in it once: by its smaller
/// form, if it has one and can be sent as it is.
pub(super) fn of(
    files: &BTreeMap<String, Vec<u8>>,
    folder: &str,
    has_smaller: impl Fn(&str) -> bool,
) -> Result<String> {
    let mut table = String::from("&[\n");
    for (name, content) in files {
        // The server fills in all pages but the app's own.
        let is_filled_in = name.ends_with(".html") && !name.ends_with("/app.html");
        let is_brotli = !is_filled_in && has_smaller(name);
        let path = format!("{folder}/{name}{}", if is_brotli { ".br" } else { "" });
        writeln!(
            table,
            "server::PageFile {{ name: {name:?}, tag: {:?}, content: include_bytes!({path:?}), is_brotli: {is_brotli} }},",
            tag(content)
        )?;
    }
    table.push_str("]\n");
    Ok(table)
}

/// The hash of what is in a file, as an entity tag (RFC 9110 §8.8.3).
fn tag(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    let digits: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

#[cfg(test)]
mod tests;
