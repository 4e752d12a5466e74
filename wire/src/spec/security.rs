//! What a container may do, and what of the host it shares.

use serde::{Deserialize, Serialize};

use super::{Checking, Fault};

/// Powers, and walls that are taken down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Security {
    /// It is root on the host.
    pub privileged: bool,
    /// Capabilities beside those that every container has.
    pub cap_add: Vec<String>,
    /// Capabilities that it doesn't have.
    pub cap_drop: Vec<String>,
    /// `no-new-privileges`, profiles and labels.
    pub options: Vec<String>,
    /// Kernel parameters of its own.
    pub sysctls: Vec<(String, String)>,
    /// Whose users its users are: `host`, or its own as the engine is set.
    pub userns: Option<String>,
    /// Whose processes it sees: `host`, `container:…`, or its own.
    pub pid: Option<String>,
    /// Whose shared memory it has: `none`, `private`, `shareable`, `host` or `container:…`.
    pub ipc: Option<String>,
    /// Whose name of the host it has: `host`, or its own.
    pub uts: Option<String>,
    /// Whose control groups it sees: `host` or `private`.
    pub cgroupns: Option<String>,
    /// The control group that it is beneath.
    pub cgroup_parent: Option<String>,
    /// The program that runs it, by the engine's name for it.
    pub runtime: Option<String>,
    /// Notes for that program.
    pub annotations: Vec<(String, String)>,
}

impl Security {
    pub(super) fn check(&self, found: &mut Checking) {
        let capability = |text: &String| {
            let known = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
            (text.is_empty() || !text.bytes().all(known)).then_some(Fault::NotAnOption)
        };
        found.each("cap-add", &self.cap_add, capability);
        found.each("cap-drop", &self.cap_drop, capability);
        found.each("security-opt", &self.options, |it| it.is_empty().then_some(Fault::Missing));
        found.each("sysctl", &self.sysctls, pair_fault);
        found.each("annotation", &self.annotations, pair_fault);
        let known = |known: &'static [&'static str], others: bool| {
            move |text: &String| {
                let other = others && text.strip_prefix("container:").is_some_and(|name| !name.is_empty());
                (!known.contains(&&**text) && !other).then_some(Fault::NotAnOption)
            }
        };
        found.each("userns", &self.userns, known(&["host"], false));
        found.each("pid", &self.pid, known(&["host"], true));
        found.each("ipc", &self.ipc, known(&["none", "private", "shareable", "host"], true));
        found.each("uts", &self.uts, known(&["host"], false));
        found.each("cgroupns", &self.cgroupns, known(&["host", "private"], false));
    }
}

pub(super) fn pair_fault((name, _): &(String, String)) -> Option<Fault> {
    name.is_empty().then_some(Fault::NotAPair)
}
