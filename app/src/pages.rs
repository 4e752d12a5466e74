//! The pages, one file each.

mod account;
mod audit;
mod container;
mod containers;
mod create;
mod engine;
mod grants;
mod images;
mod jobs;
mod list;
mod moving;
mod networks;
mod people;
mod tokens;
mod unknown;
mod volumes;

pub(crate) use account::AccountPage;
pub(crate) use audit::AuditPage;
pub(crate) use container::ContainerPage;
pub(crate) use containers::ContainersPage;
pub(crate) use create::CreatePage;
pub(crate) use engine::EnginePage;
pub(crate) use images::ImagesPage;
pub(crate) use jobs::JobsPage;
pub(crate) use networks::NetworksPage;
pub(crate) use people::{PeoplePage, PersonPage};
pub(crate) use unknown::UnknownPage;
pub(crate) use volumes::VolumesPage;
