//! Containers: life cycle, rename, remove, and one in detail.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use engine::What;
use engine_api::{
    call::Seconds,
    container::{
        InspectContainer, InspectContainerRaw, Kill, Pause, RemoveContainer, Rename, Restart, Signal, Start,
        Stop, Unpause,
    },
    operation::Operation,
};
use gate::{Principal, Role, Secrets, Target};
use http::{HeaderValue, header};
use mirror::Place;
use serde_json::Value;
use wire::{ActOptions, ContainerDetail, ContainerOptions, Done, Id, NewName, Verb};

use super::{Proxy, detail};
use crate::{Error, Route, Wire, policy, session::Caller, targets::takes_volumes};

/// For how long a container is waited for at most that takes its time to stop.
const LONGEST_GRACE: Seconds = Seconds(300);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/containers/{id}", Role::Viewer, show).about("One container in detail"),
        Route::get("/api/containers/{id}/inspect", Role::Operator, inspect)
            .about("The engine's own answer about a container, laid out for people")
            .answers::<serde_json::Map<String, serde_json::Value>>(),
        // A container may take as long to stop as it was given when it was made.
        Route::post("/api/containers/{id}/{verb}", Role::Operator, act)
            .without_deadline()
            .about("Starts, stops, restarts, kills, pauses or unpauses a container"),
        Route::post("/api/containers/{id}/rename", Role::Operator, rename)
            .about("Gives a container another name"),
        Route::delete("/api/containers/{id}", Role::Operator, remove)
            .without_deadline()
            .about("Removes a container"),
    ]
}

async fn act(
    State(proxy): State<Proxy>,
    caller: Caller,
    Path((id, verb)): Path<(Id, Verb)>,
    options: Option<Wire<ActOptions>>,
) -> Result<Wire<Done>, Error> {
    let (who, place) = (&caller.principal, Place::Container(id));
    let target = proxy.targets.container(id, options.is_some_and(|Wire(options)| options.confirm_own))?;
    match verb {
        Verb::Start => proxy.act(who, Start { id }, target, place).await,
        Verb::Stop => {
            let known = proxy.known(who, Operation::ContainerStop, id, &target).await?;
            proxy.check_volumes(who, Operation::ContainerStop, known.as_ref(), &target, [false; 2]).await?;
            proxy.act(who, Stop { id, timeout: known.as_ref().and_then(grace) }, target, place).await
        }
        Verb::Restart => {
            let known = proxy.known(who, Operation::ContainerRestart, id, &target).await?;
            proxy.act(who, Restart { id, timeout: known.as_ref().and_then(grace) }, target, place).await
        }
        Verb::Kill => {
            if who.role != Role::Admin {
                let known = proxy.known(who, Operation::ContainerKill, id, &target).await?;
                let known = known.as_ref();
                proxy.check_volumes(who, Operation::ContainerKill, known, &target, [false; 2]).await?;
            }
            proxy.act(who, Kill { id, signal: Signal::Kill }, target, place).await
        }
        Verb::Pause => proxy.act(who, Pause { id }, target, place).await,
        Verb::Unpause => proxy.act(who, Unpause { id }, target, place).await,
    }
}

async fn rename(
    State(proxy): State<Proxy>,
    caller: Caller,
    Path(id): Path<Id>,
    Wire(NewName { name }): Wire<NewName>,
) -> Result<Wire<Done>, Error> {
    policy::check_new_name(&caller.principal, &name)?;
    let target = proxy.targets.inside(&caller.principal, Operation::ContainerRename, id, false).await?;
    proxy.act(&caller.principal, Rename { id, name }, target, Place::Container(id)).await
}

async fn remove(
    State(proxy): State<Proxy>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(ContainerOptions { force, volumes, confirm_own }): Query<ContainerOptions>,
) -> Result<Wire<Done>, Error> {
    let target = proxy.targets.inside(&caller.principal, Operation::ContainerDelete, id, confirm_own).await?;
    let who = &caller.principal;
    if who.role != Role::Admin {
        let known = proxy.known(who, Operation::ContainerDelete, id, &target).await?;
        let (known, asked) = (known.as_ref(), [volumes, force]);
        proxy.check_volumes(who, Operation::ContainerDelete, known, &target, asked).await?;
    }
    proxy.act(who, RemoveContainer { id, force, volumes }, target, Place::Container(id)).await
}

impl Proxy {
    /// What the engine says of a container to which something is to be done; nobody learns it who may not do that.
    /// Nothing, if it is gone: what is done to it then fails and says so.
    async fn known(
        &self,
        who: &Arc<Principal>,
        operation: Operation,
        id: Id,
        target: &Target,
    ) -> Result<Option<Value>, Error> {
        gate::decide(who, operation, target)?;
        let look = InspectContainerRaw { container: id.to_string() };
        match self.gateway.inspect(gate::authorize_fact(who, look)?).await {
            Ok((_, known)) => Ok(Some(known)),
            Err(Error::Engine(error)) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the volumes may go that go along with a container, by what is done to it.
    async fn check_volumes(
        &self,
        who: &Arc<Principal>,
        operation: Operation,
        known: Option<&Value>,
        target: &Target,
        [asked, forced]: [bool; 2],
    ) -> Result<(), Error> {
        match known.filter(|known| takes_volumes(operation, asked, forced, known)) {
            Some(known) => self.targets.check_volumes(who, target, known).await,
            None => Ok(()),
        }
    }
}

/// The grace period that a container was given when it was made, so that it is waited for as long as it may take. One that
/// is longer than anybody is waited for, or has no end, the engine keeps to by itself: the call is given up before.
fn grace(known: &Value) -> Option<Seconds> {
    let own = known.pointer("/Config/StopTimeout")?.as_i64()?;
    u32::try_from(own).ok().map(Seconds).filter(|own| *own <= LONGEST_GRACE)
}

/// Whoever may not see secrets gets the names of variables and labels without their values.
async fn show(
    State(proxy): State<Proxy>,
    caller: Caller,
    Path(id): Path<Id>,
) -> Result<Wire<ContainerDetail>, Error> {
    let look = InspectContainer { container: id.to_string() };
    let (look, secrets) =
        gate::authorize_redacted(&caller.principal, look, &proxy.targets.container(id, false)?)?;
    let container = proxy.gateway.call(look).await?;
    Ok(Wire(detail::detail(container, proxy.mirror.own(), secrets == Secrets::Shown)))
}

/// The engine's own answer, laid out for people, for those who may see all of it.
async fn inspect(State(proxy): State<Proxy>, caller: Caller, Path(id): Path<Id>) -> Result<Response, Error> {
    let target = proxy.targets.container(id, false)?;
    let look = InspectContainerRaw { container: id.to_string() };
    let raw = proxy.look(&caller.principal, look, &target).await?;
    let mut pretty = Vec::with_capacity(raw.len() * 2);
    let mut writer = serde_json::Serializer::pretty(&mut pretty);
    serde_transcode::transcode(&mut serde_json::Deserializer::from_slice(&raw), &mut writer).map_err(
        |source| engine::Error::Reply {
            what: What::named(Operation::ContainerInspect, &id.to_string()),
            source,
        },
    )?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], pretty).into_response())
}
