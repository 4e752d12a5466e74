//! Ports: those that the program listens on, and where the host lets in to them.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{
    Fault, Notation,
    notation::{MOST_ITEMS, fields},
};
use crate::Protocol;

/// A port to publish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PortSpec {
    /// The host's address; all of them when absent.
    #[serde(default)]
    pub ip: Option<IpAddr>,
    /// The host's port; the engine chooses a free one when absent.
    #[serde(default)]
    pub public: Option<u16>,
    /// The last of the host's ports, where the engine chooses a free one of several.
    #[serde(default)]
    pub public_last: Option<u16>,
    /// The port inside.
    pub private: u16,
    /// The transport.
    #[serde(default)]
    pub protocol: Protocol,
}

/// A port that the program listens on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExposedPort {
    /// Its number.
    pub port: u16,
    /// The transport.
    #[serde(default)]
    pub protocol: Protocol,
}

impl PortSpec {
    /// The host's port, or the range that one is chosen of: `8080`, `8000-8010`, or nothing.
    pub fn outside(&self) -> String {
        let number = |port: Option<u16>| port.map(|port| port.to_string()).unwrap_or_default();
        match self.public_last {
            Some(_) => [&number(self.public), "-", &number(self.public_last)].concat(),
            None => number(self.public),
        }
    }

    /// Whether both want a port of the host's that the other one wants.
    fn wants_same(&self, other: &Self) -> bool {
        let only = |port: &Self| port.public.filter(|_| port.public_last.is_none());
        only(self).is_some()
            && only(self) == only(other)
            && self.protocol == other.protocol
            && (self.ip == other.ip || self.ip.is_none() || other.ip.is_none())
    }

    pub(super) fn fault(&self, before: &[Self]) -> Option<Fault> {
        let backwards = self.public_last.is_some_and(|last| self.public.is_none_or(|first| last < first));
        if self.private == 0 || self.public == Some(0) || backwards {
            return Some(Fault::NotAPort);
        }
        before.iter().any(|other| self.wants_same(other)).then_some(Fault::Twice)
    }
}

/// `8080:80`, `127.0.0.1:8080:80/udp`, `[::1]::80`, `8000-8010:80`, `8000-8002:9000-9002`.
impl Notation for PortSpec {
    fn read(text: &str) -> Result<Self, Fault> {
        match Self::read_all(text)?[..] {
            [port] => Ok(port),
            _ => Err(Fault::NotAPort),
        }
    }

    fn write(&self) -> String {
        let mut text = String::new();
        match self.ip {
            Some(IpAddr::V6(ip)) => text.push_str(&["[", &ip.to_string(), "]:"].concat()),
            Some(IpAddr::V4(ip)) => text.push_str(&[&ip.to_string(), ":"].concat()),
            None => {}
        }
        text.push_str(&self.outside());
        if self.public.is_some() || self.ip.is_some() {
            text.push(':');
        }
        text.push_str(&ExposedPort { port: self.private, protocol: self.protocol }.write());
        text
    }

    fn read_all(text: &str) -> Result<Vec<Self>, Fault> {
        if text.contains('=') {
            return long(text);
        }
        let (ports, protocol) = with_protocol(text)?;
        let (rest, inside) = ports.rsplit_once(':').unwrap_or(("", ports));
        let (ip, outside) = rest.rsplit_once(':').unwrap_or(("", rest));
        spread(address(ip)?, range(outside)?, range(inside)?.ok_or(Fault::NotAPort)?, protocol)
    }
}

/// `target=80,published=8080,protocol=tcp`.
fn long(text: &str) -> Result<Vec<PortSpec>, Fault> {
    let (mut inside, mut outside, mut protocol) = (None, None, Protocol::Tcp);
    for field in fields(text)? {
        let (key, value) = field.split_once('=').ok_or(Fault::NotAPort)?;
        match (key.to_ascii_lowercase().as_str(), value) {
            ("target", _) => inside = range(value)?,
            ("published", _) => outside = range(value)?,
            ("protocol", _) => protocol = protocol_of(value)?,
            ("mode", "host" | "ingress") => {}
            _ => return Err(Fault::NotAPort),
        }
    }
    spread(None, outside, inside.ok_or(Fault::NotAPort)?, protocol)
}

/// Ranges stand for as many ports, one beside the other; for a single one inside, the engine chooses of the range.
fn spread(
    ip: Option<IpAddr>,
    outside: Option<(u16, u16)>,
    (first, last): (u16, u16),
    protocol: Protocol,
) -> Result<Vec<PortSpec>, Fault> {
    let port = |public, private| PortSpec { ip, public, public_last: None, private, protocol };
    match outside {
        Some((from, to)) if first == last => {
            let public_last = (to > from).then_some(to);
            Ok(vec![PortSpec { public_last, ..port(Some(from), first) }])
        }
        Some((from, to)) if to - from != last - first => Err(Fault::NotAPort),
        _ if usize::from(last - first) >= MOST_ITEMS => Err(Fault::TooMany),
        _ => {
            let public = |private: u16| outside.map(|(from, _)| from + (private - first));
            Ok((first..=last).map(|private| port(public(private), private)).collect())
        }
    }
}

/// `80/tcp`, `3000-3005/udp`.
impl Notation for ExposedPort {
    fn read(text: &str) -> Result<Self, Fault> {
        match Self::read_all(text)?[..] {
            [port] => Ok(port),
            _ => Err(Fault::NotAPort),
        }
    }

    fn write(&self) -> String {
        match self.protocol {
            Protocol::Tcp => self.port.to_string(),
            protocol => [&self.port.to_string(), "/", protocol.as_str()].concat(),
        }
    }

    fn read_all(text: &str) -> Result<Vec<Self>, Fault> {
        let (ports, protocol) = with_protocol(text)?;
        let (first, last) = range(ports)?.ok_or(Fault::NotAPort)?;
        if usize::from(last - first) >= MOST_ITEMS {
            return Err(Fault::TooMany);
        }
        Ok((first..=last).map(|port| Self { port, protocol }).collect())
    }
}

fn with_protocol(text: &str) -> Result<(&str, Protocol), Fault> {
    match text.split_once('/') {
        Some((ports, protocol)) => Ok((ports, protocol_of(protocol)?)),
        None => Ok((text, Protocol::Tcp)),
    }
}

fn protocol_of(text: &str) -> Result<Protocol, Fault> {
    match text.to_ascii_lowercase().as_str() {
        "tcp" => Ok(Protocol::Tcp),
        "udp" => Ok(Protocol::Udp),
        "sctp" => Ok(Protocol::Sctp),
        _ => Err(Fault::NotAPort),
    }
}

/// `8080` or `8000-8010`; none when it is empty.
fn range(text: &str) -> Result<Option<(u16, u16)>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |text: &str| text.trim().parse::<u16>().map_err(|_| Fault::NotAPort);
    let (first, last) = (number(first)?, number(last)?);
    if first <= last { Ok(Some((first, last))) } else { Err(Fault::NotAPort) }
}

fn address(text: &str) -> Result<Option<IpAddr>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(text);
    bare.parse().map(Some).map_err(|_| Fault::NotAPort)
}
