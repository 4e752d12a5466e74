//! What each operation asks of whoever is no admin. Admins may everything.

use engine_api::operation::Operation;

use crate::{Grant, Role};

/// What an operation asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The least role.
    pub role: Role,
    /// The least role for an answer without its secrets, where it can be given without them.
    pub without_secrets: Option<Role>,
    /// The grant that it takes on top, on what it acts upon.
    pub grant: Option<Grant>,
    /// It acts inside a container. Of one that is as good as the host, that is for admins only.
    pub inside: bool,
    /// It shows or changes what belongs to no stack: only for those who reach everything.
    pub everything: bool,
    /// It takes away what others may use: only what belongs to nobody else's stacks.
    pub alone: bool,
}

const fn may(role: Role) -> Rule {
    Rule { role, without_secrets: None, grant: None, inside: false, everything: false, alone: false }
}

impl Rule {
    const fn without_secrets_for(self, role: Role) -> Self {
        Self { without_secrets: Some(role), ..self }
    }

    const fn with(self, grant: Grant) -> Self {
        Self { grant: Some(grant), ..self }
    }

    const fn inside(self) -> Self {
        Self { inside: true, ..self }
    }

    const fn alone(self) -> Self {
        Self { alone: true, ..self }
    }

    const fn on_everything(self) -> Self {
        Self { everything: true, ..self }
    }

    /// Whether it matters that a container shares a volume with one that is as good as root on the host. Whoever removes,
    /// renames or changes a container writes nothing into its volumes.
    pub fn minds_shared_volumes(&self) -> bool {
        self.inside && self.grant != Some(Grant::Deploy)
    }
}

/// The rule of an operation.
pub const fn rule(operation: Operation) -> Rule {
    use Grant::{Deploy, Exec, Files, Logs};
    use Operation::*;
    use Role::{Admin, Operator, Viewer};

    match operation {
        // Looking.
        SystemPing | SystemPingHead | SystemVersion | ContainerStats => may(Viewer),
        ContainerList | ContainerInspect | SystemInfo | SystemEvents => {
            may(Operator).without_secrets_for(Viewer)
        }
        ImageList | ImageInspect | ImageHistory => may(Operator).without_secrets_for(Viewer),
        VolumeList | VolumeInspect | NetworkList | NetworkInspect => {
            may(Operator).without_secrets_for(Viewer)
        }
        ContainerTop | ContainerChanges | ContainerWait | SystemDataUsage => may(Operator),
        ImageSearch | DistributionInspect => may(Operator),
        ContainerLogs => may(Viewer).with(Logs),
        ContainerArchiveInfo | ContainerArchive => may(Viewer).with(Files).inside(),

        // The life of a container.
        ContainerStart | ContainerStop | ContainerRestart | ContainerKill | ContainerPause
        | ContainerUnpause => may(Operator),

        // Inside it.
        ContainerExec | ExecStart | ExecResize | ExecInspect | ContainerAttach | ContainerResize => {
            may(Operator).with(Exec).inside()
        }

        // Making, changing and removing, within the policy for bodies.
        ContainerCreate | ImageCreate | VolumeCreate | NetworkCreate => may(Operator).with(Deploy),
        ImageDelete | NetworkDelete => may(Operator).with(Deploy).alone(),
        ContainerUpdate | ContainerRename | ContainerDelete | NetworkConnect | NetworkDisconnect => {
            may(Operator).with(Deploy).inside()
        }

        // A swarm belongs to no stack.
        NodeList | NodeInspect | SecretList | SecretInspect | ServiceList | ServiceInspect | TaskList
        | TaskInspect => may(Operator).without_secrets_for(Viewer).on_everything(),
        ServiceLogs | TaskLogs => may(Viewer).with(Logs).on_everything(),
        ServiceDelete => may(Operator).with(Deploy).on_everything(),
        ConfigList | ConfigInspect => may(Operator).on_everything(),

        // Whole file systems, and what others would run later without knowing.
        ContainerExport | PutContainerArchive | ImageGet | ImageGetAll | ImageLoad | ImageBuild
        | ImageCommit | ImagePush | ImageTag => may(Admin),
        // Much at once, or without a way back.
        BuildPrune | ContainerPrune | ImagePrune | NetworkPrune | VolumePrune | VolumeUpdate
        | VolumeDelete => may(Admin),
        // The engine dials whatever it is told to.
        SystemAuth => may(Admin),
        // Plugins run as root.
        PluginList | GetPluginPrivileges | PluginPull | PluginInspect | PluginDelete | PluginEnable
        | PluginDisable | PluginUpgrade | PluginCreate | PluginPush | PluginSet => may(Admin),
        // Who manages a swarm is root on its machines.
        NodeDelete | NodeUpdate | SwarmInspect | SwarmInit | SwarmJoin | SwarmLeave | SwarmUpdate
        | SwarmUnlockkey | SwarmUnlock | ServiceCreate | ServiceUpdate | SecretCreate | SecretDelete
        | SecretUpdate | ConfigCreate | ConfigDelete | ConfigUpdate => may(Admin),
        // What goes over them can't be decided.
        Session | BuildkitGrpc | ContainerAttachWebsocket => may(Admin),
    }
}
