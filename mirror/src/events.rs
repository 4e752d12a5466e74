//! What of the engine's events is told to people: what came, went and changed its state, and not each look inside.

use engine_api::system::event::{self, Action, Kind};
use wire::{Event, Happening, Object, Time};

/// An event as it is told; nothing for what nobody asks after: a start alone is four events, a health check three.
pub(crate) fn told(event: &event::Event) -> Option<Event> {
    let actor = &event.actor;
    let (object, what) = match event.kind {
        Kind::Container => (Object::Container(actor.id.parse().ok()?), of_container(event)?),
        Kind::Image => (Object::Image(actor.id.clone()), of_image(event.action)?),
        Kind::Volume => (Object::Volume(actor.id.clone()), of_other(event.action)?),
        Kind::Network => (Object::Network(actor.id.clone()), of_other(event.action)?),
        Kind::Daemon if event.action == Action::Reload => (Object::Engine, Happening::Reloaded),
        _ => return None,
    };
    let name = match (&object, actor.attributes.name.as_str()) {
        (Object::Volume(name), _) | (Object::Image(name), "") => name.clone(),
        (_, name) => name.to_owned(),
    };
    Some(Event { at: Time(event.time), object, name, what })
}

fn of_container(event: &event::Event) -> Option<Happening> {
    let attributes = &event.actor.attributes;
    Some(match event.action {
        Action::Create => Happening::Created,
        Action::Start => Happening::Started,
        // It says how it ended; what ended it, `kill` and `stop`, is another event beside it.
        Action::Die => Happening::Exited(attributes.exit_code?),
        Action::Healthy => Happening::Healthy,
        Action::Unhealthy => Happening::Unhealthy,
        Action::Oom => Happening::OutOfMemory,
        Action::Pause => Happening::Paused,
        Action::Unpause => Happening::Unpaused,
        // The engine writes the slash that it keeps before names.
        Action::Rename => Happening::Renamed(attributes.old_name.trim_start_matches('/').to_owned()),
        Action::Update => Happening::Updated,
        Action::Destroy => Happening::Removed,
        _ => return None,
    })
}

fn of_image(action: Action) -> Option<Happening> {
    Some(match action {
        Action::Pull => Happening::Pulled,
        Action::Push => Happening::Pushed,
        Action::Tag => Happening::Tagged,
        Action::Untag => Happening::Untagged,
        Action::Load | Action::Import => Happening::Loaded,
        Action::Delete => Happening::Removed,
        _ => return None,
    })
}

fn of_other(action: Action) -> Option<Happening> {
    Some(match action {
        Action::Create => Happening::Created,
        Action::Destroy | Action::Remove => Happening::Removed,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
