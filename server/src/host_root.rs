//! What is as good as root on the engine's host, when an admin asks for it with our own API: it has to be switched on for
//! the engine, and takes a fresh proof of who asks. It is off until an admin wants it.

use std::sync::Arc;

use axum::extract::State;
use gate::{Principal, Role};
use rusqlite::Transaction;
use wire::HostRoot as Switch;

use crate::{
    Error, Route, Store, Wire,
    audit::{Changes, Own},
    people::ENGINE,
    session::Proved,
};

/// The routes of this module.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/engine/host-root", Role::Admin, look)
            .about("Whether admins may ask for what is as good as root on the engine's host"),
        Route::post("/api/engine/host-root", Role::Admin, set)
            .about("Says whether admins may ask for what is as good as root on the engine's host"),
    ]
}

async fn look(State(host_root): State<HostRoot>) -> Result<Wire<Switch>, Error> {
    host_root.is_on().map(|on| Wire(Switch { on }))
}

async fn set(
    State(host_root): State<HostRoot>,
    Proved(admin): Proved,
    Wire(Switch { on }): Wire<Switch>,
) -> Result<Wire<()>, Error> {
    host_root.by(&admin.principal).set(on).await.map(Wire)
}

/// The switch.
#[derive(Clone)]
pub(crate) struct HostRoot {
    store: Store,
    changes: Changes,
}

impl HostRoot {
    /// The switch in a store.
    pub(crate) fn new(store: Store) -> Self {
        Self { changes: Changes::of(store.clone()), store }
    }

    /// The same, switched in somebody's name.
    fn by(&self, principal: &Arc<Principal>) -> Self {
        Self { changes: self.changes.by(principal.clone()), ..self.clone() }
    }

    /// Lets an admin do it, or says what it takes first. The switch comes before the proof: nobody gives their password
    /// for a no.
    pub(crate) fn allow(&self, admin: &Principal) -> Result<(), Error> {
        if !self.is_on()? {
            return Err(Error::HostRootOff);
        }
        Ok(gate::proved(admin)?)
    }

    /// Whether it is on, whoever switched it last.
    fn is_on(&self) -> Result<bool, Error> {
        const SELECT: &str = "SELECT host_root FROM engines WHERE name = ?1";
        Ok(self.store.read(|reader| reader.prepare_cached(SELECT)?.query_row([ENGINE], |row| row.get(0)))?)
    }

    /// Switches it.
    pub(crate) async fn set(&self, on: bool) -> Result<(), Error> {
        let switch = move |tx: &Transaction<'_>| {
            tx.execute("UPDATE engines SET host_root = ?1 WHERE name = ?2", (on, ENGINE)).map(|_| Ok(()))
        };
        let asked = if on { "on" } else { "off" };
        self.changes.make(Own::EngineHostRoot, ENGINE.into(), asked.into(), switch).await
    }
}
