//! The table of settings. Its order is that of the help and of the documentation.

use std::{net::SocketAddr, path::PathBuf};

use http::Uri;
use tracing::level_filters::LevelFilter;

use super::{Config, LogFormat, TlsChoice, deploy};

/// One setting.
pub(super) struct Setting {
    /// The flag and the key of the file; the variable is `PIERHEAD_` and it in capitals.
    pub name: &'static str,
    /// How the help names its value.
    pub value: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// What holds when it isn't set.
    pub default: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Checks a value and keeps it.
    pub set: fn(&mut Config, &str) -> Result<(), String>,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One value.
    One,
    /// Any number of values.
    Many,
    /// Yes or no.
    Switch,
}

/// The name of the setting that names the file; it can't stand in the file itself.
pub(super) const CONFIG: &str = "config";

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "listen",
        value: "ADDR:PORT",
        help: "Where to listen",
        default: "0.0.0.0:8443",
        kind: Kind::One,
        set: |config, text| {
            let text = text.replacen("localhost:", "127.0.0.1:", 1);
            config.listen = text.parse::<SocketAddr>().map_err(|_| {
                format!("{text:?} is no address and port, such as 127.0.0.1:8443 or [::]:8443")
            })?;
            Ok(())
        },
    },
    Setting {
        name: "engine",
        value: "URL",
        help: "The Docker Engine: unix:///path, tcp://host:port (docker's own DOCKER_CERT_PATH for TLS)",
        default: "DOCKER_HOST, then the current docker context, then /var/run/docker.sock",
        kind: Kind::One,
        set: |config, text| {
            config.engine = Some(text.to_owned());
            Ok(())
        },
    },
    Setting {
        name: "data",
        value: "DIR",
        help: "The folder of Pierhead's own state; it is made, and kept from everybody else: give it one of its own",
        default: "/var/lib/pierhead for root, ~/.local/share/pierhead for others",
        kind: Kind::One,
        set: |config, text| {
            config.data = Some(PathBuf::from(text));
            Ok(())
        },
    },
    Setting {
        name: "tls",
        value: "auto|off|CERT,KEY",
        help: "A certificate of Pierhead's own making, plain HTTP, or PEM files (read again when they change)",
        default: "auto",
        kind: Kind::One,
        set: set_tls,
    },
    Setting {
        name: "allow-plain-http",
        value: "",
        help: "Serve plain HTTP (--tls off) beyond loopback: passwords can be read on the way",
        default: "false",
        kind: Kind::Switch,
        set: |config, text| {
            config.allow_plain_http = switch(text)?;
            Ok(())
        },
    },
    Setting {
        name: "public-url",
        value: "URL",
        help: "The address under which a reverse proxy publishes Pierhead, such as https://docker.example.org",
        default: "none",
        kind: Kind::One,
        set: set_public_url,
    },
    Setting {
        name: "allow-host",
        value: "NAME",
        help: "A further host name to answer to, beside addresses, localhost and the machine's own name",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
            if text.is_empty() || !text.bytes().all(fits) {
                return Err(format!("{text:?} is no host name (write it without scheme and port)"));
            }
            config.allow_host.push(text.to_ascii_lowercase());
            Ok(())
        },
    },
    Setting {
        name: "trusted-proxy",
        value: "CIDR",
        help: "A reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 172.18.0.0/16",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            config.trusted_proxy.push(text.parse()?);
            Ok(())
        },
    },
    Setting {
        name: "allow-insecure-tcp",
        value: "",
        help: "Talk to an engine over TCP without TLS beyond loopback: whoever listens is root on its host",
        default: "false",
        kind: Kind::Switch,
        set: |config, text| {
            config.allow_insecure_tcp = switch(text)?;
            Ok(())
        },
    },
    Setting {
        name: "raw-api",
        value: "",
        help: "Let requests of admins at /docker pass to the engine as they are, for builds and whatever else can't be decided about: such a token makes root on the host",
        default: "false",
        kind: Kind::Switch,
        set: |config, text| {
            config.raw_api = switch(text)?;
            Ok(())
        },
    },
    Setting {
        name: "deploy-registry",
        value: "HOST",
        help: "A further registry that people with the grant deploy may have images pulled from, beside docker.io: the engine connects to it",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            config.deploy.registries.push(deploy::registry(text)?);
            Ok(())
        },
    },
    Setting {
        name: "deploy-bind",
        value: "PATH",
        help: "A path of the host that they may mount into containers: this one exactly, and nothing beneath it",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            config.deploy.bind_paths.push(deploy::path(text)?);
            Ok(())
        },
    },
    Setting {
        name: "deploy-volume",
        value: "NAME",
        help: "A volume that they may mount although a container uses it that is as good as root on the host, as one that backs volumes up: right where that one takes no orders from what is in it",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            config.deploy.volumes.push(deploy::volume(text)?);
            Ok(())
        },
    },
    Setting {
        name: "deploy-host-ip",
        value: "ADDRESS",
        help: "A further address of the host that they may publish ports on, beside loopback; 0.0.0.0 for all: published ports pass by the host's firewall",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            config.deploy.host_ips.push(deploy::address(text)?);
            Ok(())
        },
    },
    Setting {
        name: "deploy-ports",
        value: "FIRST-LAST",
        help: "The ports of the host that they may publish; the engine's own never",
        default: "1024-65535",
        kind: Kind::One,
        set: |config, text| {
            config.deploy.host_ports = deploy::ports(text)?;
            Ok(())
        },
    },
    Setting {
        name: "deploy-capability",
        value: "NAME",
        help: "A capability that they may give to containers, beyond those that every container has: SYS_ADMIN and some others are as good as root on the host",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            config.deploy.capabilities.push(deploy::capability(text)?);
            Ok(())
        },
    },
    Setting {
        name: "deploy-sysctl",
        value: "NAME",
        help: "A kernel parameter that they may set for containers",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            config.deploy.sysctls.push(deploy::word(text)?);
            Ok(())
        },
    },
    Setting {
        name: "deploy-apparmor",
        value: "PROFILE",
        help: "An AppArmor profile that they may choose for containers",
        default: "none",
        kind: Kind::Many,
        set: |config, text| {
            config.deploy.apparmor_profiles.push(deploy::word(text)?);
            Ok(())
        },
    },
    Setting {
        name: "deploy-memory",
        value: "MIB",
        help: "The most memory of one container of theirs, in MiB",
        default: "2048",
        kind: Kind::One,
        set: |config, text| {
            config.deploy.memory = i64::from(whole(text)?) << 20;
            Ok(())
        },
    },
    Setting {
        name: "deploy-cpus",
        value: "COUNT",
        help: "The most processors of one container of theirs",
        default: "2",
        kind: Kind::One,
        set: |config, text| {
            config.deploy.nano_cpus = i64::from(whole(text)?) * 1_000_000_000;
            Ok(())
        },
    },
    Setting {
        name: "log-level",
        value: "LEVEL",
        help: "What to log, to standard error: error, warn, info, debug, trace or off",
        default: "info",
        kind: Kind::One,
        set: |config, text| {
            let known = ["error", "warn", "info", "debug", "trace", "off"].contains(&text);
            let level = text.parse::<LevelFilter>().ok().filter(|_| known);
            config.log_level =
                level.ok_or(format!("{text:?} is none of error, warn, info, debug, trace, off"))?;
            Ok(())
        },
    },
    Setting {
        name: "log-format",
        value: "text|json",
        help: "How to write it: for people, or one JSON object a line",
        default: "text",
        kind: Kind::One,
        set: |config, text| {
            config.log_format = match text {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                _ => return Err(format!("{text:?} is neither text nor json")),
            };
            Ok(())
        },
    },
    Setting {
        name: CONFIG,
        value: "FILE",
        help: "A TOML file with these settings, by the same names",
        default: "none",
        kind: Kind::One,
        // Read before all others, by whoever brings them together.
        set: |_, _| Ok(()),
    },
];

