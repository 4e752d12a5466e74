//! Real engines, one of each release, that tests share which leave each other alone.

use std::sync::OnceLock;

use engine::{Address, Client};
use testbed::{Engine, Release};

/// Both ends of the range.
pub(crate) const RELEASES: [Release; 2] = [Release::V20, Release::V28];

/// The engine of a release, with `busybox:latest` on it.
pub(crate) fn shared(release: Release) -> &'static Engine {
    static ENGINES: [OnceLock<Engine>; 2] = [OnceLock::new(), OnceLock::new()];
    ENGINES[usize::from(release == Release::V28)].get_or_init(|| own(release))
}

/// An engine of the test's own, with `busybox:latest` on it.
pub(crate) fn own(release: Release) -> Engine {
    let engine = Engine::start(release).unwrap();
    engine.import_busybox().unwrap();
    engine
}

/// A client of an engine.
pub(crate) fn client(engine: &Engine) -> Client {
    Client::new(address(engine))
}

/// Where an engine is.
pub(crate) fn address(engine: &Engine) -> Address {
    Address::parse(&engine.host(), &Default::default()).unwrap()
}
