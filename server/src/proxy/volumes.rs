//! Volumes: create, remove.

use axum::extract::{Path, State};
use engine_api::{
    operation::Operation,
    volume::{CreateVolume, RemoveVolume},
};
use gate::{Role, Target};
use mirror::Place;
use wire::{Done, NewVolume};

use super::Proxy;
use crate::{Error, Route, Wire, error::Malformed, host_root::HostRoot, session::Caller};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/volumes", Role::Operator, create).about("Makes a volume"),
        Route::delete("/api/volumes/{name}", Role::Admin, remove)
            .without_deadline()
            .about("Removes a volume that nothing uses"),
    ]
}

/// The engine answers with the volume that is there when the name is taken; that would pass for a new one.
async fn create(
    State(proxy): State<Proxy>,
    State(host_root): State<HostRoot>,
    caller: Caller,
    Wire(new): Wire<NewVolume>,
) -> Result<Wire<Done>, Error> {
    // Before it is told whether the name is taken.
    gate::decide(&caller.principal, Operation::VolumeCreate, &Target::engine())?;
    if new.name.is_empty() {
        return Err(Malformed::NamelessVolume.into());
    }
    // One with options may be any folder of the host, and is then mounted like any other. Others can't make one.
    let is_plain = new.options.is_empty() && matches!(&*new.driver, "" | "local");
    if caller.principal.role == Role::Admin && !is_plain {
        host_root.allow(&caller.principal).await?;
    }
    let place = Place::Volume(new.name.clone());
    proxy.mirror.settle(place.clone()).await;
    if proxy.mirror.feed().get::<wire::Volume>(&new.name).is_some() {
        return Err(Error::VolumeExists { name: new.name });
    }
    let create = CreateVolume {
        name: new.name,
        driver: new.driver,
        driver_opts: new.options.into_iter().collect(),
        labels: new.labels.into_iter().collect(),
    };
    let principal = &caller.principal;
    if principal.role == Role::Admin {
        return proxy.act(principal, create, Target::engine(), place).await;
    }
    proxy.policy.make(principal, Operation::VolumeCreate, Vec::new(), &create).await?;
    Ok(Wire(Done { seq: proxy.mirror.settle(place).await }))
}

async fn remove(
    State(proxy): State<Proxy>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Wire<Done>, Error> {
    let (place, target) = (Place::Volume(name.clone()), proxy.targets.volume(&name)?);
    proxy.act(&caller.principal, RemoveVolume { name, force: false }, target, place).await
}
