//! Scripts without what only people read.

use anyhow::{Result, anyhow};

/// The same script without comments and white space.
pub(crate) fn minify(script: &str) -> Result<String> {
    // wasm-bindgen leaves it to the line's end to end an import.
    let script = script.replace(".js\"\n", ".js\";\n");
    let shorter =
        minifier::js::minify(&script).map_err(|error| anyhow!("a script isn't understood: {error}"))?;
    Ok(shorter.to_string())
}

#[cfg(test)]
mod tests;
