//! The `docker` command that does what a specification asks for.

use std::{borrow::Cow, net::IpAddr};

use crate::{ContainerSpec, MountSpec, PortSpec, Protocol, RestartPolicy};

impl ContainerSpec {
    /// The command that makes the same container: `docker run --detach`, or `docker create` when it isn't to be
    /// started. Every argument is quoted for a POSIX shell where it needs it.
    pub fn docker_command(&self, start: bool) -> String {
        let mut command = String::from(if start { "docker run --detach" } else { "docker create" });
        let mut option = |flag: &str, value: &str| {
            command.push_str(" --");
            command.push_str(flag);
            command.push(' ');
            command.push_str(&quoted(value));
        };
        if let Some(name) = &self.name {
            option("name", name);
        }
        for port in &self.ports {
            option("publish", &published(port));
        }
        for variable in &self.env {
            option("env", &[&variable.name, "=", &variable.value].concat());
        }
        for mount in &self.mounts {
            option("volume", &mounted(mount));
        }
        if let Some(network) = &self.network {
            option("network", network);
        }
        match self.restart {
            RestartPolicy::No => {}
            RestartPolicy::Always => option("restart", "always"),
            RestartPolicy::UnlessStopped => option("restart", "unless-stopped"),
            RestartPolicy::OnFailure { attempts: 0 } => option("restart", "on-failure"),
            RestartPolicy::OnFailure { attempts } => {
                option("restart", &["on-failure:", &attempts.to_string()].concat())
            }
        }
        if let Some(bytes) = self.memory {
            option("memory", &bytes_for_cli(bytes));
        }
        if let Some(time) = self.nano_cpus {
            option("cpus", &decimal(time));
        }
        for (name, value) in &self.labels {
            option("label", &[name, "=", value].concat());
        }
        if self.tty {
            command.push_str(" --tty");
        }
        for argument in std::iter::once(&self.image).chain(&self.command) {
            command.push(' ');
            command.push_str(&quoted(argument));
        }
        command
    }
}

/// As `shlex` quotes, but `NAME=value` stays bare: behind the command's first word a shell reads it as it is.
fn quoted(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:=@%+,".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    // It refuses only NUL, which no argument of a program can hold.
    shlex::try_quote(text).unwrap_or(Cow::Borrowed("''"))
}

fn published(port: &PortSpec) -> String {
    let mut text = String::new();
    match port.ip {
        Some(IpAddr::V6(ip)) => text.push_str(&["[", &ip.to_string(), "]:"].concat()),
        Some(IpAddr::V4(ip)) => text.push_str(&[&ip.to_string(), ":"].concat()),
        None => {}
    }
    if let Some(public) = port.public {
        text.push_str(&public.to_string());
    }
    if port.public.is_some() || port.ip.is_some() {
        text.push(':');
    }
    text.push_str(&port.private.to_string());
    if port.protocol != Protocol::Tcp {
        text.push('/');
        text.push_str(port.protocol.as_str());
    }
    text
}

fn mounted(mount: &MountSpec) -> String {
    let access = if mount.read_only { ":ro" } else { "" };
    [&*mount.source, ":", &*mount.target, access].concat()
}

/// Bytes in the largest unit that they are a whole number of.
fn bytes_for_cli(bytes: u64) -> String {
    for (shift, unit) in [(30, "g"), (20, "m"), (10, "k")] {
        if bytes.trailing_zeros() >= shift && bytes > 0 {
            return [&(bytes >> shift).to_string(), unit].concat();
        }
    }
    bytes.to_string()
}

/// Billionths as a decimal fraction: 1_500_000_000 is `1.5`.
fn decimal(billionths: u64) -> String {
    let text = format!("{}.{:09}", billionths / 1_000_000_000, billionths % 1_000_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
