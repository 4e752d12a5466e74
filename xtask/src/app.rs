//! `cargo xtask app`: the page, compiled to WebAssembly, split into what the first visit needs and the rest.
//!
//! Functions marked `#[lazy]` become files of their own, loaded when they are first called. The linker must
//! keep its relocations for that (`.cargo/config.toml`).

mod glue;
mod links;
mod names;
mod packs;
mod strip;
pub(crate) mod unlinted;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, anyhow};

use links::Links;

use crate::{
    process::{cargo, ensure_target, registries_remapped, run, target},
    site,
};

const TRIPLE: &str = "wasm32-unknown-unknown";

/// The languages of the page, as HTML calls them (BCP 47). Each but the first is a feature of `app` by its name, so that
/// a browser is sent the words of one only.
pub(crate) const LANGUAGES: [&str; 2] = ["en", "zh-Hans"];

/// For whom the page is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// For somebody who works on it: compiled fast.
    Dev,
    /// For everyone else: small.
    Release,
}

impl Mode {
    /// The folder and the cargo profile of this mode.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Dev => ("dev", "wasm-dev"),
            Self::Release => ("release", "wasm"),
        }
    }

    /// Whoever works on the page waits for one language only.
    fn languages(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &LANGUAGES[..1],
            Self::Release => &LANGUAGES,
        }
    }
}

/// The scripts and modules that wasm-bindgen and the splitter make of the page.
pub(crate) struct Bundle {
    /// Whose words are inside.
    pub(crate) language: &'static str,
    /// Holds `app.js`, `app.wasm`, `split.js` and the lazy parts; they name each other by these names.
    pub(crate) folder: PathBuf,
}

/// Builds the whole site: the page and everything beside it. Gives the folder that the server embeds.
pub(crate) fn build(mode: Mode) -> Result<PathBuf> {
    let start = Instant::now();
    let bundles: Vec<_> =
        mode.languages().iter().map(|language| compile(mode, language)).collect::<Result<_>>()?;
    let folder = site::assemble(mode, &bundles)?;
    println!("Built the page in {:.1} s: {}", start.elapsed().as_secs_f32(), folder.display());
    Ok(folder)
}

fn compile(mode: Mode, language: &'static str) -> Result<Bundle> {
    ensure_target(TRIPLE)?;
    let (name, profile) = mode.names();
    let out = target().join("app");
    let mut build = cargo(["build", "--package", "app", "--bin", "app", "--target", TRIPLE]);
    build.args(["--profile", profile, "--target-dir"]).arg(&out);
    match mode {
        Mode::Dev => unlinted::unlinted(&mut build)?,
        Mode::Release => _ = build.env("CARGO_ENCODED_RUSTFLAGS", flags_of_release()?),
    }
    if language != LANGUAGES[0] {
        build.args(["--features", language]);
    }
    run(&mut build)?;
    let wasm = out.join(TRIPLE).join(profile).join("app.wasm");
    let folder = target().join("site").join(format!("{name}-bundle-{language}"));
    if !is_newer(&wasm, &folder.join("app.wasm")) {
        return Ok(Bundle { language, folder });
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let whole = fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let main = split(&whole, &folder)?;
    bind(main, &folder)?;
    Ok(Bundle { language, folder })
}

/// The flags of `.cargo/config.toml`, which these replace, and no paths of this machine.
fn flags_of_release() -> Result<String> {
    let mut flags = registries_remapped()?;
    flags.insert(0, "-Clink-arg=--emit-relocs".to_owned());
    Ok(flags.join("\u{1f}"))
}

/// Cuts the module at its lazy functions: the main part is returned, the others are written.
fn split(whole: &[u8], folder: &Path) -> Result<Vec<u8>> {
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(whole);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    options.link_name = "./split.js";
    wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cannot split the page: {error:#}"))?;
    let bytes = fs::read(&main)?;
    fs::remove_file(main)?;
    for part in fs::read_dir(folder)?.flatten().map(|entry| entry.path()) {
        if part.extension().is_some_and(|kind| kind == "wasm") {
            let bytes = fs::read(&part)?;
            fs::write(&part, strip::without_custom_sections(&bytes)?)?;
        }
    }
    Ok(bytes)
}

/// Makes the script that connects the module to the browser.
fn bind(main: Vec<u8>, folder: &Path) -> Result<()> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_bytes("app", main).out_name("app").typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    // The splitter's own exports: the lazy parts are linked with them.
    bindgen.keep_lld_exports(true).demangle(false).omit_default_module_path(true);
    bindgen.web(true)?.generate(folder)?;
    let (bound, script, split) = (folder.join("app_bg.wasm"), folder.join("app.js"), folder.join("split.js"));
    let scripts = [fs::read_to_string(&script)?, fs::read_to_string(&split)?];
    let (module, scripts) = names::shorten(&fs::read(&bound)?, &scripts)?;
    fs::remove_file(bound)?;
    // The page's policy allows no script in its HTML: the module starts itself.
    fs::write(script, site::script::minify(&glue::shorten(&scripts[0])?)?)?;
    let links = Links::read(&scripts[1])?;
    let packs = packs::write(&links.parts, folder)?;
    fs::write(split, site::script::minify(&links.write(&packs))?)?;
    // Last: where it is, all is.
    fs::write(folder.join("app.wasm"), strip::without_custom_sections(&module)?)?;
    Ok(())
}

fn is_newer(file: &Path, than: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    match (changed(file), changed(than)) {
        (Some(file), Some(than)) => {
            // A new xtask may make something else of the same module.
            let tool = std::env::current_exe().ok().as_deref().and_then(changed);
            file > than || tool.is_some_and(|tool| tool > than)
        }
        _ => true,
    }
}
