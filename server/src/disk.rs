//! What is on the engine's disk: counted when somebody asks, and once for all who do.

use std::{sync::Arc, time::Duration};

use axum::extract::State;
use engine_api::{
    container,
    system::usage::{DataUsage, GetDataUsage},
};
use gate::{Authorized, Principal, Refusal, Role, Target};
use tokio::{sync::Mutex, time::Instant};
use wire::{Disk, Share, Time};

use crate::{Error, Route, Wire, clock, crowd::Crowd, gateway::Gateway, people::PersonId, session::Caller};

/// How long a count is told to others: the engine walks through every file of its volumes for it.
const FRESH: Duration = Duration::from_secs(60);
/// How many may wait for it at once.
const WAITING: usize = 64;
/// Of these, one person's.
const OF_ONE: usize = 4;

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/engine/disk", Role::Operator, get_disk)
            .without_deadline()
            .about("What is on the engine's disk, and what of it can be freed"),
    ]
}

/// The last count; clones share it.
#[derive(Clone)]
pub struct DiskUse(Arc<Inner>);

struct Inner {
    gateway: Gateway,
    /// Held while the engine counts: who comes meanwhile waits for the same.
    counted: Mutex<Option<(Instant, Disk)>>,
    places: Crowd<PersonId>,
}

impl DiskUse {
    /// Counted through a gateway.
    pub fn new(gateway: Gateway) -> Self {
        Self(Arc::new(Inner { gateway, counted: Mutex::new(None), places: Crowd::new(WAITING) }))
    }
}

/// Lets somebody ask, or not. It is counted for the whole engine, and so for those who reach everything.
pub(crate) fn authorize(principal: &Arc<Principal>) -> Result<Authorized<GetDataUsage>, Error> {
    if !gate::reaches_everything(principal) {
        return Err(Refusal::NotEverything { name: principal.name.clone() }.into());
    }
    Ok(gate::authorize(principal, GetDataUsage, &Target::engine())?)
}

async fn get_disk(State(DiskUse(disk)): State<DiskUse>, caller: Caller) -> Result<Wire<Disk>, Error> {
    // Whoever is told has to be allowed, whether it is counted for them or not.
    let call = authorize(&caller.principal)?;
    let _place = disk.places.enter(caller.person, OF_ONE).ok_or(Error::Overloaded)?;
    let mut counted = disk.counted.lock().await;
    if let Some((_, disk)) = counted.filter(|(when, _)| when.elapsed() < FRESH) {
        return Ok(Wire(disk));
    }
    let told = summed(&disk.gateway.call(call).await?, Time(clock::now()));
    *counted = Some((Instant::now(), told));
    Ok(Wire(told))
}

/// As `docker system df` sums it up.
fn summed(usage: &DataUsage, at: Time) -> Disk {
    // What an image has for itself; what it shares isn't freed with it.
    let own = usage.images.iter().filter(|image| image.containers != 0);
    let own = own.filter(|image| image.size >= 0 && image.shared_size >= 0);
    let own = own.map(|image| image.size - image.shared_size);
    let layers = bytes(usage.layers_size);
    let images = Share {
        count: usage.images.len() as u64,
        used: usage.images.iter().filter(|image| image.containers != 0).count() as u64,
        size: layers,
        free: layers.saturating_sub(bytes(own.sum())),
    };
    let is_active = |state| {
        use container::State::{Paused, Restarting, Running};
        matches!(state, Running | Paused | Restarting)
    };
    let cache = usage.build_cache.iter().filter(|step| !step.shared);
    Disk {
        at,
        images,
        containers: share(usage.containers.iter().map(|one| (one.size_rw, is_active(one.state)))),
        volumes: share(usage.volumes.iter().map(|one| (one.usage_data.size, one.usage_data.ref_count != 0))),
        build_cache: share(cache.map(|step| (step.size, step.in_use))),
    }
}

/// Of things by their bytes, and whether they are in use.
fn share(things: impl Iterator<Item = (i64, bool)>) -> Share {
    let mut share = Share::default();
    for (size, is_used) in things {
        share.count += 1;
        share.used += u64::from(is_used);
        share.size += bytes(size);
        share.free += if is_used { 0 } else { bytes(size) };
    }
    share
}

/// What isn't known is negative.
fn bytes(size: i64) -> u64 {
    u64::try_from(size).unwrap_or_default()
}

#[cfg(test)]
mod tests;
