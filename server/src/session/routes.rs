//! A person's own sessions: the list, and the end of one.

use axum::extract::{Path, State};
use gate::Role;
use serde::Serialize;

use super::{Caller, Sessions};
use crate::{clock::Seconds, codec::Wire, error::Error, route::Route};

/// A session as lists show one. Times are seconds since 1970.
#[derive(Clone, Debug, Serialize)]
pub struct SessionRow {
    /// Names it in `DELETE /api/sessions/{id}`; opens nothing.
    pub id: String,
    /// When it began.
    pub created: Seconds,
    /// When it was last used, within a minute.
    pub seen: Seconds,
    /// When it ends at the latest.
    pub expires: Seconds,
    /// The browser's name for itself.
    pub agent: String,
    /// Where it was begun from.
    pub address: String,
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/sessions", Role::Viewer, list_sessions),
        Route::delete("/api/sessions/{id}", Role::Viewer, end_session),
    ]
}

async fn list_sessions(
    State(sessions): State<Sessions>,
    caller: Caller,
) -> Result<Wire<Vec<SessionRow>>, Error> {
    sessions.list(caller.person).map(Wire)
}

async fn end_session(
    State(sessions): State<Sessions>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Wire<()>, Error> {
    sessions.revoke(caller.person, id).await.map(Wire)
}
