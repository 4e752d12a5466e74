//! What a container is given by the host: `HostConfig`.

use engine_api::capability;
use serde_json::Value;

use super::{
    Approvable, Form, Objection as O, Why,
    deciding::Deciding,
    mounts, network, ports, resources,
    rule::{console_size, flag, is_host_name, one_of, own_name, texts_of, whole},
    table::{Kind as K, Row, Rule::*, Ruled, Table, absent, empty, nothing_more, row},
};

pub(super) static HOST: Table = Table { rows: &[&ROWS, &resources::ROWS], then: resources::within_limits };

static ROWS: [Row; 39] = [
    empty("Annotations", K::Root, O::OrdersToRuntimes),
    row("AutoRemove", K::Ok, By(flag), "as asked"),
    row("Binds", K::Root, By(mounts::binds), "volumes in scope; approved paths"),
    row("CapAdd", K::Root, By(cap_add), "what every container has; approved ones"),
    row("CapDrop", K::Ok, By(cap_drop), "any"),
    empty("Cgroup", K::Root, O::OthersCgroup),
    row("CgroupnsMode", K::Root, By(|d, v| one_of(d, v, &["private"])), "its own"),
    row("ConsoleSize", K::Ok, By(console_size), "up to a limit"),
    empty("ContainerIDFile", K::Cli, O::ClientsFile),
    row("Dns", K::Net, By(dns), "addresses, not the host's own"),
    row("DnsOptions", K::Net, By(dns_options), "letters, digits, and - : between them"),
    row("DnsSearch", K::Net, By(dns_search), "hosts' names"),
    row("ExtraHosts", K::Net, By(extra_hosts), "addresses; no names of others"),
    empty("GroupAdd", K::Priv, O::HostGroup),
    row("IpcMode", K::Root, By(|d, v| one_of(d, v, &IPC)), "its own"),
    row("Isolation", K::Win, By(isolation), "only what changes nothing"),
    empty("Links", K::Net, O::OthersEnvironment),
    row("LogConfig", K::Ssrf, Object(&LOG), "to files, or nowhere"),
    absent("MaskedPaths", K::Root, O::KernelHidden),
    row("Mounts", K::Root, Each(&mounts::MOUNT), "as its own rows say"),
    row("NetworkMode", K::Root, By(network::mode), "a network in scope, the default one, or none"),
    row("OomScoreAdj", K::Dos, By(|d, v| whole(d, v, 0, 1000)), "never before the host's own"),
    empty("PidMode", K::Root, O::OthersProcesses),
    row("PortBindings", K::Net, Through(ports::bindings, &ports::BINDING), "as its own rows say"),
    empty("Privileged", K::Root, O::HostRoot),
    empty("PublishAllPorts", K::Net, O::PortsUnchosen),
    absent("ReadonlyPaths", K::Root, O::KernelSettings),
    row("ReadonlyRootfs", K::Ok, By(flag), "as asked"),
    row("RestartPolicy", K::Ok, Object(&RESTART), "as its own rows say"),
    empty("Runtime", K::Root, O::Runtime),
    row("SecurityOpt", K::Root, By(security), "only what confines more, and approved profiles"),
    row("ShmSize", K::Dos, By(|d, v| whole(d, v, 1, d.limits.shm)), "up to a limit"),
    row("StorageOpt", K::Dos, By(storage), "its size"),
    row("Sysctls", K::Root, By(sysctls), "approved ones"),
    row("Tmpfs", K::Dos, By(mounts::tmpfs), "up to a limit, with harmless options"),
    empty("UTSMode", K::Root, O::HostName),
    empty("UsernsMode", K::Root, O::HostUsers),
    row("VolumeDriver", K::Root, By(|d, v| one_of(d, v, &["local"])), "only the engine's own"),
    empty("VolumesFrom", K::Root, O::OthersMounts),
];

const IPC: [&str; 3] = ["none", "private", "shareable"];

pub(super) static RESTART: Table = Table { rows: &[&RESTART_ROWS], then: nothing_more };

static RESTART_ROWS: [Row; 2] = [
    row("MaximumRetryCount", K::Dos, By(|d, v| whole(d, v, 0, d.limits.restart_retries)), "up to a limit"),
    row("Name", K::Ok, By(|d, v| one_of(d, v, &RESTARTS)), "one that there is"),
];

const RESTARTS: [&str; 4] = ["no", "always", "unless-stopped", "on-failure"];

static LOG: Table = Table { rows: &[&LOG_ROWS], then: nothing_more };

static LOG_ROWS: [Row; 2] = [
    row("Config", K::Dos, By(log_options), "max-size, max-file, compress"),
    row("Type", K::Ssrf, By(|d, v| one_of(d, v, &LOGS)), "no driver that connects"),
];

