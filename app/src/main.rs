//! The page: what runs in the browser. It shows what the server tells live, and asks it to do things.

// First, so that no change of the page moves it: `view::lazy_at` says why that matters.
macro_rules! in_place {
    ($($function:tt)*) => {
        #[::view::lazy_at(here)]
        $($function)*
    };
}
pub(crate) use in_place;

mod actions;
mod age;
mod api;
mod boot;
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

use crate::ui::dom::{Drawn, lazy, view};

use pages::{
    AccountPage, AuditPage, ContainerPage, ContainersPage, CreatePage, DashboardPage, EnginePage, ImagesPage,
    JobsPage, NetworksPage, PartsPage, PeoplePage, PersonPage, SettingsPage, UnknownPage, VolumesPage,
};
use route::Route;
use shell::Shell;
use ui::{Loaded, Skeleton, later};

/// Smaller than the standard library's for WebAssembly.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Puts the page into the document.
fn main() {
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
        Route::Engine | Route::Jobs => load(engine_pages(route)),
        Route::People | Route::Person { .. } => load(people_pages(route)),
        Route::Audit { .. } => load(audit_page()),
        Route::Account | Route::Settings | Route::Parts | Route::Unknown => load(own_pages(route)),
    }
}

fn load(page: impl Future<Output = Loaded<Drawn>> + 'static) -> Drawn {
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

/// Each lazy function costs the first visit some bytes: pages that belong together come together.
#[lazy]
fn engine_pages(route: Route) -> Drawn {
    match route {
        Route::Jobs => view! { <JobsPage /> },
        _ => view! { <EnginePage /> },
    }
}

#[lazy]
fn people_pages(route: Route) -> Drawn {
    match route {
        Route::Person { name } => view! { <PersonPage name=name /> },
        _ => view! { <PeoplePage /> },
    }
}

#[lazy]
fn audit_page() -> Drawn {
    view! { <AuditPage /> }
}

#[lazy]
fn own_pages(route: Route) -> Drawn {
    match route {
        Route::Settings => view! { <SettingsPage /> },
        Route::Parts => view! { <PartsPage /> },
        Route::Account => view! { <AccountPage /> },
        _ => view! { <UnknownPage /> },
    }
}
