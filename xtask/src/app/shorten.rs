//! The module and its script say the same in fewer bytes.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};

/// The functions that the script lends to the module, by names of one or two letters.
///
/// wasm-bindgen's names end with a hash each, which no compression makes smaller, and stand in both files. Nobody
/// else knows them.
pub(super) fn names(module: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut module = walrus::Module::from_buffer(module)?;
    let mut shorter = String::with_capacity(script.len());
    let mut rest = script;
    let mut names = BTreeMap::new();
    for import in module.imports.iter_mut() {
        if matches!(import.kind, walrus::ImportKind::Function(_)) && import.name.starts_with("__wb") {
            let short = letters(names.len());
            names.insert(std::mem::replace(&mut import.name, short.clone()), short);
        }
    }
    while let Some(at) = rest.find("__wb") {
        let (before, from) = rest.split_at(at);
        let end = from.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(from.len());
        let (name, after) = from.split_at(end);
        shorter.push_str(before);
        shorter.push_str(names.get(name).map_or(name, String::as_str));
        rest = after;
    }
    shorter.push_str(rest);
    Ok((module.emit_wasm(), shorter))
}

/// A script without what only people read.
pub(super) fn script(script: &str) -> Result<String> {
    // wasm-bindgen leaves it to the line's end to end an import.
    let script = script.replace(".js\"\n", ".js\";\n");
    let shorter = minifier::js::minify(&script).map_err(|error| anyhow!("the script isn't understood: {error}"))?;
    Ok(shorter.to_string())
}

/// `a` to `z`, then `aa`, `ab` and so on.
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]));
        number /= 26;
        if number == 0 {
            return letters.iter().rev().collect();
        }
        number -= 1;
    }
}
