//! What a container is: the body of `POST /containers/create`.

use serde_json::{Map, Value};

use super::{
    Form, Objection as O, Refused, Why,
    deciding::Deciding,
    health, host, image, labels, mounts, network, ports,
    rule::{command, flag, is_host_name, own_name, text_of, texts},
    table::{Kind as K, Row, Rule::*, Ruled, Table, empty, nothing_more, row, walk},
    variables,
};

pub(super) static CREATE: Table = Table { rows: &[&CONFIG, &PARTS], then: has_a_user };

static PARTS: [Row; 2] = [
    row("HostConfig", K::Ok, Object(&host::HOST), "as its own rows say"),
    row("NetworkingConfig", K::Ok, Through(networking, &NETWORKING), "as its own rows say"),
];

pub(super) static CONFIG: [Row; 25] = [
    empty("ArgsEscaped", K::Win, O::ForWindows),
    row("AttachStderr", K::Ok, By(flag), "as asked"),
    row("AttachStdin", K::Ok, By(flag), "as asked"),
    row("AttachStdout", K::Ok, By(flag), "as asked"),
    row("Cmd", K::Ok, By(command), "up to a length"),
    row("Domainname", K::Ok, By(domain_name), "a host's name"),
    row("Entrypoint", K::Ok, By(command), "up to a length"),
    row("Env", K::Secret, By(variables::variables), "none that other tools obey; repeated nowhere"),
    row("ExposedPorts", K::Ok, By(ports::exposed), "ports"),
    row("Healthcheck", K::Dos, Object(&health::CHECK), "not too often"),
    row("Hostname", K::Ok, By(host_name), "a host's name, and no other container's"),
    row("Image", K::Image, By(image::pinned), "of an approved registry; by its id from then on"),
    row("Labels", K::Cmd, By(labels::labels), "none that grants, or that other tools obey"),
    empty("MacAddress", K::Net, O::MachinesAddress),
    row("NetworkDisabled", K::Ok, By(flag), "as asked"),
    empty("OnBuild", K::Ok, O::ForImages),
    row("OpenStdin", K::Ok, By(flag), "as asked"),
    row("Shell", K::Ok, By(texts), "as asked"),
    row("StdinOnce", K::Ok, By(flag), "as asked"),
    row("StopSignal", K::Ok, By(stop_signal), "one that is known"),
    row("StopTimeout", K::Dos, By(stop_timeout), "up to a limit"),
    row("Tty", K::Ok, By(flag), "as asked"),
    row("User", K::Policy, By(user), "as asked; a number if root isn't allowed"),
    row("Volumes", K::Ok, By(mounts::anonymous), "only such without a name"),
    row("WorkingDir", K::Ok, By(mounts::working_dir), "a path, not into the kernel's own"),
];

static NETWORKING: Table = Table { rows: &[&ENDPOINTS], then: nothing_more };

static ENDPOINTS: [Row; 1] = [row(
    "EndpointsConfig",
    K::Net,
    Through(network::endpoints, &network::ENDPOINT),
    "networks in scope, by their ids from then on",
)];

/// docker-py names the network here, too, with nothing behind it (`{"web": null}`). That asks for nothing.
fn networking(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let mut object = deciding.object(value)?;
    object.retain(|name, value| !(value.is_null() && network::is_own_name(name)));
    let sent = walk(&NETWORKING, deciding, object)?;
    Ok((!sent.is_empty()).then_some(Value::Object(sent)))
}

fn host_name(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let name = deciding.text(value)?;
    // The network's resolver knows a container by it.
    if name.is_empty() { Ok(None) } else { Ok(Some(own_name(deciding, name)?.into())) }
}

fn domain_name(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    text_of(deciding, value, is_host_name, Form::HostName)
}

fn stop_signal(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    text_of(deciding, value, crate::query::is_stop_signal, Form::Signal)
}

fn stop_timeout(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    // 0 means at once here, and isn't the same as nothing.
    Ok(Some(deciding.whole(&value, 0, deciding.limits.stop_timeout)?.into()))
}

fn user(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    text_of(
        deciding,
        value,
        if deciding.limits.root_in_containers { |_| true } else { is_not_root },
        Form::NotRoot,
    )
}

fn is_not_root(user: &str) -> bool {
    let is =
        |id: &str| id.bytes().all(|byte| byte.is_ascii_digit()) && id.parse::<u32>().is_ok_and(|id| id > 0);
    user.split_once(':').map_or_else(|| is(user), |(user, group)| is(user) && is(group))
}

fn has_a_user(deciding: &mut Deciding<'_>, sent: &mut Map<String, Value>) -> Result<(), Refused> {
    if deciding.limits.root_in_containers || sent.contains_key("User") {
        return Ok(());
    }
    Err(deciding.refuse_at("User", Why::NotA(Form::NotRoot)))
}
