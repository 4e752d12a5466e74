//! The mirror: a live copy of the engine's containers, images, volumes and networks, and the feed that
//! viewers read it from.

mod clock;
mod events;
mod feed;
mod labels;
mod look;
mod mirror;
mod place;
mod problem;
mod queue;
pub mod rows;

pub use feed::{Feed, List, Listed, Missed};
pub use labels::{Carriers, Labels, Wanted};
pub use mirror::{Mirror, Work};
pub use place::Place;
