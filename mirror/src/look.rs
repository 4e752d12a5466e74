//! Looking at a place: the engine calls, and what they say.

use std::{collections::BTreeMap, sync::Arc};

use engine::{Client, Error};
use engine_api::{
    Id,
    call::Filters,
    container::{self, ContainerSummary, InspectContainer, ListContainers},
    image::ListImages,
    network::{InspectNetwork, ListNetworks, Network},
    system::{GetInfo, GetVersion, Ping},
    volume::{InspectVolume, ListVolumes, Volume, VolumeList},
};
use wire::{Anatomy, Change, Container, Image};

use crate::{place::Place, rows};

/// The exit codes of a container that couldn't be started: it can't be run, there is nothing to run, and anything
/// else (<https://docs.docker.com/engine/containers/run/#exit-status>; the last one is only the daemon's).
pub const NOT_STARTED: [i64; 3] = [126, 127, 128];

/// What was seen at a place.
#[derive(Debug)]
pub enum Seen {
    /// One object as it is, or that it is gone.
    Object(Change),
    /// A container as it is, with its labels.
    Container(Arc<Container>, BTreeMap<String, String>),
    /// The engine's own id, and its anatomy.
    Engine(String, Box<Anatomy>),
    /// The names of all objects of a kind: each is a place to look at.
    Names(Vec<Place>),
    /// The containers that didn't start when they were started last, and those that are on their way out, or stuck there.
    Unheard { not_started: Vec<Id>, leaving: Vec<Id> },
    /// All images.
    Images(Vec<Image>),
    /// The engine has it, and can't tell about it; it said why.
    Unclear(Error),
    /// The engine can't tell what is there at all; it said why.
    Untold(Error),
}

/// Looks at a place. `own` is the container that this program runs in.
///
/// # Errors
/// When nothing was seen: the engine is gone, or doesn't answer as an engine does.
pub async fn look(client: &Client, own: Option<Id>, place: &Place) -> Result<Seen, Error> {
    match place {
        Place::Engine => whole(client, engine(client).await).await,
        Place::Containers => {
            let reply = client.call(&ListContainers { all: true, ..Default::default() }).await;
            let here = |rows: Vec<ContainerSummary>| {
                Seen::Names(rows.into_iter().map(|row| Place::Container(row.id)).collect())
            };
            whole(client, reply.map(here)).await
        }
        Place::Unheard => {
            let exited = |filters: Filters, code: &i64| filters.with("exited", code.to_string());
            let not_started = NOT_STARTED.iter().fold(Filters::new(), exited);
            let leaving = Filters::new().with("status", "removing").with("status", "dead");
            let (not_started, leaving) =
                tokio::try_join!(these(client, not_started), these(client, leaving))?;
            Ok(Seen::Unheard { not_started, leaving })
        }
        Place::Volumes => {
            let reply = client.call(&ListVolumes::default()).await;
            let here = |list: VolumeList| {
                Seen::Names(list.volumes.into_iter().map(|volume| Place::Volume(volume.name)).collect())
            };
            whole(client, reply.map(here)).await
        }
        Place::Networks => {
            let reply = client.call(&ListNetworks::default()).await;
            let here = |rows: Vec<Network>| {
                Seen::Names(rows.into_iter().map(|network| Place::Network(network.id)).collect())
            };
            whole(client, reply.map(here)).await
        }
        Place::Images => {
            let reply = client.call(&ListImages::default()).await;
            whole(client, reply.map(|rows| Seen::Images(rows.iter().map(rows::image).collect()))).await
        }
        Place::Container(id) => {
            let reply = client.call(&InspectContainer { container: id.to_string() }).await;
            let here = |reply: container::Container| {
                let row = rows::container(&reply, own);
                Seen::Container(row.into(), reply.config.labels)
            };
            object(client, reply.map(here), Change::ContainerGone(*id)).await
        }
        Place::Volume(name) => {
            let here = |volume| Seen::Object(Change::Volume(rows::volume(&volume).into()));
            let reply = match client.call(&InspectVolume { name: name.clone() }).await {
                Err(Error::Unsendable(_)) => match listed(client, name).await {
                    Ok(Some(volume)) => Ok(volume),
                    Ok(None) => return Ok(Seen::Object(Change::VolumeGone(name.clone()))),
                    Err(error) => Err(error),
                },
                reply => reply,
            };
            object(client, reply.map(here), Change::VolumeGone(name.clone())).await
        }
        Place::Network(id) => {
            let reply = client.call(&InspectNetwork { network: id.clone() }).await;
            let here = |reply| Seen::Object(Change::Network(rows::network(&reply).into()));
            object(client, reply.map(here), Change::NetworkGone(id.clone())).await
        }
    }
}

/// The containers that fit. Nobody was told of any: an engine that doesn't answer this is no worse for it.
async fn these(client: &Client, filters: Filters) -> Result<Vec<Id>, Error> {
    match client.call(&ListContainers { all: true, filters }).await {
        Ok(rows) => Ok(rows.into_iter().map(|row| row.id).collect()),
        Err(error) if error.is_link() => client.call(&Ping).await.map(|_| Vec::new()),
        Err(error) => {
            tracing::debug!(%error, "what happens without an event isn't seen");
            Ok(Vec::new())
        }
    }
}

/// A volume whose name can't stand in a path (plugins allow `a/b`), from the list.
async fn listed(client: &Client, name: &str) -> Result<Option<Volume>, Error> {
    let filters = Filters::new().with("name", name);
    let list = client.call(&ListVolumes { filters }).await?;
    Ok(list.volumes.into_iter().find(|volume| volume.name == name))
}

async fn engine(client: &Client) -> Result<Seen, Error> {
    let (info, version) = tokio::try_join!(client.call(&GetInfo), client.call(&GetVersion))?;
    let api = client.negotiate().await?.to_string();
    Ok(Seen::Engine(info.id.clone(), Box::new(rows::anatomy(info, version, api))))
}

/// What the engine must tell before everything has been seen. One that answers and can't tell that isn't asked for all
/// the rest anew: a plugin that hangs, an image that is broken.
async fn whole(client: &Client, reply: Result<Seen, Error>) -> Result<Seen, Error> {
    match reply {
        Ok(seen) => Ok(seen),
        Err(error) if error.is_link() => client.call(&Ping).await.map(|_| Seen::Untold(error)),
        Err(error) => Ok(Seen::Untold(error)),
    }
}

async fn object(client: &Client, reply: Result<Seen, Error>, gone: Change) -> Result<Seen, Error> {
    match reply {
        Ok(seen) => Ok(seen),
        Err(error) if error.is_not_found() => Ok(Seen::Object(gone)),
        // One odd object must not make the engine look dead: a container whose lock is held for ever leaves its
        // own inspect without an answer, and a handler that panics closes its connection.
        Err(error) if error.is_link() => client.call(&Ping).await.map(|_| Seen::Unclear(error)),
        Err(error) => Ok(Seen::Unclear(error)),
    }
}
