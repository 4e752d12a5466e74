//! What lists and inspections of images say.

use std::collections::BTreeMap;

use id::Digest;
use serde::Deserialize;

use crate::{
    container::Healthcheck,
    lenient::{names, or_default, set},
    port::Port,
    time::{self, Time},
};

/// A row in the list of images.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImageSummary {
    /// Its id.
    pub id: Digest,
    /// Its names: `nginx:latest`. Empty for an image that has lost them all.
    #[serde(default, deserialize_with = "names")]
    pub repo_tags: Vec<String>,
    /// The names by which a registry knows it: `nginx@sha256:…`.
    #[serde(default, deserialize_with = "names")]
    pub repo_digests: Vec<String>,
    /// When it was built: seconds since 1970.
    #[serde(default)]
    pub created: i64,
    /// Its size with all its layers, in bytes.
    #[serde(default)]
    pub size: i64,
    /// Labels.
    #[serde(default, deserialize_with = "or_default")]
    pub labels: BTreeMap<String, String>,
}

/// What inspecting an image says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Image {
    /// Its id.
    pub id: Digest,
    /// Its names: `nginx:latest`. Empty for an image that has lost them all.
    #[serde(default, deserialize_with = "names")]
    pub repo_tags: Vec<String>,
    /// The names by which a registry knows it: `nginx@sha256:…`.
    #[serde(default, deserialize_with = "names")]
    pub repo_digests: Vec<String>,
    /// When it was built.
    #[serde(default, deserialize_with = "time::optional")]
    pub created: Option<Time>,
    /// Its size with all its layers, in bytes.
    #[serde(default)]
    pub size: i64,
    /// The processor's architecture, in Go's words.
    #[serde(default)]
    pub architecture: String,
    /// Which of its kind: `v7`. Empty for most.
    #[serde(default)]
    pub variant: String,
    /// `linux` or `windows`.
    #[serde(default)]
    pub os: String,
    /// What containers made from it get unless they say otherwise.
    #[serde(default, deserialize_with = "or_default")]
    pub config: ImageConfig,
}

/// What an image gives to its containers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ImageConfig {
    /// The user that runs in it; empty for root.
    pub user: String,
    /// The environment: `KEY=value`.
    #[serde(deserialize_with = "or_default")]
    pub env: Vec<String>,
    /// The program with its first arguments.
    #[serde(deserialize_with = "or_default")]
    pub entrypoint: Vec<String>,
    /// The arguments, or the program if there is no entry point.
    #[serde(deserialize_with = "or_default")]
    pub cmd: Vec<String>,
    /// Where the program starts.
    pub working_dir: String,
    /// The ports that the program listens on.
    #[serde(deserialize_with = "set")]
    pub exposed_ports: Vec<Port>,
    /// Where each container gets a volume of its own.
    #[serde(deserialize_with = "set")]
    pub volumes: Vec<String>,
    /// Labels.
    #[serde(deserialize_with = "or_default")]
    pub labels: BTreeMap<String, String>,
    /// How the engine sees whether the program is well.
    pub healthcheck: Option<Healthcheck>,
    /// The signal that asks the program to end.
    pub stop_signal: String,
}
