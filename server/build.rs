//! Puts the page's files into the binary: every file beneath the folder that PIERHEAD_SITE names, with its
//! compressed forms (`F.br`, `F.gz`) beside it. Without that folder the plain pages alone are inside.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=PIERHEAD_SITE");
    let mut table = String::from("&[\n");
    match env::var_os("PIERHEAD_SITE") {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            for path in files(&folder)? {
                add(&mut table, &folder, &path)?;
            }
        }
        None => {
            let public = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../public");
            for page in ["login.html", "setup.html"] {
                add(&mut table, &public, &public.join(page))?;
            }
        }
    }
    table.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("site.rs"), table)?;
    Ok(())
}

/// Every file beneath a folder, but the compressed forms of others; sorted, so that builds repeat.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.file_name().is_some_and(|name| name == "site.json") {
            // What was built, for people; nobody asks the server for it.
        } else if !["br", "gz"].iter().any(|end| path.extension().is_some_and(|it| it == *end)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn add(table: &mut String, folder: &Path, path: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    let name = path.strip_prefix(folder)?.to_str().ok_or("a file's name isn't UTF-8")?;
    let form = |end: &str| {
        let mut compressed = path.as_os_str().to_owned();
        compressed.push(end);
        let compressed = PathBuf::from(compressed);
        match compressed.exists() {
            true => format!("Some(include_bytes!({compressed:?}))"),
            false => "None".into(),
        }
    };
    let (brotli, gzip) = (form(".br"), form(".gz"));
    writeln!(
        table,
        "File {{ name: {name:?}, plain: include_bytes!({path:?}), brotli: {brotli}, gzip: {gzip} }},"
    )?;
    Ok(())
}
