//! What the names in a body stand for: looked up before the gate's policy is asked.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use engine_api::{
    container::InspectContainerRaw, image::InspectImage, network::InspectNetwork, operation::Operation,
    volume::InspectVolume,
};
use gate::{
    Grant, Principal, Role, StackName, Target,
    body::{Around, Image, Member, Volume},
};
use wire::{Container, Digest, Id, Network};

use super::names::Names;
use crate::{Error, gateway::Gateway, members::Kind, sight::Sight, targets::is_plain};

/// Looks up what the body of an operation names. `user` is who the container that is acted upon runs as.
pub(super) async fn look_around(
    gateway: &Gateway,
    sight: &Sight,
    operation: Operation,
    body: &[u8],
    user: &str,
) -> Result<Surroundings, Error> {
    let names = Names::of(body)?;
    let principal = &sight.principal;
    let mut around = Surroundings::new(sight, user)?;
    let mut plain = BTreeSet::new();
    for name in names.volumes {
        let look = gate::authorize_fact(principal, InspectVolume { name: name.clone() })?;
        let is = match gateway.call(look).await {
            Ok(it) => {
                let (kind, id) = sight.targets.volume_member(&it);
                if !sight.may_use(kind, &id) {
                    Volume::Elsewhere
                } else if !is_plain(&it) {
                    Volume::WithOptions
                } else {
                    plain.insert(it.name);
                    Volume::Plain
                }
            }
            Err(Error::Engine(error)) if error.is_not_found() => Volume::Nowhere,
            Err(error) => return Err(error),
        };
        around.volumes.insert(name, is);
    }
    let of_root = sight.targets.volumes_of_root(principal, &plain, None).await?;
    around.volumes.extend(of_root.into_iter().map(|name| (name, Volume::OfRoot)));
    for name in names.networks {
        let look = gate::authorize_fact(principal, InspectNetwork { network: name.clone() })?;
        if let Some(it) = there(gateway.call(look).await)?
            && sight.may_use(Kind::Network, &it.id)
            && let Ok(id) = it.id.parse()
        {
            around.networks.insert(name, id);
        }
    }
    for name in names.images {
        let look = gate::authorize_fact(principal, InspectImage { image: name.clone() })?;
        if let Some(it) = there(gateway.call(look).await)?
            && sight.may_use_image(&it.id)
        {
            let image = Image { id: it.id, config: it.config };
            around.images.insert(it.id.to_string(), image.clone());
            around.images.insert(name, image);
        }
    }
    for name in names.containers {
        let look = gate::authorize_fact(principal, InspectContainerRaw { container: name.clone() })?;
        if let Some((id, said)) = there(gateway.inspect(look).await)?
            && sight.may_use(Kind::Container, &id.to_string())
        {
            let stacks = sight.membership.stacks(Kind::Container, &id.to_string());
            let stack = stacks.first().map(ToString::to_string).unwrap_or_default();
            around.targets.insert(id, sight.targets.told(principal, operation, id, &said).await?);
            around.containers.insert(id.to_string(), Member { id, stack: stack.clone() });
            around.containers.insert(name, Member { id, stack });
        }
    }
    Ok(around)
}

/// The stacks that aren't theirs: those that have members or are in anybody's scope, and those that labels speak of.
fn others_stacks(sight: &Sight) -> Result<BTreeSet<String>, Error> {
    let targets = &sight.targets;
    let known = sight.membership.counts().into_keys().chain(targets.members().scoped()?);
    let labelled = targets.rows::<Container>().into_iter().filter_map(|row| row.stack.clone());
    let labelled = labelled.chain(targets.rows::<Network>().into_iter().filter_map(|row| row.stack.clone()));
    let labelled =
        labelled.chain(targets.rows::<wire::Volume>().into_iter().filter_map(|row| row.stack.clone()));
    let theirs = |stack: &String| {
        stack.parse::<StackName>().is_ok_and(|it| gate::is_granted(&sight.principal, &[it], Grant::Deploy))
    };
    Ok(known.map(|it| it.to_string()).chain(labelled).filter(|it| !theirs(it)).collect())
}

