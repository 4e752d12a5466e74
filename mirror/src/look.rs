//! Looking at a place: the engine calls, and what they say.

use engine::{Client, Error};
use engine_api::{
    container::{InspectContainer, ListContainers},
    image::ListImages,
    network::{InspectNetwork, ListNetworks},
    system::{GetInfo, GetVersion},
    volume::{InspectVolume, ListVolumes},
};
use wire::{Anatomy, Change, Image};

use crate::{place::Place, rows};

/// What was seen at a place.
#[derive(Debug)]
pub enum Seen {
    /// One object as it is, or that it is gone.
    Object(Change),
    /// The engine's anatomy.
    Engine(Box<Anatomy>),
    /// The names of all objects of a kind: each is a place to look at.
    Names(Vec<Place>),
    /// All images.
    Images(Vec<Image>),
    /// The engine has it, and can't tell about it; it said why.
    Unclear(Error),
}

/// Looks at a place.
///
/// # Errors
/// When nothing was seen: the engine is gone, or doesn't answer as an engine does.
pub async fn look(client: &Client, place: &Place) -> Result<Seen, Error> {
    match place {
        Place::Engine => engine(client).await,
        Place::Containers => {
            let rows = client.call(&ListContainers { all: true, ..Default::default() }).await?;
            Ok(Seen::Names(rows.into_iter().map(|row| Place::Container(row.id)).collect()))
        }
        Place::Volumes => {
            let list = client.call(&ListVolumes::default()).await?;
            Ok(Seen::Names(list.volumes.into_iter().map(|volume| Place::Volume(volume.name)).collect()))
        }
        Place::Networks => {
            let rows = client.call(&ListNetworks::default()).await?;
            Ok(Seen::Names(rows.into_iter().map(|network| Place::Network(network.id)).collect()))
        }
        Place::Images => {
            let rows = client.call(&ListImages::default()).await?;
            Ok(Seen::Images(rows.iter().map(rows::image).collect()))
        }
        Place::Container(id) => {
            let reply = client.call(&InspectContainer { container: id.to_string() }).await;
            object(
                reply,
                |reply| Change::Container(rows::container(&reply).into()),
                Change::ContainerGone(*id),
            )
        }
        Place::Volume(name) => {
            let reply = client.call(&InspectVolume { name: name.clone() }).await;
            object(
                reply,
                |reply| Change::Volume(rows::volume(&reply).into()),
                Change::VolumeGone(name.clone()),
            )
        }
        Place::Network(id) => {
            let reply = client.call(&InspectNetwork { network: id.clone() }).await;
            object(
                reply,
                |reply| Change::Network(rows::network(&reply).into()),
                Change::NetworkGone(id.clone()),
            )
        }
    }
}

async fn engine(client: &Client) -> Result<Seen, Error> {
    let (info, version) = tokio::try_join!(client.call(&GetInfo), client.call(&GetVersion))?;
    let api = client.negotiate().await?.to_string();
    Ok(Seen::Engine(Box::new(rows::anatomy(info, version, api))))
}

fn object<T>(reply: Result<T, Error>, here: impl FnOnce(T) -> Change, gone: Change) -> Result<Seen, Error> {
    match reply {
        Ok(reply) => Ok(Seen::Object(here(reply))),
        Err(error) if error.is_not_found() => Ok(Seen::Object(gone)),
        Err(error) if is_gap(&error) => Err(error),
        Err(error) => Ok(Seen::Unclear(error)),
    }
}

/// Whether an error says that the engine is gone, rather than that one object is odd. A container whose lock is
/// held for ever leaves its own inspect without an answer, and nothing else.
fn is_gap(error: &Error) -> bool {
    error.is_link() && !matches!(error, Error::Silent { .. })
}
