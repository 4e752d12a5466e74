//! Where to look: what an event or a list says about the engine. What is true there, only looking tells.

use engine_api::{
    Id,
    system::event::{Action, Event, Kind},
};

/// A place in the engine to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The engine itself.
    Engine,
    /// Which containers there are.
    Containers,
    /// Which containers are in a state that engines put them into without an event.
    Unheard,
    /// All images: an image's names move between images, so that one alone tells little.
    Images,
    /// Which volumes there are.
    Volumes,
    /// Which networks there are.
    Networks,
    /// One container.
    Container(Id),
    /// One volume, by its name.
    Volume(String),
    /// One network, by its id.
    Network(String),
}

impl Place {
    /// All there is to know, after a time in which nothing was heard.
    pub const EVERYTHING: [Self; 5] =
        [Self::Engine, Self::Images, Self::Networks, Self::Volumes, Self::Containers];

    /// The places that may look different after an event.
    pub fn of(event: &Event) -> Vec<Self> {
        let actor = || event.actor.id.clone();
        match event.kind {
            Kind::Container => of_container(event),
            Kind::Image => vec![Self::Images],
            Kind::Builder if event.action == Action::Prune => vec![],
            Kind::Builder => vec![Self::Images],
            Kind::Volume if event.action == Action::Prune || event.actor.id.is_empty() => vec![Self::Volumes],
            Kind::Volume if matches!(event.action, Action::Mount | Action::Unmount) => vec![],
            Kind::Volume => vec![Self::Volume(actor())],
            Kind::Network if event.action == Action::Prune || event.actor.id.is_empty() => {
                vec![Self::Networks]
            }
            Kind::Network => {
                let member = event.actor.attributes.container.map(Self::Container);
                member.into_iter().chain([Self::Network(actor())]).collect()
            }
            Kind::Daemon => vec![Self::Engine],
            Kind::Plugin | Kind::Service | Kind::Node | Kind::Secret | Kind::Config | Kind::Unknown => vec![],
        }
    }
}

fn of_container(event: &Event) -> Vec<Place> {
    match event.action {
        // Looking at a container, or running something in it, changes nothing that is shown. A health check
        // alone is three such events.
        Action::ExecCreate
        | Action::ExecStart
        | Action::ExecDie
        | Action::ExecDetach
        | Action::Attach
        | Action::Detach
        | Action::Top
        | Action::Resize
        | Action::Copy
        | Action::Export
        | Action::ArchivePath
        | Action::ExtractToDir => vec![],
        Action::Prune => vec![Place::Containers],
        Action::Commit => vec![Place::Images],
        _ => match event.actor.id.parse() {
            Ok(id) => vec![Place::Container(id)],
            Err(_) => vec![Place::Containers],
        },
    }
}

#[cfg(test)]
mod tests;
