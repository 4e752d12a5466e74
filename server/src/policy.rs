//! What those may make who aren't admins: their bodies are decided about, sent as the gate wrote them, and what comes of
//! it belongs to a stack of theirs. The page and `/docker` both make through here.

mod around;
mod names;
mod pull;
mod remember;
mod removal;

pub(crate) use pull::Pull;
pub(crate) use remember::made_id;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use bytes::Bytes;
use engine::What;
use engine_api::{
    command::{Command, Named},
    container::{CreateContainer, CreatedContainer},
    image::{InspectImage, RegistryAuth},
    operation::Operation,
    reference::Reference,
    volume::InspectVolume,
};
use gate::{
    Principal, Refusal, Role, Target,
    body::{About, Decided, Limits, Volume},
};
use serde_json::Value;

use crate::{
    Error,
    error::Malformed,
    gateway::Gateway,
    members::Kind,
    sight::{self, Sight},
    targets::{Targets, is_plain},
};

/// Makes what may be made. Clones share everything.
#[derive(Clone)]
pub struct Policy {
    gateway: Gateway,
    targets: Targets,
    limits: Arc<Limits>,
}

impl Policy {
    /// A policy with these limits.
    pub fn new(gateway: Gateway, targets: Targets, limits: Limits) -> Self {
        Self { gateway, targets, limits: Arc::new(limits) }
    }

    /// How much may be asked for.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Decides about a body. `user` is who the container that is acted upon runs as. Answers what is sent, and for what
    /// is made, where: then that is what the gate has to decide about.
    pub(crate) async fn decide(
        &self,
        sight: &Sight,
        operation: Operation,
        body: &[u8],
        user: &str,
    ) -> Result<(Decided, Option<Target>), Error> {
        let around = around::look_around(&self.gateway, sight, operation, body, user).await?;
        let decided = gate::body::decide(operation, body, &around, &self.limits_here())?;
        let target = match &decided.about {
            About::Container { stack, .. } | About::Made { stack, .. } => Some(made_in(stack)),
            // Both are acted upon: the network that the path names is decided about later, the container here.
            About::Endpoint { container } => {
                let target = around.targets.get(container).cloned().unwrap_or_else(Target::in_no_stack);
                gate::decide(&sight.principal, operation, &target)?;
                None
            }
            About::Object => None,
        };
        if target.as_ref().and_then(|it| it.stacks.as_ref()).is_some_and(|stacks| !stacks.is_empty()) {
            // Nobody could remember it.
            self.targets.members().engine()?;
        }
        Ok((decided, target))
    }

    /// Whether a container would be let through once its image is there, which is pulled when it is made.
    pub(crate) async fn foresee(&self, sight: &Sight, create: &CreateContainer) -> Result<(), Error> {
        self.check_platform(&create.platform)?;
        let body = serde_json::to_vec(&create.body).map_err(Error::internal)?;
        let operation = Operation::ContainerCreate;
        let mut around = around::look_around(&self.gateway, sight, operation, &body, "").await?;
        around.suppose_image(&create.body.image);
        gate::body::decide(operation, &body, &around, &self.limits_here())?;
        Ok(())
    }

    /// What the volumes that a body names are, wherever they belong.
    pub(crate) async fn volumes(
        &self,
        principal: &Arc<Principal>,
        body: &[u8],
    ) -> Result<HashMap<String, Volume>, Error> {
        let names: BTreeSet<_> = names::Names::of(body)?.volumes.into_iter().collect();
        let of_root = match self.targets.volumes_of_root(principal, &names, None).await {
            Ok(of_root) => of_root,
            // Any may be, and admins may use them.
            Err(Error::UsersUntold | Error::TooManyUsers { .. }) => names.clone(),
            Err(error) => return Err(error),
        };
        let mut volumes = HashMap::new();
        for name in names {
            let look = gate::authorize_fact(principal, InspectVolume { name: name.clone() })?;
            let is = match self.gateway.call(look).await {
                _ if of_root.contains(&name) => Volume::OfRoot,
                Ok(volume) if is_plain(&volume) => Volume::Plain,
                Ok(_) => Volume::WithOptions,
                Err(Error::Engine(error)) if error.is_not_found() => Volume::Nowhere,
                Err(error) => return Err(error),
            };
            volumes.insert(name, is);
        }
        Ok(volumes)
    }

    /// How much may be asked for on this engine's host.
    fn limits_here(&self) -> Limits {
        let limits = Limits::clone(&self.limits);
        match self.targets.cpus() {
            Some(cpus) => limits.on_host(cpus),
            None => limits,
        }
    }

    /// Decides about a pull, which has no body but a reference, and of which a registry may ask who wants it. A name
    /// that moves takes others' containers along, the next time that they are made anew.
    ///
    /// Answers what the gate has to know, and what to pull in place of the tag where that must not move.
    pub(crate) async fn decide_pull(
        &self,
        sight: &Sight,
        reference: &str,
        auth: Option<&RegistryAuth>,
    ) -> Result<(Target, Option<Pinned>), Error> {
        let named = gate::body::may_pull(reference, &self.limits)?;
        if sight.is_of_all() {
            return Ok((Target::engine(), None));
        }
        let principal = &sight.principal;
        let look = gate::authorize_fact(principal, InspectImage { image: reference.to_owned() })?;
        let image = match self.gateway.call(look).await {
            Ok(image) => image,
            Err(Error::Engine(error)) if error.is_not_found() => {
                // As for what is there for others: whether anything is, nobody learns by what no registry has.
                self.digest_of(principal, named.repository(), reference, auth).await?;
                return Ok((Target::engine(), None));
            }
            Err(error) => return Err(error),
        };
        // Whoever may take the name away may give it to another one.
        let target = self.targets.image(&sight.membership, &image.id);
        if sight.sees_name(reference) && gate::decide(principal, Operation::ImageDelete, &target).is_ok() {
            return Ok((target, None));
        }
        let others = || Refusal::OthersImage { reference: reference.to_owned() };
        // What the registry has is what is there: it comes into their stacks, and nothing moves.
        let digest = self.digest_of(principal, named.repository(), reference, auth).await?;
        match image.repo_digests.iter().any(|it| it.ends_with(&["@", &digest].concat())) {
            true => Ok((Target::engine(), Some(Pinned { digest, platform: platform(&image) }))),
            false => Err(others().into()),
        }
    }

