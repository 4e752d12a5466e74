//! A person's own sessions: the list, and the end of one.

use axum::extract::{Path, State};
use gate::Role;
use wire::SessionRow;

use super::{Caller, Sessions};
use crate::{codec::Wire, error::Error, route::Route};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/sessions", Role::Viewer, list_sessions)
            .about("One's own sessions, the newest first"),
        Route::delete("/api/sessions/{id}", Role::Viewer, end_session)
            .about("Ends one of one's own sessions"),
    ]
}

async fn list_sessions(
    State(sessions): State<Sessions>,
    caller: Caller,
) -> Result<Wire<Vec<SessionRow>>, Error> {
    sessions.list(&caller).map(Wire)
}

async fn end_session(
    State(sessions): State<Sessions>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Wire<()>, Error> {
    sessions.revoke(caller.person, id).await.map(Wire)
}
