//! The pages, one file each.

mod account;
mod asking;
mod audit;
mod container;
pub(crate) mod containers;
mod create;
mod dashboard;
mod engine;
mod grants;
pub(crate) mod images;
mod jobs;
mod list;
mod moving;
pub(crate) mod networks;
mod parts;
mod people;
mod settings;
mod tokens;
mod unknown;
pub(crate) mod volumes;

pub(crate) use account::AccountPage;
pub(crate) use audit::AuditPage;
pub(crate) use container::ContainerPage;
pub(crate) use containers::ContainersPage;
pub(crate) use create::CreatePage;
pub(crate) use dashboard::DashboardPage;
pub(crate) use engine::EnginePage;
pub(crate) use images::ImagesPage;
pub(crate) use jobs::JobsPage;
pub(crate) use networks::NetworksPage;
pub(crate) use parts::PartsPage;
pub(crate) use people::{PeoplePage, PersonPage};
pub(crate) use settings::SettingsPage;
pub(crate) use unknown::UnknownPage;
pub(crate) use volumes::VolumesPage;
