//! The script that loads the lazy parts, said shortly. The splitter writes the same function anew for each of hundreds of
//! chunks, and for each part the list of all its chunks: every visitor would download them.

use std::fmt::Write;

use anyhow::{Result, ensure};

/// What the splitter writes around the name of a file.
const FETCHER: (&str, &str) = (
    "() => {\n    const src = fetch(new URL(\"./",
    ".wasm\", import.meta.url));\n    src.catch(() => {});\n    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}\n",
);

/// The same functions, once; and chunks as runs of their numbers: `20-105 112`.
const LOADERS: &str = "const fetcher = (file) => () => {
    const src = fetch(new URL(\"./\" + file + \".wasm\", import.meta.url));
    src.catch(() => {});
    return async (imports) => WebAssembly.instantiateStreaming(src, imports);
};
const loaded = {};
const chunk = (number) => loaded[number] = loaded[number] || makeLoad(fetcher(\"chunk_\" + number), []);
const chunks = (runs) => runs.split(\" \").flatMap((run) => {
    const [first, last] = run.split(\"-\").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => chunk(first + at));
});
";

/// The script, said shortly. It fails when the splitter no longer writes what it did.
pub(super) fn shorten(script: &str) -> Result<String> {
    let (start, end) = FETCHER;
    let mut pieces = script.split(start);
    let mut short = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (file, rest) = piece.split_once(end).unwrap_or_default();
        ensure!(!file.is_empty(), "the splitter writes its loaders in another way than it did");
        // A chunk is made when it is asked for.
        let chunk = format!("const __{file} = makeLoad(");
        match (short.strip_suffix(&chunk), rest.strip_prefix(", []);")) {
            (Some(before), Some(after)) => short = [before, after].concat(),
            _ => write!(short, "fetcher(\"{file}\"){rest}")?,
        }
    }
    let short = lists(&short);
    ensure!(!short.contains("__chunk_"), "the splitter names its chunks in another way than it did");
    // First: the parts' lists are made while the script is read.
    Ok([LOADERS, &short].concat())
}

/// Each list of chunks as runs of numbers.
fn lists(script: &str) -> String {
    let mut pieces = script.split("[__chunk_");
    let mut short = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (list, rest) = piece.split_once(']').unwrap_or((piece, ""));
        let numbers = list.split(", __chunk_").filter_map(|number| number.parse().ok());
        short.push_str("chunks(\"");
        short.push_str(&runs(numbers));
        short.push_str("\")");
        short.push_str(rest);
    }
    short
}

/// Numbers that rise, as runs from the first to the last: `3-5 9-9`.
fn runs(numbers: impl Iterator<Item = u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs.iter().map(|(first, last)| format!("{first}-{last}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
