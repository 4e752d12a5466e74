//! The engine: whether it can be reached, why not, and what it is made of.

use serde::{Deserialize, Serialize};

use crate::{Method, Request, Sealed, Time, request::request};

/// The engine as the server knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// Where it is, as DOCKER_HOST writes it.
    pub address: String,
    /// Whether it can be reached.
    pub link: Link,
    /// Its own id, when it was last reached. Another engine at the same address has another one.
    pub id: String,
    /// Its own name, when it was last reached: the host's name, usually.
    pub name: String,
    /// What it said of itself then.
    pub anatomy: Option<Sealed<Anatomy>>,
    /// Until when all that is shown was known to be true, while it isn't; none, when it never was.
    pub whole_until: Option<Time>,
    /// Of which collections all has been seen at least once. Of others an empty list says nothing.
    pub seen: Collections,
}

/// What there is on an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// Containers.
    Containers,
    /// Images.
    Images,
    /// Volumes.
    Volumes,
    /// Networks.
    Networks,
}

/// Some of the collections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collections(u8);

impl Collections {
    /// All of them.
    pub const ALL: Self = Self(0b1111);

    /// Whether it is among them.
    pub fn contains(self, collection: Collection) -> bool {
        self.0 & (1 << collection as u8) != 0
    }

    /// All others.
    pub fn others(self) -> Self {
        Self(Self::ALL.0 & !self.0)
    }

    /// These and those.
    pub fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }
}

impl FromIterator<Collection> for Collections {
    fn from_iter<I: IntoIterator<Item = Collection>>(collections: I) -> Self {
        Self(collections.into_iter().fold(0, |all, collection| all | 1 << collection as u8))
    }
}

/// Whether the engine can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// Not known yet: the server has just started.
    Connecting,
    /// It can, and everything shown is live.
    Up {
        /// Since when.
        since: Time,
    },
    /// It can, and doesn't tell all that is on it: what is shown of that is the last that was known, all else is live.
    Partly {
        /// Since when.
        since: Time,
        /// What it doesn't list; none, when it is itself that it doesn't tell about.
        untold: Collections,
        /// Why.
        problem: Sealed<Problem>,
    },
    /// It can't; what is shown is the last that was known.
    Down {
        /// Since when.
        since: Time,
        /// Why. Whoever says so opens it: most pages never have to.
        problem: Sealed<Problem>,
    },
}

/// Why an engine can't be reached, told apart so that each can have its own advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// There is no socket at the path.
    NoSocket {
        /// The path.
        path: String,
    },
    /// The socket may not be opened.
    PermissionDenied {
        /// The path.
        path: String,
        /// The socket's owner; empty when the folder that it is in is closed too.
        owner: String,
        /// The socket's group; empty likewise.
        group: String,
        /// The command that gives access.
        fix: String,
    },
    /// Nobody listens.
    Refused {
        /// Where.
        address: String,
    },
    /// It takes connections and never answers.
    Silent {
        /// Where.
        address: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// It speaks only versions of the API that are too old.
    TooOld {
        /// The newest it speaks.
        api: String,
        /// The oldest that we speak.
        minimum: String,
    },
    /// It speaks only versions of the API that are too new.
    TooNew {
        /// The oldest it speaks.
        minimum: String,
        /// The newest that we speak.
        newest: String,
    },
    /// Something else answers there.
    NotAnEngine {
        /// Where.
        address: String,
        /// What it answers.
        answer: String,
    },
    /// The TLS connection failed: a wrong certificate, name or key.
    Tls {
        /// Why.
        message: String,
    },
    /// Anything else.
    Other {
        /// The system's own words.
        message: String,
    },
    /// Nobody on the network takes the connection.
    Unanswered {
        /// Where.
        address: String,
    },
}

/// What an engine is made of, as it says itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anatomy {
    /// The engine's own name: the host's name, usually.
    pub name: String,
    /// dockerd's version.
    pub version: String,
    /// The API version in use.
    pub api: String,
    /// The oldest API version that it answers.
    pub api_min: String,
    /// The newest API version that it answers.
    pub api_max: String,
    /// The host's system: `Debian GNU/Linux 12`.
    pub os: String,
    /// The host's kernel.
    pub kernel: String,
    /// The host's processor architecture.
    pub arch: String,
    /// The host's processors.
    pub cpus: u64,
    /// The host's memory, in bytes.
    pub memory: u64,
    /// The folder that everything is kept in.
    pub root_dir: String,
    /// The storage driver.
    pub storage: String,
    /// The default log driver.
    pub logging: String,
    /// The cgroup driver: `systemd` or `cgroupfs`.
    pub cgroup_driver: String,
    /// The cgroup version: `1` or `2`.
    pub cgroup_version: String,
    /// The default runtime.
    pub runtime: String,
    /// What protects the host: `seccomp`, `apparmor`, `rootless`, …
    pub security: Vec<String>,
    /// The engine, containerd, runc and init, with their versions.
    pub components: Vec<Component>,
    /// Containers go on running when the engine stops.
    pub live_restore: bool,
    /// Part of a swarm.
    pub swarm: bool,
    /// The engine's own warnings.
    pub warnings: Vec<String>,
}

/// A part of an engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// `Engine`, `containerd`, `runc`, `docker-init`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The commit that it was built from, when it says so.
    pub commit: String,
}

/// Whether an admin may ask, from the page and with `/api`, for what is as good as root on the engine's host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HostRoot {
    /// Whether they may.
    pub on: bool,
}

/// `GET /api/engine/host-root`
#[derive(Clone, Copy, Debug)]
pub struct GetHostRoot;

request!(GetHostRoot: Get () => HostRoot, |self| "/api/engine/host-root".into(), &());

/// `POST /api/engine/host-root`
#[derive(Clone, Copy, Debug)]
pub struct SetHostRoot {
    /// Which of both.
    pub new: HostRoot,
}

request!(SetHostRoot: Post HostRoot => (), |self| "/api/engine/host-root".into(), &self.new);
