//! `cargo xtask dist`: one static, stripped binary with everything inside, at `target/dist/pierhead`.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{
    app::{self, Mode},
    check::Budget,
    process::{cargo, ensure_target, registries_remapped, root, run, target},
    site,
};

/// Builds the binary, and holds it against its budget; gives its path.
pub(crate) fn build() -> Result<PathBuf> {
    testbed::ensure_installed(&[("musl-gcc", "musl-tools")])?;
    let triple = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
    ensure_target(&triple)?;
    let site = app::build(Mode::Release)?;
    let mut build = cargo([
        "build",
        "--profile",
        "shipped",
        "--package",
        "server",
        "--bin",
        "pierhead",
        "--target",
        &triple,
    ]);
    // The same sources give the same binary, wherever they lie.
    let mut flags = registries_remapped()?;
    flags.extend([
        format!("--remap-path-prefix={}=pierhead", root().display()),
        // Where the binary's own addresses stand, in a fortieth of the space: it may lie anywhere in memory all the same.
        "-Clink-arg=-Wl,-z,pack-relative-relocs".to_owned(),
    ]);
    run(build.env("PIERHEAD_SITE", site::table(&site)).env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))?;
    let dist = target().join("dist");
    // An empty folder that the image makes its data volume of, owned by its user.
    fs::create_dir_all(dist.join("data"))?;
    let binary = dist.join("pierhead");
    // Put in its place as a whole: one that runs can't be written over.
    let fresh = dist.join("pierhead.new");
    fs::copy(target().join(&triple).join("shipped/pierhead"), &fresh).context("cannot copy the binary")?;
    fs::rename(&fresh, &binary).context("cannot replace the binary")?;
    println!("{}", binary.display());
    Budget::of_binary(&binary)?.hold()?;
    Ok(binary)
}
