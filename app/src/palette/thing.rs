//! What the engine holds, as the palette names it: where it is shown, and what can be done to it.

use std::sync::Arc;

use crate::ui::dom::{Drawn, view};
use wire::{Container, Image, Network, Volume};

use crate::{
    actions::Actions,
    i18n::{Text, t},
    live::Live,
    pages::{containers, images, networks, volumes},
    route::{Listing, Route, Router, Tab},
    ui::{Icon, Item, Tone},
};

/// A thing of the engine's.
#[derive(Clone)]
pub(super) enum Thing {
    Container(Arc<Container>),
    Image(Arc<Image>),
    Volume(Arc<Volume>),
    Network(Arc<Network>),
    Stack(String),
}

/// What acts need, captured where it is provided.
#[derive(Clone, Copy)]
pub(super) struct Acting {
    live: Live,
    router: Router,
    actions: Actions,
    containers: containers::Asking,
    images: images::Asking,
    volumes: volumes::Asking,
    networks: networks::Asking,
}

/// The questions that acts ask, wherever one is: provided from here on, and drawn here when one is open.
pub(crate) fn questions() -> Drawn {
    view! {
        {containers::questions()}
        {images::questions()}
        {volumes::questions()}
        {networks::questions()}
    }
}

impl Acting {
    pub(super) fn new() -> Self {
        Self {
            live: Live::expect(),
            router: Router::expect(),
            actions: Actions::expect(),
            containers: containers::Asking::expect(),
            images: images::Asking::expect(),
            volumes: volumes::Asking::expect(),
            networks: networks::Asking::expect(),
        }
    }

    /// What makes something new, as far as the person may.
    pub(super) fn commands(&self) -> Vec<Item> {
        let Self { router, images, volumes, networks, .. } = *self;
        if !self.live.allowed().create {
            return Vec::new();
        }
        vec![
            Item::new(Icon::Plus, t(Text::CreateContainer), move || {
                router.go(Route::Create { image: String::new() });
            }),
            Item::new(Icon::Download, t(Text::PullImage), move || images.ask(images::Ask::Pull)),
            Item::new(Icon::Plus, t(Text::CreateVolume), move || volumes.ask(volumes::Ask::New)),
            Item::new(Icon::Plus, t(Text::CreateNetwork), move || networks.ask(networks::Ask::New)),
        ]
    }

    fn to(&self, symbol: Icon, word: Text, route: Route) -> Item {
        let router = self.router;
        Item::new(symbol, t(word), move || router.go(route.clone()))
    }
}

impl Thing {
    /// As people call it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Container(row) => row.name.clone(),
            Self::Image(row) => images::name(row),
            Self::Volume(row) => row.name.clone(),
            Self::Network(row) => row.name.clone(),
            Self::Stack(name) => name.clone(),
        }
    }

    /// What tells it from another of that name.
    pub(super) fn kind(&self) -> Text {
        match self {
            Self::Container(_) => Text::Container,
            Self::Image(_) => Text::Image,
            Self::Volume(_) => Text::Volume,
            Self::Network(_) => Text::Network,
            Self::Stack(_) => Text::Stack,
        }
    }

    /// All of its kind.
    pub(super) fn kinds(&self) -> Text {
        match self {
            Self::Container(_) => Text::Containers,
            Self::Image(_) => Text::Images,
            Self::Volume(_) => Text::Volumes,
            Self::Network(_) => Text::Networks,
            Self::Stack(_) => Text::Stacks,
        }
    }

    /// What it is, and how it is with it.
    pub(super) fn sign(&self) -> (Icon, Tone) {
        let symbol = match self {
            Self::Container(row) => {
                let (symbol, tone, _) = containers::look(row);
                return (symbol, tone);
            }
            Self::Image(_) => Icon::Layers,
            Self::Volume(_) => Icon::Disk,
            Self::Network(_) => Icon::Network,
            Self::Stack(_) => Icon::Stack,
        };
        (symbol, Tone::Idle)
    }

    /// Where it is shown.
    pub(super) fn home(&self) -> Route {
        let found = || Listing { search: self.name(), ..Listing::default() };
        match self {
            Self::Container(row) => Route::container(&row.name),
            Self::Image(row) if row.tags.is_empty() => Route::Images(Listing::default()),
            Self::Image(_) => Route::Images(found()),
            Self::Volume(_) => Route::Volumes(found()),
            Self::Network(_) => Route::Networks(found()),
            Self::Stack(name) => Route::Containers(Listing::of_stack(name)),
        }
    }

    /// What can be done to it, by whoever looks.
    pub(super) fn acts(&self, acting: &Acting) -> Vec<Item> {
        let Acting { live, actions, .. } = *acting;
        let more = match self {
            Self::Container(row) => {
                let raw = Route::Container { key: row.name.clone(), tab: Tab::Raw };
                let mut acts = containers::items(row, live, actions, acting.containers);
                acts.push(acting.to(Icon::Scroll, Text::Inspect, raw));
                acts
            }
            Self::Image(row) => images::items(row, live, actions, acting.images),
            Self::Volume(row) => volumes::items(row, live, acting.volumes),
            Self::Network(row) => networks::items(row, live, acting.networks),
            Self::Stack(name) => {
                let mut acts = containers::stack_items(name, live, acting.containers);
                acts.extend([
                    acting.to(Icon::Disk, Text::Volumes, Route::Volumes(Listing::of_stack(name))),
                    acting.to(Icon::Network, Text::Networks, Route::Networks(Listing::of_stack(name))),
                ]);
                acts
            }
        };
        let open = match self {
            Self::Stack(_) => acting.to(Icon::Box, Text::Containers, self.home()),
            _ => acting.to(Icon::Enter, Text::Open, self.home()),
        };
        [open].into_iter().chain(more).collect()
    }
}
