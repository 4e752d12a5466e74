//! The smaller form of a file. Browsers ask for it, and it is what the server carries: for whoever takes another coding
//! it reads the file out of that.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use brotli::enc::{
    BrotliEncoderParams,
    backward_references::BrotliEncoderMode::{self, BROTLI_MODE_FONT, BROTLI_MODE_GENERIC},
};

use crate::app::Mode;

/// Formats that are compressed already.
const DENSE: [&str; 5] = ["png", "jpg", "webp", "woff2", "br"];

/// Writes `path`.br, if it is smaller than the file itself.
pub(super) fn beside(path: &Path, content: &[u8], mode: Mode) -> Result<()> {
    let dense = path.extension().is_some_and(|kind| DENSE.iter().any(|dense| kind == *dense));
    let small = brotli(content, mode)?;
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    if !dense && small.len() < content.len() {
        fs::write(name, small)?;
    } else if Path::new(&name).exists() {
        fs::remove_file(name)?;
    }
    Ok(())
}

/// How much is looked at together, as a power of two (none leaves it to the encoder), and how distances are written. Which is
/// best depends on the file, by some hundred bytes.
const WAYS: [(i32, BrotliEncoderMode); 5] = [
    (0, BROTLI_MODE_GENERIC),
    (16, BROTLI_MODE_GENERIC),
    (17, BROTLI_MODE_GENERIC),
    (20, BROTLI_MODE_GENERIC),
    (16, BROTLI_MODE_FONT),
];

fn brotli(content: &[u8], kind: Mode) -> Result<Vec<u8>> {
    let (quality, ways) = if kind == Mode::Release { (11, &WAYS[..]) } else { (4, &WAYS[..1]) };
    let with = |&(lgblock, mode): &(i32, BrotliEncoderMode)| -> Result<Vec<u8>> {
        let mut small = Vec::new();
        let parameters = BrotliEncoderParams { quality, lgwin: 24, lgblock, mode, ..Default::default() };
        brotli::BrotliCompress(&mut &content[..], &mut small, &parameters)?;
        Ok(small)
    };
    let tried = ways.iter().map(with).collect::<Result<Vec<_>>>()?;
    tried.into_iter().min_by_key(Vec::len).context("nothing was tried")
}
