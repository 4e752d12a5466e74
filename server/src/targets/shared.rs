//! Volumes that are shared with what is as good as root on the host: whoever writes what such a container reads may do what
//! it may. So may whoever writes what another one reads that writes there in turn.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use engine::What;
use engine_api::{
    call::Filters,
    container::{InspectContainerRaw, ListContainers},
    operation::Operation,
};
use futures_util::{StreamExt, stream};
use gate::{Own, Principal};
use tokio::time::timeout;
use wire::{Container, Id};

use super::{Targets, power};
use crate::error::Error;

/// Containers that are looked at side by side for one answer.
const LOOKS: usize = 4;
/// Containers that are looked at for one answer. Where more share volumes, nobody below admin uses these.
const MOST_USERS: usize = 256;
/// How long it may take to look at all of them.
const PATIENCE: Duration = Duration::from_secs(20);

/// A container, as it uses volumes.
#[derive(Debug)]
struct User {
    /// Whether it is as good as root on the host, or Pierhead's own.
    is_root: bool,
    /// Their names, and whether it can write there.
    volumes: Vec<(String, bool)>,
}

/// The volumes through which somebody gets at what a root one reads: those that it uses, and those of each container that can
/// write to one of these.
fn leading_to_root<'a>(users: impl Iterator<Item = &'a User> + Clone) -> BTreeSet<&'a str> {
    let names = |user: &'a User| user.volumes.iter().map(|(name, _)| name.as_str());
    let mut leading: BTreeSet<&str> = users.clone().filter(|user| user.is_root).flat_map(names).collect();
    loop {
        let before = leading.len();
        for user in users.clone() {
            if user.volumes.iter().any(|(name, writes)| *writes && leading.contains(name.as_str())) {
                leading.extend(names(user));
            }
        }
        if leading.len() == before {
            return leading;
        }
    }
}

impl Targets {
    /// Which of some volumes lead to a container that is as good as root on the host, or to Pierhead's own. The engine is asked
    /// who uses them, so that nobody is missed; `but` is left out, as are volumes that an admin has approved of, unless
    /// Pierhead itself is in one.
    ///
    /// # Errors
    ///
    /// [`Error::UsersUntold`] and [`Error::TooManyUsers`]: any of them may be of root then.
    pub(crate) async fn volumes_of_root(
        &self,
        principal: &Arc<Principal>,
        volumes: &BTreeSet<String>,
        but: Option<Id>,
    ) -> Result<BTreeSet<String>, Error> {
        let volumes: BTreeSet<String> =
            volumes.iter().filter(|name| !self.is_approved(name)).cloned().collect();
        if volumes.is_empty() {
            return Ok(volumes);
        }
        let looked = timeout(PATIENCE, self.used_by_root(principal, &volumes, but)).await;
        looked.unwrap_or(Err(Error::UsersUntold))
    }

    /// Whether an admin has said that nothing takes orders from a volume. Of Pierhead's own that isn't so.
    fn is_approved(&self, name: &str) -> bool {
        let is_own = |own: Id| {
            // Until it is seen, each may be its own.
            self.feed.get::<Container>(&own).is_none_or(|own| own.volumes.iter().any(|it| it == name))
        };
        self.approved.volumes.iter().any(|it| it == name) && !self.own.is_some_and(is_own)
    }

    async fn used_by_root(
        &self,
        principal: &Arc<Principal>,
        volumes: &BTreeSet<String>,
        but: Option<Id>,
    ) -> Result<BTreeSet<String>, Error> {
        let mut users: BTreeMap<Id, User> = BTreeMap::new();
        let (mut asked, mut next) = (BTreeSet::new(), volumes.clone());
        loop {
            let filters = next.iter().fold(Filters::new(), |filters, name| filters.with("volume", name));
            let listed = gate::authorize_fact(principal, ListContainers { all: true, filters })?;
            let listed = self.gateway.call(listed).await.map_err(untold)?.into_iter().map(|row| row.id);
            let new: Vec<Id> = listed.filter(|id| Some(*id) != but && !users.contains_key(id)).collect();
            if users.len() + new.len() > MOST_USERS {
                return Err(Error::TooManyUsers { most: MOST_USERS });
            }
            let looks = stream::iter(new).map(|id| self.user(principal, id));
            let mut looks = looks.buffer_unordered(LOOKS);
            while let Some(user) = looks.next().await {
                users.extend(user?);
            }
            let leading = leading_to_root(users.values());
            let found: BTreeSet<String> =
                volumes.iter().filter(|name| leading.contains(name.as_str())).cloned().collect();
            asked.append(&mut next);
            let written = users.values().flat_map(|user| &user.volumes).filter(|(_, writes)| *writes);
            next = written.map(|(name, _)| name).filter(|name| !asked.contains(*name)).cloned().collect();
            if next.is_empty() || found.len() == volumes.len() {
                return Ok(found);
            }
        }
    }

    /// What the engine says of a container; nothing, when it has gone meanwhile.
    async fn user(&self, principal: &Arc<Principal>, id: Id) -> Result<Option<(Id, User)>, Error> {
        let look = async {
            let look = gate::authorize_fact(principal, InspectContainerRaw { container: id.to_string() })?;
            let (_, said) = self.gateway.inspect(look).await?;
            let is_root =
                self.own(id, false) != Own::No || self.power_by_itself(principal, &said).await?.is_some();
            let volumes = power::mounted(&said).filter(|(name, _)| !self.is_approved(name));
            let volumes = volumes.map(|(name, writes)| (name.to_owned(), writes)).collect();
            Ok(Some((id, User { is_root, volumes })))
        };
        match look.await {
            Err(Error::Engine(error)) if error.is_not_found() => Ok(None),
            other => other.map_err(untold),
        }
    }
}

/// In place of a failure that speaks of a container which isn't everybody's to know: it may be anything, and nothing is done.
fn untold(error: Error) -> Error {
    match error {
        Error::Engine(engine::Error::Connect { .. } | engine::Error::Unconnected { .. }) => error,
        Error::Engine(engine::Error::Busy { .. }) => {
            engine::Error::Busy { what: What::named(Operation::ContainerInspect, "") }.into()
        }
        Error::Engine(error) => {
            tracing::warn!(%error, "what uses a volume can't be looked at");
            Error::UsersUntold
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
