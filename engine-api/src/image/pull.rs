//! Pulling an image from a registry, with progress.

use std::{borrow::Cow, time::Duration};

use http::HeaderMap;
use serde::Deserialize;

use super::RegistryAuth;
use crate::{
    call::{Call, Query},
    lenient::or_default,
    operation::Operation,
    reference::Reference,
    reply::JsonLines,
};

/// How long the engine may take to say anything: it asks the registry before, over several ways if need be.
const ASKING_REGISTRY: Duration = Duration::from_secs(120);

/// Pulls an image. Ending the stream ends the pull.
#[derive(Clone, Debug)]
pub struct PullImage {
    /// Which image. It always has a tag or a digest: without, the engine would pull all tags.
    pub image: Reference,
    /// `linux/arm64` and the like; the engine's own if nothing is said.
    pub platform: Option<String>,
    /// Who asks the registry.
    pub auth: Option<RegistryAuth>,
}

impl Call for PullImage {
    const OPERATION: Operation = Operation::ImageCreate;
    type Reply = JsonLines<Progress>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Owned(self.image.to_string())
    }

    fn query(&self, query: &mut Query) {
        query.pair("fromImage", self.image.repository());
        query.pair("tag", self.image.version());
        query.optional("platform", self.platform.as_deref());
    }

    fn headers(&self, headers: &mut HeaderMap) {
        if let Some(auth) = &self.auth {
            auth.put(headers);
        }
    }

    fn deadline(&self) -> Option<Duration> {
        None
    }

    fn beginning(&self) -> Duration {
        ASKING_REGISTRY
    }
}

/// A step of a pull.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The layer, by the beginning of its digest; empty for the pull as a whole.
    #[serde(deserialize_with = "or_default")]
    pub id: String,
    /// What is done: `Pulling fs layer`, `Downloading`, `Extracting`, `Pull complete`, ...
    #[serde(deserialize_with = "or_default")]
    pub status: String,
    /// How far it is done.
    #[serde(rename = "progressDetail", deserialize_with = "or_default")]
    pub detail: ProgressDetail,
}

impl Progress {
    /// The digest of what was pulled, which engines tell at its end.
    pub fn digest(&self) -> Option<&str> {
        self.status.strip_prefix("Digest: ").filter(|_| self.id.is_empty())
    }
}

/// How far a step is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ProgressDetail {
    /// Bytes done; with containerd's store also seconds since an extraction began.
    pub current: i64,
    /// All bytes; 0 if that isn't known.
    pub total: i64,
    /// `s` when seconds are counted in the place of bytes.
    pub units: Option<Units>,
}

/// What a step counts other than bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Units {
    /// Seconds.
    #[serde(rename = "s")]
    Seconds,
    /// Something that we don't know.
    #[serde(other)]
    Unknown,
}
