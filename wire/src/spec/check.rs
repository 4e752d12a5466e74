//! What is wrong with a specification, before the engine is asked.

use crate::{ContainerSpec, PortSpec};

/// The least memory that the engine accepts, in bytes (daemon: `linuxMinMemory`).
const LEAST_MEMORY: u64 = 6 << 20;

/// The part of a specification that something is wrong with; an index where there are several of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The image's reference.
    Image,
    /// The name.
    Name,
    /// A port.
    Port(usize),
    /// An environment variable.
    Env(usize),
    /// A mount.
    Mount(usize),
    /// The memory limit.
    Memory,
    /// The processor limit.
    Cpus,
    /// A label.
    Label(usize),
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It must be given.
    Missing,
    /// Not an image reference.
    NotAReference,
    /// Other than a letter or digit, then letters, digits, `_`, `.` and `-`; two characters at least.
    NotAName,
    /// 0 is no port.
    NotAPort,
    /// Two of them want the same.
    Twice,
    /// A name with `=` or NUL in it.
    NotAVariable,
    /// Not an absolute path.
    NotAbsolute,
    /// The root itself can't be mounted over.
    Root,
    /// A path or name with a colon, which the engine would take for a separator.
    Colon,
    /// Less than 6 MiB.
    TooLittleMemory,
    /// No processor time at all.
    NoTime,
}

/// Something wrong with a part of a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecProblem {
    /// With which.
    pub field: Field,
    /// What.
    pub fault: Fault,
}

impl ContainerSpec {
    /// All that is wrong, in the order of the fields; empty when the engine can be asked.
    pub fn check(&self) -> Vec<SpecProblem> {
        let mut problems = Vec::new();
        let mut found =
            |field, fault: Option<Fault>| problems.extend(fault.map(|fault| SpecProblem { field, fault }));

        found(Field::Image, image_fault(&self.image));
        found(Field::Name, self.name.as_deref().and_then(name_fault));
        for (index, port) in self.ports.iter().enumerate() {
            found(Field::Port(index), port_fault(port, &self.ports[..index]));
        }
        for (index, variable) in self.env.iter().enumerate() {
            let twice = self.env[..index].iter().any(|other| other.name == variable.name);
            found(Field::Env(index), variable_fault(&variable.name, &variable.value, twice));
        }
        for (index, mount) in self.mounts.iter().enumerate() {
            let twice = self.mounts[..index].iter().any(|other| other.target == mount.target);
            let fault =
                source_fault(&mount.source).or(target_fault(&mount.target)).or(twice.then_some(Fault::Twice));
            found(Field::Mount(index), fault);
        }
        found(
            Field::Memory,
            self.memory.filter(|&bytes| bytes < LEAST_MEMORY).map(|_| Fault::TooLittleMemory),
        );
        found(Field::Cpus, self.nano_cpus.filter(|&time| time == 0).map(|_| Fault::NoTime));
        for (index, (name, _)) in self.labels.iter().enumerate() {
            let twice = self.labels[..index].iter().any(|(other, _)| other == name);
            let fault = name.is_empty().then_some(Fault::Missing).or(twice.then_some(Fault::Twice));
            found(Field::Label(index), fault);
        }
        problems
    }
}

fn image_fault(reference: &str) -> Option<Fault> {
    if reference.is_empty() {
        Some(Fault::Missing)
    } else {
        (!is_reference(reference)).then_some(Fault::NotAReference)
    }
}

/// Whether a text is an image reference, by the shape of the grammar of the distribution project
/// (`reference.go`): `[host[:port]/]path[:tag][@digest]`, without white space and with a lower-case path.
pub(crate) fn is_reference(text: &str) -> bool {
    if text.len() > 512 {
        return false;
    }
    let (text, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
    if digest.is_some_and(|digest| digest.parse::<crate::Digest>().is_err() || !digest.starts_with("sha256:"))
    {
        return false;
    }
    let last = text.rfind('/').map_or(0, |slash| slash + 1);
    let (name, tag) = match text[last..].split_once(':') {
        Some((_, tag)) => (&text[..text.len() - tag.len() - 1], Some(tag)),
        None => (text, None),
    };
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let tag_fits = tag.is_none_or(|tag| {
        tag.len() <= 128
            && tag.bytes().next().is_some_and(word)
            && tag.bytes().all(|byte| word(byte) || byte == b'.' || byte == b'-')
    });
    let path = match name.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => {
            if !is_host(host) {
                return false;
            }
            path
        }
        _ => name,
    };
    tag_fits && path.split('/').all(is_path_part)
}

fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
        && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Lower-case letters and digits, separated by `.`, `_`, `__` or dashes.
fn is_path_part(part: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    part.bytes().next().is_some_and(plain)
        && part.bytes().last().is_some_and(plain)
        && part.bytes().all(|byte| plain(byte) || matches!(byte, b'.' | b'_' | b'-'))
        && !part.contains("..")
        && !part.contains("___")
}

/// What is wrong with the name of a container or a volume (daemon: `RestrictedNameChars`).
pub(crate) fn name_fault(name: &str) -> Option<Fault> {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let fits = name.len() >= 2 && name.as_bytes()[0].is_ascii_alphanumeric() && name.bytes().all(inner);
    (!fits).then_some(Fault::NotAName)
}

fn port_fault(port: &PortSpec, before: &[PortSpec]) -> Option<Fault> {
    if port.private == 0 || port.public == Some(0) {
        return Some(Fault::NotAPort);
    }
    let wants_same = |other: &PortSpec| {
        other.public.is_some()
            && other.public == port.public
            && other.protocol == port.protocol
            && (other.ip == port.ip || other.ip.is_none() || port.ip.is_none())
    };
    before.iter().any(wants_same).then_some(Fault::Twice)
}

fn variable_fault(name: &str, value: &str, twice: bool) -> Option<Fault> {
    if name.is_empty() {
        Some(Fault::Missing)
    } else if name.contains(['=', '\0']) || value.contains('\0') {
        Some(Fault::NotAVariable)
    } else {
        twice.then_some(Fault::Twice)
    }
}

fn source_fault(source: &str) -> Option<Fault> {
    match source {
        "" => Some(Fault::Missing),
        path if path.contains([':', '\0']) => Some(Fault::Colon),
        path if path.starts_with('/') => None,
        name => name_fault(name),
    }
}

fn target_fault(target: &str) -> Option<Fault> {
    match target {
        "" => Some(Fault::Missing),
        path if !path.starts_with('/') => Some(Fault::NotAbsolute),
        path if path.contains([':', '\0']) => Some(Fault::Colon),
        path => path.bytes().all(|byte| byte == b'/').then_some(Fault::Root),
    }
}
