//! To which stacks belongs what was made, remembered before anybody hears that it is there.

use std::{sync::Arc, time::Duration};

use engine::What;
use engine_api::{
    call::Call,
    container::{InspectContainer, RemoveContainer},
    image::InspectImage,
    network::RemoveNetwork,
    operation::Operation,
    reference::Reference,
    reply::Unary,
    time::Time,
    volume::{InspectVolume, RemoveVolume, Volume},
};
use gate::{Grant, Principal, body::About};
use serde::Deserialize;
use serde_json::Value;

use super::{Policy, made_in};
use crate::{
    Error,
    members::{Kind, repository},
    sight::Sight,
    targets::{is_anonymous, is_plain},
};

impl Policy {
    /// Remembers what an operation made, as the engine told it.
    pub(crate) async fn remember_made(
        &self,
        principal: &Arc<Principal>,
        operation: Operation,
        about: &About,
        told: &Value,
    ) -> Result<(), Error> {
        match (operation, about) {
            (Operation::ContainerCreate, About::Container { stack, volumes, .. }) => {
                let id = made_id(operation, told)?;
                let done = self.remember_container(principal, &id, stack, volumes).await;
                if let Err(error) = &done {
                    self.take_back_container(principal, &id, stack, volumes, error).await;
                }
                done
            }
            (Operation::NetworkCreate, About::Made { stack, .. }) => {
                let id = made_id(operation, told)?;
                let done = self.claim(stack, vec![(Kind::Network, id.clone())]).await;
                if done.is_err() {
                    self.take_back(principal, RemoveNetwork { network: id }, operation, stack).await;
                }
                done
            }
            (Operation::VolumeCreate, About::Made { stack, is_new }) => {
                let made = Volume::deserialize(told)
                    .map_err(|source| engine::Error::Reply { what: What::named(operation, ""), source })?;
                self.remember_volume(principal, made, stack, *is_new).await
            }
            _ => Ok(()),
        }
    }

    /// A volume that was asked for. The engine answers with one that was there before, too: that stays where it is.
    async fn remember_volume(
        &self,
        principal: &Arc<Principal>,
        volume: Volume,
        stack: &str,
        is_new: bool,
    ) -> Result<(), Error> {
        if !is_new {
            return Ok(());
        }
        let (kind, id) = self.targets.volume_member(&volume);
        let Err(error) = self.claim(stack, vec![(kind, id.clone())]).await else { return Ok(()) };
        let sight = Sight::new(principal.clone(), self.targets.clone());
        if sight.is_ok_and(|now| now.may_use(kind, &id)) {
            return Ok(());
        }
        if !matches!(error, Error::TakenMeanwhile) {
            let remove = RemoveVolume { name: volume.name, force: false };
            self.take_back(principal, remove, Operation::VolumeCreate, stack).await;
        }
        Err(error)
    }

    /// What was pulled belongs to the stacks for which it may have been. It is found by the digest that the engine told
    /// when it had it: by then, the name may be another image's. What no digest was told of is nobody's.
    pub(crate) async fn remember_pulled(
        &self,
        principal: &Arc<Principal>,
        reference: &str,
        digest: Option<&str>,
    ) -> Result<(), Error> {
        if gate::reaches_everything(principal) {
            return Ok(());
        }
        let named = reference.parse::<Reference>().ok().zip(digest);
        let pulled = named.map(|(named, digest)| format!("{}@{digest}", named.repository()));
        let Some(pulled) = pulled.filter(|it| it.parse::<Reference>().is_ok()) else {
            tracing::warn!(%reference, "a pull told no digest: what it brought, if anything, belongs to no stack");
            return Ok(());
        };
        let look = gate::authorize_fact(principal, InspectImage { image: pulled })?;
        let image = match self.gateway.call(look).await {
            Ok(image) => image,
            // The pull has failed, and said so.
            Err(Error::Engine(error)) if error.is_not_found() => return Ok(()),
            Err(error) => return Err(error),
        };
        let deploys = principal.scopes.stacks.iter().filter(|(_, grants)| grants.contains(Grant::Deploy));
        let repository = repository(reference).map(|name| (Kind::Repository, name));
        for (stack, _) in deploys {
            let image = (Kind::Image, image.id.to_string());
            let things = std::iter::once(image).chain(repository.clone()).collect();
            self.targets.members().add(stack.clone(), things).await?;
        }
        Ok(())
    }

