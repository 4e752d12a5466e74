//! What a request names: looked up before it is decided about, and acted upon under its full id. Something of the same
//! name that takes its place meanwhile is never acted upon.

use std::sync::Arc;

use engine_api::{
    command::Named, container::InspectContainerRaw, image::InspectImage, network::InspectNetwork,
    operation::Operation, volume::InspectVolume,
};
use gate::{
    Namespace, Power, Principal, Refusal, Target,
    body::{Refused as Denied, Why},
};
use http::StatusCode;
use serde_json::Value;
use wire::Id;

use super::Owner;
use crate::{
    Error,
    docker::Docker,
    policy::Pinned,
    sight::{Sight, is_predefined},
};

/// The network that containers are on which ask for none.
const DEFAULT_NETWORK: &str = "bridge";

/// What a request names.
pub(super) struct Found {
    /// What the gate has to know of it.
    pub(super) target: Target,
    /// The name that the engine is told.
    pub(super) object: String,
    /// The name that the client told.
    pub(super) named: String,
    /// Of a pull what to ask for in place of the tag.
    pub(super) pinned: Option<Pinned>,
    /// A container's inspect.
    pub(super) container: Option<(Id, Value)>,
}

impl Found {
    /// Who a container runs as; empty for root.
    pub(super) fn user(&self) -> &str {
        let user = self.container.as_ref().and_then(|(_, said)| said.pointer("/Config/User"));
        user.and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a container runs.
    pub(super) fn runs(&self) -> bool {
        let status = self.container.as_ref().and_then(|(_, said)| said.pointer("/State/Status"));
        status
            .and_then(Value::as_str)
            .is_some_and(|status| ["running", "paused", "restarting"].contains(&status))
    }
}

/// What the parameter of a path names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Container,
    Image,
    Volume,
    Network,
    Exec,
    Other,
}

fn kind(operation: Operation) -> Kind {
    match operation.parameter() {
        Some(("/containers/", ..)) => Kind::Container,
        Some(("/images/", ..)) => Kind::Image,
        Some(("/volumes/", ..)) => Kind::Volume,
        Some(("/networks/", ..)) => Kind::Network,
        Some(("/exec/", ..)) => Kind::Exec,
        _ => Kind::Other,
    }
}

impl Docker {
    /// Looks up what a request names. What is out of reach isn't there.
    pub(super) async fn find(&self, sight: &Sight, named: &Named, person: Owner) -> Result<Found, Error> {
        let principal = &sight.principal;
        let found = match kind(named.operation) {
            Kind::Container => self.find_container(principal, named.operation, &named.object).await,
            Kind::Image => self.find_image(sight, named).await,
            Kind::Volume => self.find_volume(principal, &named.object).await,
            Kind::Network => self.find_network(principal, named).await,
            Kind::Exec => self.find_exec(principal, named, person).await,
            Kind::Other => {
                let (object, named) = (named.object.clone(), named.object.clone());
                Ok(Found { target: Target::engine(), object, named, pinned: None, container: None })
            }
        };
        let found = found.map_err(|error| match error {
            // That a beginning is of two things tells that they are there.
            Error::Engine(error) if error.status() == Some(StatusCode::BAD_REQUEST) => {
                nothing(named.operation, &named.object)
            }
            Error::Engine(error) if error.is_not_found() => nothing(named.operation, &named.object),
            other => other,
        })?;
        // Before anything else is read: what is said of a body would tell that it is there.
        match &found.target.stacks {
            Some(stacks) if !gate::sees(principal, stacks) => Err(nothing(named.operation, &named.object)),
            _ => Ok(found),
        }
    }

    pub(super) async fn find_container(
        &self,
        principal: &Arc<Principal>,
        operation: Operation,
        named: &str,
    ) -> Result<Found, Error> {
        let look = gate::authorize_fact(principal, InspectContainerRaw { container: named.to_owned() })?;
        let (id, said) = self.gateway.inspect(look).await?;
        let target = self.targets.told(principal, operation, id, &said).await?;
        Ok(Found {
            target,
            object: id.to_string(),
            named: named.to_owned(),
            pinned: None,
            container: Some((id, said)),
        })
    }

