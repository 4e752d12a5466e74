//! The host that a request is for.

use std::{fmt, net::IpAddr};

use http::{HeaderMap, Uri, header, uri::Authority};

use super::Scheme;
use crate::error::{Error, Malformed};

/// A host and perhaps a port, as the client wrote it, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    authority: Authority,
}

impl Host {
    /// The host of a request: the address of HTTP/2, or the one Host header.
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Result<Self, Error> {
        let malformed = || Error::from(Malformed::Host);
        let mut named = headers.get_all(header::HOST).iter();
        let first = named.next().map(|value| value.as_bytes());
        if named.next().is_some() {
            return Err(malformed());
        }
        let found = match (uri.authority(), first) {
            (Some(authority), Some(host)) if authority.as_str().as_bytes() != host => return Err(malformed()),
            (Some(authority), _) => authority.as_str().as_bytes(),
            (None, Some(host)) => host,
            (None, None) => return Err(malformed()),
        };
        Self::parse(found).ok_or_else(malformed)
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?.to_ascii_lowercase();
        let authority: Authority = text.parse().ok()?;
        let port = authority.as_str().strip_prefix(authority.host())?;
        let plain = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
        (plain && !authority.host().is_empty()).then_some(Self { authority })
    }

    /// The name, without the port; an IPv6 address in its brackets.
    pub fn name(&self) -> &str {
        self.authority.host()
    }

    /// Whether it is an address: no DNS can be turned against those.
    pub fn is_address(&self) -> bool {
        let name = self.name();
        let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
        bare.parse::<IpAddr>().is_ok()
    }

    /// Whether an Origin header names this host, its port and `scheme`, exactly.
    pub(super) fn is_origin(&self, scheme: Scheme, origin: &[u8]) -> bool {
        let (prefix, usual_port) = match scheme {
            Scheme::Http => (&b"http://"[..], ":80"),
            Scheme::Https => (&b"https://"[..], ":443"),
        };
        let Some(rest) = origin.strip_prefix(prefix) else { return false };
        // Browsers leave the usual port out of the origin, a proxy may put it into the host.
        let written = self.authority.as_str();
        rest == written.as_bytes() || rest == written.strip_suffix(usual_port).unwrap_or(written).as_bytes()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.authority.as_str())
    }
}

/// The machine's own name, in lower case.
pub fn machine_name() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?.trim().to_ascii_lowercase();
    (!name.is_empty() && name != "(none)").then_some(name)
}
