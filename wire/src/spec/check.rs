//! What is wrong with a specification, before the engine is asked.

use super::{Bytes, ContainerSpec, RestartPolicy};

/// The least memory that the engine accepts, in bytes (daemon: `linuxMinMemory`).
const LEAST_MEMORY: Bytes = Bytes(6 << 20);

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
    /// An option, by its name as a flag of `docker run`, and which of its values.
    Option(&'static str, usize),
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
    /// Not the address of a machine.
    NotAnAddress,
    /// Not a device: `/dev/…`.
    NotADevice,
    /// Not a host's name.
    NotAHostName,
    /// Not a number.
    NotANumber,
    /// None of what it can be.
    NotAnOption,
    /// Not `name=value`.
    NotAPair,
    /// Not a signal: `SIGTERM`.
    NotASignal,
    /// Not a size: `512m`.
    NotASize,
    /// Not a time: `30s`.
    NotATime,
    /// It can't be together with something else that is said.
    NotWithOthers,
    /// Neither yes nor no.
    NotYesOrNo,
    /// A number that is too small or too large.
    OutOfBounds,
    /// Written other than `docker run` takes it.
    Malformed,
    /// More than a container can have.
    TooMany,
}

/// Something wrong with a part of a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecProblem {
    /// With which.
    pub field: Field,
    /// What.
    pub fault: Fault,
}

/// What has been found wrong so far.
#[derive(Default)]
pub(super) struct Checking {
    problems: Vec<SpecProblem>,
}

impl Checking {
    /// Notes what is wrong with a value of an option.
    pub(super) fn found(&mut self, option: &'static str, index: usize, fault: Option<Fault>) {
        self.at(Field::Option(option, index), fault);
    }

    /// The same for each of its values.
    pub(super) fn each<'a, T: 'a>(
        &mut self,
        option: &'static str,
        values: impl IntoIterator<Item = &'a T>,
        fault: impl Fn(&T) -> Option<Fault>,
    ) {
        for (index, value) in values.into_iter().enumerate() {
            self.found(option, index, fault(value));
        }
    }

    fn at(&mut self, field: Field, fault: Option<Fault>) {
        self.problems.extend(fault.map(|fault| SpecProblem { field, fault }));
    }
}

impl ContainerSpec {
    /// All that is wrong, in the order of the fields; empty when the engine can be asked.
    pub fn check(&self) -> Vec<SpecProblem> {
        let mut found = Checking::default();
        self.check_simple(&mut found);
        self.networks.check(&mut found);
        self.process.check(&mut found);
        self.names.check(&mut found);
        self.storage.check(&mut found);
        self.resources.check(&mut found);
        self.devices.check(&mut found);
        self.security.check(&mut found);
        self.health.check(&mut found);
        self.logging.check(&mut found);
        self.check_together(&mut found);
        found.problems
    }

    fn check_simple(&self, found: &mut Checking) {
        found.at(Field::Image, image_fault(&self.image));
        found.at(Field::Name, self.name.as_deref().and_then(name_fault));
        for (index, port) in self.ports.iter().enumerate() {
            found.at(Field::Port(index), port.fault(&self.ports[..index]));
        }
        for (index, variable) in self.env.iter().enumerate() {
            let twice = self.env[..index].iter().any(|other| other.name == variable.name);
            found.at(Field::Env(index), variable_fault(&variable.name, &variable.value, twice));
        }
        for (index, mount) in self.mounts.iter().enumerate() {
            let twice = self.mounts[..index].iter().any(|other| other.target == mount.target);
            found.at(Field::Mount(index), mount.fault().or(twice.then_some(Fault::Twice)));
        }
        let little = self.memory.is_some_and(|bytes| bytes < LEAST_MEMORY);
        found.at(Field::Memory, little.then_some(Fault::TooLittleMemory));
        found.at(Field::Cpus, self.nano_cpus.is_some_and(|time| time.0 == 0).then_some(Fault::NoTime));
        for (index, (name, _)) in self.labels.iter().enumerate() {
            let twice = self.labels[..index].iter().any(|(other, _)| other == name);
            let fault = name.is_empty().then_some(Fault::Missing).or(twice.then_some(Fault::Twice));
            found.at(Field::Label(index), fault);
        }
    }

    /// What can't be so of several fields together.
    fn check_together(&self, found: &mut Checking) {
        let Self { resources, process, restart, memory, .. } = self;
        let kept = process.auto_remove && *restart != RestartPolicy::No;
        found.found("rm", 0, kept.then_some(Fault::NotWithOthers));
        let quota = resources.cpu_quota.is_some() || resources.cpu_period.is_some();
        found.found("cpu-quota", 0, (quota && self.nano_cpus.is_some()).then_some(Fault::NotWithOthers));
        // The engine takes swap only together with a limit that isn't above it.
        let most = memory.map_or(0, |bytes| i64::try_from(bytes.0).unwrap_or(i64::MAX));
        let swap = resources.memory_swap.map_or(0, |swap| swap.0);
        found.found("memory-swap", 0, (swap > 0 && (most == 0 || swap < most)).then_some(Fault::OutOfBounds));
        let above = memory.is_some_and(|most| resources.memory_reservation.is_some_and(|least| least > most));
        found.found("memory-reservation", 0, above.then_some(Fault::OutOfBounds));
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
pub fn name_fault(name: &str) -> Option<Fault> {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let fits = name.len() >= 2 && name.as_bytes()[0].is_ascii_alphanumeric() && name.bytes().all(inner);
    (!fits).then_some(Fault::NotAName)
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
