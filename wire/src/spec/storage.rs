//! What is mounted in a container, and what it may write to.

use serde::{Deserialize, Serialize};

use super::{Bytes, Checking, Fault, Notation, TypedMount, check::name_fault};

/// A volume or a path of the host, as `--volume` takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MountSpec {
    /// A volume's name, or an absolute path of the host; empty for a volume without a name.
    #[serde(default)]
    pub source: String,
    /// The absolute path inside.
    pub target: String,
    /// It can't be written.
    #[serde(default)]
    pub read_only: bool,
    /// Further options: `z`, `nocopy`, `rshared` and their like. `rw` says nothing but for SELinux, where a volume that
    /// nothing is said of is relabelled.
    #[serde(default)]
    pub options: Vec<String>,
}

impl MountSpec {
    /// Whether it is a path of the host, rather than a volume: the engine's own rule.
    pub fn is_bind(&self) -> bool {
        self.source.starts_with('/')
    }

    /// The options as they stand behind the last colon.
    pub fn mode(&self) -> String {
        let access = self.read_only.then_some("ro");
        access.into_iter().chain(self.options.iter().map(String::as_str)).collect::<Vec<_>>().join(",")
    }

    pub(super) fn fault(&self) -> Option<Fault> {
        let wrong = |option: &String| !OPTIONS.contains(&option.as_str());
        let option = self.options.iter().any(wrong).then_some(Fault::NotAnOption);
        source_fault(&self.source).or(target_fault(&self.target)).or(option)
    }
}

/// What the engine takes behind the last colon, beside `ro`.
const OPTIONS: [&str; 13] = [
    "rw",
    "z",
    "Z",
    "nocopy",
    "cached",
    "delegated",
    "consistent",
    "shared",
    "rshared",
    "slave",
    "rslave",
    "private",
    "rprivate",
];

impl Notation for MountSpec {
    fn read(text: &str) -> Result<Self, Fault> {
        let parts: Vec<&str> = text.split(':').collect();
        let (source, target, mode) = match parts[..] {
            [target] => ("", target, ""),
            [source, target] => (source, target, ""),
            [source, target, mode] => (source, target, mode),
            _ => return Err(Fault::Malformed),
        };
        let options = mode.split(',').filter(|option| !matches!(*option, "" | "ro")).map(str::to_owned);
        Ok(Self {
            source: source.to_owned(),
            target: target.to_owned(),
            read_only: mode.split(',').any(|option| option == "ro"),
            options: options.collect(),
        })
    }

    fn write(&self) -> String {
        if self.source.is_empty() {
            return self.target.clone();
        }
        let mode = self.mode();
        let colon = if mode.is_empty() { "" } else { ":" };
        [&*self.source, ":", &*self.target, colon, &mode].concat()
    }
}

fn source_fault(source: &str) -> Option<Fault> {
    match source {
        "" => None,
        path if path.contains([':', '\0']) => Some(Fault::Colon),
        path if path.starts_with('/') => None,
        path if path.starts_with(['.', '~', '$']) => Some(Fault::NotAbsolute),
        name => name_fault(name),
    }
}

pub(super) fn target_fault(target: &str) -> Option<Fault> {
    match target {
        "" => Some(Fault::Missing),
        path if !path.starts_with('/') => Some(Fault::NotAbsolute),
        path if path.contains([':', '\0']) => Some(Fault::Colon),
        path => path.bytes().all(|byte| byte == b'/').then_some(Fault::Root),
    }
}

/// Where else it stores things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Storage {
    /// Mounts with options of their kind, as `--mount` takes them.
    pub mounts: Vec<TypedMount>,
    /// File systems in memory.
    pub tmpfs: Vec<Tmpfs>,
    /// Containers whose mounts it has, too: names, with `:ro` behind them or not.
    pub volumes_from: Vec<String>,
    /// The driver of the volumes that are made along with it.
    pub volume_driver: Option<String>,
    /// Its own files can't be changed.
    pub read_only: bool,
    /// The size of `/dev/shm`.
    pub shm_size: Option<Bytes>,
    /// Options of the storage driver, for its own files.
    pub options: Vec<(String, String)>,
}

impl Storage {
    pub(super) fn check(&self, found: &mut Checking) {
        found.each("mount", &self.mounts, TypedMount::fault);
        found.each("tmpfs", &self.tmpfs, |it| target_fault(&it.target));
        found.each("volumes-from", &self.volumes_from, |it| it.is_empty().then_some(Fault::Missing));
        found.each("shm-size", &self.shm_size, |it| (it.0 == 0).then_some(Fault::NotASize));
        found.each("storage-opt", &self.options, |it| it.0.is_empty().then_some(Fault::NotAPair));
    }
}

/// A file system in memory: `/run:size=64m`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tmpfs {
    /// The absolute path inside.
    pub target: String,
    /// Options of the mount.
    #[serde(default)]
    pub options: String,
}

impl Notation for Tmpfs {
    fn read(text: &str) -> Result<Self, Fault> {
        let (target, options) = text.split_once(':').unwrap_or((text, ""));
        Ok(Self { target: target.to_owned(), options: options.to_owned() })
    }

    fn write(&self) -> String {
        let colon = if self.options.is_empty() { "" } else { ":" };
        [&*self.target, colon, &*self.options].concat()
    }
}