    /// A container, and the volumes that were made along with it.
    async fn remember_container(
        &self,
        principal: &Arc<Principal>,
        id: &str,
        stack: &str,
        volumes: &[String],
    ) -> Result<(), Error> {
        let mut things = vec![(Kind::Container, id.to_owned())];
        let look = gate::authorize_fact(principal, InspectContainer { container: id.to_owned() })?;
        let container = self.gateway.call(look).await?;
        let since = container.created.filter(|_| self.targets.tells_when());
        let anonymous = container.mounts.into_iter().map(|it| it.name).filter(|it| is_anonymous(it));
        let anonymous = anonymous.filter(|it| !volumes.contains(it)).collect::<Vec<_>>();
        for name in volumes.iter().chain(&anonymous) {
            let look = gate::authorize_fact(principal, InspectVolume { name: name.clone() })?;
            let volume = self.gateway.call(look).await?;
            let (kind, volume_id) = self.targets.volume_member(&volume);
            let stacks = self.targets.members().now()?.stacks(kind, &volume_id);
            let is_here = stacks.iter().any(|it| it.as_str() == stack);
            if !is_here && is_made_along(&volume, since) {
                things.push((kind, volume_id));
                continue;
            }
            // Compose gives a container that it makes anew what the one before had, by the name that the engine made up.
            // Or somebody has put it there after it was looked for.
            let now = Sight::new(principal.clone(), self.targets.clone())?;
            if !is_plain(&volume) || !now.may_use(kind, &volume_id) {
                return Err(Error::TakenMeanwhile);
            }
        }
        self.claim(stack, things).await
    }

    /// A container, and the volumes that were made along with it, unless they may be others' by then.
    async fn take_back_container(
        &self,
        principal: &Arc<Principal>,
        id: &str,
        stack: &str,
        volumes: &[String],
        why: &Error,
    ) {
        let made = Operation::ContainerCreate;
        let Ok(id) = id.parse() else { return };
        self.take_back(principal, RemoveContainer { id, force: true, volumes: true }, made, stack).await;
        let volumes = if matches!(why, Error::TakenMeanwhile) { &[] } else { volumes };
        for name in volumes {
            let remove = RemoveVolume { name: name.clone(), force: false };
            self.take_back(principal, remove, made, stack).await;
        }
    }

    /// Removes what couldn't be put into a stack: what belongs to none can't be reached by whoever made it.
    async fn take_back<C>(&self, principal: &Arc<Principal>, remove: C, made: Operation, stack: &str)
    where
        C: Call + Clone + Sync,
        C::Reply: Unary,
    {
        let what = remove.object().into_owned();
        for wait in TRIES {
            tokio::time::sleep(wait).await;
            let removed = match gate::authorize_undo(principal, remove.clone(), made, &made_in(stack)) {
                Ok(remove) => self.gateway.call(remove).await.map(drop),
                Err(refusal) => Err(refusal.into()),
            };
            match removed {
                Ok(()) => return,
                Err(error) => {
                    tracing::error!(%error, %what, "something that belongs to no stack can't be removed");
                }
            }
        }
    }
}

/// The id of what was made, as the engine told it.
pub(crate) fn made_id(operation: Operation, told: &Value) -> Result<String, Error> {
    let id = told.get("Id").and_then(Value::as_str).filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| engine::Error::lacks(What::named(operation, ""), "Id"))?;
    Ok(id.to_owned())
}

/// How long is waited before each try to remove something: what kept it out of its stack, a disk that stalls, keeps
/// the record of its removal from being written, too.
const TRIES: [Duration; 3] = [Duration::ZERO, Duration::from_secs(2), Duration::from_secs(10)];

/// Whether a volume was made along with a container: it is plain, and no older, where the engine tells.
fn is_made_along(volume: &Volume, since: Option<Time>) -> bool {
    is_plain(volume) && volume.created_at.zip(since).is_none_or(|(made, since)| made >= since)
}

#[cfg(test)]
mod tests;
