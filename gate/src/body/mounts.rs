//! What is mounted in a container: volumes, paths of the host, file systems in memory.

use serde_json::{Map, Value, json};

use super::{
    Approvable, Form, Noun, Objection as O, Refused, Volume, Why,
    deciding::Deciding,
    labels,
    rule::{flag, one_of, text, text_of, whole},
    table::{Kind as K, Row, Rule::*, Ruled, Table, empty, nothing_more, row},
};
use crate::query;

pub(super) static MOUNT: Table = Table { rows: &[&ROWS], then: of_its_type };

static ROWS: [Row; 9] = [
    row("BindOptions", K::Root, Object(&BIND), "as its own rows say"),
    row("Consistency", K::Cli, By(consistency), "engines for Linux don't read it"),
    empty("ImageOptions", K::Root, O::ImagesNotMounted),
    row("ReadOnly", K::Ok, By(flag), "as asked"),
    row("Source", K::Root, By(text), "a volume in scope, or an approved path"),
    row("Target", K::Ok, By(target_of), "a path, not into the kernel's own"),
    row("TmpfsOptions", K::Dos, Object(&TMPFS), "as its own rows say"),
    row("Type", K::Root, By(|d, v| one_of(d, v, &TYPES)), "no image, pipe or cluster"),
    row("VolumeOptions", K::Root, Object(&VOLUME), "as its own rows say"),
];

const TYPES: [&str; 3] = ["volume", "tmpfs", "bind"];

static BIND: Table = Table { rows: &[&BIND_ROWS], then: nothing_more };

static BIND_ROWS: [Row; 5] = [
    empty("CreateMountpoint", K::Root, O::HostFolder),
    row("NonRecursive", K::Ok, By(flag), "as asked"),
    empty("Propagation", K::Root, O::HostMounts),
    row("ReadOnlyForceRecursive", K::Ok, By(flag), "as asked"),
    row("ReadOnlyNonRecursive", K::Ok, By(flag), "as asked"),
];

static VOLUME: Table = Table { rows: &[&VOLUME_ROWS], then: nothing_more };

static VOLUME_ROWS: [Row; 4] = [
    row("DriverConfig", K::Root, Object(&DRIVER), "as its own rows say"),
    row("Labels", K::Cmd, By(labels::labels), "none that grants, or that other tools obey"),
    row("NoCopy", K::Ok, By(flag), "as asked"),
    row("Subpath", K::Ok, By(|d, v| text_of(d, v, is_beneath, Form::PathBeneath)), "beneath"),
];

static DRIVER: Table = Table { rows: &[&DRIVER_ROWS], then: nothing_more };

static DRIVER_ROWS: [Row; 2] =
    [empty("Name", K::Root, O::DriversAreForeign), empty("Options", K::Root, O::VolumeOptions)];

static TMPFS: Table = Table { rows: &[&TMPFS_ROWS], then: nothing_more };

static TMPFS_ROWS: [Row; 3] = [
    row("Mode", K::Ok, By(|d, v| whole(d, v, 0, 0o7777)), "as asked"),
    empty("Options", K::Root, O::OpensClosed),
    row("SizeBytes", K::Dos, By(|d, v| whole(d, v, 1, d.limits.tmpfs)), "up to a limit"),
];

fn consistency(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    one_of(deciding, value, &["default", "consistent", "cached", "delegated"]).map(|_| None)
}

fn of_its_type(deciding: &mut Deciding<'_>, sent: &mut Map<String, Value>) -> Result<(), Refused> {
    if !sent.contains_key("Target") {
        return Err(deciding.refuse_at("Target", Why::NotA(Form::Given)));
    }
    let source = sent.get("Source").and_then(Value::as_str).unwrap_or_default().to_owned();
    let (own, others) = match sent.get("Type").and_then(Value::as_str) {
        Some("volume") if source.is_empty() => ("VolumeOptions", ["BindOptions", "TmpfsOptions"]),
        Some("volume") => {
            deciding.within("Source", |deciding| volume(deciding, &source))?;
            ("VolumeOptions", ["BindOptions", "TmpfsOptions"])
        }
        Some("bind") => {
            deciding.within("Source", |deciding| approved(deciding, &source))?;
            ("BindOptions", ["VolumeOptions", "TmpfsOptions"])
        }
        Some("tmpfs") if source.is_empty() => {
            let options = sent.entry("TmpfsOptions").or_insert(json!({}));
            if let Some(options) = options.as_object_mut() {
                options.entry("SizeBytes").or_insert(deciding.limits.tmpfs.into());
            }
            ("TmpfsOptions", ["VolumeOptions", "BindOptions"])
        }
        Some("tmpfs") => return Err(deciding.refuse_at("Source", Why::NotA(Form::EmptyForTmpfs))),
        _ => return Err(deciding.refuse_at("Type", Why::NotOneOf(&TYPES))),
    };
    match others.iter().find(|other| **other != own && sent.contains_key(**other)) {
        Some(other) => Err(deciding.refuse_at(other, Why::NotA(Form::OfItsType))),
        None => Ok(()),
    }
}

/// A volume that may be mounted: in scope, and nothing but a volume; or one that would be made.
fn volume(deciding: &mut Deciding<'_>, name: &str) -> Result<(), Refused> {
    if !query::is_name(name) {
        return Err(deciding.refuse(Why::NotA(Form::VolumeOrPath)));
    }
    match deciding.around.volume(name) {
        Volume::Plain => Ok(()),
        Volume::Nowhere if query::is_new_name(name) => {
            deciding.not_anothers(name)?;
            deciding.volumes.insert(name.to_owned());
            Ok(())
        }
        Volume::Nowhere => Err(deciding.refuse(Why::NotA(Form::NoId))),
        Volume::WithOptions => Err(deciding.refuse(Why::OnlyAdmins(O::VolumeOptions))),
        Volume::OfRoot => Err(deciding.refuse(Why::OnlyAdmins(O::VolumeOfRoot))),
        Volume::Elsewhere => {
            Err(deciding.refuse(Why::NotYours { what: Noun::Volume, name: name.to_owned() }))
        }
    }
}

