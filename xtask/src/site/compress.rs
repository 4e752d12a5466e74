//! The smaller form of a file. Browsers ask for it, and it is what the server carries: for whoever takes another coding
//! it reads the file out of that.

use std::{fs, path::Path};

use anyhow::Result;

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

fn brotli(content: &[u8], mode: Mode) -> Result<Vec<u8>> {
    let mut small = Vec::new();
    let quality = if mode == Mode::Release { 11 } else { 4 };
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut small, &parameters)?;
    Ok(small)
}
