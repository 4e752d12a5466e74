//! From what is typed to what the server is asked for, with everything that is wrong on the way.

use wire::{ContainerSpec, EnvVar, Fault, Field, MountSpec, PortSpec, Protocol, RestartPolicy, SpecProblem};

/// The form as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) image: String,
    pub(super) name: String,
    pub(super) command: String,
    pub(super) tty: bool,
    /// The host's port with an address before it or not, the port inside, the transport.
    pub(super) ports: Vec<Vec<String>>,
    pub(super) env: Vec<(String, String)>,
    /// Source, path inside, `ro` or nothing.
    pub(super) mounts: Vec<Vec<String>>,
    pub(super) network: String,
    pub(super) restart: String,
    pub(super) attempts: String,
    pub(super) memory: String,
    pub(super) cpus: String,
    pub(super) labels: Vec<(String, String)>,
}

/// What the form means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) spec: ContainerSpec,
    pub(super) problems: Vec<SpecProblem>,
    /// The command can't be cut into words: a quote is missing.
    pub(super) open_quote: bool,
    /// The number of attempts isn't one.
    pub(super) bad_attempts: bool,
}

impl Draft {
    /// Whether the server can be asked.
    pub(super) fn is_fine(&self) -> bool {
        self.problems.is_empty() && !self.open_quote && !self.bad_attempts
    }

    /// What is wrong with a field.
    pub(super) fn problem(&self, field: Field) -> Option<Fault> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.fault)
    }
}

/// Reads the form.
pub(super) fn draft(typed: &Typed) -> Draft {
    let mut problems = Vec::new();
    let mut wrong = |field, fault| problems.push(SpecProblem { field, fault });
    // Rows keep their numbers, so that a problem finds its row: an unreadable one stands in with a default.
    let ports = typed.ports.iter().enumerate().map(|(row, cells)| {
        port(cells).unwrap_or_else(|| {
            wrong(Field::Port(row), Fault::NotAPort);
            // Its number inside is 0, which `check` would call wrong again; see below.
            PortSpec::default()
        })
    });
    let ports: Vec<PortSpec> = ports.collect();
    let memory = number(&typed.memory, bytes, || wrong(Field::Memory, Fault::TooLittleMemory));
    let nano_cpus = number(&typed.cpus, billionths, || wrong(Field::Cpus, Fault::NoTime));
    let words = shlex::split(&typed.command);
    let attempts: Option<u32> = match typed.attempts.trim() {
        "" => Some(0),
        text => text.parse().ok(),
    };
    let limited = typed.restart == "on-failure";
    let spec = ContainerSpec {
        image: typed.image.trim().into(),
        name: Some(typed.name.trim().to_owned()).filter(|name| !name.is_empty()),
        command: words.clone().unwrap_or_default(),
        ports,
        env: typed.env.iter().cloned().map(|(name, value)| EnvVar { name, value }).collect(),
        mounts: typed.mounts.iter().map(|cells| mount(cells)).collect(),
        network: Some(typed.network.clone()).filter(|network| !network.is_empty()),
        restart: match typed.restart.as_str() {
            "always" => RestartPolicy::Always,
            "unless-stopped" => RestartPolicy::UnlessStopped,
            "on-failure" => RestartPolicy::OnFailure { attempts: attempts.unwrap_or_default() },
            _ => RestartPolicy::No,
        },
        memory,
        nano_cpus,
        labels: typed.labels.clone(),
        tty: typed.tty,
    };
    let found =
        spec.check().into_iter().filter(|problem| !problems.iter().any(|known| known.field == problem.field));
    let found: Vec<SpecProblem> = found.collect();
    problems.extend(found);
    Draft { spec, problems, open_quote: words.is_none(), bad_attempts: limited && attempts.is_none() }
}

fn number(text: &str, read: fn(&str) -> Option<u64>, mut wrong: impl FnMut()) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let number = read(text);
    if number.is_none() {
        wrong();
    }
    number
}

/// `8080`, `127.0.0.1:8080`, `[::1]:8080` or nothing, and the port inside.
fn port(cells: &[String]) -> Option<PortSpec> {
    let [outside, inside, protocol] = cells else { return None };
    let outside = outside.trim();
    let (ip, public) = match outside.rsplit_once(':') {
        Some((ip, public)) => (Some(ip.trim_start_matches('[').trim_end_matches(']').parse().ok()?), public),
        None => (None, outside),
    };
    Some(PortSpec {
        ip,
        public: if public.is_empty() { None } else { Some(public.parse().ok()?) },
        private: inside.trim().parse().ok()?,
        protocol: match protocol.as_str() {
            "udp" => Protocol::Udp,
            "sctp" => Protocol::Sctp,
            _ => Protocol::Tcp,
        },
    })
}

fn mount(cells: &[String]) -> MountSpec {
    let cell = |index: usize| cells.get(index).map(|text| text.trim().to_owned()).unwrap_or_default();
    MountSpec { source: cell(0), target: cell(1), read_only: cell(2) == "ro" }
}

/// `512m`, `1.5g`, `2 GiB`: bytes, in powers of 1,024 as Docker takes them.
fn bytes(text: &str) -> Option<u64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return None,
    };
    fixed(number, 1 << shift)
}

/// `1.5` processors as billionths.
fn billionths(text: &str) -> Option<u64> {
    fixed(text, 1_000_000_000)
}

/// A decimal number in units of a fraction, without rounding errors.
fn fixed(text: &str, one: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: u64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let scale = 10u64.pow(u32::try_from(fraction.len()).ok()?);
    let part = u128::from(part) * u128::from(one) / u128::from(scale);
    whole.checked_mul(one)?.checked_add(u64::try_from(part).ok()?)
}

#[cfg(test)]
mod tests;
