//! A container's place on its networks, and the names that it knows others by.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::{
    Checking, ExposedPort, Fault, Notation, Part, Takes,
    notation::{MOST_ITEMS, fields, line},
    process::is_host_name,
};

/// The networks, the main one first; empty for the engine's default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Networks(pub Vec<NetworkSpec>);

/// A place on a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NetworkSpec {
    /// The network's name, `host`, `none` or `container:…`; empty for the engine's default.
    pub name: String,
    /// Names that others on the network find it by.
    pub aliases: Vec<String>,
    /// Its address.
    pub ipv4: Option<Ipv4Addr>,
    /// Its address of the sixth version.
    pub ipv6: Option<Ipv6Addr>,
    /// Further addresses, for this link only.
    pub link_local: Vec<IpAddr>,
    /// Its hardware address.
    pub mac: Option<MacAddress>,
    /// Options of the network's driver.
    pub driver_options: Vec<(String, String)>,
    /// Which network's gateway leads out: the one of the highest.
    pub gateway_priority: Option<i64>,
}

/// A hardware address: `02:42:ac:11:00:02`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MacAddress(pub String);

impl Notation for MacAddress {
    fn read(text: &str) -> Result<Self, Fault> {
        let is_part = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let parts: Vec<&str> = text.split([':', '-']).collect();
        if parts.len() == 6 && parts.iter().all(|part| is_part(part)) {
            Ok(Self(text.to_ascii_lowercase().replace('-', ":")))
        } else {
            Err(Fault::NotAnAddress)
        }
    }

    fn write(&self) -> String {
        self.0.clone()
    }
}

impl Networks {
    /// The main network, which what is said without a name is about.
    pub(crate) fn first(&mut self) -> &mut NetworkSpec {
        if self.0.is_empty() {
            self.0.push(NetworkSpec::default());
        }
        &mut self.0[0]
    }

    pub(super) fn check(&self, found: &mut Checking) {
        for (index, network) in self.0.iter().enumerate() {
            let twice = self.0[..index].iter().any(|other| other.name == network.name);
            let alone = self.0.len() > 1 && !network.is_users();
            let wrong = if alone { Some(Fault::NotWithOthers) } else { twice.then_some(Fault::Twice) };
            found.found("network", index, wrong.or(network.fault()));
        }
        if let [first, ..] = &self.0[..] {
            found.each("network-alias", &first.aliases, |name| {
                (!is_host_name(name)).then_some(Fault::NotAHostName)
            });
        }
    }
}

impl NetworkSpec {
    /// Whether it is a network that somebody made: then it can be one of several.
    pub fn is_users(&self) -> bool {
        let name = &*self.name;
        !matches!(name, "" | "default" | "bridge" | "host" | "none") && !name.starts_with("container:")
    }

    fn fault(&self) -> Option<Fault> {
        self.name.contains(char::is_whitespace).then_some(Fault::NotAName)
    }

    /// Whether nothing is said but its name.
    pub fn is_plain(&self) -> bool {
        *self == Self { name: self.name.clone(), ..Self::default() }
    }

    /// Whether it can only be said in the long notation.
    fn is_long(&self) -> bool {
        !self.driver_options.is_empty() || self.gateway_priority.is_some()
    }

    /// `name=front,alias=web,ip=10.0.0.5`.
    fn long(&self, all: bool) -> String {
        let mut told = vec![["name=", &*self.name].concat()];
        let mut tell = |key: &str, value: String| told.push([key, "=", &value].concat());
        if all {
            self.aliases.iter().for_each(|alias| tell("alias", alias.clone()));
            self.ipv4.iter().for_each(|ip| tell("ip", ip.to_string()));
            self.ipv6.iter().for_each(|ip| tell("ip6", ip.to_string()));
            self.link_local.iter().for_each(|ip| tell("link-local-ip", ip.to_string()));
            self.mac.iter().for_each(|mac| tell("mac-address", mac.write()));
        }
        self.driver_options.iter().for_each(|option| tell("driver-opt", option.write()));
        self.gateway_priority.iter().for_each(|priority| tell("gw-priority", priority.to_string()));
        line(&told)
    }

