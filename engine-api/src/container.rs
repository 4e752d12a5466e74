//! Containers: the calls. What they answer is in the files beside.

mod body;
mod inspect;
mod list;
mod logs;
mod signal;
mod state;

use std::{borrow::Cow, time::Duration};

use id::Id;
use serde::Deserialize;

use crate::{
    call::{Call, Filters, LARGE, PLAIN, Query, REMOVING, Seconds},
    lenient::or_default,
    operation::Operation,
    reply::{Json, Outcome, Raw},
};

pub use body::{
    Addresses, BindOptions, ContainerBody, DeviceBody, DeviceRequest, DriverConfig, Endpoint,
    HealthcheckBody, HostConfigBody, ImageOptions, LogConfig, LogConfigBody, MountBody, NetworkingConfig,
    PortBinding, ResourcesBody, RestartPolicy, RestartPolicyName, SecurityBody, ThrottleDevice, TmpfsOptions,
    UlimitBody, VolumeOptions, WeightDevice,
};
pub use inspect::{Config, Container, EndpointSettings, HostConfig, NetworkSettings};
pub use list::{ContainerSummary, MountKind, MountPoint, PublishedPort};
pub use logs::{Logs, LogsOfTerminal, LogsQuery, Tail};
pub use signal::{InvalidSignal, Signal};
pub use state::{ContainerState, Health, HealthStatus, Healthcheck, ProbeResult, State};

/// The engine's own grace period when nothing else is said, in the call or the container.
const GRACE: Seconds = Seconds(10);

/// The containers that run, or all, or those that match.
#[derive(Clone, Debug, Default)]
pub struct ListContainers {
    /// Also those that don't run.
    pub all: bool,
    /// Which containers; empty for all.
    pub filters: Filters,
}

impl Call for ListContainers {
    const OPERATION: Operation = Operation::ContainerList;
    type Reply = Json<Vec<ContainerSummary>>;

    fn query(&self, query: &mut Query) {
        query.flag("all", self.all);
        query.filters(&self.filters);
    }

    fn deadline(&self) -> Option<Duration> {
        Some(LARGE)
    }
}

/// One container.
#[derive(Clone, Debug)]
pub struct InspectContainer {
    /// The container's id, the beginning of it, or its name.
    pub container: String,
}

impl Call for InspectContainer {
    const OPERATION: Operation = Operation::ContainerInspect;
    type Reply = Json<Container>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.container)
    }
}

/// One container, as the engine's own JSON.
#[derive(Clone, Debug)]
pub struct InspectContainerRaw {
    /// The container's id, the beginning of it, or its name.
    pub container: String,
}

impl Call for InspectContainerRaw {
    const OPERATION: Operation = Operation::ContainerInspect;
    type Reply = Raw;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.container)
    }
}

/// Creates a container, and doesn't start it.
#[derive(Clone, Debug)]
pub struct CreateContainer {
    /// Its name; empty for one that the engine makes up.
    pub name: String,
    /// The platform of its image, as `linux/arm64`; the engine's own when empty.
    pub platform: String,
    /// What it is.
    pub body: ContainerBody,
}

impl Call for CreateContainer {
    const OPERATION: Operation = Operation::ContainerCreate;
    type Reply = Json<CreatedContainer>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn query(&self, query: &mut Query) {
        query.optional("name", Some(&self.name).filter(|name| !name.is_empty()));
        query.optional("platform", Some(&self.platform).filter(|platform| !platform.is_empty()));
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        Some(serde_json::to_vec(&self.body))
    }

    fn deadline(&self) -> Option<Duration> {
        Some(LARGE)
    }
}

/// A container that was created.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreatedContainer {
    /// Its id.
    pub id: Id,
    /// What the engine finds worth a warning.
    #[serde(default, deserialize_with = "or_default")]
    pub warnings: Vec<String>,
}

/// Asks whether a path of the host is there, and makes nothing: the engine looks for what is to be mounted before it
/// looks for the image, and there is no such image. Its answer is always a failure; [`is_missing`] reads it.
#[derive(Clone, Debug)]
pub struct LookForPath {
    /// The path.
    pub path: String,
}

