//! The script that loads the lazy parts, without saying the same for each of them.
//!
//! The splitter writes a function for each of some hundred pieces, and for each part the names of all that it needs: every
//! first visit would bring fifty kilobytes of it. Said once, with the pieces as numbers and in ranges, it is three.

use std::fmt::Write;

use anyhow::{Context, Result, ensure};

/// How the splitter names a piece that several parts share.
const PIECE: &str = "__chunk_";
/// What stands around a file's name where it is fetched.
const BEFORE: &str = "new URL(\"./";
const AFTER: &str = ".wasm\"";

/// What is said once: how a part is loaded when its pieces are there, and which pieces stand in ranges.
const LOADER: &str = r#"
const part = (name, needed) => makeLoad(() => {
    const src = fetch(new URL("./" + name + ".wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => WebAssembly.instantiateStreaming(src, imports);
}, needed);
const pieces = {};
const piece = (number) => (pieces[number] = pieces[number] || part("chunk_" + number, []));
const load = (name, ranges) => {
    const needed = [];
    for (const range of ranges.split(" ").filter(Boolean)) {
        const ends = range.split("-").map(Number);
        for (let number = ends[0]; number <= ends[ends.length - 1]; number += 1) needed.push(piece(number));
    }
    return wrapAsyncCb(part(name, needed));
};
"#;

/// The same script, shorter; and the parts' files with the names that it knows them by.
pub(super) fn shorten(script: &str) -> Result<(String, Vec<(String, String)>)> {
    let first = [format!("const {PIECE}"), "export const ".to_owned()];
    let start = first.iter().filter_map(|word| script.find(word)).min();
    let (head, parts) = script.split_at(start.context("the splitter's script has no parts")?);
    let (mut short, mut files) = (format!("{head}{LOADER}"), Vec::new());
    for export in parts.split("export const ").skip(1) {
        let (name, rest) = export.split_once('=').context("an export has a name")?;
        let file = rest.split_once(BEFORE).and_then(|(_, rest)| rest.split_once(AFTER));
        let file = file.context("an export fetches a file")?.0;
        let numbers = rest.split(PIECE).skip(1).map(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
            rest[..end].parse::<u32>().context("pieces have numbers")
        });
        let numbers = numbers.collect::<Result<Vec<_>>>()?;
        ensure!(rest.contains("wrapAsyncCb"), "{name} is loaded in another way");
        let known_as = short_name(file, &files);
        writeln!(short, "export const {} = load(\"{known_as}\", \"{}\");", name.trim(), ranges(numbers))?;
        files.push((file.to_owned(), known_as));
    }
    Ok((short, files))
}

/// What a part's file is called: the splitter's name without the hash of twenty digits at its end. Several functions have
/// one name.
fn short_name(file: &str, taken: &[(String, String)]) -> String {
    let name =
        file.trim_start_matches("split_").trim_end_matches(|it: char| it.is_ascii_digit() || it == '_');
    let is_taken = |name: &str| taken.iter().any(|(_, known_as)| known_as == name);
    let numbered = (2..).map(|number| format!("{name}{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

/// `3-5 7` for 3, 4, 5 and 7.
fn ranges(mut numbers: Vec<u32>) -> String {
    numbers.sort_unstable();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 >= number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let range = |(first, last): &(u32, u32)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    ranges.iter().map(range).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
