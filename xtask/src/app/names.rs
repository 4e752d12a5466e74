//! The module and its scripts call each other by shorter names.

use std::collections::BTreeMap;

use anyhow::Result;

/// What the names begin with that only the module and its scripts know: those of wasm-bindgen, of the splitter, and
/// of what Rust makes of a closure's type.
const OURS: [&str; 3] = ["__wb", "__wasm_split_load", "_ZN"];

/// The module and its scripts, with one or two letters for each function that one lends to the other.
///
/// The names end with a hash each, which no compression makes smaller, and stand on both sides.
pub(super) fn shorten(module: &[u8], scripts: &[String]) -> Result<(Vec<u8>, Vec<String>)> {
    let mut module = walrus::Module::from_buffer(module)?;
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    let mut names = BTreeMap::new();
    for name in imports.chain(exports).filter(|name| OURS.iter().any(|start| name.starts_with(start))) {
        // One function may have two places; it keeps one name.
        let next = letters(names.len());
        name.clone_from(names.entry(name.clone()).or_insert(next));
    }
    without_empty_places(&mut module);
    walrus::passes::gc::run(&mut module);
    Ok((module.emit_wasm(), scripts.iter().map(|script| replace(script, &names)).collect()))
}

/// The splitter writes nothing into the places of what is loaded later, one by one. Nothing is there before, either.
fn without_empty_places(module: &mut walrus::Module) {
    let is_nothing = |it: &walrus::ConstExpr| matches!(it, walrus::ConstExpr::RefNull(_));
    let is_empty = |it: &&walrus::Element| match &it.items {
        walrus::ElementItems::Expressions(_, items) => items.iter().all(is_nothing),
        walrus::ElementItems::Functions(items) => items.is_empty(),
    };
    let empty: Vec<_> = module.elements.iter().filter(is_empty).map(walrus::Element::id).collect();
    for table in module.tables.iter_mut() {
        table.elem_segments.retain(|segment| !empty.contains(segment));
    }
    for segment in empty {
        module.elements.delete(segment);
    }
}

/// Replaces words by other words.
fn replace(script: &str, names: &BTreeMap<String, String>) -> String {
    let in_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut replaced = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(in_word) {
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|letter| !in_word(letter)).unwrap_or(from.len()));
        replaced.push_str(between);
        replaced.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

/// `a_` to `z_`, then `aa_`, `ab_` and so on: no word of JavaScript's.
fn letters(mut number: usize) -> String {
    let mut letters = vec!['_'];
    loop {
        letters.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]));
        number /= 26;
        if number == 0 {
            return letters.iter().rev().collect();
        }
        number -= 1;
    }
}

#[cfg(test)]
mod tests;
