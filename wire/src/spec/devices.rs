//! Devices of the host that a container is given.

use serde::{Deserialize, Serialize};

use super::{
    Checking, Fault, Notation,
    notation::{fields, line},
};

/// What it is given of the host's devices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Devices {
    /// Devices by their paths, or by the names of the Container Device Interface.
    pub devices: Vec<Device>,
    /// Kinds of devices that it may use when they come: `c 188:* rmw`.
    pub cgroup_rules: Vec<String>,
    /// Graphics processors and their like.
    pub gpus: Vec<Gpus>,
}

impl Devices {
    pub(super) fn check(&self, found: &mut Checking) {
        found.each("device", &self.devices, Device::fault);
        found.each("device-cgroup-rule", &self.cgroup_rules, |rule| {
            (!is_rule(rule)).then_some(Fault::Malformed)
        });
    }
}

/// A type, two numbers or `*`, what may be done (docker: `deviceCgroupRuleRegexp`).
fn is_rule(rule: &str) -> bool {
    let is_number =
        |text: &str| text == "*" || !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = rule.split(' ').collect();
    let [kind, numbers, may] = parts[..] else { return false };
    let numbers = numbers.split_once(':').is_some_and(|(major, minor)| is_number(major) && is_number(minor));
    matches!(kind, "a" | "b" | "c") && numbers && is_permissions(may)
}

fn is_permissions(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| b"rwm".contains(&byte))
}

/// A device: `/dev/ttyUSB0`, `/dev/sda:/dev/xvda:r`, `vendor.com/class=name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Its path on the host, or its name of the Container Device Interface.
    pub source: String,
    /// Its path in the container; the same when absent.
    #[serde(default)]
    pub target: Option<String>,
    /// What may be done with it, of `r`, `w` and `m`; everything when absent.
    #[serde(default)]
    pub permissions: Option<String>,
}

impl Device {
    /// Whether it goes by a name of the Container Device Interface.
    pub fn is_cdi(&self) -> bool {
        let parts =
            self.source.split_once('/').and_then(|(vendor, rest)| Some((vendor, rest.split_once('=')?)));
        parts.is_some_and(|(vendor, (class, name))| {
            !vendor.is_empty() && !class.is_empty() && !name.is_empty()
        })
    }

    fn fault(&self) -> Option<Fault> {
        if self.is_cdi() {
            return None;
        }
        let wrong =
            !self.source.starts_with('/') || self.target.as_ref().is_some_and(|it| !it.starts_with('/'));
        wrong.then_some(Fault::NotADevice)
    }
}

impl Notation for Device {
    fn read(text: &str) -> Result<Self, Fault> {
        let parts: Vec<&str> = text.split(':').collect();
        let (source, target, permissions) = match parts[..] {
            [source] => (source, None, None),
            [source, may] if is_permissions(may) => (source, None, Some(may)),
            [source, target] => (source, Some(target), None),
            [source, target, may] if is_permissions(may) => (source, Some(target), Some(may)),
            _ => return Err(Fault::NotADevice),
        };
        let owned = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        Ok(Self { source: source.to_owned(), target: owned(target), permissions: owned(permissions) })
    }

    fn write(&self) -> String {
        let parts = [Some(&self.source), self.target.as_ref(), self.permissions.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(":")
    }
}

/// Graphics processors and their like: `all`, `2`, `device=0,1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Gpus {
    /// How many; -1 for all, nothing when they are named.
    pub count: i64,
    /// Which, by their ids.
    pub ids: Vec<String>,
    /// The driver; whichever fits when absent.
    pub driver: Option<String>,
    /// What they must be able to do, beside being a `gpu`.
    pub capabilities: Vec<String>,
    /// Options of the driver.
    pub options: Vec<(String, String)>,
}

impl Notation for Gpus {
    fn read(text: &str) -> Result<Self, Fault> {
        let mut gpus = Self::default();
        let mut counted = false;
        for field in fields(text)? {
            let (key, value) = match field.split_once('=') {
                Some((key, value)) => (key.to_owned(), value.to_owned()),
                None => ("count".to_owned(), field),
            };
            match key.as_str() {
                "count" => {
                    counted = true;
                    gpus.count = if value == "all" { -1 } else { Notation::read(&value)? };
                }
                "device" => gpus.ids = value.split(',').map(str::to_owned).collect(),
                "driver" => gpus.driver = Some(value),
                "capabilities" => gpus.capabilities = value.split(',').map(str::to_owned).collect(),
                "options" => {
                    gpus.options =
                        fields(&value)?.iter().map(|it| Notation::read(it)).collect::<Result<_, _>>()?;
                }
                _ => return Err(Fault::NotAnOption),
            }
        }
        if !counted && gpus.ids.is_empty() {
            gpus.count = 1;
        }
        Ok(gpus)
    }

    fn write(&self) -> String {
        let mut told = match self.count {
            0 => Vec::new(),
            -1 => vec!["all".to_owned()],
            count => vec![count.to_string()],
        };
        let mut tell = |key: &str, value: &str| told.push([key, "=", value].concat());
        let mut list = |key: &str, values: &[String]| {
            if !values.is_empty() {
                tell(key, &values.join(","));
            }
        };
        list("device", &self.ids);
        list("capabilities", &self.capabilities);
        self.driver.iter().for_each(|driver| tell("driver", driver));
        if !self.options.is_empty() {
            tell("options", &line(&self.options.iter().map(Notation::write).collect::<Vec<_>>()));
        }
        line(&told)
    }
}
