//! What somebody sees of what an engine holds.

mod said;

use std::{collections::HashSet, sync::Arc};

use engine_api::network;
use gate::{Grant, Principal, StackName, query::SHORT_ID};
use mirror::Listed;
use serde::Deserialize;
use serde_json::Value;
use wire::{Container, Digest, Event, Id, Image, Network, Object, Volume};

use crate::{
    error::Error,
    members::{Kind, Membership, repository},
    targets::Targets,
};

pub(crate) use said::told;

/// Somebody's view of the engine at one moment.
pub(crate) struct Sight {
    pub(crate) principal: Arc<Principal>,
    pub(crate) membership: Arc<Membership>,
    pub(crate) targets: Targets,
    /// What the containers that they see are of; nothing for those who see all.
    of_containers: Option<OfContainers>,
}

/// What containers are of, for somebody who doesn't see all of them.
#[derive(Default)]
struct OfContainers {
    /// The images of those that they see.
    images: HashSet<String>,
    /// The repositories of those.
    repositories: HashSet<String>,
    /// The images of those that they don't see.
    others: HashSet<String>,
}

/// A row of the mirror's, which somebody sees or doesn't.
pub(crate) trait Seen: Listed {
    /// Whether they do.
    fn is_seen(&self, sight: &Sight) -> bool;

    /// The row as they see it.
    fn seen(self: Arc<Self>, sight: &Sight) -> Option<Arc<Self>> {
        self.is_seen(sight).then_some(self)
    }
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

    /// An image may be others' too, who call it as they like.
    fn seen(self: Arc<Self>, sight: &Sight) -> Option<Arc<Self>> {
        let seen = self.is_seen(sight).then_some(self)?;
        if !sight.is_shared(&seen.id.to_string()) {
            return Some(seen);
        }
        let mut seen = Self::clone(&seen);
        seen.tags.retain(|name| sight.sees_name(name));
        seen.digests.retain(|name| sight.sees_name(name));
        Some(Arc::new(seen))
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
        let mut sight = Self { principal, membership, targets, of_containers: None };
        if !sight.is_of_all() {
            let rows = sight.targets.rows::<Container>();
            let mut of_containers = OfContainers::default();
            for row in &rows {
                let image = row.image_id.as_ref().map(ToString::to_string);
                if row.is_seen(&sight) {
                    of_containers.images.extend(image);
                    of_containers.repositories.extend(repository(&row.image));
                } else {
                    of_containers.others.extend(image);
                }
            }
            sight.of_containers = Some(of_containers);
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

    /// As [`Sight::may_use`], of an image: whoever makes containers from it reads its files.
    pub(crate) fn may_use_image(&self, id: &Digest) -> bool {
        let stacks = self.targets.image(&self.membership, id).stacks.unwrap_or_default();
        gate::is_granted(&self.principal, &stacks, Grant::Deploy)
    }

    pub(crate) fn sees_image(&self, id: &str) -> bool {
        self.of_containers.as_ref().is_none_or(|of| of.images.contains(id)) || self.sees(Kind::Image, id)
    }

    /// Whether an image that they see is of others' stacks, too, who may call it what they like.
    pub(crate) fn is_shared(&self, id: &str) -> bool {
        let Some(of_containers) = &self.of_containers else { return false };
        let is_others = |stack: &StackName| !gate::sees(&self.principal, std::slice::from_ref(stack));
        of_containers.others.contains(id) || self.membership.stacks(Kind::Image, id).iter().any(is_others)
    }

    /// Whether they see that a shared image is called so: its repository is one that images of their stacks were pulled from,
    /// or that containers of theirs are of.
    pub(crate) fn sees_name(&self, name: &str) -> bool {
        let Some(of_containers) = &self.of_containers else { return true };
        repository(name).is_some_and(|repository| {
            of_containers.repositories.contains(&repository) || self.sees(Kind::Repository, &repository)
        })
    }

    /// Whether they are told of an image by this name: others who share it call it what they like, and a guess at that would
    /// be answered. What they make may be of it by any name: an admin who gave it to their stack said that name.
    pub(crate) fn may_name(&self, id: &Digest, name: &str) -> bool {
        is_id(name) || !self.is_shared(&id.to_string()) || self.sees_name(name)
    }

    /// Something that happened: seen by those who see what it happened to. Volumes are known by name here, and names
    /// are used again.
    pub(crate) fn sees_event(&self, event: &Event) -> bool {
        match &event.object {
            Object::Container(id) => self.sees_container(id),
            Object::Image(id) => self.sees_image(id) && (!self.is_shared(id) || self.sees_name(&event.name)),
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

/// Whether an image is named by its id: whole, or as much of it as people are shown.
pub(crate) fn is_id(name: &str) -> bool {
    let digits = name.strip_prefix("sha256:").unwrap_or(name);
    digits.len() >= SHORT_ID && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Networks that are on every engine, and nobody's.
pub(crate) fn is_predefined(name: &str) -> bool {
    network::PREDEFINED.contains(&name)
}
