//! What makes whoever is inside a container as good as root on the host, as the engine's inspect tells it.

use engine_api::capability;
use gate::{Namespace as N, Power, body::Limits};
use serde_json::Value;

/// Runtimes that keep a container as closed as the engine's own does, or more.
const RUNTIMES: [&str; 6] = ["", "runc", "io.containerd.runc.v2", "crun", "runsc", "kata-runtime"];

/// What every engine hides of the kernel from 20.10 on (moby's `oci.DefaultLinuxSpec`); newer ones hide more.
const MASKED: [&str; 10] = [
    "/proc/asound",
    "/proc/acpi",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/sys/firmware",
];
/// What of the kernel can't be written to.
const READ_ONLY: [&str; 5] = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

/// What an admin has approved of for deployers: whoever is inside has no more with it than whoever made it was given.
#[derive(Default)]
pub(super) struct Approved {
    pub(super) paths: Vec<String>,
    pub(super) volumes: Vec<String>,
    pub(super) capabilities: Vec<String>,
    pub(super) apparmor_profiles: Vec<String>,
}

impl Approved {
    pub(super) fn of(limits: &Limits) -> Self {
        Self {
            paths: limits.bind_paths.clone(),
            volumes: limits.volumes.clone(),
            capabilities: limits.capabilities.clone(),
            apparmor_profiles: limits.apparmor_profiles.clone(),
        }
    }
}

/// The first such thing in what an inspect answered, but for volumes, which have to be looked at themselves
/// ([`volumes`]), and what was approved for deployers. What it doesn't say as expected counts as one: unknown
/// means no.
pub(super) fn power(said: &Value, approved: &Approved) -> Option<Power> {
    let Some(host) = said.get("HostConfig").filter(|host| host.is_object()) else {
        return Some(Power::Untold);
    };
    if host.get("Privileged").is_some_and(|it| *it != Value::Bool(false)) {
        return Some(Power::Privileged);
    }
    devices(host)
        .or_else(|| namespace(host))
        .or_else(|| capability(host, approved))
        .or_else(|| unprotected(host, approved))
        .or_else(|| host_path(said, host, approved))
}

fn devices(host: &Value) -> Option<Power> {
    let given = ["Devices", "DeviceRequests", "DeviceCgroupRules"];
    given.iter().any(|name| !is_nothing(host.get(name))).then_some(Power::Devices)
}

fn namespace(host: &Value) -> Option<Power> {
    const SHARED: [(&str, N, &[&str]); 6] = [
        ("PidMode", N::Process, &["", "private"]),
        ("IpcMode", N::Ipc, &["", "none", "private", "shareable"]),
        ("UTSMode", N::HostName, &["", "private"]),
        ("UsernsMode", N::User, &["", "private"]),
        ("CgroupnsMode", N::ControlGroup, &["", "private"]),
        ("NetworkMode", N::Network, &[]),
    ];
    SHARED.iter().find_map(|(member, namespace, own)| {
        let mode = host.get(member).and_then(Value::as_str).unwrap_or_default();
        let shares = match *member {
            "NetworkMode" => mode == "host" || mode.starts_with("container:") || mode.starts_with("ns:"),
            // Engines with the first version of control groups share that one unless told otherwise, and it opens
            // nothing by itself.
            "CgroupnsMode" => false,
            _ => !own.contains(&mode),
        };
        shares.then_some(Power::Namespace(*namespace))
    })
}

fn capability(host: &Value, approved: &Approved) -> Option<Power> {
    let added = host.get("CapAdd")?.as_array()?;
    added.iter().find_map(|given| {
        let name = capability::name(given.as_str().unwrap_or("?"));
        let is_usual = capability::USUAL.contains(&name.as_str());
        // With "ALL" the engine gives each, whatever was approved.
        let is_approved = name != "ALL" && approved.capabilities.contains(&name);
        (!is_usual && !is_approved).then_some(Power::Capability(name))
    })
}

fn unprotected(host: &Value, approved: &Approved) -> Option<Power> {
    for option in host.get("SecurityOpt").and_then(Value::as_array).into_iter().flatten() {
        let option = option.as_str().unwrap_or("?");
        let (name, value) = option.split_once(['=', ':']).unwrap_or((option, ""));
        let tightens = name == "no-new-privileges" || (name == "seccomp" && value == "builtin");
        let is_approved =
            name == "apparmor" && approved.apparmor_profiles.iter().any(|profile| profile == value);
        if !tightens && !is_approved {
            // Its value may be a whole profile.
            return Some(Power::Unprotected(name.to_owned()));
        }
    }
    let runtime = host.get("Runtime").and_then(Value::as_str).unwrap_or_default();
    if !RUNTIMES.contains(&runtime) {
        return Some(Power::Runtime(runtime.to_owned()));
    }
    // Engines write what they hide; a list that lacks something is what somebody asked for.
    let lacks = |member, usual: &[&str]| {
        let hidden = host.get(member).and_then(Value::as_array);
        hidden.is_some_and(|hidden| !usual.iter().all(|path| hidden.iter().any(|it| it == path)))
    };
    let unmasked = lacks("MaskedPaths", &MASKED) || lacks("ReadonlyPaths", &READ_ONLY);
    unmasked.then_some(Power::Unmasked)
}

/// The names of the volumes that are mounted.
pub(super) fn volumes(said: &Value) -> impl Iterator<Item = &str> {
    mounted(said).map(|(name, _)| name)
}

/// The same, and whether what is inside can write there.
pub(super) fn mounted(said: &Value) -> impl Iterator<Item = (&str, bool)> {
    let mounts = said.get("Mounts").and_then(Value::as_array).into_iter().flatten();
    let writes = |mount: &Value| mount.get("RW").and_then(Value::as_bool) != Some(false);
    mounts
        .filter(|it| kind(it) == "volume")
        .filter_map(move |it| Some((it.get("Name").and_then(Value::as_str)?, writes(it))))
}

/// Paths of the host: binds, and volumes that are binds in disguise where they are mounted.
fn host_path(said: &Value, host: &Value, approved: &Approved) -> Option<Power> {
    let mounts = said.get("Mounts").and_then(Value::as_array).into_iter().flatten();
    let bound = mounts.filter(|it| !matches!(kind(it), "volume" | "tmpfs" | "image")).map(source);
    let asked = host.get("Mounts").and_then(Value::as_array).into_iter().flatten();
    // What is asked of a volume's driver at the mount itself may be a bind.
    let disguised =
        asked.filter(|it| !is_nothing(it.pointer("/VolumeOptions/DriverConfig/Options"))).map(|_| None);
    let binds = host.get("Binds").and_then(Value::as_array).into_iter().flatten();
    let binds = binds
        .filter_map(Value::as_str)
        .filter(|it| it.starts_with('/'))
        .map(|it| it.split(':').next().map(str::to_owned));
    let mut paths = bound.chain(disguised).chain(binds);
    let path = paths.find(|path| path.as_ref().is_none_or(|path| !approved.paths.contains(path)))?;
    Some(path.map_or(Power::SomeHostPath, Power::HostPath))
}

fn kind(mount: &Value) -> &str {
    mount.get("Type").and_then(Value::as_str).unwrap_or_default()
}

fn source(mount: &Value) -> Option<String> {
    mount.get("Source").and_then(Value::as_str).map(str::to_owned)
}

fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(members)) => members.is_empty(),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests;
