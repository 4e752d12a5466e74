//! Where the engines come from: Debian's packages, unpacked into a cache, never installed on the system.
//!
//! Debian 12 has engine 20.10 (API 1.41), its suite sid has 28 (API 1.51), and both run on Debian 12. apt gets
//! a state of its own, so that the two suites never mix on the system.

use std::{
    env, fs,
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Error;

/// Which engine to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// 20.10, of Debian 12: the oldest that is still met.
    V20,
    /// 28, of Debian's sid: the newest that is packaged.
    V28,
    /// Whatever the system's own distribution, Debian or Ubuntu, has.
    Distribution,
}

/// The suite that has the old engine, and a runc that runs with its libc.
const OLD: &str = "bookworm";
const NEW: &str = "sid";
const BASE: [&str; 2] = ["busybox-static", "docker-registry"];

impl Release {
    /// Its folder in the cache.
    fn folder(self) -> &'static str {
        match self {
            Self::V20 => "20.10",
            Self::V28 => "28",
            Self::Distribution => "distribution",
        }
    }

    /// The packages to unpack, by suite. tini is the engines' `docker-init`; runc of sid needs a newer libc than Debian 12's.
    fn packages(self) -> Vec<(Option<&'static str>, Vec<&'static str>)> {
        let old = [&BASE[..], &["runc", "tini"]].concat();
        match self {
            Self::V20 => vec![(Some(OLD), [&old[..], &["docker.io", "containerd"]].concat())],
            Self::V28 => vec![
                (Some(OLD), old),
                (Some(NEW), vec!["docker.io", "docker-cli", "docker-compose", "docker-buildx", "containerd"]),
            ],
            Self::Distribution => {
                vec![(None, vec!["docker.io", "containerd", "runc", "tini", "busybox-static"])]
            }
        }
    }
}

/// The folder with this release's files (`usr/sbin/dockerd`, `bin/busybox`, …), fetched if it isn't there yet.
///
/// Cached in `PIERHEAD_ENGINES`, or else in the user's cache folder. Safe when several processes ask at once.
pub fn packages(release: Release) -> Result<PathBuf, Error> {
    let cache = cache()?;
    let tree = cache.join(release.folder());
    if tree.is_dir() {
        return Ok(tree);
    }
    fs::create_dir_all(&cache).map_err(Error::io("cannot make the folder", &cache))?;
    let _lock = lock(&cache)?;
    if tree.is_dir() {
        return Ok(tree);
    }
    if !cfg!(target_os = "linux") || !Path::new("/usr/bin/apt-get").exists() {
        return Err(Error::CannotInstall("docker.io and busybox-static".into()));
    }
    let unfinished = cache.join(format!("{}.new", release.folder()));
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(Error::io("cannot remove", &unfinished))?;
    }
    for (suite, names) in release.packages() {
        let apt = Apt::new(&cache, suite)?;
        apt.unpack(&names, &unfinished)?;
        if suite.is_none() && !unfinished.join("usr/bin/docker").exists() {
            // Newer distributions have the CLI in a package of its own.
            apt.unpack(&["docker-cli"], &unfinished)?;
        }
    }
    lead_to_busybox(&unfinished)?;
    fs::rename(&unfinished, &tree).map_err(Error::io("cannot rename", &unfinished))?;
    Ok(tree)
}

/// Leads `bin/busybox` to where it is: distributions from Debian 13 and Ubuntu 24.04 on have it in `usr/bin`.
fn lead_to_busybox(tree: &Path) -> Result<(), Error> {
    let (link, folder) = (tree.join("bin/busybox"), tree.join("bin"));
    if link.exists() || !tree.join("usr/bin/busybox").exists() {
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(Error::io("cannot make the folder", folder))?;
    std::os::unix::fs::symlink("../usr/bin/busybox", &link).map_err(Error::io("cannot link", link))
}

/// Makes sure that these programs and libraries can be used; installs their packages when root on Debian or Ubuntu.
///
/// Each is a program's name, or a library's (`libdevmapper.so.1.02.1`), and the package that has it.
pub fn ensure_installed(wanted: &[(&str, &str)]) -> Result<(), Error> {
    let missing = |wanted: &[(&str, &str)]| -> Vec<String> {
        wanted.iter().filter(|(name, _)| !is_there(name)).map(|(_, name)| (*name).to_owned()).collect()
    };
    if missing(wanted).is_empty() {
        return Ok(());
    }
    let names = missing(wanted).join(" ");
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        return Err(Error::CannotInstall(names));
    }
    let cache = cache()?;
    fs::create_dir_all(&cache).map_err(Error::io("cannot make the folder", &cache))?;
    let _lock = lock(&cache)?;
    let still = missing(wanted);
    if still.is_empty() {
        return Ok(());
    }
    eprintln!("Installing with apt-get: {}", still.join(" "));
    run(Command::new("apt-get").args(["update", "--quiet"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install.args(["install", "--yes", "--quiet", "--no-install-recommends", "-oDPkg::Lock::Timeout=300"]);
    run(install.args(&still))
}

/// Whether this process may make namespaces: asked of the system, without unsafe code.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Runs a program to its end; its output is in the error if it fails.
pub(crate) fn run(command: &mut Command) -> Result<(), Error> {
    output(command).map(drop)
}

/// Runs a program to its end and gives what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String, Error> {
    let program = PathBuf::from(command.get_program());
    let output = command.stdin(Stdio::null()).output().map_err(Error::io("cannot run", program))?;
    finished(command, output)
}

/// The standard output of a program that went well, or what it complained of.
pub(crate) fn finished(command: &Command, output: std::process::Output) -> Result<String, Error> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned());
    }
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    Err(Error::Command {
        command: words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "),
        message: String::from_utf8_lossy(&output.stderr).trim_end().to_owned(),
    })
}

