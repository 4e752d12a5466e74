//! What can be said of a container before it is made: what the engine would refuse, and what it would do without a word.

use serde::{Deserialize, Serialize};

use crate::{Bytes, ContainerSpec, Method, Request, request::request};

/// `POST /api/containers/check`: looks ahead, and makes nothing.
#[derive(Clone, Debug)]
pub struct CheckContainer {
    /// What would be made.
    pub spec: ContainerSpec,
}

request!(CheckContainer: Post ContainerSpec => Vec<Warning>, |self| "/api/containers/check".into(), &self.spec);

/// Something to know before it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// It would be as good as root on the host.
    HostRoot {
        /// What makes it so: each as `docker run` would be told.
        because: Vec<String>,
    },
    /// It would be refused.
    Refused {
        /// Why.
        message: String,
    },
    /// A path of the host isn't there.
    NoSuchPath {
        /// Which.
        path: String,
        /// The engine makes an empty folder there; else it refuses.
        is_made: bool,
    },
    /// It may use more memory than the host has.
    MemoryAbove {
        /// What the host has.
        host: Bytes,
    },
}
