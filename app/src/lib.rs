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

use leptos::prelude::*;

use pages::{
    ContainerPage, ContainersPage, CreatePage, EnginePage, ImagesPage, JobsPage, NetworksPage, UnknownPage,
    VolumesPage,
};
use route::Route;

/// Puts the page into the document.
pub fn start() {
    mount_to_body(shell::Shell);
}

/// The page of an address. What a list shows may change without the page being drawn again.
fn page(route: &Route) -> AnyView {
    match route {
        Route::Containers(_) => view! { <ContainersPage /> }.into_any(),
        Route::Container { key, .. } => view! { <ContainerPage name=key.clone() /> }.into_any(),
        Route::Create { image } => view! { <CreatePage image=image.clone() /> }.into_any(),
        Route::Images(_) => view! { <ImagesPage /> }.into_any(),
        Route::Volumes(_) => view! { <VolumesPage /> }.into_any(),
        Route::Networks(_) => view! { <NetworksPage /> }.into_any(),
        Route::Engine => view! { <EnginePage /> }.into_any(),
        Route::Jobs => view! { <JobsPage /> }.into_any(),
        Route::Unknown => view! { <UnknownPage /> }.into_any(),
    }
}
