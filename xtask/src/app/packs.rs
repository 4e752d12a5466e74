//! Which pieces of the lazy parts travel together.
//!
//! The splitter makes a module of its own of what the same parts share: some three hundred, half of them smaller than the
//! heads of the request and the answer that each takes. A page would be a hundred requests. Those that nearly the same parts need
//! travel in one file, where they are compressed together, too.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, ensure};

use super::links::Part;

/// What a request costs, as bytes that could travel instead: its heads, and what the browser does for it.
const REQUEST: f64 = 2_000.0;
/// How many bytes a byte of a module is when it travels.
const COMPRESSED: f64 = 0.4;
/// The largest file, of what travels: whatever is loaded for a page stays small.
const LARGEST: f64 = 24_000.0;

/// Makes of the splitter's modules in a folder the files that travel: each part's own, and the packs by their numbers. Gives
/// for each part the packs that it needs.
pub(super) fn write(parts: &[Part], folder: &Path) -> Result<Vec<Vec<usize>>> {
    ensure!(parts.len() <= 128, "there are more lazy parts than a pack can say it is needed by");
    let take = |name: &str| -> Result<Vec<u8>> {
        let path = folder.join(format!("{name}.wasm"));
        let module = fs::read(&path).with_context(|| format!("no {}", path.display()))?;
        fs::remove_file(path)?;
        Ok(module)
    };
    let file = |name: &str| folder.join(format!("{name}.bin"));
    let mut needed_by: BTreeMap<u32, u128> = BTreeMap::new();
    for (number, part) in parts.iter().enumerate() {
        fs::write(file(&part.name), in_one([&*take(&part.file)?])?)?;
        for piece in &part.pieces {
            *needed_by.entry(*piece).or_default() |= 1 << number;
        }
    }
    let numbers = needed_by.keys();
    let modules: BTreeMap<_, _> =
        numbers.map(|number| Ok((*number, take(&format!("chunk_{number}"))?))).collect::<Result<_>>()?;
    let pieces = needed_by.into_iter().map(|(number, needed_by)| Piece {
        number,
        size: modules[&number].len(),
        needed_by,
    });
    let packs = put_together(pieces.collect());
    for (number, pack) in packs.iter().enumerate() {
        let modules = pack.pieces.iter().map(|piece| &*modules[piece]);
        fs::write(file(&number.to_string()), in_one(modules)?)?;
    }
    let needs = |part: usize| {
        let needed = packs.iter().enumerate().filter(|(_, pack)| pack.needed_by >> part & 1 == 1);
        needed.map(|(number, _)| number).collect()
    };
    Ok((0..parts.len()).map(needs).collect())
}

/// A piece, and who needs it: a bit for each part.
struct Piece {
    number: u32,
    /// Bytes, as they are.
    size: usize,
    needed_by: u128,
}

/// Pieces in one file.
struct Pack {
    pieces: Vec<u32>,
    needed_by: u128,
    /// Bytes, as they travel.
    weight: f64,
}

/// Puts pieces together as long as that costs all parts less than it saves them.
fn put_together(pieces: Vec<Piece>) -> Vec<Pack> {
    let alone = |Piece { number, size, needed_by }| Pack {
        pieces: vec![number],
        needed_by,
        weight: size as f64 * COMPRESSED,
    };
    let mut packs: Vec<_> = pieces.into_iter().map(alone).collect();
    while let Some((one, other)) = best(&packs) {
        let Pack { pieces, needed_by, weight } = packs.swap_remove(other);
        packs[one].pieces.extend(pieces);
        packs[one].needed_by |= needed_by;
        packs[one].weight += weight;
    }
    for pack in &mut packs {
        pack.pieces.sort_unstable();
    }
    // Those of the same parts follow one another, so that the parts name them in ranges.
    packs.sort_by_key(|pack| (pack.needed_by, pack.pieces.first().copied()));
    packs
}

/// The two whose union saves most: the second comes after the first.
fn best(packs: &[Pack]) -> Option<(usize, usize)> {
    let mut best = (0.0, None);
    for (other, two) in packs.iter().enumerate() {
        for (one, first) in packs[..other].iter().enumerate() {
            let saved = saved_by(first, two);
            if saved > best.0 && first.weight + two.weight <= LARGEST {
                best = (saved, Some((one, other)));
            }
        }
    }
    best.1
}

/// What all parts together save when two are one: a request for those that need both, less what the others load in vain.
fn saved_by(one: &Pack, other: &Pack) -> f64 {
    let count = |parts: u128| f64::from(parts.count_ones());
    let in_vain = count(one.needed_by & !other.needed_by) * other.weight
        + count(other.needed_by & !one.needed_by) * one.weight;
    count(one.needed_by & other.needed_by) * REQUEST - in_vain
}

/// Modules in one file: each after its length, four bytes, the least first.
fn in_one<'a>(modules: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    for module in modules {
        let length = u32::try_from(module.len()).context("a module is larger than four gigabytes")?;
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(module);
    }
    Ok(file)
}

#[cfg(test)]
mod tests;
