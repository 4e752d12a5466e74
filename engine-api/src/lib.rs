//! Docker's API as values: what can be asked, what is answered, and how both look on the wire.
//!
//! A call is a value that knows its method, its path, how dangerous it is and what comes back
//! ([`call::Call`]). There is no I/O here: the crate `engine` sends calls, and whoever else speaks the API
//! reads the same table.
//!
//! Replies are small structs with the fields that are used, and lenient: an engine may be older or newer
//! than we know, so an unknown state is `Unknown`, `null` is empty, and what is missing has its default.

pub mod call;
pub mod capability;
pub mod command;
pub mod container;
pub mod frame;
pub mod image;
pub mod jsonl;
mod lenient;
pub mod network;
pub mod operation;
pub mod port;
pub mod reference;
pub mod reply;
pub mod system;
pub mod time;
pub mod unread;
pub mod version;
pub mod volume;

pub use id::{Digest, Id};
