//! Networks: create, remove.

use axum::extract::{Path, State};
use engine_api::{
    network::{CreateNetwork, Ipam, IpamRange, RemoveNetwork},
    operation::Operation,
};
use gate::{Role, Target};
use mirror::Place;
use serde_json::Value;
use wire::{Done, NewNetwork};

use super::Proxy;
use crate::{Error, Route, Wire, host_root::HostRoot, session::Caller};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/networks", Role::Operator, create).about("Makes a network"),
        Route::delete("/api/networks/{id}", Role::Operator, remove)
            .about("Removes a network that nothing is connected to"),
    ]
}

async fn create(
    State(proxy): State<Proxy>,
    State(host_root): State<HostRoot>,
    caller: Caller,
    Wire(new): Wire<NewNetwork>,
) -> Result<Wire<Done>, Error> {
    gate::decide(&caller.principal, Operation::NetworkCreate, &Target::engine())?;
    // Others than the bridge are on the host's own network. Who isn't an admin can't have them.
    if caller.principal.role == Role::Admin && !matches!(&*new.driver, "" | "bridge") {
        host_root.allow(&caller.principal).await?;
    }
    let ranges = !new.subnet.is_empty() || !new.gateway.is_empty();
    let range = IpamRange { subnet: new.subnet, gateway: new.gateway, ..Default::default() };
    let create = CreateNetwork {
        name: new.name,
        check_duplicate: true,
        driver: new.driver,
        internal: new.internal,
        ipam: ranges.then(|| Ipam { config: vec![range], ..Default::default() }),
        labels: new.labels.into_iter().collect(),
        ..Default::default()
    };
    let principal = &caller.principal;
    let id = if principal.role == Role::Admin {
        let create = gate::authorize(principal, create, &Target::engine())?;
        proxy.gateway.call(create).await?.id
    } else {
        let told = proxy.policy.make(principal, Operation::NetworkCreate, Vec::new(), &create).await?;
        told.get("Id").and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    Ok(Wire(Done { seq: proxy.mirror.settle(Place::Network(id)).await }))
}

async fn remove(
    State(proxy): State<Proxy>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Wire<Done>, Error> {
    let (place, target) = (Place::Network(id.clone()), proxy.targets.network(&id)?);
    proxy.act(&caller.principal, RemoveNetwork { network: id }, target, place).await
}