fn set_tls(config: &mut Config, text: &str) -> Result<(), String> {
    config.tls = match text {
        "auto" => TlsChoice::Auto,
        "off" => TlsChoice::Off,
        files => match files.split_once(',') {
            Some((cert, key)) if !cert.is_empty() && !key.is_empty() => {
                TlsChoice::Files { cert: cert.into(), key: key.into() }
            }
            _ => return Err(format!("{text:?} is neither auto, off, nor two files: CERT,KEY")),
        },
    };
    Ok(())
}

fn set_public_url(config: &mut Config, text: &str) -> Result<(), String> {
    let wrong = || format!("{text:?} is no origin, such as https://docker.example.org (without a path)");
    let url: Uri = text.parse().map_err(|_| wrong())?;
    let scheme = url.scheme_str().filter(|scheme| ["http", "https"].contains(scheme)).ok_or_else(wrong)?;
    let authority = url.authority().filter(|it| !it.as_str().contains('@')).ok_or_else(wrong)?;
    if url.path() != "/" || url.query().is_some() {
        return Err(wrong());
    }
    let authority = authority.as_str().to_ascii_lowercase();
    // As browsers write an origin: without the usual port.
    let usual = if scheme == "https" { ":443" } else { ":80" };
    config.public_url = Some(format!("{scheme}://{}", authority.strip_suffix(usual).unwrap_or(&authority)));
    Ok(())
}

fn whole(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("{text:?} is no whole number above 0"))
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        _ => Err(format!("{text:?} is neither true nor false")),
    }
}