    async fn find_image(&self, sight: &Sight, named: &Named) -> Result<Found, Error> {
        let (target, object) = match named.operation {
            // Removing by id would take away all names of the image, and not the one that was meant.
            Operation::ImageDelete => {
                (self.policy.decide_removal(sight, &named.object).await?.target, named.object.clone())
            }
            _ => {
                let look = InspectImage { image: named.object.clone() };
                let image = self.gateway.call(gate::authorize_fact(&sight.principal, look)?).await?;
                if !sight.may_name(&image.id, &named.object) {
                    return Err(nothing(named.operation, &named.object));
                }
                (self.targets.image(&sight.membership, &image.id), image.id.to_string())
            }
        };
        Ok(Found { target, object, named: named.object.clone(), pinned: None, container: None })
    }

    async fn find_volume(&self, principal: &Arc<Principal>, named: &str) -> Result<Found, Error> {
        let look = gate::authorize_fact(principal, InspectVolume { name: named.to_owned() })?;
        let found = self.gateway.call(look).await?;
        let target = self.targets.member(self.targets.volume_member(&found))?;
        Ok(Found { target, object: found.name, named: named.to_owned(), pinned: None, container: None })
    }

    async fn find_network(&self, principal: &Arc<Principal>, named: &Named) -> Result<Found, Error> {
        let look = gate::authorize_fact(principal, InspectNetwork { network: named.object.clone() })?;
        let network = self.gateway.call(look).await?;
        let target = match (is_predefined(&network.name), named.operation) {
            (false, _) => self.targets.network(&network.id)?,
            // They are nobody's, and stay.
            (true, Operation::NetworkDelete) => Target::in_no_stack(),
            // Whoever is on the host's network is on the host; whoever is on none was put there to stay there.
            (true, Operation::NetworkConnect | Operation::NetworkDisconnect)
                if network.name != DEFAULT_NETWORK =>
            {
                Target { power: Some(Power::Namespace(Namespace::Network)), ..Target::engine() }
            }
            (true, _) => Target::engine(),
        };
        let named = named.object.clone();
        Ok(Found { target, object: network.id, named, pinned: None, container: None })
    }

    /// An exec is where its container is, and whoever made it.
    async fn find_exec(
        &self,
        principal: &Arc<Principal>,
        Named { operation, object, .. }: &Named,
        person: Owner,
    ) -> Result<Found, Error> {
        let container = self.execs.container(object, person).ok_or_else(|| nothing(*operation, object))?;
        let found = self.find_container(principal, *operation, &container.to_string()).await?;
        Ok(Found { object: object.clone(), named: object.clone(), ..found })
    }
}

/// What is out of reach isn't there, in the engine's own words.
pub(super) fn hidden(refusal: Refusal, operation: Operation, named: &str) -> Error {
    match refusal {
        Refusal::OutOfScope { .. } => nothing(operation, named),
        refusal => refusal.into(),
    }
}

/// A refusal of a body. Of an image it has the engine's status, and begins with its words: clients pull it then.
pub(super) fn denied(error: Error) -> Error {
    match error {
        Error::Denied(Denied { why: Why::NoImage { name }, .. }) => {
            let message = format!("No such image: {name} (none that you may use: pull it first)");
            Error::NoSuchObject { message }
        }
        other => other,
    }
}

fn nothing(operation: Operation, named: &str) -> Error {
    let message = match kind(operation) {
        Kind::Container => format!("No such container: {named}"),
        Kind::Image => format!("No such image: {named}"),
        Kind::Volume => format!("get {named}: no such volume"),
        Kind::Network => format!("network {named} not found"),
        Kind::Exec => format!("No such exec instance: {named}"),
        Kind::Other => return Error::NotFound,
    };
    Error::NoSuchObject { message }
}
