//! Images: what one gives to its containers, tag, remove.

use axum::extract::{Path, Query, State};
use engine_api::{
    image::{Image, InspectImage, RemoveImage, TagImage},
    operation::Operation,
    reference::Reference,
};
use gate::{Role, Target};
use mirror::{Place, rows};
use wire::{Container, Digest, Done, EnvVar, ImageDefaults, NewReference};

use super::Proxy;
use crate::{Error, Route, Wire, error::Malformed, session::Caller, sight::Sight};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/images/defaults", Role::Operator, defaults)
            .about("What an image says of the containers made from it"),
        Route::post("/api/images/{id}/tag", Role::Admin, tag).about("Gives an image another name"),
        Route::delete("/api/images", Role::Operator, remove)
            .without_deadline()
            .about("Takes a name of an image away, and the image with its last one"),
    ]
}

/// An image's environment may hold secrets: only who may create containers needs it.
async fn defaults(
    State(proxy): State<Proxy>,
    caller: Caller,
    Query(wire::Reference { reference, .. }): Query<wire::Reference>,
) -> Result<Wire<ImageDefaults>, Error> {
    gate::decide(&caller.principal, Operation::ContainerCreate, &Target::engine())?;
    let target = proxy.targets.named_image(&reference)?;
    let image: Image =
        proxy.look(&caller.principal, InspectImage { image: reference.clone() }, &target).await?;
    // What was decided about was the mirror's; by now the name may be another image's.
    if caller.principal.role < Role::Admin {
        let sight = Sight::new(caller.principal.clone(), proxy.targets.clone())?;
        gate::decide(
            &caller.principal,
            Operation::ImageInspect,
            &proxy.targets.image(&sight.membership, &image.id),
        )?;
    }
    let config = image.config;
    let variable = |text: &String| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        EnvVar { name: name.to_owned(), value: value.to_owned() }
    };
    Ok(Wire(ImageDefaults {
        env: config.env.iter().map(variable).collect(),
        ports: config
            .exposed_ports
            .iter()
            .filter_map(|it| Some((it.number, rows::protocol(it.protocol)?)))
            .collect(),
        entrypoint: config.entrypoint,
        command: config.cmd,
        volumes: config.volumes,
        working_dir: config.working_dir,
        user: config.user,
    }))
}

async fn tag(
    State(proxy): State<Proxy>,
    caller: Caller,
    Path(id): Path<Digest>,
    Wire(NewReference { reference }): Wire<NewReference>,
) -> Result<Wire<Done>, Error> {
    let to: Reference = reference.parse().map_err(|why| Malformed::Reference { reference, why })?;
    let tag = TagImage { image: id.to_string(), to };
    proxy.act(&caller.principal, tag, Target::engine(), Place::Images).await
}

async fn remove(
    State(proxy): State<Proxy>,
    caller: Caller,
    Query(wire::Reference { reference, force }): Query<wire::Reference>,
) -> Result<Wire<Done>, Error> {
    if force && caller.principal.role < Role::Admin {
        return Err(Malformed::Forced.into());
    }
    let sight = Sight::new(caller.principal.clone(), proxy.targets.clone())?;
    let removal = proxy.policy.decide_removal(&sight, &reference).await?;
    let remove = |image| {
        let remove = RemoveImage { image, force, keep_parents: false };
        proxy.act(&caller.principal, remove, removal.target.clone(), Place::Images)
    };
    // One that is used the engine refuses whole.
    let is_used = removal.whole.as_ref().is_some_and(|image| {
        proxy.mirror.feed().find::<Container>(|row| row.image_id == Some(image.id)).is_some()
    });
    if !force && !is_used {
        for name in removal.names_before() {
            remove(name).await?;
        }
    }
    // With its last name, and by its id: what keeps it is told then, and it doesn't stay without one.
    remove(reference).await
}