const LOGS: [&str; 3] = ["json-file", "local", "none"];

fn log_options(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let options = deciding.entries(value, |deciding, key, value| {
        let value = deciding.text(value)?;
        let (is, what) = match key {
            "max-size" => (is_size(&value), Form::Size),
            "max-file" => (is_number(&value), Form::Number),
            "compress" => (matches!(value.as_str(), "true" | "false"), Form::Flag),
            _ => return Err(deciding.refuse(Why::OnlyAdmins(O::Connects))),
        };
        if is { Ok((key.to_owned(), value.into())) } else { Err(deciding.refuse(Why::NotA(what))) }
    })?;
    Ok((!options.is_empty()).then_some(options.into()))
}

fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_size(text: &str) -> bool {
    is_number(text.strip_suffix(['k', 'm', 'g', 'K', 'M', 'G']).unwrap_or(text))
}

fn cap_add(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        let name = capability::name(&text);
        let approved = &deciding.limits.capabilities;
        // To add what every container has gives nothing, but to those who have dropped all before. All of them is none
        // that anybody approved.
        if name != "ALL" && (capability::USUAL.contains(&name.as_str()) || approved.contains(&name)) {
            return Ok(format!("CAP_{name}"));
        }
        Err(deciding.refuse(Why::NotApproved { what: Approvable::Capabilities, approved: approved.clone() }))
    })
}

fn cap_drop(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        let name = capability::name(&text);
        if name == "ALL" {
            return Ok(name);
        }
        let is = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        if is { Ok(format!("CAP_{name}")) } else { Err(deciding.refuse(Why::NotA(Form::Capability))) }
    })
}

fn security(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        if matches!(text.as_str(), "no-new-privileges" | "no-new-privileges=true" | "no-new-privileges:true")
        {
            return Ok("no-new-privileges=true".into());
        }
        let approved = &deciding.limits.apparmor_profiles;
        let profile = text.strip_prefix("apparmor=");
        if profile.is_some_and(|profile| approved.iter().any(|known| known == profile)) {
            return Ok(text);
        }
        Err(deciding.refuse(Why::NotApproved {
            what: Approvable::SecurityOptions,
            approved: approved.iter().map(|profile| format!("apparmor={profile}")).collect(),
        }))
    })
}

fn sysctls(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let sysctls = deciding.entries(value, |deciding, key, value| {
        let approved = &deciding.limits.sysctls;
        if approved.iter().any(|known| known == key) {
            return Ok((key.to_owned(), deciding.text(value)?.into()));
        }
        Err(deciding
            .refuse(Why::NotApproved { what: Approvable::KernelParameters, approved: approved.clone() }))
    })?;
    Ok((!sysctls.is_empty()).then_some(sysctls.into()))
}

fn storage(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let options = deciding.entries(value, |deciding, key, value| {
        let value = deciding.text(value)?;
        if key == "size" && is_size(&value) {
            Ok((key.to_owned(), value.into()))
        } else {
            Err(deciding.refuse(Why::NotA(Form::Size)))
        }
    })?;
    Ok((!options.is_empty()).then_some(options.into()))
}

fn isolation(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    one_of(deciding, value, &["default"]).map(|_| None)
}

/// An address that another machine may have: not the host's own, nor that of the engine's resolver.
fn is_elsewhere(text: &str) -> bool {
    let address = text.parse::<std::net::IpAddr>().map(|address| address.to_canonical());
    address.is_ok_and(|address| !address.is_loopback() && !address.is_unspecified())
}

fn dns(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        let is = is_elsewhere(&text);
        if is { Ok(text) } else { Err(deciding.refuse(Why::NotA(Form::AddressElsewhere))) }
    })
}

fn dns_options(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-:".contains(&byte);
        let is = text.bytes().all(known);
        if is { Ok(text) } else { Err(deciding.refuse(Why::NotA(Form::ResolverOption))) }
    })
}

fn dns_search(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        let is = text == "." || is_host_name(&text);
        if is { Ok(text) } else { Err(deciding.refuse(Why::NotA(Form::Domain))) }
    })
}

fn extra_hosts(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        let (name, address) = text.split_once([':', '=']).unwrap_or((&text, ""));
        if address == "host-gateway" {
            return Err(deciding.refuse(Why::OnlyAdmins(O::HostAddress)));
        }
        let address = address.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(address);
        let address = address.parse::<std::net::IpAddr>();
        let address = address.map_err(|_| deciding.refuse(Why::NotA(Form::HostAndAddress)))?;
        Ok(format!("{}:{address}", own_name(deciding, name.to_owned())?))
    })
}
