//! What people do to the engine: each request decoded, allowed by the gate, done, and answered with the place
//! in the live stream from which on it shows.

mod containers;
mod detail;
mod images;
mod networks;
mod volumes;

use engine_api::{call::Call, reply::Unary};
use std::sync::Arc;

use gate::{Principal, Target};
use mirror::{Mirror, Place};
use wire::Done;

use crate::{Error, Route, Wire, gateway::Gateway, policy::Policy, sight, targets::Targets};

/// The routes that act on the engine, and those that look at one object.
pub fn routes() -> Vec<Route> {
    [containers::routes(), images::routes(), volumes::routes(), networks::routes()]
        .into_iter()
        .flatten()
        .collect()
}

/// What acting on the engine takes.
#[derive(Clone)]
pub struct Proxy {
    gateway: Gateway,
    mirror: Mirror,
    targets: Targets,
    policy: Policy,
}

impl Proxy {
    /// Acts through `gateway` on what `targets` knows, and shows it in `mirror`; `policy` makes what those
    /// make who aren't admins.
    pub fn new(gateway: Gateway, mirror: Mirror, targets: Targets, policy: Policy) -> Self {
        Self { gateway, mirror, targets, policy }
    }

    /// Looks, in somebody's name.
    async fn look<C>(
        &self,
        principal: &Arc<Principal>,
        call: C,
        target: &Target,
    ) -> Result<<C::Reply as Unary>::Value, Error>
    where
        C: Call + Sync,
        C::Reply: Unary,
    {
        let object = call.object().into_owned();
        let call = gate::authorize(principal, call, target)?;
        let looked = self.gateway.call(call).await;
        looked.map_err(|error| sight::told(principal, &self.targets, error, &object))
    }

    /// Acts, in somebody's name, and waits until it shows.
    async fn act<C>(
        &self,
        principal: &Arc<Principal>,
        call: C,
        target: Target,
        place: Place,
    ) -> Result<Wire<Done>, Error>
    where
        C: Call + Sync,
        C::Reply: Unary,
    {
        let object = call.object().into_owned();
        let call = gate::authorize(principal, call, &target)?;
        let done = self.gateway.call(call).await;
        // Also when it failed: it may have failed half way.
        let seq = self.mirror.settle(place).await;
        done.map_err(|error| sight::told(principal, &self.targets, error, &object))?;
        Ok(Wire(Done { seq }))
    }
}
