//! Volumes: data that outlives containers.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    call::{Call, Filters, LARGE, Query, REMOVING},
    lenient::or_default,
    operation::Operation,
    reply::Json,
    time::{self, Time},
};

/// All volumes, or those that match.
#[derive(Clone, Debug, Default)]
pub struct ListVolumes {
    /// Which volumes; empty for all.
    pub filters: Filters,
}

impl Call for ListVolumes {
    const OPERATION: Operation = Operation::VolumeList;
    type Reply = Json<VolumeList>;

    fn query(&self, query: &mut Query) {
        query.filters(&self.filters);
    }

    fn deadline(&self) -> Option<Duration> {
        Some(LARGE)
    }
}

/// One volume.
#[derive(Clone, Debug)]
pub struct InspectVolume {
    /// The volume's name.
    pub name: String,
}

impl Call for InspectVolume {
    const OPERATION: Operation = Operation::VolumeInspect;
    type Reply = Json<Volume>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }
}

/// Creates a volume. One of the same name and driver is not an error: it is what comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateVolume {
    /// Its name; empty for one that the engine makes up.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its driver; empty for `local`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub driver: String,
    /// Options of the driver.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub driver_opts: BTreeMap<String, String>,
    /// Labels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

impl Call for CreateVolume {
    const OPERATION: Operation = Operation::VolumeCreate;
    type Reply = Json<Volume>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        Some(serde_json::to_vec(self))
    }
}

/// Removes a volume, and the data in it.
#[derive(Clone, Debug)]
pub struct RemoveVolume {
    /// The volume's name.
    pub name: String,
    /// Also if its driver is gone.
    pub force: bool,
}

impl Call for RemoveVolume {
    const OPERATION: Operation = Operation::VolumeDelete;
    type Reply = ();

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn query(&self, query: &mut Query) {
        query.flag("force", self.force);
    }

    fn deadline(&self) -> Option<Duration> {
        Some(REMOVING)
    }
}

/// A list of volumes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct VolumeList {
    /// The volumes.
    #[serde(deserialize_with = "or_default")]
    pub volumes: Vec<Volume>,
    /// What went wrong, such as a driver that didn't answer.
    #[serde(deserialize_with = "or_default")]
    pub warnings: Vec<String>,
}

/// A volume.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Volume {
    /// Its name, which is its identity.
    pub name: String,
    /// Its driver.
    pub driver: String,
    /// Where it is on the host.
    pub mountpoint: String,
    /// When it was made.
    #[serde(deserialize_with = "time::optional")]
    pub created_at: Option<Time>,
    /// Labels.
    #[serde(deserialize_with = "or_default")]
    pub labels: BTreeMap<String, String>,
    /// Options of the driver. They may hold passwords.
    #[serde(deserialize_with = "or_default")]
    pub options: BTreeMap<String, String>,
    /// `local` or `global`.
    pub scope: String,
}

#[cfg(test)]
mod tests;
