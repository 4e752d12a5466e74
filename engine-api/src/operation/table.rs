//! The 107 operations of the API, one a row, in the order of its description (v1.51.yaml): its own name for each,
//! method, path, body, how the answer travels, what it can do to the host, and the keys of its query, with a star
//! behind those that may be given more than once. The last row is served by engines and in no description.
//!
//! The tests hold the rows against the facts of the description, which `cargo xtask capture` writes down.

use super::{Body, Class, Facts, Operation, Transport};

macro_rules! operations {
    ($($name:ident $method:ident $path:literal $body:ident $transport:ident $class:ident $keys:literal,)*) => {
        impl Operation {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name that the description gives it: `ContainerStop`. Audit records name it so.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            pub(super) fn facts(self) -> Facts {
                match self {
                    $(Self::$name => Facts {
                        method: http::Method::$method,
                        path: $path,
                        body: Body::$body,
                        transport: Transport::$transport,
                        class: Class::$class,
                        keys: $keys,
                    },)*
                }
            }
        }
    };
}

operations! {
    // Container
    ContainerList            GET    "/containers/json"           None Large     Read                   "all limit size filters",
    ContainerCreate          POST   "/containers/create"         Json Plain     HostRootUnlessHeldDown "name platform",
    ContainerInspect         GET    "/containers/{id}/json"      None Large     ReadSecret             "size",
    ContainerTop             GET    "/containers/{id}/top"       None Plain     ReadSecret             "ps_args",
    ContainerLogs            GET    "/containers/{id}/logs"      None Stream    ReadSecret             "follow stdout stderr since until timestamps tail",
    ContainerChanges         GET    "/containers/{id}/changes"   None Large     Read                   "",
    ContainerExport          GET    "/containers/{id}/export"    None Download  ReadSecret             "",
    ContainerStats           GET    "/containers/{id}/stats"     None Stream    Read                   "stream one-shot",
    ContainerResize          POST   "/containers/{id}/resize"    None Plain     Operate                "h w",
    ContainerStart           POST   "/containers/{id}/start"     None Plain     Operate                "detachKeys",
    ContainerStop            POST   "/containers/{id}/stop"      None Slow      Operate                "signal t",
    ContainerRestart         POST   "/containers/{id}/restart"   None Slow      Operate                "signal t",
    ContainerKill            POST   "/containers/{id}/kill"      None Plain     Operate                "signal",
    ContainerUpdate          POST   "/containers/{id}/update"    Json Plain     Create                 "",
    ContainerRename          POST   "/containers/{id}/rename"    None Plain     Create                 "name",
    ContainerPause           POST   "/containers/{id}/pause"     None Plain     Operate                "",
    ContainerUnpause         POST   "/containers/{id}/unpause"   None Plain     Operate                "",
    ContainerAttach          POST   "/containers/{id}/attach"    None Hijack    HostRootUnlessHeldDown "detachKeys logs stream stdin stdout stderr",
    ContainerAttachWebsocket GET    "/containers/{id}/attach/ws" None WebSocket HostRootUnlessHeldDown "detachKeys logs stream stdin stdout stderr",
    ContainerWait            POST   "/containers/{id}/wait"      None LongPoll  Read                   "condition",
    ContainerDelete          DELETE "/containers/{id}"           None Slow      Destroy                "v force link",
    ContainerArchiveInfo     HEAD   "/containers/{id}/archive"   None Plain     ReadSecret             "path",
    ContainerArchive         GET    "/containers/{id}/archive"   None Download  ReadSecret             "path",
    PutContainerArchive      PUT    "/containers/{id}/archive"   Tar  Plain     HostRoot               "path noOverwriteDirNonDir copyUIDGID",
    ContainerPrune           POST   "/containers/prune"          None Slow      Destroy                "filters",

    // Image
    ImageList                GET    "/images/json"               None Large     Read                   "all filters shared-size digests manifests",
    ImageBuild               POST   "/build"                     Tar  Stream    HostRoot               "dockerfile t* extrahosts remote q nocache cachefrom pull rm forcerm memory memswap cpushares cpusetcpus cpuperiod cpuquota buildargs shmsize squash labels networkmode platform target outputs version",
    BuildPrune               POST   "/build/prune"               None Slow      Destroy                "keep-storage reserved-space max-used-space min-free-space all filters",
    ImageCreate              POST   "/images/create"             Tar  Stream    Create                 "fromImage fromSrc repo tag message changes* platform",
    ImageInspect             GET    "/images/{name}/json"        None Plain     ReadSecret             "manifests platform",
    ImageHistory             GET    "/images/{name}/history"     None Plain     ReadSecret             "platform",
    ImagePush                POST   "/images/{name}/push"        None Stream    Create                 "tag platform",
    ImageTag                 POST   "/images/{name}/tag"         None Plain     Create                 "repo tag",
    ImageDelete              DELETE "/images/{name}"             None Plain     Destroy                "force noprune platforms*",
    ImageSearch              GET    "/images/search"             None Plain     Read                   "term limit filters",
    ImagePrune               POST   "/images/prune"              None Slow      Destroy                "filters",
    ImageCommit              POST   "/commit"                    Json Slow      Create                 "container repo tag comment author pause changes*",
    ImageGet                 GET    "/images/{name}/get"         None Download  ReadSecret             "platform*",
    ImageGetAll              GET    "/images/get"                None Download  ReadSecret             "names* platform*",
    ImageLoad                POST   "/images/load"               Tar  Stream    Create                 "quiet platform*",

    // System
    SystemAuth               POST   "/auth"                      Json Plain     Create                 "",
    SystemInfo               GET    "/info"                      None Plain     ReadSecret             "",
    SystemVersion            GET    "/version"                   None Plain     Read                   "",
    SystemPing               GET    "/_ping"                     None Plain     Read                   "",
    SystemPingHead           HEAD   "/_ping"                     None Plain     Read                   "",
    SystemEvents             GET    "/events"                    None Stream    ReadSecret             "since until filters",
    SystemDataUsage          GET    "/system/df"                 None Slow      Read                   "type*",

    // Exec
    ContainerExec            POST   "/containers/{id}/exec"      Json Plain     HostRootUnlessHeldDown "",
    ExecStart                POST   "/exec/{id}/start"           Json Hijack    HostRootUnlessHeldDown "",
    ExecResize               POST   "/exec/{id}/resize"          None Plain     Operate                "h w",
    ExecInspect              GET    "/exec/{id}/json"            None Plain     ReadSecret             "",

    // Volume
    VolumeList               GET    "/volumes"                   None Plain     ReadSecret             "filters",
    VolumeCreate             POST   "/volumes/create"            Json Plain     HostRootUnlessHeldDown "",
    VolumeInspect            GET    "/volumes/{name}"            None Plain     ReadSecret             "",
    VolumeUpdate             PUT    "/volumes/{name}"            Json Plain     Create                 "version",
    VolumeDelete             DELETE "/volumes/{name}"            None Plain     Destroy                "force",
    VolumePrune              POST   "/volumes/prune"             None Slow      Destroy                "filters",

    // Network
    NetworkList              GET    "/networks"                  None Plain     ReadSecret             "filters",
    NetworkInspect           GET    "/networks/{id}"             None Plain     ReadSecret             "verbose scope",
    NetworkDelete            DELETE "/networks/{id}"             None Plain     Destroy                "",
    NetworkCreate            POST   "/networks/create"           Json Plain     Create                 "",
    NetworkConnect           POST   "/networks/{id}/connect"     Json Plain     Create                 "",
    NetworkDisconnect        POST   "/networks/{id}/disconnect"  Json Plain     Operate                "",
    NetworkPrune             POST   "/networks/prune"            None Plain     Destroy                "filters",

    // Plugin
    PluginList               GET    "/plugins"                   None Plain     Read                   "filters",
    GetPluginPrivileges      GET    "/plugins/privileges"        None Plain     Read                   "remote",
    PluginPull               POST   "/plugins/pull"              Json Stream    HostRoot               "remote name",
    PluginInspect            GET    "/plugins/{name}/json"       None Plain     Read                   "",
    PluginDelete             DELETE "/plugins/{name}"            None Plain     HostRoot               "force",
    PluginEnable             POST   "/plugins/{name}/enable"     None Plain     HostRoot               "timeout",
    PluginDisable            POST   "/plugins/{name}/disable"    None Plain     HostRoot               "force",
    PluginUpgrade            POST   "/plugins/{name}/upgrade"    Json Stream    HostRoot               "remote",
    PluginCreate             POST   "/plugins/create"            Tar  Plain     HostRoot               "name",
    PluginPush               POST   "/plugins/{name}/push"       None Stream    Create                 "",
    PluginSet                POST   "/plugins/{name}/set"        Json Plain     HostRoot               "",

    // Node
    NodeList                 GET    "/nodes"                     None Plain     Read                   "filters",
    NodeInspect              GET    "/nodes/{id}"                None Plain     Read                   "",
    NodeDelete               DELETE "/nodes/{id}"                None Plain     HostRoot               "force",
    NodeUpdate               POST   "/nodes/{id}/update"         Json Plain     HostRoot               "version",

    // Swarm
    SwarmInspect             GET    "/swarm"                     None Plain     HostRoot               "",
    SwarmInit                POST   "/swarm/init"                Json Plain     HostRoot               "",
    SwarmJoin                POST   "/swarm/join"                Json Plain     HostRoot               "",
    SwarmLeave               POST   "/swarm/leave"               None Plain     HostRoot               "force",
    SwarmUpdate              POST   "/swarm/update"              Json Plain     HostRoot               "version rotateWorkerToken rotateManagerToken rotateManagerUnlockKey",
    SwarmUnlockkey           GET    "/swarm/unlockkey"           None Plain     HostRoot               "",
    SwarmUnlock              POST   "/swarm/unlock"              Json Plain     HostRoot               "",

    // Service
    ServiceList              GET    "/services"                  None Large     ReadSecret             "filters status",
    ServiceCreate            POST   "/services/create"           Json Plain     HostRootUnlessHeldDown "",
    ServiceInspect           GET    "/services/{id}"             None Plain     ReadSecret             "insertDefaults",
    ServiceDelete            DELETE "/services/{id}"             None Plain     Destroy                "",
    ServiceUpdate            POST   "/services/{id}/update"      Json Plain     HostRootUnlessHeldDown "version registryAuthFrom rollback",
    ServiceLogs              GET    "/services/{id}/logs"        None Stream    ReadSecret             "details follow stdout stderr since timestamps tail",

    // Task
    TaskList                 GET    "/tasks"                     None Large     ReadSecret             "filters",
    TaskInspect              GET    "/tasks/{id}"                None Plain     ReadSecret             "",
    TaskLogs                 GET    "/tasks/{id}/logs"           None Stream    ReadSecret             "details follow stdout stderr since timestamps tail",

    // Secret
    SecretList               GET    "/secrets"                   None Plain     Read                   "filters",
    SecretCreate             POST   "/secrets/create"            Json Plain     Create                 "",
    SecretInspect            GET    "/secrets/{id}"              None Plain     Read                   "",
    SecretDelete             DELETE "/secrets/{id}"              None Plain     Destroy                "",
    SecretUpdate             POST   "/secrets/{id}/update"       Json Plain     Create                 "version",

    // Config
    ConfigList               GET    "/configs"                   None Plain     ReadSecret             "filters",
    ConfigCreate             POST   "/configs/create"            Json Plain     Create                 "",
    ConfigInspect            GET    "/configs/{id}"              None Plain     ReadSecret             "",
    ConfigDelete             DELETE "/configs/{id}"              None Plain     Destroy                "",
    ConfigUpdate             POST   "/configs/{id}/update"       Json Plain     Create                 "version",

    // Distribution
    DistributionInspect      GET    "/distribution/{name}/json"  None Plain     ReadSecret             "",

    // Session
    Session                  POST   "/session"                   None Hijack    HostRoot               "",

    // Not in the description: what builds are asked for by, HTTP/2 behind the upgrade
    BuildkitGrpc             POST   "/grpc"                      None Hijack    HostRoot               "",
}
