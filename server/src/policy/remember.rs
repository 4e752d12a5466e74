//! To which stacks belongs what was made, remembered before anybody hears that it is there.

use std::sync::Arc;

use engine_api::{
    call::Call,
    container::{InspectContainer, RemoveContainer},
    image::InspectImage,
    network::RemoveNetwork,
    operation::Operation,
    reply::Unary,
    volume::{InspectVolume, Volume},
};
use gate::{Grant, Principal, body::About};
use serde_json::Value;

use super::{Policy, made_in};
use crate::{Error, members::Kind, sight::Sight};

impl Policy {
    /// Remembers what an operation made, as the engine told it.
    pub(crate) async fn remember_made(
        &self,
        principal: &Arc<Principal>,
        operation: Operation,
        about: &About,
        told: &Value,
    ) -> Result<(), Error> {
        let id = told.get("Id").and_then(Value::as_str).unwrap_or_default().to_owned();
        match (operation, about) {
            (Operation::ContainerCreate, About::Container { stack, volumes, .. }) => {
                let done = self.remember_container(principal, &id, stack, volumes).await;
                if done.is_err()
                    && let Ok(id) = id.parse()
                {
                    self.take_back(principal, RemoveContainer { id, force: true, volumes: true }, stack)
                        .await;
                }
                done
            }
            (Operation::NetworkCreate, About::Made { stack }) => {
                let done = self.claim(stack, vec![(Kind::Network, id.clone())]).await;
                if done.is_err() {
                    self.take_back(principal, RemoveNetwork { network: id }, stack).await;
                }
                done
            }
            (Operation::VolumeCreate, About::Made { stack }) => {
                let made: Volume = serde_json::from_value(told.clone()).map_err(Error::internal)?;
                let (kind, id) = self.targets.volume_member(&made);
                let claimed = self.claim(stack, vec![(kind, id.clone())]).await;
                // One that was there before stays where it is; and none is taken back, since it may be such a one.
                let now = Sight::new(principal.clone(), self.targets.clone())?;
                if now.may_use(kind, &id) { Ok(()) } else { claimed }
            }
            _ => Ok(()),
        }
    }

    /// What was pulled belongs to the stacks for which it may have been.
    pub(crate) async fn remember_pulled(
        &self,
        principal: &Arc<Principal>,
        reference: &str,
    ) -> Result<(), Error> {
        if gate::reaches_everything(principal) {
            return Ok(());
        }
        let look = gate::authorize_fact(principal, InspectImage { image: reference.to_owned() })?;
        let image = match self.gateway.call(look).await {
            Ok(image) => image,
            // The pull has failed, and said so.
            Err(Error::Engine(error)) if error.is_not_found() => return Ok(()),
            Err(error) => return Err(error),
        };
        let deploys = principal.scopes.stacks.iter().filter(|(_, grants)| grants.contains(Grant::Deploy));
        for (stack, _) in deploys {
            let things = vec![(Kind::Image, image.id.to_string())];
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
        let mounts = self.gateway.call(look).await?.mounts;
        let anonymous = mounts.into_iter().map(|it| it.name).filter(|it| is_anonymous(it));
        let anonymous = anonymous.filter(|it| !volumes.contains(it)).collect::<Vec<_>>();
        for name in volumes.iter().chain(&anonymous) {
            let look = gate::authorize_fact(principal, InspectVolume { name: name.clone() })?;
            things.push(self.targets.volume_member(&self.gateway.call(look).await?));
        }
        self.claim(stack, things).await
    }

    /// Removes what couldn't be put into a stack: what belongs to none can't be reached by whoever made it.
    async fn take_back<C>(&self, principal: &Arc<Principal>, remove: C, stack: &str)
    where
        C: Call + Sync,
        C::Reply: Unary,
    {
        let what = remove.object().into_owned();
        let removed = match gate::authorize(principal, remove, &made_in(stack)) {
            Ok(remove) => self.gateway.call(remove).await.map(drop),
            Err(refusal) => Err(refusal.into()),
        };
        if let Err(error) = removed {
            tracing::error!(%error, %what, "something that belongs to no stack is left over");
        }
    }
}

/// Whether the engine made up the name of a volume: 64 digits. Compose mounts it by this when it makes its container anew.
fn is_anonymous(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
