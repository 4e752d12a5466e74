//! Events: something happened to an object of the engine.

use std::fmt;

use id::Id;
use serde::{Deserialize, Deserializer, de};

use crate::lenient::parsed;

/// Something happened to an object.
///
/// Only what tells which object to look at is decoded: an event carries all labels of its object, and the
/// truth is had by looking.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Event {
    /// What kind of object it happened to.
    #[serde(rename = "Type", default)]
    pub kind: Kind,
    /// What happened.
    #[serde(rename = "Action", default)]
    pub action: Action,
    /// Which object it happened to.
    #[serde(rename = "Actor", default)]
    pub actor: Actor,
    /// `local`, or `swarm` for what happened somewhere in the swarm.
    #[serde(rename = "scope", default)]
    pub scope: Scope,
    /// When it happened: seconds since 1970.
    #[serde(default)]
    pub time: i64,
    /// When it happened: nanoseconds since 1970.
    #[serde(rename = "timeNano", default)]
    pub time_nano: i64,
}

/// The object that an event is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Actor {
    /// Its id; a volume's name; an image's id, or the reference by which it was pulled.
    #[serde(rename = "ID", default)]
    pub id: String,
    /// What else is known about it.
    #[serde(rename = "Attributes", default, deserialize_with = "crate::lenient::or_default")]
    pub attributes: Attributes,
}

/// The attributes of an event that say what happened. Labels of the object stand among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Attributes {
    /// The container that was connected to a network, or that mounts a volume.
    #[serde(default, deserialize_with = "parsed")]
    pub container: Option<Id>,
    /// What the object is called.
    #[serde(default, deserialize_with = "crate::lenient::or_default")]
    pub name: String,
    /// What a container was called before.
    #[serde(rename = "oldName", default, deserialize_with = "crate::lenient::or_default")]
    pub old_name: String,
    /// With what a container's process ended.
    #[serde(rename = "exitCode", default, deserialize_with = "parsed")]
    pub exit_code: Option<i64>,
}

/// A kind of object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "Docker's own words")]
pub enum Kind {
    Container,
    Image,
    Volume,
    Network,
    Daemon,
    Plugin,
    Builder,
    Service,
    Node,
    Secret,
    Config,
    #[default]
    #[serde(other)]
    Unknown,
}

/// Where an event comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// From this engine.
    #[default]
    Local,
    /// From the swarm.
    Swarm,
    /// From somewhere that we don't know.
    #[serde(other)]
    Unknown,
}

/// Writes the enum and both directions of its names once.
macro_rules! actions {
    ($($variant:ident = $name:literal,)*) => {
        /// What happened, in Docker's own words.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "Docker's own words")]
        pub enum Action {
            $($variant,)*
            #[default]
            Unknown,
        }

        impl Action {
            /// Reads an action. Some say more after a colon, which counts only where it is known
            /// (`health_status: healthy`, but not `exec_create: sh`).
            pub fn from_name(name: &str) -> Self {
                let known = |name: &str| match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                };
                let begin = || known(name.split(':').next().unwrap_or_default());
                known(name).or_else(begin).unwrap_or_default()
            }

            /// Docker's name of the action.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Unknown => "unknown",
                }
            }
        }
    };
}

actions! {
    ArchivePath = "archive-path",
    Attach = "attach",
    Checkpoint = "checkpoint",
    Commit = "commit",
    Connect = "connect",
    Copy = "copy",
    Create = "create",
    Delete = "delete",
    Destroy = "destroy",
    Detach = "detach",
    Die = "die",
    Disable = "disable",
    Disconnect = "disconnect",
    Enable = "enable",
    ExecCreate = "exec_create",
    ExecDetach = "exec_detach",
    ExecDie = "exec_die",
    ExecStart = "exec_start",
    Export = "export",
    ExtractToDir = "extract-to-dir",
    HealthStatus = "health_status",
    Healthy = "health_status: healthy",
    Import = "import",
    Install = "install",
    Kill = "kill",
    Load = "load",
    Mount = "mount",
    Oom = "oom",
    Pause = "pause",
    Prune = "prune",
    Pull = "pull",
    Push = "push",
    Reload = "reload",
    Remove = "remove",
    Rename = "rename",
    Resize = "resize",
    Restart = "restart",
    Save = "save",
    Start = "start",
    Stop = "stop",
    Tag = "tag",
    Top = "top",
    Unhealthy = "health_status: unhealthy",
    Unmount = "unmount",
    Unpause = "unpause",
    Untag = "untag",
    Update = "update",
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl de::Visitor<'_> for Name {
            type Value = Action;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an action")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Action, E> {
                Ok(Action::from_name(name))
            }
        }
        deserializer.deserialize_str(Name)
    }
}
