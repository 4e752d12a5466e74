//! What a container may do, and what of the host it shares.

use std::collections::BTreeMap;

use serde::Serialize;

use super::is_default;

/// Powers, and walls that are taken down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SecurityBody {
    /// Whether it is root on the host.
    #[serde(skip_serializing_if = "is_default")]
    pub privileged: bool,
    /// Capabilities beside the usual ones.
    #[serde(skip_serializing_if = "is_default")]
    pub cap_add: Vec<String>,
    /// Capabilities that it doesn't have.
    #[serde(skip_serializing_if = "is_default")]
    pub cap_drop: Vec<String>,
    /// Profiles, labels and `no-new-privileges`.
    #[serde(skip_serializing_if = "is_default")]
    pub security_opt: Vec<String>,
    /// Paths of the kernel that are hidden: those that the engine likes when there is nothing here, none when it is empty.
    #[serde(skip_serializing_if = "is_default")]
    pub masked_paths: Option<Vec<String>>,
    /// Paths of the kernel that can't be written, in the same way.
    #[serde(skip_serializing_if = "is_default")]
    pub readonly_paths: Option<Vec<String>>,
    /// Kernel parameters of its own.
    #[serde(skip_serializing_if = "is_default")]
    pub sysctls: BTreeMap<String, String>,
    /// Whose users its users are.
    #[serde(skip_serializing_if = "is_default")]
    pub userns_mode: String,
    /// Whose processes it sees.
    #[serde(skip_serializing_if = "is_default")]
    pub pid_mode: String,
    /// Whose shared memory it has.
    #[serde(skip_serializing_if = "is_default")]
    pub ipc_mode: String,
    /// Whose name of the host it has.
    #[serde(rename = "UTSMode", skip_serializing_if = "is_default")]
    pub uts_mode: String,
    /// Whose control groups it sees.
    #[serde(skip_serializing_if = "is_default")]
    pub cgroupns_mode: String,
    /// The control group that it is beneath.
    #[serde(skip_serializing_if = "is_default")]
    pub cgroup_parent: String,
    /// The program that runs it.
    #[serde(skip_serializing_if = "is_default")]
    pub runtime: String,
    /// Notes for that program; of API 1.43.
    #[serde(skip_serializing_if = "is_default")]
    pub annotations: BTreeMap<String, String>,
}