fn approved(deciding: &mut Deciding<'_>, path: &str) -> Result<(), Refused> {
    let approved = &deciding.limits.bind_paths;
    if is_plain(path) && approved.iter().any(|known| known == path) {
        return Ok(());
    }
    Err(deciding.refuse(Why::NotApproved { what: Approvable::HostPaths, approved: approved.clone() }))
}

/// `/data`, `shop:/data`, `shop:/data:ro`, `/srv/shop:/data`.
pub(super) fn binds(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    super::rule::texts_of(deciding, value, |deciding, text| bind(deciding, &text))
}

fn bind(deciding: &mut Deciding<'_>, text: &str) -> Result<String, Refused> {
    let parts: Vec<_> = text.split(':').collect();
    let (source, to, options) = match parts[..] {
        [to] => return target(deciding, to),
        [source, to] => (source, to, None),
        [source, to, options] => (source, to, Some(options)),
        _ => return Err(deciding.refuse(Why::NotA(Form::Bind))),
    };
    if source.starts_with('/') {
        approved(deciding, source)?
    } else {
        volume(deciding, source)?
    }
    let to = target(deciding, to)?;
    let Some(options) = options else { return Ok(format!("{source}:{to}")) };
    if options.split(',').all(|option| ["ro", "rw", "nocopy", "z"].contains(&option)) {
        return Ok(format!("{source}:{to}:{options}"));
    }
    Err(deciding.refuse(Why::NotA(Form::BindOptions)))
}

pub(super) fn anonymous(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let volumes = deciding.entries(value, |deciding, path, value| {
        let is = value.is_null() || value.as_object().is_some_and(Map::is_empty);
        if is {
            Ok((target(deciding, path)?, json!({})))
        } else {
            Err(deciding.refuse(Why::NotA(Form::EmptyObject)))
        }
    })?;
    Ok((!volumes.is_empty()).then_some(volumes.into()))
}

pub(super) fn tmpfs(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let mounts = deciding.entries(value, |deciding, path, value| {
        let to = target(deciding, path)?;
        let options = deciding.text(value)?;
        Ok((to, tmpfs_options(deciding, &options)?.into()))
    })?;
    Ok((!mounts.is_empty()).then_some(mounts.into()))
}

/// Those that open nothing. The size is always said.
fn tmpfs_options(deciding: &mut Deciding<'_>, text: &str) -> Result<String, Refused> {
    let mut options: Vec<String> = Vec::new();
    let mut size = deciding.limits.tmpfs;
    for option in text.split(',').filter(|option| !option.is_empty()) {
        let is = match option.split_once('=') {
            None => ["ro", "rw", "exec", "noexec", "nosuid", "nodev", "noatime"].contains(&option),
            Some(("mode", mode)) => {
                (3..=4).contains(&mode.len()) && mode.bytes().all(|it| (b'0'..=b'7').contains(&it))
            }
            Some(("uid" | "gid", id)) => id.parse::<u32>().is_ok(),
            Some(("size", asked)) => {
                size = in_bytes(asked).ok_or_else(|| deciding.refuse(Why::NotA(Form::WithSize)))?;
                deciding.whole(&size.into(), 1, deciding.limits.tmpfs)?;
                continue;
            }
            Some(_) => false,
        };
        if !is {
            return Err(deciding.refuse(Why::OnlyAdmins(O::OpensClosed)));
        }
        options.push(option.to_owned());
    }
    options.push(format!("size={size}"));
    Ok(options.join(","))
}

fn in_bytes(size: &str) -> Option<i64> {
    let (digits, unit) = match size.split_at_checked(size.len().checked_sub(1)?)? {
        (digits, "k" | "K") => (digits, 1 << 10),
        (digits, "m" | "M") => (digits, 1 << 20),
        (digits, "g" | "G") => (digits, 1 << 30),
        _ => (size, 1),
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse::<i64>().ok()?.checked_mul(unit) } else { None }
}

fn target_of(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let path = deciding.text(value)?;
    Ok(Some(target(deciding, &path)?.into()))
}

/// What belongs to the kernel in every container. What is mounted over it unmasks it, or confuses the runtime.
const KERNEL: [&str; 3] = ["/proc", "/sys", "/dev"];
/// Shared memory, and the one thing of the kernel's that people do replace.
const SHARED_MEMORY: &str = "/dev/shm";

/// Where something is mounted.
pub(super) fn target(deciding: &mut Deciding<'_>, path: &str) -> Result<String, Refused> {
    let path = path.strip_suffix('/').unwrap_or(path);
    if !is_plain(path) {
        return Err(deciding.refuse(Why::NotA(Form::MountPoint)));
    }
    let below =
        |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if path != SHARED_MEMORY && KERNEL.into_iter().any(below) {
        return Err(deciding.refuse(Why::OnlyAdmins(O::KernelFiles)));
    }
    Ok(path.to_owned())
}

/// Where a program starts. Through `/proc/self/fd` it would start outside of its container.
pub(super) fn working_dir(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let path = deciding.text(value)?;
    match path.as_str() {
        "" => Ok(None),
        "/" => Ok(Some(path.into())),
        _ => Ok(Some(target(deciding, &path)?.into())),
    }
}

/// Absolute, and written in the one way that needs no cleaning.
fn is_plain(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(is_beneath)
}

fn is_beneath(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.chars().any(char::is_control)
        && !path.contains([':', '\\'])
}
