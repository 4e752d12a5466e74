//! The client of an engine: finds it, connects to it, agrees on a version, calls, and says what is wrong
//! when it can't.

mod address;
mod bell;
mod client;
mod connection;
mod diagnosis;
mod error;
mod forward;
mod items;
mod line;
mod pool;
mod rows;
mod tls;

pub use address::{
    Address, DEFAULT_SOCKET, InvalidAddress, Security, TlsFiles,
    discover::{Environment, Found, Source},
};
pub use bell::Bell;
pub use client::{Client, MAX_REPLY, message};
pub use connection::Sendable;
pub use diagnosis::{Account, Diagnosis, diagnose};
pub use error::{Error, What};
pub use forward::{Forwarded, Place};
pub use items::Items;
