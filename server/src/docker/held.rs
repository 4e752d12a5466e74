//! Requests of those who may less than everything: understood, decided about, and written anew. Of what the engine
//! answers they see what their scopes hold.
//!
//! The order is always the same: decode, find what is named, ask the gate, ask for it under its full id, show what may
//! be shown. No byte of the client's reaches the engine but what it means.

mod events;
mod execs;
mod failure;
mod find;
mod query;
mod redact;
mod remember;
mod shape;

use std::sync::Arc;

use axum::{extract::Request, response::Response};
use bytes::Bytes;
use engine_api::{
    command::Command,
    image::RegistryAuth,
    operation::{self, Operation, Transport},
};
use gate::{
    Principal, Target,
    body::{About, Decided},
};
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use wire::Id;

use super::{Asker, Docker, drain, raw};
use crate::{Error, codec, people::PersonId, policy::Pinned, sight::Sight, targets::takes_volumes};

pub(super) use execs::Execs;
use find::Found;
use shape::Shaping;

/// Whether something comes to be that is remembered.
pub(super) fn makes(operation: Operation) -> bool {
    use Operation::{ContainerCreate, ContainerExec, NetworkCreate, VolumeCreate};
    matches!(operation, ContainerCreate | ContainerExec | NetworkCreate | VolumeCreate)
}

impl Docker {
    /// Serves a request that is decided about.
    pub(super) async fn hold(
        &self,
        target: &str,
        asker: Asker,
        mut request: Request,
    ) -> Result<Response, Error> {
        let principal = asker.caller.principal.clone();
        let mut command = Command::decode(request.method(), target)?;
        let operation = command.named.operation;
        // First, so that nobody learns from later answers what is there.
        if operation == Operation::PluginInspect {
            // `docker inspect` looks there last, and takes a refusal for the end of its search.
            let message = format!("No such object: {} (plugins are an admin's)", command.named.object);
            return Err(Error::NoSuchObject { message });
        }
        gate::authorize_command(&principal, command.clone(), &Target::engine())?;
        self.pass_for(&principal, operation)?;
        let upgrades =
            operation.transport() == Transport::Hijack && request.headers().contains_key(header::UPGRADE);
        let client = upgrades.then(|| hyper::upgrade::on(&mut request));
        command.auth = registry_auth(operation, request.headers())?;
        let body = body(operation, request).await?;
        if body.is_some() {
            asker.sessions.confirm(&asker.caller)?;
        }
        spell_switches(&mut command);
        let sight = Sight::new(principal.clone(), self.targets.clone())?;
        let limit = query::check(&sight, self.policy.limits(), &mut command)?;

        let found = self.find(&sight, &command.named, asker.caller.person).await?;
        let is_set = |key| command.value(key).is_some_and(|it| it != OFF);
        if let Some((_, said)) = &found.container
            && takes_volumes(operation, is_set("v"), is_set("force"), said)
        {
            gate::decide(&principal, operation, &found.target)
                .map_err(|refusal| find::hidden(refusal, operation, &found.named))?;
            self.targets.check_volumes(&principal, &found.target, said).await?;
        }
        let (found, decided) = self.decide(&sight, &command, found, body).await?;
        let is_drained = drain::is_needed(operation, is_set("stream"), found.runs());
        let Found { target, object, named, container, pinned } = found;
        if let Some(Pinned { digest, platform }) = pinned {
            command.query.retain(|(key, _)| !matches!(*key, "tag" | "platform"));
            command.query.extend([("tag", digest), ("platform", platform)]);
        }
        command.named.object = object;
        let about = decided.as_ref().map(|decided| decided.about.clone());
        let body = decided.map(|decided| Bytes::from(decided.body));
        let (command, secrets) = gate::authorize_command(&principal, command, &target)
            .map_err(|refusal| find::hidden(refusal, operation, &named))?;
        let (answer, ending) = self.gateway.ask(&command, body, upgrades).await?;
        let (person, place) = (asker.caller.person, asker.place.clone());
        let does = [Some(operation), gate::besides(&command)];
        let over = asker.over(&self.targets, self.may_still(does, target, container, principal));
        match answer.status() {
            StatusCode::SWITCHING_PROTOCOLS => raw::tunnel(client, answer, is_drained, over),
            status if status.is_success() => {
                let command = &command;
                let shaping = Shaping {
                    docker: self,
                    sight,
                    secrets,
                    limit,
                    command,
                    about,
                    person,
                    place,
                    ending,
                    is_drained,
                };
                shaping.show(answer, over).await
            }
            _ => Ok(failure::failure(answer, &sight, &command.named.object).await),
        }
    }
}

