//! The folder that the server carries: the page's files by their final names, compressed.
//!
//! - `style/tokens.css`, `base.css`, `ui/*.css` and `pages/*.css`, in this order, become `app.css`, and
//!   `later.css` with what the first visit doesn't show; `style/login.css` stays alone.
//! - `public/*.html` become pages of each language: `en/app.html`, with `{{language}}` and `{{without_scripts}}`
//!   filled in. Every other file of `public/` is an asset.
//! - An asset lies under `assets/`, with the hash of its content in its name, so that a browser may keep it for
//!   ever. HTML, CSS and `.webmanifest` files name one by `{{asset:NAME}}`: `{{asset:app.css}}`,
//!   `{{asset:app.js}}` (starts the page), `{{asset:app.wasm}}` (to fetch it early), `{{asset:icon.svg}}`.
//! - Beside a file F lies F.br, where it is smaller.
//! - `target/site/MODE.json` lists them: path, size, compressed size. `target/site/MODE.rs` is the table of them that the
//!   server includes ([`table`]).

mod compress;
pub(crate) mod script;
mod style;
mod table;

use std::{
    collections::BTreeMap,
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{
    app::{Bundle, Mode},
    process::{root, target},
};

/// What works for all pages below its own address, which therefore is the root's and has no hash.
const WORKER: &str = "worker.js";

/// A site in the making: what it will hold, by path.
struct Site {
    files: BTreeMap<String, Vec<u8>>,
    /// The final path of each asset, by the name that others use for it.
    assets: BTreeMap<String, String>,
}

/// Puts the site together; gives its folder.
pub(crate) fn assemble(mode: Mode, bundles: &[Bundle]) -> Result<PathBuf> {
    let mut site = Site { files: BTreeMap::new(), assets: BTreeMap::new() };
    let mut public = read_folder(&root().join("public"))?;
    let pages: Vec<_> = public.extract_if(.., |name, _| name.ends_with(".html")).collect();
    let workers: Vec<_> = public.extract_if(.., |name, _| name == WORKER).collect();
    let manifests: Vec<_> = public.extract_if(.., |name, _| name.ends_with(".webmanifest")).collect();
    for (name, content) in public {
        let is_script = name.ends_with(".js");
        let content = if is_script { script::minify(&String::from_utf8(content)?)?.into() } else { content };
        site.add_asset(&name, content);
    }
    for (name, sheet) in style::sheets(&root().join("style"))? {
        let sheet = site.resolve(&name, &sheet)?;
        site.add_asset(&name, sheet.into_bytes());
    }
    for (name, text) in manifests {
        let text = site.resolve(&name, &String::from_utf8(text)?)?;
        site.add_asset(&name, text.into_bytes());
    }
    for (name, text) in workers {
        let text = site.resolve(&name, &String::from_utf8(text)?)?;
        site.files.insert(name, script::minify(&text)?.into_bytes());
    }
    for bundle in bundles {
        site.add_bundle(bundle)?;
        for (name, text) in &pages {
            let text = site
                .resolve(name, std::str::from_utf8(text)?)?
                .replace("{{language}}", bundle.language)
                .replace("{{without_scripts}}", without_scripts(bundle.language));
            site.files.insert(format!("{}/{name}", bundle.language), unindented(&text).into_bytes());
        }
    }
    let folder = target().join("site").join(mode.names().0);
    site.write(mode, &folder)?;
    Ok(folder)
}

/// Where the table of a site's files is, as the server's build is told by PIERHEAD_SITE.
pub(crate) fn table(folder: &Path) -> PathBuf {
    folder.with_extension("rs")
}

/// What the page says where it can't start. All its other words come with what is missing there.
fn without_scripts(language: &str) -> &'static str {
    match language {
        "zh-Hans" => "需要 JavaScript 和 WebAssembly。",
        _ => "Pierhead needs JavaScript and WebAssembly.",
    }
}

/// A page without what only its readers here need, and without tags that a browser puts in by itself: the one to log in on
/// travels as it is.
fn unindented(page: &str) -> String {
    const IMPLIED: [&str; 4] = ["<head>", "</head>", "</body>", "</html>"];
    let lines = page.lines().map(str::trim_start).filter(|line| !IMPLIED.contains(line));
    lines.collect::<Vec<_>>().join("\n")
}

impl Site {
    /// The page's scripts and modules share a folder named by their hash: they name each other.
    fn add_bundle(&mut self, bundle: &Bundle) -> Result<()> {
        let files = read_folder(&bundle.folder)?;
        let mut hash = Sha256::new();
        for content in files.values() {
            hash.update(content);
        }
        let folder = format!("assets/app-{}", short(&hash.finalize()));
        for (name, content) in files {
            let path = format!("{folder}/{name}");
            self.assets.insert(name, path.clone());
            self.files.insert(path, content);
        }
        Ok(())
    }

