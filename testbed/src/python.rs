//! Python packages that a test needs, by a list with their hashes; nothing is installed on the system.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Error,
    packages::{cache, ensure_installed, lock, run},
};

/// The folder with the packages that a file of requirements lists, for `PYTHONPATH`; fetched if it isn't there yet.
///
/// Each must have its hash, and be for any machine. Safe when several processes ask at once.
pub fn python_packages(requirements: &Path) -> Result<PathBuf, Error> {
    ensure_installed(&[("python3", "python3"), ("pip3", "python3-pip")])?;
    let list = fs::read(requirements).map_err(Error::io("cannot read", requirements))?;
    let mut hasher = DefaultHasher::new();
    list.hash(&mut hasher);
    let cache = cache()?;
    let folder = cache.join(format!("python-{:016x}", hasher.finish()));
    fs::create_dir_all(&cache).map_err(Error::io("cannot make the folder", &cache))?;
    let _lock = lock(&cache)?;
    if folder.is_dir() {
        return Ok(folder);
    }
    let unfinished = folder.with_extension("new");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(Error::io("cannot remove", &unfinished))?;
    }
    let mut pip = Command::new("python3");
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
    ]);
    run(pip
        .args(["--only-binary", ":all:", "--target"])
        .arg(&unfinished)
        .arg("--requirement")
        .arg(requirements))?;
    fs::rename(&unfinished, &folder).map_err(Error::io("cannot rename", &unfinished))?;
    Ok(folder)
}
