//! Images: what containers are made from.

mod list;
mod pull;
mod registry_auth;

use std::{borrow::Cow, time::Duration};

use serde::Deserialize;

use crate::{
    call::{Call, Filters, LARGE, Query, REMOVING},
    operation::Operation,
    reference::Reference,
    reply::Json,
};

pub use list::{Image, ImageConfig, ImageSummary};
pub use pull::{Progress, ProgressDetail, PullImage, Units};
pub use registry_auth::{RegistryAuth, UnreadableAuth};

/// All images that aren't mere layers of others, or those that match.
#[derive(Clone, Debug, Default)]
pub struct ListImages {
    /// Which images; empty for all.
    pub filters: Filters,
}

impl Call for ListImages {
    const OPERATION: Operation = Operation::ImageList;
    type Reply = Json<Vec<ImageSummary>>;

    fn query(&self, query: &mut Query) {
        query.filters(&self.filters);
    }

    fn deadline(&self) -> Option<Duration> {
        Some(LARGE)
    }
}

/// One image.
#[derive(Clone, Debug)]
pub struct InspectImage {
    /// The image's id, the beginning of it, or a reference.
    pub image: String,
}

impl Call for InspectImage {
    const OPERATION: Operation = Operation::ImageInspect;
    type Reply = Json<Image>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.image)
    }
}

/// Gives an image one more name.
#[derive(Clone, Debug)]
pub struct TagImage {
    /// The image's id or a reference.
    pub image: String,
    /// The new name. It must have a tag: a digest can't be given.
    pub to: Reference,
}

impl Call for TagImage {
    const OPERATION: Operation = Operation::ImageTag;
    type Reply = ();

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.image)
    }

    fn query(&self, query: &mut Query) {
        query.pair("repo", self.to.repository());
        query.pair("tag", self.to.version());
    }
}

/// Removes a name of an image, and the image with its last name.
#[derive(Clone, Debug)]
pub struct RemoveImage {
    /// The image's id, or the reference to remove.
    pub image: String,
    /// Also if stopped containers use it, or it has several names.
    pub force: bool,
    /// Keeps the parents that have no name.
    pub keep_parents: bool,
}

impl Call for RemoveImage {
    const OPERATION: Operation = Operation::ImageDelete;
    type Reply = Json<Vec<Removed>>;

    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.image)
    }

    fn query(&self, query: &mut Query) {
        query.flag("force", self.force);
        query.flag("noprune", self.keep_parents);
    }

    fn deadline(&self) -> Option<Duration> {
        Some(REMOVING)
    }
}

/// What removing an image took away.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum Removed {
    /// A name.
    Untagged(String),
    /// An image or a layer.
    Deleted(String),
}

#[cfg(test)]
mod tests;
