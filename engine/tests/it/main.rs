//! The client against real engines of both ends of the version range, and against servers that misbehave.

#![allow(clippy::unwrap_used, reason = "a test fails where it goes wrong")]

mod containers;
mod denied;
mod diagnosis;
mod events;
mod images;
mod misbehaving;
mod outage;
mod real;
mod resources;
mod server;
mod tls;
