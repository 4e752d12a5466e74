//! The form, filled with what a specification says.

use leptos::prelude::*;
use wire::{ContainerSpec, MountSpec, Part, PortSpec, Protocol, RestartPolicy, shell_line};

use super::{NETWORK, Options};
use crate::pages::create::form::Form;

/// Fills the whole form, whatever was in it.
pub(in crate::pages::create) fn fill(form: Form, mut spec: ContainerSpec) {
    let options = Options::of(form);
    let first = |values: Vec<String>| values.into_iter().next().unwrap_or_default();
    form.image.set(spec.image.clone());
    form.name.set(spec.name.clone().unwrap_or_default());
    form.command.set(shell_line(&spec.command));
    form.tty.set(spec.tty);
    form.stdin.set(spec.process.stdin);
    form.ports.set(&spec.ports.iter().map(port).collect::<Vec<_>>());
    form.env.set(&pairs(spec.env.iter().map(|variable| (&variable.name, &variable.value))));
    form.mounts.set(&spec.mounts.iter().map(mount).collect::<Vec<_>>());
    form.labels.set(&pairs(spec.labels.iter().map(|(name, value)| (name, value))));
    form.network.set(spec.networks.0.first().map(|network| network.name.clone()).unwrap_or_default());
    let (restart, attempts) = restart(spec.restart);
    form.restart.set(restart.to_owned());
    form.attempts.set(attempts);
    form.memory.set(first(spec.memory.tell()));
    form.cpus.set(first(spec.nano_cpus.tell()));
    for field in options.0.get_value() {
        let mut values = field.flag.tell(&mut spec);
        if field.flag.name == NETWORK && !values.is_empty() {
            values.remove(0);
        }
        field.typed.show(&values);
    }
}

fn pairs<'a>(pairs: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<Vec<String>> {
    pairs.map(|(name, value)| vec![name.clone(), value.clone()]).collect()
}

/// The host's port with an address before it or not, the port inside, the transport.
fn port(port: &PortSpec) -> Vec<String> {
    let written = vec![PortSpec { protocol: Protocol::Tcp, ..*port }].tell().concat();
    let (outside, inside) = written.rsplit_once(':').unwrap_or(("", &written));
    vec![outside.to_owned(), inside.to_owned(), port.protocol.as_str().to_owned()]
}

/// Source, path inside with further options or without, `ro` or nothing.
fn mount(mount: &MountSpec) -> Vec<String> {
    let colon = if mount.options.is_empty() { "" } else { ":" };
    let target = [&*mount.target, colon, &mount.options.join(",")].concat();
    vec![mount.source.clone(), target, if mount.read_only { "ro".into() } else { String::new() }]
}

fn restart(policy: RestartPolicy) -> (&'static str, String) {
    match policy {
        RestartPolicy::No => ("", String::new()),
        RestartPolicy::Always => ("always", String::new()),
        RestartPolicy::UnlessStopped => ("unless-stopped", String::new()),
        RestartPolicy::OnFailure { attempts: 0 } => ("on-failure", String::new()),
        RestartPolicy::OnFailure { attempts } => ("on-failure", attempts.to_string()),
    }
}
