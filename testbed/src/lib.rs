//! Real, private engines and registries for tests and for trying Pierhead out.
//!
//! Nothing here talks to an engine that it didn't start, and everything that it starts ends with its handle:
//! on drop, and also when the process that holds the handle is killed.
//!
//! ```no_run
//! # fn main() -> Result<(), testbed::Error> {
//! let engine = testbed::Engine::start(testbed::Release::V28)?;
//! engine.import_busybox()?;
//! engine.docker(&["run", "--detach", "--init", "--name", "web", "busybox", "sleep", "1h"])?;
//! # Ok(())
//! # }
//! ```

mod engine;
mod error;
mod image;
mod packages;
mod python;
mod registry;
mod relay;

pub use engine::{Engine, Network, Options};
pub use error::Error;
pub use packages::{Release, ensure_installed, is_root, packages};
pub use python::python_packages;
pub use registry::Registry;
pub use relay::Relay;
