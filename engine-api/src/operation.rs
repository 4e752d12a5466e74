//! The operations of the engine's API: what can be asked of it, and what each can do.
//!
//! One table for all who need to know: the calls that we make are of an operation, requests of others are decoded to
//! one, the gate decides by it, and the audit names it. What isn't in the table doesn't exist.

mod table;

use http::Method;

/// An operation of the engine's API, by the name that its description gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table says of each what it is")]
pub enum Operation {
    ContainerList,
    ContainerCreate,
    ContainerInspect,
    ContainerTop,
    ContainerLogs,
    ContainerChanges,
    ContainerExport,
    ContainerStats,
    ContainerResize,
    ContainerStart,
    ContainerStop,
    ContainerRestart,
    ContainerKill,
    ContainerUpdate,
    ContainerRename,
    ContainerPause,
    ContainerUnpause,
    ContainerAttach,
    ContainerAttachWebsocket,
    ContainerWait,
    ContainerDelete,
    ContainerArchiveInfo,
    ContainerArchive,
    PutContainerArchive,
    ContainerPrune,
    ImageList,
    ImageBuild,
    BuildPrune,
    ImageCreate,
    ImageInspect,
    ImageHistory,
    ImagePush,
    ImageTag,
    ImageDelete,
    ImageSearch,
    ImagePrune,
    ImageCommit,
    ImageGet,
    ImageGetAll,
    ImageLoad,
    SystemAuth,
    SystemInfo,
    SystemVersion,
    SystemPing,
    SystemPingHead,
    SystemEvents,
    SystemDataUsage,
    ContainerExec,
    ExecStart,
    ExecResize,
    ExecInspect,
    VolumeList,
    VolumeCreate,
    VolumeInspect,
    VolumeUpdate,
    VolumeDelete,
    VolumePrune,
    NetworkList,
    NetworkInspect,
    NetworkDelete,
    NetworkCreate,
    NetworkConnect,
    NetworkDisconnect,
    NetworkPrune,
    PluginList,
    GetPluginPrivileges,
    PluginPull,
    PluginInspect,
    PluginDelete,
    PluginEnable,
    PluginDisable,
    PluginUpgrade,
    PluginCreate,
    PluginPush,
    PluginSet,
    NodeList,
    NodeInspect,
    NodeDelete,
    NodeUpdate,
    SwarmInspect,
    SwarmInit,
    SwarmJoin,
    SwarmLeave,
    SwarmUpdate,
    SwarmUnlockkey,
    SwarmUnlock,
    ServiceList,
    ServiceCreate,
    ServiceInspect,
    ServiceDelete,
    ServiceUpdate,
    ServiceLogs,
    TaskList,
    TaskInspect,
    TaskLogs,
    SecretList,
    SecretCreate,
    SecretInspect,
    SecretDelete,
    SecretUpdate,
    ConfigList,
    ConfigCreate,
    ConfigInspect,
    ConfigDelete,
    ConfigUpdate,
    DistributionInspect,
    Session,
    BuildkitGrpc,
}

/// What an operation can do, from looking to being root on the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Looks.
    Read,
    /// Looks at what may hold secrets: environments, options, logs, files.
    ReadSecret,
    /// Starts, stops and the like.
    Operate,
    /// Deletes, or ends what can't be had back.
    Destroy,
    /// Makes something new, or names it.
    Create,
    /// Makes its caller root on the host, unless the body or the target is held down by a policy.
    HostRootUnlessHeldDown,
    /// Makes its caller root on the host.
    HostRoot,
}

/// What a request may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// A value in JSON.
    Json,
    /// An archive, as long as it may be.
    Tar,
}

/// How the answer travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Out of the engine's memory, at once.
    Plain,
    /// At once, and as long as what is on the engine.
    Large,
    /// After work on the engine's disk, or after a grace period.
    Slow,
    /// Piece by piece, for as long as somebody reads.
    Stream,
    /// At once, some day: the engine waits for something to happen.
    LongPoll,
    /// An archive, as long as it may be.
    Download,
    /// Raw bytes in both directions, after the connection was upgraded.
    Hijack,
    /// A WebSocket.
    WebSocket,
}

/// A row of the table.
struct Facts {
    method: Method,
    path: &'static str,
    body: Body,
    transport: Transport,
    class: Class,
    keys: &'static str,
}

impl Operation {
    /// The HTTP method.
    pub fn method(self) -> Method {
        self.facts().method
    }

    /// The path as the API's description writes it, with at most one parameter: `/containers/{id}/stop`.
    pub fn path(self) -> &'static str {
        self.facts().path
    }

    /// What a request may carry.
    pub fn body(self) -> Body {
        self.facts().body
    }

    /// How the answer travels.
    pub fn transport(self) -> Transport {
        self.facts().transport
    }

    /// What it can do to the host.
    pub fn class(self) -> Class {
        self.facts().class
    }

    /// The keys that its query may have, and whether each may be given more than once.
    pub fn keys(self) -> impl Iterator<Item = (&'static str, bool)> {
        self.facts().keys.split_whitespace().map(|key| match key.strip_suffix('*') {
            Some(key) => (key, true),
            None => (key, false),
        })
    }

    /// The path before and behind its parameter, and the parameter's name.
    pub fn parameter(self) -> Option<(&'static str, &'static str, &'static str)> {
        let (before, rest) = self.path().split_once('{')?;
        let (name, behind) = rest.split_once('}')?;
        Some((before, name, behind))
    }

    /// Whether its parameter may hold slashes: names of images and plugins are references to registries.
    pub fn takes_a_reference(self) -> bool {
        let of = ["/images/{name}", "/plugins/{name}", "/distribution/{name}"];
        of.iter().any(|start| self.path().starts_with(start))
    }
}

#[cfg(test)]
mod tests;
