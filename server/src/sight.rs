//! What somebody sees of what an engine holds.

use std::{collections::HashSet, sync::Arc};

use gate::{Grant, Principal};
use mirror::Listed;
use serde::Deserialize;
use serde_json::Value;
use wire::{Container, Event, Id, Image, Network, Object, Volume};

use crate::{
    error::Error,
    members::{Kind, Membership},
    targets::Targets,
};

/// Somebody's view of the engine at one moment.
pub(crate) struct Sight {
    pub(crate) principal: Arc<Principal>,
    pub(crate) membership: Arc<Membership>,
    pub(crate) targets: Targets,
    /// The images of the containers that they see; nothing for those who see all.
    images: Option<HashSet<String>>,
}

/// A row of the mirror's, which somebody sees or doesn't.
pub(crate) trait Seen: Listed {
    /// Whether they do.
    fn is_seen(&self, sight: &Sight) -> bool;
}

impl Seen for Container {
    fn is_seen(&self, sight: &Sight) -> bool {
        sight.sees_container(&self.id)
    }
}

impl Seen for Image {
    fn is_seen(&self, sight: &Sight) -> bool {
        sight.sees_image(&self.id.to_string())
    }
}

impl Seen for Volume {
    fn is_seen(&self, sight: &Sight) -> bool {
        let (kind, id) = sight.targets.member_volume(&self.name, self.created);
        sight.sees(kind, &id)
    }
}

impl Seen for Network {
    fn is_seen(&self, sight: &Sight) -> bool {
        is_predefined(&self.name) || sight.sees(Kind::Network, &self.id)
    }
}

impl Sight {
    pub(crate) fn new(principal: Arc<Principal>, targets: Targets) -> Result<Self, Error> {
        let membership = targets.members().now()?;
        let mut sight = Self { principal, membership, targets, images: None };
        if !sight.is_of_all() {
            let rows = sight.targets.rows::<Container>();
            let seen = rows.iter().filter(|row| row.is_seen(&sight));
            let images = seen.filter_map(|row| row.image_id.as_ref()).map(ToString::to_string).collect();
            sight.images = Some(images);
        }
        Ok(sight)
    }

    /// Whether they see all that there is.
    pub(crate) fn is_of_all(&self) -> bool {
        gate::reaches_everything(&self.principal)
    }

    /// Whether they see something, by its full id.
    pub(crate) fn sees(&self, kind: Kind, id: &str) -> bool {
        self.is_of_all() || gate::sees(&self.principal, &self.membership.stacks(kind, id))
    }

    pub(crate) fn sees_container(&self, id: &Id) -> bool {
        self.sees(Kind::Container, &id.to_string())
    }

    /// Whether they may make something else use it: whoever sees it alone may not reach into it from a stack where
    /// they may more.
    pub(crate) fn may_use(&self, kind: Kind, id: &str) -> bool {
        gate::is_granted(&self.principal, &self.membership.stacks(kind, id), Grant::Deploy)
    }

    pub(crate) fn sees_image(&self, id: &str) -> bool {
        self.images.as_ref().is_none_or(|seen| seen.contains(id)) || self.sees(Kind::Image, id)
    }

    /// Something that happened: seen by those who see what it happened to. Volumes are known by name here, and names
    /// are used again.
    pub(crate) fn sees_event(&self, event: &Event) -> bool {
        match &event.object {
            Object::Container(id) => self.sees_container(id),
            Object::Image(id) => self.sees_image(id),
            Object::Network(id) => self.sees(Kind::Network, id),
            Object::Volume(_) | Object::Engine => self.is_of_all(),
        }
    }

    /// A volume, as a list or an inspect tells it.
    pub(crate) fn sees_volume(&self, told: &Value) -> bool {
        let known = engine_api::volume::Volume::deserialize(told).map(|it| self.targets.volume_member(&it));
        self.is_of_all() || known.is_ok_and(|(kind, id)| self.sees(kind, &id))
    }

    /// A network, as a list tells it.
    pub(crate) fn sees_network(&self, told: &Value) -> bool {
        let text = |member: &str| told.get(member).and_then(Value::as_str).unwrap_or_default();
        is_predefined(text("Name")) || self.sees(Kind::Network, text("Id"))
    }

    /// How many of the mirror's rows count.
    pub(crate) fn count<T: Listed>(&self, counts: impl Fn(&T) -> bool) -> usize {
        self.targets.rows::<T>().iter().filter(|row| counts(row)).count()
    }
}

/// Networks that are on every engine, and nobody's.
pub(crate) fn is_predefined(name: &str) -> bool {
    matches!(name, "bridge" | "host" | "none")
}