    fn add_asset(&mut self, name: &str, content: Vec<u8>) {
        let (stem, kind) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let path = format!("assets/{stem}-{}.{kind}", short(&Sha256::digest(&content)));
        self.assets.insert(name.to_owned(), path.clone());
        self.files.insert(path, content);
    }

    /// Writes the assets' final addresses where they are named.
    fn resolve(&self, file: &str, text: &str) -> Result<String> {
        let mut pieces = text.split("{{asset:");
        let mut done = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) =
                piece.split_once("}}").with_context(|| format!("{file}: `{{{{asset:` has no end"))?;
            let Some(path) = self.assets.get(name) else {
                bail!("{file} names the asset {name}, which is neither in public/ nor made by the build");
            };
            done.push('/');
            done.push_str(path);
            done.push_str(rest);
        }
        Ok(done)
    }

    /// Writes what changed, and removes what the site no longer holds.
    fn write(&self, mode: Mode, folder: &Path) -> Result<()> {
        self.write_changed(mode, folder)?;
        let mut expected = Vec::new();
        let mut listing = Vec::new();
        for (name, content) in &self.files {
            let size = |ending: &str| {
                fs::metadata(folder.join(format!("{name}{ending}"))).ok().map(|data| data.len())
            };
            listing.push(serde_json::json!({
                "path": name, "size": content.len(), "br": size(".br"),
            }));
            expected.extend(["", ".br"].map(|ending| format!("{name}{ending}")));
        }
        write(&folder.with_extension("json"), &serde_json::to_vec_pretty(&listing)?)?;
        let has_smaller = |name: &str| folder.join(format!("{name}.br")).exists();
        let table_of_files = table::of(&self.files, mode.names().0, has_smaller)?;
        write_if_other(&table(folder), table_of_files.as_bytes())?;
        for stale in paths_below(folder)?.iter().filter(|path| !expected.contains(path)) {
            let stale = folder.join(stale);
            fs::remove_file(&stale)?;
            // Its folder stays while there is something else in it.
            let _ = stale.parent().map(fs::remove_dir);
        }
        Ok(())
    }

    /// To make a file small takes long: as many are made at once as there are processors.
    fn write_changed(&self, mode: Mode, folder: &Path) -> Result<()> {
        let is_changed = |(name, content): &(&String, &Vec<u8>)| {
            fs::read(folder.join(name)).ok().as_ref() != Some(*content)
        };
        let changed = Mutex::new(self.files.iter().filter(is_changed));
        let failed = AtomicBool::new(false);
        let next = || changed.lock().unwrap_or_else(PoisonError::into_inner).next();
        let make = |name: &str, content: &[u8]| {
            let path = folder.join(name);
            make_folder(&path)?;
            compress::beside(&path, content, mode)?;
            // Last: where it is as it should be, its smaller form is, too, whatever broke off a build.
            write(&path, content)
        };
        let work = || -> Result<()> {
            while !failed.load(Ordering::Relaxed)
                && let Some((name, content)) = next()
            {
                make(name, content).inspect_err(|_| failed.store(true, Ordering::Relaxed))?;
            }
            Ok(())
        };
        thread::scope(|scope| {
            let count = thread::available_parallelism().map_or(1, NonZero::get);
            let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().unwrap_or_else(|_| bail!("a file can't be compressed")))
        })
    }
}

fn make_folder(path: &Path) -> Result<()> {
    Ok(fs::create_dir_all(path.parent().context("a file lies in a folder")?)?)
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    make_folder(path)?;
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// Leaves alone what is as it should be, so that nothing is compiled for it.
fn write_if_other(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).ok().as_deref() == Some(content) { Ok(()) } else { write(path, content) }
}

/// All files below a folder, by their path in it.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let read = |name: String| {
        let content = fs::read(folder.join(&name)).with_context(|| format!("cannot read {name}"))?;
        Ok((name, content))
    };
    paths_below(folder)?.into_iter().map(read).collect()
}

fn paths_below(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let (entry, mut inner) = (entry?, Vec::new());
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            inner.extend(paths_below(&entry.path())?.into_iter().map(|below| format!("{name}/{below}")));
        } else {
            inner.push(name);
        }
        found.append(&mut inner);
    }
    found.sort();
    Ok(found)
}

/// Enough of a hash to tell one content from another.
fn short(hash: &[u8]) -> String {
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
