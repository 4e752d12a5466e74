//! What is remembered of what the engine made: to which stacks it belongs, and whose it is.

use std::sync::Arc;

use engine_api::{
    container::RemoveContainer, image::InspectImage, operation::Operation, volume::InspectVolume,
};
use gate::{Grant, Principal, StackName, Target, body::About};
use serde_json::Value;
use wire::Id;

use super::shape::Shaping;
use crate::{Error, docker::Docker, members::Kind, targets::volume};

impl Shaping<'_> {
    /// Remembers what was made, before anybody hears that it is there.
    pub(super) async fn remember(&self, made: &Value) -> Result<(), Error> {
        let id = made.get("Id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let docker = self.docker;
        match (self.command.named.operation, &self.about) {
            (Operation::ContainerExec, _) => {
                let container = self.command.named.object.parse::<Id>().map_err(Error::internal)?;
                docker.execs.put(id, container, self.person);
                Ok(())
            }
            (Operation::ContainerCreate, Some(About::Container { stack, volumes, .. })) => {
                let done = docker.remember_container(self.command.by_shared(), &id, stack, volumes).await;
                if done.is_err() {
                    // What belongs to nobody can't be reached by whoever made it.
                    docker.take_back(self.command.by_shared(), &id, stack).await;
                }
                done
            }
            (Operation::NetworkCreate, Some(About::Made { stack })) => {
                docker.belongs(stack, vec![(Kind::Network, id)]).await
            }
            (Operation::VolumeCreate, Some(About::Made { stack })) => {
                let made = serde_json::from_value(made.clone()).map_err(Error::internal)?;
                docker.belongs(stack, vec![volume(&made)]).await
            }
            _ => Ok(()),
        }
    }

    /// Forgets what was removed.
    pub(super) async fn forget(&self) -> Result<(), Error> {
        let kind = match self.command.named.operation {
            Operation::ContainerDelete => Kind::Container,
            Operation::NetworkDelete => Kind::Network,
            _ => return Ok(()),
        };
        self.docker.targets.members().forget(vec![(kind, self.command.named.object.clone())]).await
    }
}

impl Docker {
    /// A container, and the volumes that were made along with it.
    async fn remember_container(
        &self,
        principal: &Arc<Principal>,
        id: &str,
        stack: &str,
        volumes: &[String],
    ) -> Result<(), Error> {
        let mut things = vec![(Kind::Container, id.to_owned())];
        for name in volumes {
            let look = gate::authorize_fact(principal, InspectVolume { name: name.clone() })?;
            things.push(volume(&self.gateway.call(look).await?));
        }
        self.belongs(stack, things).await
    }

    async fn take_back(&self, principal: &Arc<Principal>, id: &str, stack: &str) {
        let Ok(id) = id.parse::<Id>() else { return };
        let target = stack.parse().map_or_else(|_| Target::engine(), |stack| Target::of(vec![stack]));
        let remove = RemoveContainer { id, force: true, volumes: true };
        let removed = match gate::authorize(principal, remove, &target) {
            Ok(remove) => self.gateway.call(remove).await.map(drop),
            Err(refusal) => Err(refusal.into()),
        };
        if let Err(error) = removed {
            tracing::error!(%error, %id, "a container that belongs to no stack is left over");
        }
    }

    /// What was pulled belongs to the stacks for which it may have been.
    pub(super) async fn remember_pulled(
        &self,
        principal: &Arc<Principal>,
        reference: String,
    ) -> Result<(), Error> {
        if gate::reaches_everything(principal) {
            return Ok(());
        }
        let look = gate::authorize_fact(principal, InspectImage { image: reference })?;
        let image = match self.gateway.call(look).await {
            Ok(image) => image,
            // The pull has failed, and said so.
            Err(Error::Engine(error)) if error.is_not_found() => return Ok(()),
            Err(error) => return Err(error),
        };
        let deploys = principal.scopes.stacks.iter().filter(|(_, grants)| grants.contains(Grant::Deploy));
        for (stack, _) in deploys {
            self.belongs(stack.as_str(), vec![(Kind::Image, image.id.to_string())]).await?;
        }
        Ok(())
    }

    /// Puts things into a stack; into none when it has no name: then only those reach them who reach everything.
    async fn belongs(&self, stack: &str, things: Vec<(Kind, String)>) -> Result<(), Error> {
        if stack.is_empty() {
            return Ok(());
        }
        let stack: StackName = stack.parse().map_err(Error::internal)?;
        self.targets.members().add(stack, things).await
    }
}
