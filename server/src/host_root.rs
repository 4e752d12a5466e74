//! What is as good as root on the engine's host, when an admin asks for it with our own API: it has to be switched on for
//! the engine, and takes a fresh proof of who asks. It is off until an admin wants it.
//!
//! Each engine has a switch of its own, by the engine's own id. What the command line says, which knows no engine, holds
//! for the one that is there next, and is kept under its id from then on.

use std::sync::Arc;

use axum::extract::State;
use gate::{Principal, Role};
use mirror::Feed;
use rusqlite::{OptionalExtension, Transaction, params};
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
    host_root.is_on().await.map(|on| Wire(Switch { on }))
}

async fn set(
    State(host_root): State<HostRoot>,
    Proved(admin): Proved,
    Wire(Switch { on }): Wire<Switch>,
) -> Result<Wire<()>, Error> {
    host_root.set(&admin.principal, on).await.map(Wire)
}

/// The switch of the engine that a feed is of.
#[derive(Clone)]
pub(crate) struct HostRoot {
    store: Store,
    feed: Arc<Feed>,
}

impl HostRoot {
    /// The switches in a store.
    pub(crate) fn new(store: Store, feed: Arc<Feed>) -> Self {
        Self { store, feed }
    }

    /// Lets an admin do it, or says what it takes first. The switch comes before the proof: nobody gives their password
    /// for a no.
    pub(crate) async fn allow(&self, admin: &Principal) -> Result<(), Error> {
        if !self.is_on().await? {
            return Err(Error::HostRootOff);
        }
        Ok(gate::proved(admin)?)
    }

    /// Whether it is on, whoever switched it last.
    async fn is_on(&self) -> Result<bool, Error> {
        let engine = self.feed.engine().id.clone();
        let next = self.read(ENGINE)?;
        if next.is_some() && !engine.is_empty() {
            let adopted = engine.clone();
            self.store.write(move |tx| adopt(tx, &adopted)).await?;
        }
        let known = if engine.is_empty() { next } else { self.read(&engine)? };
        Ok(known.unwrap_or(false))
    }

    fn read(&self, name: &str) -> Result<Option<bool>, Error> {
        const SELECT: &str = "SELECT host_root FROM engines WHERE name = ?1";
        let read = |name| {
            self.store
                .read(|reader| reader.prepare_cached(SELECT)?.query_row([name], |row| row.get(0)).optional())
        };
        Ok(read(name)?)
    }

    async fn set(&self, by: &Arc<Principal>, on: bool) -> Result<(), Error> {
        let engine = self.feed.engine().id.clone();
        if engine.is_empty() {
            return Err(Error::EngineNotSeenYet);
        }
        switch(&Changes::of(self.store.clone()).by(by.clone()), Some(engine), on).await
    }
}

/// Switches it by the command line, for the engine that is there next.
pub(crate) async fn set_by_command_line(store: Store, on: bool) -> Result<(), Error> {
    switch(&Changes::of(store).by_command_line(), None, on).await
}

async fn switch(changes: &Changes, engine: Option<String>, on: bool) -> Result<(), Error> {
    const SET: &str = "INSERT OR REPLACE INTO engines (name, host_root) VALUES (?1, ?2)";
    let change = move |tx: &Transaction<'_>| {
        // What was said before, for whichever engine, holds no longer for this one.
        if let Some(engine) = &engine {
            adopt(tx, engine)?;
        }
        tx.execute(SET, params![engine.as_deref().unwrap_or(ENGINE), on]).map(|_| Ok(()))
    };
    let asked = if on { "on" } else { "off" };
    changes.make(Own::EngineHostRoot, ENGINE.into(), asked.into(), change).await
}

/// Gives what was said without an engine to the one that is there.
fn adopt(tx: &Transaction<'_>, engine: &str) -> rusqlite::Result<()> {
    tx.execute("UPDATE OR REPLACE engines SET name = ?1 WHERE name = ?2", [engine, ENGINE]).map(drop)
}

#[cfg(test)]
mod tests;