    /// The digest that a registry has for a reference now.
    async fn digest_of(
        &self,
        principal: &Arc<Principal>,
        repository: &str,
        reference: &str,
        auth: Option<&RegistryAuth>,
    ) -> Result<String, Error> {
        let operation = Operation::DistributionInspect;
        let named = Named { operation, version: None, object: reference.to_owned() };
        let look = Command { named, query: Vec::new(), auth: auth.cloned() };
        let (look, _) = gate::authorize_command(principal, look, &Target::engine())?;
        let told = self.gateway.ask_for_value(&look, None).await?;
        let digest = told.pointer("/Descriptor/digest").and_then(Value::as_str);
        let digest = digest.filter(|it| format!("{repository}@{it}").parse::<Reference>().is_ok());
        let digest =
            digest.ok_or_else(|| engine::Error::lacks(What::named(operation, reference), "digest"))?;
        Ok(digest.to_owned())
    }

    /// As [`Policy::decide_pull`], for somebody who may see more or less just now.
    pub(crate) async fn pull_of(
        &self,
        principal: &Arc<Principal>,
        reference: &str,
    ) -> Result<(Target, Option<Pinned>), Error> {
        self.decide_pull(&Sight::new(principal.clone(), self.targets.clone())?, reference, None).await
    }

    /// Makes a container for somebody who isn't an admin.
    pub(crate) async fn create(
        &self,
        principal: &Arc<Principal>,
        create: CreateContainer,
    ) -> Result<CreatedContainer, Error> {
        check_new_name(principal, &create.name)?;
        self.check_platform(&create.platform)?;
        let query = [("name", create.name), ("platform", create.platform)];
        let query = query.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let told = self.make(principal, Operation::ContainerCreate, query, &create.body).await?;
        let what = || What::named(Operation::ContainerCreate, "");
        Ok(serde_json::from_value(told).map_err(|source| engine::Error::Reply { what: what(), source })?)
    }

    /// Whether an image may be asked for this platform by somebody who isn't an admin.
    fn check_platform(&self, platform: &str) -> Result<(), Error> {
        if gate::query::may_be_platform(platform, &self.limits) {
            return Ok(());
        }
        let approved = self.limits.platforms.join(", ");
        Err(Malformed::Platform { platform: platform.to_owned(), approved }.into())
    }

    /// Makes something for somebody who isn't an admin, from a body that is ours, and answers what the engine told.
    pub(crate) async fn make(
        &self,
        principal: &Arc<Principal>,
        operation: Operation,
        query: Vec<(&'static str, String)>,
        body: &impl serde::Serialize,
    ) -> Result<Value, Error> {
        let body = serde_json::to_vec(body).map_err(Error::internal)?;
        let sight = Sight::new(principal.clone(), self.targets.clone())?;
        let (decided, target) = self.decide(&sight, operation, &body, "").await?;
        let named = Named { operation, version: None, object: String::new() };
        let target = target.unwrap_or_else(Target::engine);
        let (command, _) = gate::authorize_command(principal, Command { named, query, auth: None }, &target)?;
        let (policy, principal) = (self.clone(), principal.clone());
        let making = async move {
            let told = policy.gateway.ask_for_value(&command, Some(Bytes::from(decided.body))).await;
            let told = told.map_err(|error| sight::told(&principal, &policy.targets, error, ""))?;
            policy.remember_made(&principal, operation, &decided.about, &told).await?;
            Ok(told)
        };
        // Goes on when whoever asked has gone: what is made has to become somebody's.
        tokio::spawn(making).await.map_err(Error::internal)?
    }

    /// Puts what was made into a stack; into none when it has no name: then only those reach it who reach everything.
    async fn claim(&self, stack: &str, things: Vec<(Kind, String)>) -> Result<(), Error> {
        if stack.is_empty() {
            return Ok(());
        }
        let stack = stack.parse().map_err(Error::internal)?;
        match self.targets.members().claim(stack, things).await? {
            true => Ok(()),
            false => Err(Error::TakenMeanwhile),
        }
    }
}

/// Whether something may be called so by somebody: what is called like another's id would answer in its place.
pub(crate) fn check_new_name(principal: &Principal, name: &str) -> Result<(), Error> {
    if principal.role == Role::Admin || name.is_empty() || gate::query::is_new_name(name) {
        return Ok(());
    }
    Err(Malformed::NewName { name: name.to_owned() }.into())
}

/// What is there already, pulled once more: nothing moves by it.
pub(crate) struct Pinned {
    /// Its digest.
    pub(crate) digest: String,
    /// The platform that it is of, whichever was asked for.
    pub(crate) platform: String,
}

fn platform(image: &engine_api::image::Image) -> String {
    let parts = [&*image.os, &image.architecture, &image.variant];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// Where what is made belongs, for the gate.
fn made_in(stack: &str) -> Target {
    stack.parse().map_or_else(|_| Target::in_no_stack(), |stack| Target::of(vec![stack]))
}
