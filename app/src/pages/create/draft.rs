//! From what is typed to what the server is asked for, with everything that is wrong on the way.

use wire::{
    ContainerSpec, EnvVar, Fault, Field, MountSpec, NetworkSpec, Networks, Part, PortSpec, RestartPolicy,
    SpecProblem,
};

use super::form::Faults;

/// The part of the form that everybody sees, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) image: String,
    pub(super) name: String,
    pub(super) command: String,
    pub(super) tty: bool,
    pub(super) stdin: bool,
    /// The host's port with an address before it or not, the port inside, the transport.
    pub(super) ports: Vec<Vec<String>>,
    pub(super) env: Vec<(String, String)>,
    /// Source, path inside with further options or without, `ro` or nothing.
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
    pub(super) faults: Faults,
}

/// Reads the form. What is folded away is added to the rest, and says what it can't read.
pub(super) fn draft(typed: &Typed, folded: impl FnOnce(&mut ContainerSpec) -> Vec<SpecProblem>) -> Draft {
    let mut problems = Vec::new();
    let mut wrong = |field, fault: Result<(), Fault>| {
        problems.extend(fault.err().map(|fault| SpecProblem { field, fault }));
    };
    let words = shlex::split(&typed.command);
    let attempts: Option<u32> = match typed.attempts.trim() {
        "" => Some(0),
        text => text.parse().ok(),
    };
    let mut spec = ContainerSpec {
        image: typed.image.trim().into(),
        name: Some(typed.name.trim().to_owned()).filter(|name| !name.is_empty()),
        command: words.clone().unwrap_or_default(),
        env: typed.env.iter().cloned().map(|(name, value)| EnvVar { name, value }).collect(),
        networks: Networks(networks(&typed.network)),
        restart: match typed.restart.as_str() {
            "always" => RestartPolicy::Always,
            "unless-stopped" => RestartPolicy::UnlessStopped,
            "on-failure" => RestartPolicy::OnFailure { attempts: attempts.unwrap_or_default() },
            _ => RestartPolicy::No,
        },
        labels: typed.labels.clone(),
        tty: typed.tty,
        ..ContainerSpec::default()
    };
    spec.process.stdin = typed.stdin;
    // Rows keep their numbers, so that a problem finds its row: an unreadable one stands in with a default.
    for (row, cells) in typed.ports.iter().enumerate() {
        let mut port = None::<PortSpec>;
        wrong(Field::Port(row), port.put(&port_text(cells)));
        spec.ports.push(port.unwrap_or_default());
    }
    for (row, cells) in typed.mounts.iter().enumerate() {
        let mut mount = MountSpec::default();
        wrong(Field::Mount(row), read_mount(&mut mount, cells));
        spec.mounts.push(mount);
    }
    wrong(Field::Memory, spec.memory.put(typed.memory.trim()).map_err(|_| Fault::TooLittleMemory));
    wrong(Field::Cpus, spec.nano_cpus.put(typed.cpus.trim()).map_err(|_| Fault::NoTime));
    problems.extend(folded(&mut spec));
    let found =
        spec.check().into_iter().filter(|problem| !problems.iter().any(|known| known.field == problem.field));
    let found: Vec<SpecProblem> = found.collect();
    problems.extend(found);
    leave_empty_rows(typed, &mut spec, &mut problems);
    let limited = typed.restart == "on-failure";
    let bad_attempts = limited && attempts.is_none();
    Draft { spec, faults: Faults { problems, open_quote: words.is_none(), bad_attempts } }
}

/// A row in which nothing is typed yet means nothing, and isn't wrong.
fn leave_empty_rows(typed: &Typed, spec: &mut ContainerSpec, problems: &mut Vec<SpecProblem>) {
    let cells = |cells: &Vec<String>| cells.iter().take(2).all(|cell| cell.trim().is_empty());
    let pair = |(name, value): &(String, String)| name.is_empty() && value.is_empty();
    let ports: Vec<bool> = typed.ports.iter().map(cells).collect();
    let mounts: Vec<bool> = typed.mounts.iter().map(cells).collect();
    let env: Vec<bool> = typed.env.iter().map(pair).collect();
    let labels: Vec<bool> = typed.labels.iter().map(pair).collect();
    problems.retain(|problem| {
        let (empty, row) = match problem.field {
            Field::Port(row) => (&ports, row),
            Field::Mount(row) => (&mounts, row),
            Field::Env(row) => (&env, row),
            Field::Label(row) => (&labels, row),
            _ => return true,
        };
        !empty.get(row).is_some_and(|empty| *empty)
    });
    leave(&mut spec.ports, &ports);
    leave(&mut spec.mounts, &mounts);
    leave(&mut spec.env, &env);
    leave(&mut spec.labels, &labels);
}

/// Those that are folded away may have added rows behind.
fn leave<T>(rows: &mut Vec<T>, empty: &[bool]) {
    let mut empty = empty.iter();
    rows.retain(|_| !empty.next().is_some_and(|empty| *empty));
}

fn networks(name: &str) -> Vec<NetworkSpec> {
    let named = |name: &str| NetworkSpec { name: name.to_owned(), ..NetworkSpec::default() };
    if name.is_empty() { Vec::new() } else { vec![named(name)] }
}

/// `8080`, `127.0.0.1:8080`, `[::1]:8080` or nothing, then the port inside, as `docker run` takes it.
fn port_text(cells: &[String]) -> String {
    let cell = |index: usize| cells.get(index).map(|text| text.trim()).unwrap_or_default();
    let (outside, inside, protocol) = (cell(0), cell(1), cell(2));
    let colon = if outside.is_empty() { "" } else { ":" };
    let protocol = if protocol.is_empty() { "tcp" } else { protocol };
    // A range inside would be several ports, and this row is one.
    [outside, colon, inside, "/", protocol].concat()
}

/// A source, a path with options behind a colon or without, whether it can only be read.
fn read_mount(mount: &mut MountSpec, cells: &[String]) -> Result<(), Fault> {
    let cell = |index: usize| cells.get(index).map(|text| text.trim()).unwrap_or_default();
    let (target, options) = cell(1).split_once(':').unwrap_or((cell(1), ""));
    let split =
        |text: &str| text.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    *mount = MountSpec {
        source: cell(0).to_owned(),
        target: target.to_owned(),
        read_only: cell(2) == "ro",
        options: split(options),
    };
    if options.contains(':') { Err(Fault::Colon) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
