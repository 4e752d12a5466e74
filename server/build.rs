//! Puts the page's files into the binary: every file beneath the folder that PIERHEAD_SITE names, with its
//! compressed form (`F.br`) beside it. What has one is put in so alone, but the pages that the server fills in.
//! Without that folder the plain pages alone are inside, in English.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// The pages that the server fills in.
const FILLED_IN: [&str; 3] = ["login.html", "setup.html", "offline.html"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=PIERHEAD_SITE");
    let mut table = String::from("&[\n");
    match env::var_os("PIERHEAD_SITE") {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            for path in files(&folder)? {
                let name = path.strip_prefix(&folder)?.to_str().ok_or("a file's name isn't UTF-8")?;
                add(&mut table, name, &path)?;
            }
        }
        None => {
            let public = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../public");
            for page in FILLED_IN {
                add(&mut table, &format!("en/{page}"), &public.join(page))?;
            }
        }
    }
    table.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("site.rs"), table)?;
    Ok(())
}

/// Every file beneath a folder, but the compressed form of another; sorted, so that builds repeat.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_none_or(|it| it != "br") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn add(table: &mut String, name: &str, path: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    let mut compressed = path.as_os_str().to_owned();
    compressed.push(".br");
    let compressed = PathBuf::from(compressed);
    let is_brotli = compressed.exists() && !FILLED_IN.iter().any(|page| name.ends_with(page));
    let content = if is_brotli { compressed.as_path() } else { path };
    let tag = Sha256::digest(fs::read(path)?)[..12].iter().fold(String::new(), |mut tag, byte| {
        tag.push_str(&format!("{byte:02x}"));
        tag
    });
    writeln!(
        table,
        "File {{ name: {name:?}, tag: {:?}, content: include_bytes!({content:?}), is_brotli: {is_brotli} }},",
        format!("\"{tag}\"")
    )?;
    Ok(())
}
