//! What only admins may ask for, whatever is in it: services, whose tasks have all the powers of containers.
//!
//! Each field is written down all the same, with what it could give away: nothing of the API is without a verdict, and
//! whoever wants to let deployers make services begins here.

use super::{
    Objection as O,
    table::{Kind as K, Row, Rule::Object, Table, absent, nothing_more, row},
};

/// `TaskTemplate` in the bodies of `POST /services/create` and `POST /services/{id}/update`.
pub(super) static TASK: Table = Table { rows: &[&ROWS], then: nothing_more };

/// What every row says.
const SERVICES: &str = O::Services.words();

const fn no(name: &'static str, kind: K) -> Row {
    absent(name, kind, O::Services)
}

static ROWS: [Row; 10] = [
    row("ContainerSpec", K::Root, Object(&CONTAINER), SERVICES),
    no("ForceUpdate", K::Ok),
    no("LogDriver", K::Ssrf),
    no("NetworkAttachmentSpec", K::Net),
    no("Networks", K::Net),
    no("Placement", K::Policy),
    no("PluginSpec", K::Root),
    no("Resources", K::Dos),
    no("RestartPolicy", K::Ok),
    no("Runtime", K::Root),
];

static CONTAINER: Table = Table { rows: &[&CONTAINER_ROWS], then: nothing_more };

static CONTAINER_ROWS: [Row; 28] = [
    no("Args", K::Ok),
    no("CapabilityAdd", K::Root),
    no("CapabilityDrop", K::Ok),
    no("Command", K::Ok),
    no("Configs", K::Secret),
    no("DNSConfig", K::Net),
    no("Dir", K::Ok),
    no("Env", K::Secret),
    no("Groups", K::Priv),
    no("HealthCheck", K::Dos),
    no("Hostname", K::Ok),
    no("Hosts", K::Net),
    no("Image", K::Image),
    no("Init", K::Ok),
    no("Isolation", K::Win),
    no("Labels", K::Cmd),
    no("Mounts", K::Root),
    no("OomScoreAdj", K::Dos),
    no("OpenStdin", K::Ok),
    row("Privileges", K::Root, Object(&PRIVILEGES), SERVICES),
    no("ReadOnly", K::Ok),
    no("Secrets", K::Secret),
    no("StopGracePeriod", K::Dos),
    no("StopSignal", K::Ok),
    no("Sysctls", K::Root),
    no("TTY", K::Ok),
    no("Ulimits", K::Dos),
    no("User", K::Policy),
];

static PRIVILEGES: Table = Table { rows: &[&PRIVILEGE_ROWS], then: nothing_more };

static PRIVILEGE_ROWS: [Row; 5] = [
    no("AppArmor", K::Root),
    no("CredentialSpec", K::Win),
    no("NoNewPrivileges", K::Ok),
    no("SELinuxContext", K::Root),
    no("Seccomp", K::Root),
];
