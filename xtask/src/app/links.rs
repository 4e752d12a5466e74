//! The script that loads the lazy parts, without saying the same for each of them.
//!
//! The splitter writes a function for each of some hundred pieces, and for each part the names of all that it needs: every
//! first visit would bring fifty kilobytes of it. Said once, with the pieces as numbers and in ranges, it is three.

use anyhow::{Context, Result, ensure};

/// How the splitter names a piece that several parts share.
const PIECE: &str = "__chunk_";
/// What stands around a file's name where it is fetched.
const BEFORE: &str = "new URL(\"./";
const AFTER: &str = ".wasm\"";

/// Where the splitter's own way of loading begins, which stands in [`LOADER`] in fewer words.
const WRAPPER: &str = "function wrapAsyncCb";

/// What is said once: how a file of modules is loaded when what it needs is there, and which stand in ranges. A server that is
/// away is asked again for a quarter of a minute, so that nobody notices that it starts anew; one of another build
/// doesn't have the file, and never will. Whoever waits for it in vain is told (`app/src/shell.rs`) until it has come.
const LOADER: &str = r#"
const get = (url, pause) => fetch(url).then((answer) => answer.ok ? answer.arrayBuffer() : Promise.reject(answer)).catch((failed) => {
    if (failed.status === 404 || pause > 8000) throw failed;
    return new Promise((done) => setTimeout(done, pause)).then(() => get(url, 2 * pause));
});
const file = (name, needed) => {
    let loaded;
    const load = async () => {
        const bytes = get(new URL(name + ".bin", import.meta.url), 250);
        const [all] = await Promise.all([bytes, ...needed.map((pack) => pack())]);
        const made = [];
        for (let at = 0; at < all.byteLength;) {
            const size = new DataView(all).getUint32(at, true);
            made.push(WebAssembly.instantiate(new Uint8Array(all, at + 4, size), getSharedImports()));
            at += 4 + size;
        }
        return Promise.all(made);
    };
    return () => loaded ??= load().catch((failed) => {
        loaded = undefined;
        throw failed;
    });
};
const packs = {};
const load = (line) => {
    const [name, ...ranges] = line.split(" ");
    const needed = [];
    for (const range of ranges) {
        const [first, last = first] = range.split("-").map(Number);
        for (let number = first; number <= last; number += 1) needed.push(packs[number] ??= file(number, []));
    }
    const whole = file(name, needed);
    let missing;
    return (callback, data) => whole().then(() => true, (failed) => {
        console.error(failed);
    }).then((loaded) => {
        const notice = document.getElementById("unloaded");
        if (notice && (missing || !loaded)) notice.hidden = loaded;
        missing = !loaded;
        if (missing) notice?.scrollIntoView();
        getSharedImports().__wasm_split.__indirect_function_table.get(callback)(data, loaded);
    });
};
"#;

/// The splitter's script, read.
#[derive(Debug)]
pub(super) struct Links<'a> {
    /// How modules are loaded, and what they are linked with.
    head: &'a str,
    pub(super) parts: Vec<Part>,
}

/// A function that is loaded when it is called.
#[derive(Debug, PartialEq)]
pub(super) struct Part {
    /// What the module calls it.
    export: String,
    /// Its file, without its ending, as the splitter calls it.
    pub(super) file: String,
    /// What we call it.
    pub(super) name: String,
    /// The pieces that have to be there before it.
    pub(super) pieces: Vec<u32>,
}

impl<'a> Links<'a> {
    pub(super) fn read(script: &'a str) -> Result<Self> {
        let first = [format!("const {PIECE}"), "export const ".to_owned()];
        let start = first.iter().filter_map(|word| script.find(word)).min();
        let (head, rest) = script.split_at(start.context("the splitter's script has no parts")?);
        let head = head.split(WRAPPER).next().unwrap_or_default();
        let mut parts: Vec<Part> = Vec::new();
        for export in rest.split("export const ").skip(1) {
            let (name, rest) = export.split_once('=').context("an export has a name")?;
            let file = rest.split_once(BEFORE).and_then(|(_, rest)| rest.split_once(AFTER));
            let file = file.context("an export fetches a file")?.0.to_owned();
            let numbers = rest.split(PIECE).skip(1).map(|rest| {
                let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
                rest[..end].parse::<u32>().context("pieces have numbers")
            });
            let pieces = numbers.collect::<Result<Vec<_>>>()?;
            ensure!(rest.contains("wrapAsyncCb"), "{name} is loaded in another way");
            let export = name.trim().to_owned();
            parts.push(Part { export, name: short_name(&file, &parts), file, pieces });
        }
        Ok(Self { head, parts })
    }

    /// The same script, shorter; `packs` says which files each part needs.
    pub(super) fn write(&self, packs: &[Vec<usize>]) -> String {
        let names: Vec<_> = self.parts.iter().map(|part| &*part.export).collect();
        let lines =
            self.parts.iter().zip(packs).map(|(Part { name, .. }, packs)| {
                [name.clone(), ranges(packs)].join(" ").trim_end().to_owned()
            });
        let lines = lines.collect::<Vec<_>>().join(",");
        let exports = format!("export const [{}] = \"{lines}\".split(\",\").map(load);\n", names.join(", "));
        [self.head, LOADER, &exports].concat()
    }
}

/// What a part's file is called: the splitter's name without the hash of twenty digits at its end. Several functions have
/// one name.
fn short_name(file: &str, taken: &[Part]) -> String {
    let name =
        file.trim_start_matches("split_").trim_end_matches(|it: char| it.is_ascii_digit() || it == '_');
    let is_taken = |name: &str| taken.iter().any(|part| part.name == name);
    let numbered = (2..).map(|number| format!("{name}{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

/// `3-5 7` for 3, 4, 5 and 7, in this order.
fn ranges(numbers: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 >= number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let range = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    ranges.iter().map(range).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
