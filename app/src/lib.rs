//! The page: what runs in the browser. It shows what the server tells live, and asks it to do things.

mod actions;
mod api;
mod format;
mod i18n;
mod live;
mod pages;
mod route;
mod shell;
mod theme;
mod ui;

use crate::ui::drawn::{Draw, Drawn};
use leptos::prelude::*;

use pages::{
    ContainerPage, ContainersPage, CreatePage, EnginePage, ImagesPage, JobsPage, NetworksPage, UnknownPage,
    VolumesPage,
};
use route::Route;
use ui::{Skeleton, later};

/// Puts the page into the document.
pub fn start() {
    mount_to_body(shell::Shell);
}

/// The page of an address. All but the first that most people see are loaded when they are asked for.
fn page(route: Route) -> Drawn {
    match route {
        Route::Containers(_) => view! { <ContainersPage /> }.drawn(),
        Route::Container { key, .. } => load(container_page(key)),
        Route::Create { image } => load(create_page(image)),
        Route::Images(_) => load(images_page()),
        Route::Volumes(_) => load(volumes_page()),
        Route::Networks(_) => load(networks_page()),
        Route::Engine => load(engine_page()),
        Route::Jobs => load(jobs_page()),
        Route::Unknown => view! { <UnknownPage /> }.drawn(),
    }
}

fn load(page: impl Future<Output = Drawn> + 'static) -> Drawn {
    later(page, view! { <Skeleton /> })
}

#[lazy]
fn container_page(name: String) -> Drawn {
    view! { <ContainerPage name=name /> }.drawn()
}

#[lazy]
fn create_page(image: String) -> Drawn {
    view! { <CreatePage image=image /> }.drawn()
}

#[lazy]
fn images_page() -> Drawn {
    view! { <ImagesPage /> }.drawn()
}

#[lazy]
fn volumes_page() -> Drawn {
    view! { <VolumesPage /> }.drawn()
}

#[lazy]
fn networks_page() -> Drawn {
    view! { <NetworksPage /> }.drawn()
}

#[lazy]
fn engine_page() -> Drawn {
    view! { <EnginePage /> }.drawn()
}

#[lazy]
fn jobs_page() -> Drawn {
    view! { <JobsPage /> }.drawn()
}
