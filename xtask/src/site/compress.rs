//! The smaller forms of a file that a browser may ask for.

use std::{fs, io::Write, path::Path};

use anyhow::Result;

use crate::app::Mode;

/// Formats that are compressed already.
const DENSE: [&str; 5] = ["png", "jpg", "webp", "woff2", "br"];

/// Writes `path`.br and `path`.gz, each only if it is smaller than the file itself.
pub(super) fn beside(path: &Path, content: &[u8], mode: Mode) -> Result<()> {
    let dense = path.extension().is_some_and(|kind| DENSE.iter().any(|dense| kind == *dense));
    for (ending, small) in [("br", brotli(content, mode)?), ("gz", gzip(content, mode)?)] {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        if !dense && small.len() < content.len() {
            fs::write(name, small)?;
        } else if Path::new(&name).exists() {
            fs::remove_file(name)?;
        }
    }
    Ok(())
}

fn brotli(content: &[u8], mode: Mode) -> Result<Vec<u8>> {
    let mut small = Vec::new();
    let quality = if mode == Mode::Release { 11 } else { 4 };
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut small, &parameters)?;
    Ok(small)
}

fn gzip(content: &[u8], mode: Mode) -> Result<Vec<u8>> {
    let level = flate2::Compression::new(if mode == Mode::Release { 9 } else { 1 });
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
