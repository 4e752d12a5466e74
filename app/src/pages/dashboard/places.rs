//! Where what is told of is shown, as long as it is there.

use wire::{Digest, Event, Object, PersonRow};

use crate::{
    live::Live,
    pages::{audit::named, images},
    route::{Listing, Route},
};

/// What an event happened to.
pub(super) fn of_event(event: &Event, live: Live) -> Option<Route> {
    let found = || Listing { search: event.name.clone(), ..Listing::default() };
    match &event.object {
        Object::Container(id) => live.container(*id).map(|row| Route::container(&row.name)),
        Object::Image(_) => live
            .images(|rows| rows.iter().any(|row| row.tags.iter().any(|tag| tag.starts_with(&event.name))))
            .then(|| Route::Images(found())),
        Object::Volume(name) => {
            live.volumes(|rows| rows.get(name).is_some()).then(|| Route::Volumes(found()))
        }
        Object::Network(id) => live.networks(|rows| rows.get(id).is_some()).then(|| Route::Networks(found())),
        Object::Engine => Some(Route::Engine),
    }
}

/// What somebody did something to, and what it is called now: the name of an operation begins with what it is about.
pub(super) fn of_deed(
    operation: &str,
    object: &str,
    people: &[PersonRow],
    live: Live,
) -> Option<(Route, String)> {
    let is_about = |kind| operation.starts_with(kind);
    if let Some(name) = named(operation, object, live) {
        return Some((Route::container(&name), name));
    }
    if is_about("Image") {
        let id = object.parse::<Digest>().ok();
        let tagged = |tags: &[String]| tags.iter().any(|tag| tag == object);
        let name = live.images(|rows| {
            rows.iter().find(|row| Some(row.id) == id || tagged(&row.tags)).map(|row| images::name(row))
        })?;
        return Some((Route::Images(Listing::of(&name)), name));
    }
    if is_about("Volume") {
        let name = live.volumes(|rows| rows.get(object).map(|row| row.name.clone()))?;
        return Some((Route::Volumes(Listing::of(&name)), name));
    }
    if is_about("Network") {
        let is = |name: &str, id: &str| name == object || id == object;
        let name =
            live.networks(|rows| rows.iter().find(|row| is(&row.name, &row.id)).map(|row| row.name.clone()))?;
        return Some((Route::Networks(Listing::of(&name)), name));
    }
    let is_person = is_about("User") && people.iter().any(|person| person.name == object);
    is_person.then(|| (Route::Person { name: object.to_owned() }, object.to_owned()))
}
