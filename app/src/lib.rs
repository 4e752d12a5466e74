//! The page: what runs in the browser. It shows what the server tells live, and asks it to do things.

mod actions;
mod api;
mod fetched;
mod format;
mod host_root;
mod i18n;
mod kept;
mod keys;
mod live;
mod pages;
mod palette;
mod proof;
mod route;
mod search;
mod shell;
mod start;
mod theme;
mod ui;

use crate::ui::dom::{Drawn, view};
use leptos::prelude::*;

use pages::{
    AccountPage, AuditPage, ContainerPage, ContainersPage, CreatePage, DashboardPage, EnginePage, ImagesPage,
    JobsPage, NetworksPage, PartsPage, PeoplePage, PersonPage, SettingsPage, UnknownPage, VolumesPage,
};
use route::Route;
use shell::Shell;
use ui::{Skeleton, later};

/// Puts the page into the document.
pub fn start() {
    ui::dom::mount(|| view! { <Shell /> });
}

/// The page of an address. All but the first that most people see are loaded when they are asked for.
fn page(route: Route) -> Drawn {
    match route {
        Route::Dashboard => load(dashboard_page()),
        Route::Containers(_) => view! { <ContainersPage /> },
        Route::Container { key, .. } => load(container_page(key)),
        Route::Create { image } => load(create_page(image)),
        Route::Images(_) => load(images_page()),
        Route::Volumes(_) => load(volumes_page()),
        Route::Networks(_) => load(networks_page()),
        Route::Engine => load(engine_page()),
        Route::Jobs => load(jobs_page()),
        Route::People => load(people_page()),
        Route::Person { name } => load(person_page(name)),
        Route::Audit { .. } => load(audit_page()),
        Route::Account => load(account_page()),
        Route::Settings => load(settings_page()),
        Route::Parts => load(parts_page()),
        Route::Unknown => view! { <UnknownPage /> },
    }
}

fn load(page: impl Future<Output = Drawn> + 'static) -> Drawn {
    later(page, view! { <Skeleton /> })
}

#[lazy]
fn dashboard_page() -> Drawn {
    view! { <DashboardPage /> }
}

#[lazy]
fn container_page(name: String) -> Drawn {
    view! { <ContainerPage name=name /> }
}

#[lazy]
fn create_page(image: String) -> Drawn {
    view! { <CreatePage image=image /> }
}

#[lazy]
fn images_page() -> Drawn {
    view! { <ImagesPage /> }
}

#[lazy]
fn volumes_page() -> Drawn {
    view! { <VolumesPage /> }
}

#[lazy]
fn networks_page() -> Drawn {
    view! { <NetworksPage /> }
}

#[lazy]
fn engine_page() -> Drawn {
    view! { <EnginePage /> }
}

#[lazy]
fn jobs_page() -> Drawn {
    view! { <JobsPage /> }
}

#[lazy]
fn people_page() -> Drawn {
    view! { <PeoplePage /> }
}

#[lazy]
fn person_page(name: String) -> Drawn {
    view! { <PersonPage name=name /> }
}

#[lazy]
fn audit_page() -> Drawn {
    view! { <AuditPage /> }
}

#[lazy]
fn account_page() -> Drawn {
    view! { <AccountPage /> }
}

#[lazy]
fn settings_page() -> Drawn {
    view! { <SettingsPage /> }
}

#[lazy]
fn parts_page() -> Drawn {
    view! { <PartsPage /> }
}
