//! What the gate has to know of the things that people act upon: to which stacks they belong, and what whoever is inside
//! of them could do.

mod power;
mod shared;

use std::{slice, sync::Arc};

use engine_api::{
    container::InspectContainerRaw,
    operation::Operation,
    version::{ApiVersion, NEWEST},
    volume::InspectVolume,
};
use gate::{Grant, Own, Power, Principal, Refusal, Role, StackName, Target, body::Limits};
use mirror::{Feed, Listed, rows};
use serde_json::Value;
use wire::{Anatomy, Bytes, Container, Digest, Id, Image, Link, Time, Volume};

use crate::{
    error::Error,
    gateway::Gateway,
    members::{self, Kind, Members, Membership, volume_id},
};
use power::Approved;

/// Whether a volume is nothing but files of its own: options may make it any folder of the host.
pub(crate) fn is_plain(volume: &engine_api::volume::Volume) -> bool {
    volume.driver == "local" && volume.options.is_empty()
}

/// Whether the engine made up the name of a volume: 64 digits. Compose mounts it by this when it makes its container anew.
pub(crate) fn is_anonymous(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether the volumes without a name of a container go along with what is done to it. One that was made with `--rm` takes
/// them along when it ends, but for a restart.
pub(crate) fn takes_volumes(operation: Operation, asked: bool, forced: bool, said: &Value) -> bool {
    let is_kept = said.pointer("/HostConfig/AutoRemove").and_then(Value::as_bool) != Some(true);
    match operation {
        Operation::ContainerDelete => asked || forced && !is_kept,
        Operation::ContainerStop | Operation::ContainerKill => !is_kept,
        _ => false,
    }
}

/// Whether it depends on what a container could do on the host who may do this. Admins may do it to any; what isn't there
/// for somebody the engine isn't asked about.
fn asks_for_power(principal: &Principal, operation: Operation, target: &Target) -> bool {
    principal.role != Role::Admin
        && gate::rule(operation).inside
        && target.stacks.as_ref().is_none_or(|stacks| gate::sees(principal, stacks))
}

/// Tells what the gate has to know.
#[derive(Clone)]
pub struct Targets {
    gateway: Gateway,
    members: Members,
    feed: Arc<Feed>,
    own: Option<Id>,
    approved: Arc<Approved>,
}

impl Targets {
    /// `own` is the container that this server runs in.
    pub fn new(
        gateway: Gateway,
        members: Members,
        feed: Arc<Feed>,
        own: Option<Id>,
        limits: &Limits,
    ) -> Self {
        Self { gateway, members, feed, own, approved: Arc::new(Approved::of(limits)) }
    }

    /// What belongs to which stack.
    pub(crate) fn members(&self) -> &Members {
        &self.members
    }

    /// Whether a container is Pierhead's own.
    pub(crate) fn own(&self, id: Id, confirmed: bool) -> Own {
        // The mirror may not have seen it yet.
        let is_own = self.own == Some(id) || self.feed.get::<Container>(&id).is_some_and(|row| row.own);
        match (is_own, confirmed) {
            (false, _) => Own::No,
            (true, false) => Own::Yes,
            (true, true) => Own::Confirmed,
        }
    }

    /// A container, for what isn't done inside of it.
    pub(crate) fn container(&self, id: Id, confirmed: bool) -> Result<Target, Error> {
        let stacks = self.members.now()?.stacks(Kind::Container, &id.to_string());
        Ok(Target { own: self.own(id, confirmed), ..Target::of(stacks) })
    }

    /// A container, for an operation: where that decides, the engine is asked what it could do on the host.
    pub(crate) async fn inside(
        &self,
        principal: &Arc<Principal>,
        operation: Operation,
        id: Id,
        confirmed: bool,
    ) -> Result<Target, Error> {
        let target = self.container(id, confirmed)?;
        if !asks_for_power(principal, operation, &target) {
            return Ok(target);
        }
        let look = gate::authorize_fact(principal, InspectContainerRaw { container: id.to_string() })?;
        match self.gateway.inspect(look).await {
            Ok((_, said)) => self.with_power(principal, operation, id, &said, target).await,
            // An id never comes back. What is done to it fails, and is written down.
            Err(Error::Engine(error)) if error.is_not_found() => Ok(target),
            Err(error) => Err(error),
        }
    }

    /// The same, of a container that the engine has told about.
    pub(crate) async fn told(
        &self,
        principal: &Arc<Principal>,
        operation: Operation,
        id: Id,
        said: &Value,
    ) -> Result<Target, Error> {
        let target = self.container(id, false)?;
        match asks_for_power(principal, operation, &target) {
            true => self.with_power(principal, operation, id, said, target).await,
            false => Ok(target),
        }
    }

    /// With what makes whoever is inside a container as good as root on the host, if anything does: itself, or that another
    /// one that is so reads what is written in here.
    async fn with_power(
        &self,
        principal: &Arc<Principal>,
        operation: Operation,
        id: Id,
        said: &Value,
        target: Target,
    ) -> Result<Target, Error> {
        let power = match self.power_by_itself(principal, said).await? {
            None if gate::rule(operation).minds_shared_volumes() => {
                let volumes = power::volumes(said).map(str::to_owned).collect();
                let shared = self.volumes_of_root(principal, &volumes, Some(id)).await?;
                shared.into_iter().next().map(Power::SharedVolume)
            }
            power => power,
        };
        Ok(Target { power, ..target })
    }

    async fn power_by_itself(
        &self,
        principal: &Arc<Principal>,
        said: &Value,
    ) -> Result<Option<Power>, Error> {
        if let Some(power) = power::power(said, &self.approved) {
            return Ok(Some(power));
        }
        for name in power::volumes(said) {
            // While it is in use it can't be made anew: what the mirror knows of it holds.
            let row = self.feed.get::<Volume>(name).filter(|_| self.knows_all());
            if row.is_some_and(|row| row.driver == "local" && !row.has_options) {
                continue;
            }
            let look = gate::authorize_fact(principal, InspectVolume { name: name.to_owned() })?;
            let is_plain = match self.gateway.call(look).await {
                Ok(volume) => is_plain(&volume),
                // Engines say so, too, of one whose driver isn't there just now.
                Err(Error::Engine(error)) if error.is_not_found() => false,
                Err(error) => return Err(error),
            };
            if !is_plain {
                return Ok(Some(Power::Volume(name.to_owned())));
            }
        }
        Ok(None)
    }

    /// Whether the volumes without a name of a container may go along with it: all stacks of each are the container's, or such
    /// where somebody may deploy. Those that another container uses the engine keeps by itself.
    pub(crate) async fn check_volumes(
        &self,
        principal: &Arc<Principal>,
        container: &Target,
        said: &Value,
    ) -> Result<(), Error> {
        if principal.role == Role::Admin {
            return Ok(());
        }
        let is_its_own = |stack: &StackName| container.stacks.iter().flatten().any(|own| own == stack);
        for name in power::volumes(said).filter(|name| is_anonymous(name)) {
            let look = gate::authorize_fact(principal, InspectVolume { name: name.to_owned() })?;
            let volume = match self.gateway.call(look).await {
                Ok(volume) => volume,
                Err(Error::Engine(error)) if error.is_not_found() => continue,
                Err(error) => return Err(error),
            };
            let (kind, id) = self.volume_member(&volume);
            let stacks = self.members.now()?.stacks(kind, &id);
            let may_go = |stack: &StackName| {
                is_its_own(stack) || gate::is_granted(principal, slice::from_ref(stack), Grant::Deploy)
            };
            if !stacks.iter().all(may_go) {
                return Err(Refusal::Shared.into());
            }
        }
        Ok(())
    }

    /// A volume, as it is found among the members of stacks.
    pub(crate) fn volume_member(&self, volume: &engine_api::volume::Volume) -> (Kind, String) {
        self.member_volume(&volume.name, volume.created_at.map(rows::time))
    }

    /// As [`Targets::volume_member`], of what the mirror knows.
    pub(crate) fn member_volume(&self, name: &str, created: Option<Time>) -> (Kind, String) {
        (Kind::Volume, volume_id(name, created.filter(|_| self.tells_when())))
    }

    /// Whether the engine tells when a volume was made.
    pub(crate) fn tells_when(&self) -> bool {
        members::tells_when(&self.feed.engine())
    }

    /// An image that is named by a reference or an id.
    pub(crate) fn named_image(&self, reference: &str) -> Result<Target, Error> {
        let bears = |row: &Image| {
            row.id.to_string() == reference || row.tags.iter().chain(&row.digests).any(|it| it == reference)
        };
        match self.feed.find(bears) {
            Some(row) => Ok(self.image(&*self.members.now()?, &row.id)),
            None => Ok(Target::in_no_stack()),
        }
    }

    /// An image: it belongs to the stacks that pulled it, and to those of the containers that were made from it. Where one
    /// of these belongs to none, it is others', too.
    pub(crate) fn image(&self, membership: &Membership, id: &Digest) -> Target {
        let mut stacks = membership.stacks(Kind::Image, &id.to_string());
        let mut used_apart = false;
        for user in self.feed.list::<Container>().rows.iter().filter(|row| row.image_id.as_ref() == Some(id))
        {
            let of_user = membership.stacks(Kind::Container, &user.id.to_string());
            used_apart |= of_user.is_empty();
            stacks.extend(of_user);
        }
        stacks.sort();
        stacks.dedup();
        Target { used_apart, ..Target::of(stacks) }
    }

    /// A volume that the mirror knows.
    pub(crate) fn volume(&self, name: &str) -> Result<Target, Error> {
        let created = self.feed.get::<Volume>(name).and_then(|row| row.created);
        self.member(self.member_volume(name, created))
    }

    /// Something that is found among the members of stacks by this.
    pub(crate) fn member(&self, (kind, id): (Kind, String)) -> Result<Target, Error> {
        Ok(Target::of(self.members.now()?.stacks(kind, &id)))
    }

    /// How many processors the engine's host has, once it is known.
    pub(crate) fn cpus(&self) -> Option<u32> {
        u32::try_from(self.anatomy()?.cpus).ok()
    }

    /// The memory of the engine's host, once it is known.
    pub(crate) fn memory(&self) -> Option<Bytes> {
        self.anatomy().map(|anatomy| Bytes(anatomy.memory)).filter(|memory| memory.0 > 0)
    }

    /// The version of the API that the engine speaks; the newest that we know until it has said so.
    pub(crate) fn api(&self) -> ApiVersion {
        self.anatomy().and_then(|anatomy| anatomy.api.parse().ok()).unwrap_or(NEWEST)
    }

    fn anatomy(&self) -> Option<Anatomy> {
        self.feed.engine().anatomy.as_ref()?.open()
    }

    /// Whether the mirror has seen all that there is.
    pub(crate) fn knows_all(&self) -> bool {
        matches!(self.feed.engine().link, Link::Up { .. })
    }

    /// What the mirror knows of one kind.
    pub(crate) fn rows<T: Listed>(&self) -> Vec<Arc<T>> {
        self.feed.list().rows
    }

    /// A network.
    pub(crate) fn network(&self, id: &str) -> Result<Target, Error> {
        Ok(Target::of(self.members.now()?.stacks(Kind::Network, id)))
    }
}
