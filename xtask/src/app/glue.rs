//! The script between the module and the browser, without ways to begin that this page never goes: it is started by its own
//! script, from its own server, which says what the module is.

use anyhow::{Context, Result};

/// From here on wasm-bindgen's script is about how it may be started.
const STARTING: &str = "async function __wbg_load(";
/// What the splitter's script is imported as, once for each part.
const IMPORT: &str = "import * as import";
const FROM: &str = " from \"./split.js\"";

/// The one way that is gone. The parts ask for what runs, and find it running.
const START: &str = r#"async function start() {
    const source = fetch(new URL("app.wasm", import.meta.url));
    const { instance, module } = await WebAssembly.instantiateStreaming(source, __wbg_get_imports());
    return __wbg_finalize_init(instance, module);
}
const running = start();
const initSync = () => wasm;
const init = () => running;
export { initSync, init as default };
"#;

/// The same script, shorter.
pub(super) fn shorten(script: &str) -> Result<String> {
    let (kept, _) = script.split_once(STARTING).context("wasm-bindgen's script begins in another way")?;
    let is_import = |line: &&str| line.starts_with(IMPORT) && line.contains(FROM);
    let again = kept.lines().filter(is_import).skip(1).filter_map(|line| {
        let number = line.strip_prefix(IMPORT)?.split(' ').next()?;
        Some((line.to_owned(), format!("\"./split.js\": import{number},")))
    });
    let again: Vec<_> = again.collect();
    let is_again = |line: &&str| again.iter().any(|(import, entry)| *line == import || line.trim() == entry);
    let lines: Vec<_> = kept.lines().filter(|line| !is_again(line)).collect();
    Ok(lines.join("\n") + "\n" + START)
}

#[cfg(test)]
mod tests;