/// What is there, or nothing; the engine's other failures are failures.
fn there<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Engine(error)) if error.status().is_some_and(|it| it.is_client_error()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What was found around a request.
pub(super) struct Surroundings {
    principal: Arc<Principal>,
    volumes: HashMap<String, Volume>,
    networks: HashMap<String, Id>,
    images: HashMap<String, Image>,
    containers: HashMap<String, Member>,
    /// What the gate has to know of these containers.
    pub(super) targets: HashMap<Id, Target>,
    /// The stacks that aren't the caller's.
    others: BTreeSet<String>,
    /// The names that containers go by, with their stacks.
    taken: HashMap<String, Vec<StackName>>,
    user: String,
}

impl Surroundings {
    fn new(sight: &Sight, user: &str) -> Result<Self, Error> {
        let rows = sight.targets.rows::<Container>();
        let of = |row: &Container| sight.membership.stacks(Kind::Container, &row.id.to_string());
        let taken = rows.iter().map(|row| (row.name.clone(), of(row))).collect();
        Ok(Self {
            principal: sight.principal.clone(),
            volumes: HashMap::new(),
            networks: HashMap::new(),
            images: HashMap::new(),
            containers: HashMap::new(),
            targets: HashMap::new(),
            others: others_stacks(sight)?,
            taken,
            user: user.to_owned(),
        })
    }
}

impl Surroundings {
    /// Takes an image for there, if it isn't: one that says nothing itself.
    pub(super) fn suppose_image(&mut self, reference: &str) {
        let image = || Image { id: Digest([0; 32]), config: Default::default() };
        self.images.entry(reference.to_owned()).or_insert_with(image);
    }
}

impl Around for Surroundings {
    /// Where somebody reaches one stack alone, it is that one; who reaches everything needs none.
    fn stack(&self, project: Option<&str>) -> Option<String> {
        let scopes = &self.principal.scopes;
        let all = self.principal.role == Role::Admin || scopes.everything.is_some();
        let deploys = |it: &StackName| {
            scopes.on(std::slice::from_ref(it)).is_some_and(|grants| grants.contains(Grant::Deploy))
        };
        match project {
            // What nothing can be called is no stack: admins reach it all the same.
            Some(project) if self.principal.role == Role::Admin => {
                Some(project.parse::<StackName>().map(|it| it.to_string()).unwrap_or_default())
            }
            Some(project) => project.parse().ok().filter(deploys).map(|it: StackName| it.to_string()),
            None if all => Some(String::new()),
            None => {
                let mut mine = scopes.stacks.keys().filter(|it| deploys(it));
                let first = mine.next()?;
                mine.next().is_none().then(|| first.to_string())
            }
        }
    }

    fn volume(&self, name: &str) -> Volume {
        self.volumes.get(name).copied().unwrap_or(Volume::Elsewhere)
    }

    fn kept_for(&self, name: &str) -> Option<String> {
        let begins = |stack: &&String| name.strip_prefix(&***stack).is_some_and(|rest| rest.starts_with('_'));
        self.others.iter().find(begins).cloned()
    }

    fn network(&self, name: &str) -> Option<Id> {
        self.networks.get(name).copied()
    }

    fn image(&self, reference: &str) -> Option<Image> {
        self.images.get(reference).cloned()
    }

    fn container(&self, name: &str) -> Option<Member> {
        self.containers.get(name).cloned()
    }

    fn is_anothers(&self, name: &str, stack: &str) -> bool {
        let is_anothers = |stacks: &Vec<StackName>| match stacks.is_empty() {
            // What belongs to no stack is theirs who reach everything.
            true => self.principal.scopes.everything.is_none(),
            false => !stacks.iter().any(|it| it.as_str() == stack),
        };
        self.taken.get(name).is_some_and(is_anothers)
    }

    fn user(&self) -> &str {
        &self.user
    }
}