impl Call for LookForPath {
    const OPERATION: Operation = Operation::ContainerCreate;
    type Reply = Json<CreatedContainer>;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        let mount = MountBody {
            kind: MountKind::Bind,
            source: self.path.clone(),
            target: "/path".into(),
            ..MountBody::default()
        };
        let host_config = HostConfigBody { mounts: vec![mount], ..HostConfigBody::default() };
        let image = ["sha256:", &"0".repeat(64)].concat();
        Some(serde_json::to_vec(&ContainerBody { image, host_config, ..ContainerBody::default() }))
    }
}

/// Whether the engine's failure says that a path of the host isn't there (moby: `errBindSourceDoesNotExist`).
pub fn is_missing(message: &str) -> bool {
    message.contains("bind source path does not exist")
}

/// Writes a call that acts upon one container by its full id.
macro_rules! act {
    (
        $(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }
        $operation:ident -> $reply:ty, $deadline:expr, $query:expr
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            /// The container's id.
            pub id: Id,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl Call for $name {
            const OPERATION: Operation = Operation::$operation;
            type Reply = $reply;

            fn object(&self) -> Cow<'_, str> {
                Cow::Owned(self.id.to_string())
            }

            fn query(&self, query: &mut Query) {
                let write: fn(&Self, &mut Query) = $query;
                write(self, query);
            }

            fn deadline(&self) -> Option<Duration> {
                let deadline: fn(&Self) -> Option<Duration> = $deadline;
                deadline(self)
            }
        }
    };
}

act! {
    /// Starts a container.
    Start {}
    ContainerStart -> Outcome, |_| Some(LARGE), |_, _| {}
}

act! {
    /// Asks a container to end, and kills it when it hasn't after the grace period.
    Stop {
        /// The grace period; the container's own if nothing is said.
        timeout: Option<Seconds>,
    }
    ContainerStop -> Outcome, |stop| after_grace(stop.timeout),
    |stop, query| query.optional("t", stop.timeout)
}

act! {
    /// Stops a container and starts it again.
    Restart {
        /// The grace period; the container's own if nothing is said.
        timeout: Option<Seconds>,
    }
    ContainerRestart -> (), |restart| Some(after_grace(restart.timeout)? + LARGE),
    |restart, query| query.optional("t", restart.timeout)
}

act! {
    /// Sends a signal to a container.
    Kill {
        /// Which signal.
        signal: Signal,
    }
    ContainerKill -> (), |_| Some(LARGE),
    |kill, query| query.pair("signal", &kill.signal.to_string())
}

act! {
    /// Freezes all processes of a container.
    Pause {}
    ContainerPause -> (), |_| Some(PLAIN), |_, _| {}
}

act! {
    /// Lets the processes of a paused container go on.
    Unpause {}
    ContainerUnpause -> (), |_| Some(PLAIN), |_, _| {}
}

act! {
    /// Gives a container another name.
    Rename {
        /// The new name.
        name: String,
    }
    ContainerRename -> (), |_| Some(PLAIN),
    |rename, query| query.pair("name", &rename.name)
}

act! {
    /// Removes a container.
    RemoveContainer {
        /// Also if it runs: it is killed.
        force: bool,
        /// With its volumes that have no name.
        volumes: bool,
    }
    ContainerDelete -> (), |_| Some(REMOVING),
    |remove, query| {
        query.flag("force", remove.force);
        query.flag("v", remove.volumes);
    }
}

act! {
    /// Waits until a container has ended. It may never: whoever waits gives up by dropping the call.
    Wait {}
    ContainerWait -> Json<Exit>, |_| None, |_, _| {}
}

/// How a container ended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Exit {
    /// The exit code of its program.
    pub status_code: i64,
}

/// A call that waits for a grace period may take longer by a plain call's time. A container may have a
/// longer period of its own: where nothing is said, a minute is given.
fn after_grace(timeout: Option<Seconds>) -> Option<Duration> {
    let grace = timeout.map_or(REMOVING, |Seconds(seconds)| Duration::from_secs(seconds.into()));
    Some(grace.max(Duration::from_secs(GRACE.0.into())) + PLAIN)
}

#[cfg(test)]
mod tests;
