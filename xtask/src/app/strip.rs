//! What a module says of itself for those who look into it: names, mostly. The splitter leaves them in the lazy parts,
//! where they are half of what travels.

use anyhow::{Context, Result};

/// The magic number and the version that every module begins with.
const HEAD: usize = 8;
/// The kind of a section that means nothing to whoever runs the module.
const CUSTOM: u8 = 0;

/// The module without its custom sections.
pub(super) fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    let (head, mut rest) = module.split_at_checked(HEAD).context("a module is longer than its head")?;
    let mut kept = head.to_vec();
    while let Some((kind, after)) = rest.split_first() {
        let (size, digits) = number(after).context("a section has a size")?;
        let section = rest.get(..1 + digits + size).context("a section ends within its module")?;
        if *kind != CUSTOM {
            kept.extend_from_slice(section);
        }
        rest = &rest[section.len()..];
    }
    Ok(kept)
}

/// A number in LEB128, and how many bytes it takes.
fn number(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (place, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((value, place + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests;
