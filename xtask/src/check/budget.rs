//! What a first visit costs, and how big the binary is: performance.md's P5 and a part of P7.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::app::{self, LANGUAGES, Mode};

/// P5: login page and container list together, everything, brotli.
const FIRST_VISIT: u64 = 100_000;
/// The login page's HTML as it is, and with its own style and script, compressed.
const LOGIN_PAGE: u64 = 8_000;
/// Each file that a later page loads, compressed.
const LATER: u64 = 25_000;
/// The binary with everything inside: P7.
const BINARY: u64 = 15_000_000;

/// Something that may not get larger.
pub(crate) struct Budget {
    pub(crate) what: String,
    /// The bytes that it has.
    pub(crate) size: u64,
    /// Above this the check fails.
    pub(crate) limit: u64,
}

impl Budget {
    /// The binary as it ships.
    pub(crate) fn of_binary(file: &Path) -> Result<Self> {
        let size = fs::metadata(file).with_context(|| format!("no {}", file.display()))?.len();
        Ok(Self { what: "the binary".into(), size, limit: BINARY })
    }

    /// An error if it has grown above its limit.
    pub(crate) fn hold(&self) -> Result<()> {
        let Self { what, size, limit } = self;
        println!("{what}: {size} of {limit} bytes");
        if size > limit { bail!("{what} has {size} bytes, over its limit of {limit}") } else { Ok(()) }
    }
}

/// Builds the page as it ships and holds it against the limits.
pub(super) fn check() -> Result<()> {
    let site = app::build(Mode::Release)?;
    let held: Vec<_> = measure(&site)?.iter().map(Budget::hold).collect();
    held.into_iter().collect()
}

/// What the site in a folder weighs.
pub(crate) fn measure(site: &Path) -> Result<Vec<Budget>> {
    let mut budgets = Vec::new();
    for language in LANGUAGES {
        let (login_page, app_page) = (format!("{language}/login.html"), format!("{language}/app.html"));
        let mut visit = own_assets(site, &login_page)?;
        visit.extend(own_assets(site, &app_page)?);
        visit.extend([login_page.clone(), app_page]);
        visit.sort();
        visit.dedup();
        for name in &visit {
            println!("  {:>7} {name}", compressed(site, name)?);
        }
        let page = fs::metadata(site.join(login_page))?.len();
        budgets.extend([
            Budget { what: format!("the login page's HTML, {language}"), size: page, limit: LOGIN_PAGE },
            Budget {
                what: format!("the first visit, brotli, {language}"),
                size: sum(site, &visit)?,
                limit: FIRST_VISIT,
            },
            Budget {
                what: format!("the largest part of a later page, brotli, {language}"),
                size: largest_part(site, &visit)?,
                limit: LATER,
            },
        ]);
    }
    Ok(budgets)
}

/// The assets that a page names, and what its script and styles bring with them.
///
/// The page's script needs the whole bundle but its lazy parts, which only later visits load.
fn own_assets(site: &Path, page: &str) -> Result<Vec<String>> {
    let text = fs::read_to_string(site.join(page)).with_context(|| format!("no {page} in the site"))?;
    // What is only named, for later.
    let text: String = text.lines().filter(|line| !line.contains("rel=\"alternate\"")).collect();
    let mut found: Vec<String> = text
        .split(['"', '\'', ' ', '>'])
        .filter_map(|word| word.strip_prefix("/assets/"))
        .map(|name| format!("assets/{name}"))
        .collect();
    if let Some(script) = found.iter().find(|name| name.ends_with("/app.js")) {
        let folder = script.trim_end_matches("app.js").to_owned();
        found.extend(["app.wasm", "split.js"].map(|name| format!("{folder}{name}")));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The largest of the files that lie beside a visit's and are loaded later.
fn largest_part(site: &Path, visit: &[String]) -> Result<u64> {
    let folder =
        visit.iter().find_map(|name| name.strip_suffix("/split.js")).context("a visit has a page")?;
    let files = fs::read_dir(site.join(folder))?.flatten().map(|entry| entry.file_name());
    let names = files.map(|file| format!("{folder}/{}", file.to_string_lossy()));
    let later = names.filter(|name| !name.ends_with(".br") && !visit.contains(name));
    let sizes = later.map(|name| compressed(site, &name)).collect::<Result<Vec<_>>>()?;
    sizes.into_iter().max().context("a page has parts that come later")
}

fn sum(site: &Path, names: &[String]) -> Result<u64> {
    names.iter().map(|name| compressed(site, name)).sum()
}

/// The bytes that travel for a file to a browser that takes brotli. The login page is filled in for whoever asks, and travels
/// as it is.
fn compressed(site: &Path, name: &str) -> Result<u64> {
    if name.ends_with("/login.html") {
        return Ok(fs::metadata(site.join(name))?.len());
    }
    let small = fs::metadata(site.join(format!("{name}.br")));
    let data =
        small.or_else(|_| fs::metadata(site.join(name))).with_context(|| format!("no {name} in the site"))?;
    Ok(data.len())
}