/// apt with a state of its own for one suite, or the system's.
struct Apt {
    options: Vec<String>,
    downloads: PathBuf,
}

impl Apt {
    fn new(cache: &Path, suite: Option<&str>) -> Result<Self, Error> {
        let state = cache.join("apt").join(suite.unwrap_or("system"));
        let downloads = state.join("downloads");
        for folder in ["lists/partial", "cache/archives/partial", "downloads"] {
            let folder = state.join(folder);
            fs::create_dir_all(&folder).map_err(Error::io("cannot make the folder", folder))?;
        }
        let mut options = vec!["--quiet=2".into(), "-oAPT::Sandbox::User=root".into()];
        if let Some(suite) = suite {
            let sources = state.join("sources.list");
            let line = format!(
                "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {} {suite} main\n",
                debian_mirror()?
            );
            fs::write(&sources, line).map_err(Error::io("cannot write", &sources))?;
            options.push(format!("-oDir::Etc::sourcelist={}", sources.display()));
            options.push("-oDir::Etc::sourceparts=/dev/null".into());
            // Only the package lists: no translations, no descriptions of desktop programs.
            options.push("-oAcquire::Languages=none".into());
            options.push("-oAcquire::IndexTargets::deb::DEP-11::DefaultEnabled=false".into());
        }
        options.push(format!("-oDir::State::Lists={}", state.join("lists").display()));
        options.push(format!("-oDir::Cache={}", state.join("cache").display()));
        Ok(Self { options, downloads })
    }

    fn unpack(&self, names: &[&str], into: &Path) -> Result<(), Error> {
        run(Command::new("apt-get").args(&self.options).arg("update"))?;
        run(Command::new("apt-get")
            .current_dir(&self.downloads)
            .args(&self.options)
            .arg("download")
            .args(names))?;
        let files = fs::read_dir(&self.downloads).map_err(Error::io("cannot read", &self.downloads))?;
        for file in files.flatten().map(|entry| entry.path()) {
            run(Command::new("dpkg").arg("-x").arg(&file).arg(into))?;
            fs::remove_file(&file).map_err(Error::io("cannot remove", &file))?;
        }
        Ok(())
    }
}

/// Debian's mirror as the system's own sources name it, in either of apt's two formats.
fn debian_mirror() -> Result<String, Error> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    if let Ok(folder) = fs::read_dir("/etc/apt/sources.list.d") {
        files.extend(folder.flatten().map(|entry| entry.path()));
    }
    files.retain(|file| file.extension().is_some_and(|name| name == "list" || name == "sources"));
    let text: String = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    mirror_in(&text).ok_or(Error::NoMirror)
}

fn mirror_in(sources: &str) -> Option<String> {
    sources
        .lines()
        .filter(|line| line.starts_with("deb ") || line.starts_with("URIs:"))
        .flat_map(str::split_whitespace)
        .find(|word| word.contains("://") && word.trim_end_matches('/').ends_with("/debian"))
        .map(str::to_owned)
}

pub(crate) fn cache() -> Result<PathBuf, Error> {
    if let Some(folder) = env::var_os("PIERHEAD_ENGINES") {
        return Ok(folder.into());
    }
    let user = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || Some(PathBuf::from(env::var_os("HOME")?).join(".cache"));
    Ok(user.or_else(home).unwrap_or_else(env::temp_dir).join("pierhead/engines"))
}

pub(crate) fn lock(cache: &Path) -> Result<File, Error> {
    let path = cache.join("lock");
    let file = File::create(&path).map_err(Error::io("cannot make", &path))?;
    file.lock().map_err(Error::io("cannot lock", path))?;
    Ok(file)
}

fn is_there(name: &str) -> bool {
    if name.contains(".so.") { is_loadable(name) } else { on_path(name) }
}

/// Whether the system's loader knows a library.
fn is_loadable(library: &str) -> bool {
    let known = ["ldconfig", "/sbin/ldconfig"]
        .iter()
        .find_map(|program| output(Command::new(program).arg("-p")).ok());
    known.is_some_and(|known| known.lines().any(|line| line.trim_start().starts_with(&format!("{library} "))))
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]).any(|dir| dir.join(program).exists())
}

#[cfg(test)]
mod tests;