impl Docker {
    /// Decides about a request's body, if it has one: what of it is sent, and where that puts what is made.
    async fn decide(
        &self,
        sight: &Sight,
        command: &Command,
        mut found: Found,
        body: Option<Bytes>,
    ) -> Result<(Found, Option<Decided>), Error> {
        let operation = command.named.operation;
        if operation == Operation::ImageCreate {
            (found.target, found.pinned) =
                self.policy.decide_pull(sight, &shape::pulled(command), command.auth.as_ref()).await?;
        }
        let Some(body) = body else { return Ok((found, None)) };
        let decided = self.policy.decide(sight, operation, &body, found.user()).await;
        let (decided, target) = decided.map_err(find::denied)?;
        if let Some(target) = target {
            found.target = target;
        }
        Ok((found, Some(decided)))
    }

    /// Whether somebody still may what they were allowed: their rights may have changed, and the container may belong
    /// to other stacks by then.
    fn may_still(
        &self,
        does: [Option<Operation>; 2],
        target: Target,
        container: Option<(Id, Value)>,
        before: Arc<Principal>,
    ) -> impl Fn(&Arc<Principal>) -> bool + Send + 'static {
        let (targets, container) = (self.targets.clone(), container.map(|(id, _)| id));
        move |now| {
            if does[0] == Some(Operation::SystemEvents) {
                // They are chosen and redacted by the rights of the beginning.
                return *now == before;
            }
            let target = match container.map(|id| targets.container(id, false)) {
                Some(found) => found.map(|found| Target { power: target.power.clone(), ..found }),
                None => Ok(target.clone()),
            };
            target.is_ok_and(|target| {
                does.into_iter().flatten().all(|operation| gate::decide(now, operation, &target).is_ok())
            })
        }
    }
}

/// Switches that something is decided by.
const SWITCHES: [&str; 4] = ["force", "link", "stream", "v"];
/// One that is off.
const OFF: &str = "0";

/// Spells a switch that is off in one way: the engine takes several for it, and Python's clients write `False`.
fn spell_switches(command: &mut Command) {
    let switches = command.query.iter_mut().filter(|(key, _)| SWITCHES.contains(key));
    for (_, value) in switches {
        if matches!(&*value.trim().to_ascii_lowercase(), "" | "0" | "no" | "false" | "none") {
            *value = OFF.to_owned();
        }
    }
}

/// The body of an operation that has one: JSON, whole, within bounds. What others send along isn't read.
async fn body(operation: Operation, request: Request) -> Result<Option<Bytes>, Error> {
    if operation.body() != operation::Body::Json {
        codec::refuse_form(request.headers())?;
        return Ok(None);
    }
    codec::read_json(request).await.map(Some)
}

/// Who asks a registry: the caller's own credentials there, which the engine doesn't keep. Whatever else clients send
/// them along with doesn't need them.
fn registry_auth(operation: Operation, headers: &HeaderMap) -> Result<Option<RegistryAuth>, Error> {
    match operation {
        Operation::ImageCreate | Operation::DistributionInspect => {
            RegistryAuth::read(headers).map_err(Error::malformed)
        }
        _ => Ok(None),
    }
}

/// Whose an exec is.
type Owner = PersonId;

/// What the engine was asked to make or to connect.
type Asked = Option<About>;