    fn read(text: &str) -> Result<Self, Fault> {
        if !text.contains('=') {
            return Ok(Self { name: text.to_owned(), ..Self::default() });
        }
        let mut network = Self::default();
        for field in fields(text)? {
            let (key, value) = field.split_once('=').ok_or(Fault::Malformed)?;
            match key.trim().to_ascii_lowercase().as_str() {
                "name" => network.name = value.to_owned(),
                "alias" => network.aliases.push(value.to_owned()),
                "ip" => network.ipv4 = Some(Notation::read(value)?),
                "ip6" => network.ipv6 = Some(Notation::read(value)?),
                "link-local-ip" => network.link_local.push(Notation::read(value)?),
                "mac-address" => network.mac = Some(Notation::read(value)?),
                "driver-opt" => network.driver_options.push(Notation::read(value)?),
                "gw-priority" => network.gateway_priority = Some(Notation::read(value)?),
                _ => return Err(Fault::Malformed),
            }
        }
        if network.name.is_empty() { Err(Fault::Missing) } else { Ok(network) }
    }
}

/// `--network`. What else is said of the first one, options of its own say, as all versions of `docker` take them.
impl Part for Networks {
    fn takes(&self) -> Takes {
        Takes::Many
    }

    fn put(&mut self, value: &str) -> Result<(), Fault> {
        let mut network = NetworkSpec::read(value)?;
        match &mut self.0[..] {
            // Its alias or address was said before it was named.
            [first] if first.name.is_empty() => {
                network.aliases.splice(0..0, first.aliases.drain(..));
                network.link_local.splice(0..0, first.link_local.drain(..));
                network.ipv4 = network.ipv4.or(first.ipv4);
                network.ipv6 = network.ipv6.or(first.ipv6);
                network.mac = network.mac.or(first.mac.take());
                *first = network;
            }
            rest if rest.len() >= MOST_ITEMS => return Err(Fault::TooMany),
            _ => self.0.push(network),
        }
        Ok(())
    }

    fn tell(&self) -> Vec<String> {
        let tell = |(index, network): (usize, &NetworkSpec)| match index {
            0 if !network.is_long() => network.name.clone(),
            0 => network.long(false),
            _ if network.is_plain() => network.name.clone(),
            _ => network.long(true),
        };
        let named = self.0.iter().enumerate().filter(|(_, network)| !network.name.is_empty());
        named.map(tell).collect()
    }
}

/// How others are found, and how it is found by them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Names {
    /// Servers of names, instead of the engine's own.
    pub dns: Vec<IpAddr>,
    /// Domains that names without one are looked for in; `.` for none.
    pub dns_search: Vec<String>,
    /// Options of the resolver.
    pub dns_options: Vec<String>,
    /// Names with addresses of their own.
    pub extra_hosts: Vec<ExtraHost>,
    /// Other containers, by the old way of linking.
    pub links: Vec<String>,
    /// Ports that the program listens on, beside those that are published.
    pub expose: Vec<ExposedPort>,
    /// All of the image's ports are published, each on a free port of the host.
    pub publish_all: bool,
}

impl Names {
    pub(super) fn check(&self, found: &mut Checking) {
        found.each("dns-search", &self.dns_search, |it| {
            (it != "." && !is_host_name(it)).then_some(Fault::NotAHostName)
        });
        found.each("dns-option", &self.dns_options, |it| it.is_empty().then_some(Fault::Missing));
        found.each("add-host", &self.extra_hosts, |it| {
            (!is_host_name(&it.name)).then_some(Fault::NotAHostName)
        });
        found.each("link", &self.links, |it| it.is_empty().then_some(Fault::Missing));
        found.each("expose", &self.expose, |it| (it.port == 0).then_some(Fault::NotAPort));
    }
}

/// A name with its address: `db:10.0.0.5`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtraHost {
    /// The name.
    pub name: String,
    /// The address, or `host-gateway` for the host's own.
    pub address: String,
}

impl Notation for ExtraHost {
    fn read(text: &str) -> Result<Self, Fault> {
        let (name, address) =
            text.split_once('=').or_else(|| text.split_once(':')).ok_or(Fault::Malformed)?;
        let bare = address.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(address);
        if name.is_empty() || bare != "host-gateway" && bare.parse::<IpAddr>().is_err() {
            return Err(Fault::NotAnAddress);
        }
        Ok(Self { name: name.to_owned(), address: bare.to_owned() })
    }

    fn write(&self) -> String {
        [&*self.name, ":", &*self.address].concat()
    }
}
