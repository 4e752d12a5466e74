//! Mounts with options of their kind, as `--mount` takes them.

use serde::{Deserialize, Serialize};

use super::{
    Bytes, Fault, Notation,
    check::name_fault,
    notation::{fields, line},
    storage::target_fault,
};

/// A mount with options of its kind. A path of the host has to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TypedMount {
    /// What is mounted.
    pub kind: MountType,
    /// The volume's name, the path of the host or the image; nothing for memory.
    pub source: String,
    /// The absolute path inside.
    pub target: String,
    /// It can't be written.
    pub read_only: bool,
    /// For a path: whether what is mounted on one side appears on the other.
    pub propagation: Option<String>,
    /// For a path: what becomes of mounts beneath it.
    pub recursive: Option<Recursive>,
    /// For a volume: what the image has there isn't copied into it.
    pub no_copy: bool,
    /// For a volume or an image: the path in it that is mounted.
    pub subpath: Option<String>,
    /// For a volume: the driver that makes it.
    pub driver: Option<String>,
    /// For a volume: options of its driver.
    pub driver_options: Vec<(String, String)>,
    /// For a volume: its labels.
    pub labels: Vec<(String, String)>,
    /// For memory: how much it holds.
    pub size: Option<Bytes>,
    /// For memory: the mode of its root.
    pub mode: Option<u32>,
}

/// What is mounted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MountType {
    /// A volume.
    #[default]
    Volume,
    /// A path of the host.
    Bind,
    /// Memory.
    Tmpfs,
    /// The files of an image.
    Image,
}

/// What becomes of mounts beneath a path of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Recursive {
    /// They aren't there.
    Disabled,
    /// They can be written, even when the path itself can't.
    Writable,
    /// They can be written no more than the path itself, or it fails.
    Readonly,
}

impl TypedMount {
    pub(super) fn fault(&self) -> Option<Fault> {
        let source = match self.kind {
            MountType::Bind if self.source.is_empty() => Some(Fault::Missing),
            MountType::Bind => (!self.source.starts_with('/')).then_some(Fault::NotAbsolute),
            MountType::Volume if self.source.is_empty() => None,
            MountType::Volume => name_fault(&self.source),
            MountType::Tmpfs => (!self.source.is_empty()).then_some(Fault::NotAnOption),
            MountType::Image => self.source.is_empty().then_some(Fault::Missing),
        };
        let target = target_fault(&self.target).filter(|fault| *fault != Fault::Colon);
        source.or(target).or((!self.is_of_its_kind()).then_some(Fault::NotAnOption))
    }

    /// Whether it has no options of another kind's.
    fn is_of_its_kind(&self) -> bool {
        let bind = self.propagation.is_some() || self.recursive.is_some();
        let volume = self.no_copy
            || self.driver.is_some()
            || !self.driver_options.is_empty()
            || !self.labels.is_empty();
        let tmpfs = self.size.is_some() || self.mode.is_some();
        let subpath = self.subpath.is_some();
        match self.kind {
            MountType::Bind => !volume && !tmpfs && !subpath,
            MountType::Volume => !bind && !tmpfs,
            MountType::Tmpfs => !bind && !volume && !subpath,
            MountType::Image => !bind && !volume && !tmpfs,
        }
    }

    fn set(&mut self, key: &str, value: Option<&str>) -> Result<(), Fault> {
        let flag = |value: Option<&str>| bool::read(value.unwrap_or("true"));
        let text = || value.map(str::to_owned).ok_or(Fault::Malformed);
        match key {
            "type" => self.kind = MountType::read(&text()?)?,
            "source" | "src" => self.source = text()?,
            "target" | "dst" | "destination" => self.target = text()?,
            "readonly" | "ro" => self.read_only = flag(value)?,
            "consistency" => {}
            "bind-propagation" => self.propagation = Some(text()?),
            "bind-nonrecursive" => self.recursive = flag(value)?.then_some(Recursive::Disabled),
            "bind-recursive" => self.recursive = recursive(&text()?)?,
            "volume-nocopy" => self.no_copy = flag(value)?,
            "volume-subpath" | "image-subpath" => self.subpath = Some(text()?),
            "volume-driver" => self.driver = Some(text()?),
            "volume-opt" => self.driver_options.push(Notation::read(&text()?)?),
            "volume-label" => self.labels.push(Notation::read(&text()?)?),
            "tmpfs-size" => self.size = Some(Notation::read(&text()?)?),
            "tmpfs-mode" => {
                self.mode = Some(u32::from_str_radix(&text()?, 8).map_err(|_| Fault::NotANumber)?);
            }
            _ => return Err(Fault::NotAnOption),
        }
        Ok(())
    }
}

fn recursive(text: &str) -> Result<Option<Recursive>, Fault> {
    match text {
        "enabled" => Ok(None),
        "disabled" => Ok(Some(Recursive::Disabled)),
        "writable" => Ok(Some(Recursive::Writable)),
        "readonly" => Ok(Some(Recursive::Readonly)),
        _ => Err(Fault::NotAnOption),
    }
}

impl Notation for MountType {
    fn read(text: &str) -> Result<Self, Fault> {
        match text.to_ascii_lowercase().as_str() {
            "volume" => Ok(Self::Volume),
            "bind" => Ok(Self::Bind),
            "tmpfs" => Ok(Self::Tmpfs),
            "image" => Ok(Self::Image),
            _ => Err(Fault::NotAnOption),
        }
    }

    fn write(&self) -> String {
        match self {
            Self::Volume => "volume",
            Self::Bind => "bind",
            Self::Tmpfs => "tmpfs",
            Self::Image => "image",
        }
        .into()
    }
}

/// `type=bind,source=/srv/site,target=/www,readonly`.
impl Notation for TypedMount {
    fn read(text: &str) -> Result<Self, Fault> {
        let mut mount = Self::default();
        for field in fields(text)? {
            let (key, value) =
                field.split_once('=').map_or((&*field, None), |(key, value)| (key, Some(value)));
            mount.set(&key.trim().to_ascii_lowercase(), value)?;
        }
        Ok(mount)
    }

    fn write(&self) -> String {
        let mut told = vec![["type=", &self.kind.write()].concat()];
        let mut tell = |key: &str, value: &str| {
            told.push(if value.is_empty() { key.to_owned() } else { [key, "=", value].concat() });
        };
        if !self.source.is_empty() {
            tell("source", &self.source);
        }
        tell("target", &self.target);
        if self.read_only {
            tell("readonly", "");
        }
        self.propagation.iter().for_each(|it| tell("bind-propagation", it));
        match self.recursive {
            None => {}
            Some(Recursive::Disabled) => tell("bind-recursive", "disabled"),
            Some(Recursive::Writable) => tell("bind-recursive", "writable"),
            Some(Recursive::Readonly) => tell("bind-recursive", "readonly"),
        }
        if self.no_copy {
            tell("volume-nocopy", "");
        }
        let subpath = if self.kind == MountType::Image { "image-subpath" } else { "volume-subpath" };
        self.subpath.iter().for_each(|it| tell(subpath, it));
        self.driver.iter().for_each(|it| tell("volume-driver", it));
        self.driver_options.iter().for_each(|it| tell("volume-opt", &it.write()));
        self.labels.iter().for_each(|it| tell("volume-label", &it.write()));
        self.size.iter().for_each(|it| tell("tmpfs-size", &it.write()));
        self.mode.iter().for_each(|it| tell("tmpfs-mode", &format!("{it:o}")));
        line(&told)
    }
}
