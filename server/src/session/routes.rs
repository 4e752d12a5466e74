//! A person's own sessions: the list, and the end of one.

use axum::extract::{Path, State};
use gate::Role;
use http::{HeaderName, HeaderValue, header};
use wire::{Proof, SessionRow};

use super::{InPerson, Sessions};
use crate::{
    codec::Wire,
    error::Error,
    guard::Visit,
    people::{Name, People},
    route::Route,
};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/sessions", Role::Viewer, list_sessions)
            .about("One's own sessions, the newest first"),
        Route::post("/api/session/prove", Role::Viewer, prove)
            .about("Shows that it is still oneself; the session gets another cookie"),
        Route::delete("/api/sessions/{id}", Role::Viewer, end_session)
            .about("Ends one of one's own sessions"),
    ]
}

async fn list_sessions(
    State(sessions): State<Sessions>,
    InPerson(caller): InPerson,
) -> Result<Wire<Vec<SessionRow>>, Error> {
    sessions.list(&caller).map(Wire)
}

/// It is asked for before what is as good as root on the host, or gives rights away.
async fn prove(
    State(sessions): State<Sessions>,
    State(people): State<People>,
    InPerson(caller): InPerson,
    visit: Visit,
    Wire(Proof { password }): Wire<Proof>,
) -> Result<([(HeaderName, HeaderValue); 1], Wire<()>), Error> {
    let name = Name::parse(&caller.principal.name)?;
    let shown = people.prove(&name, &password, visit.address).await?;
    let cookie = sessions.renew(&caller, shown).await?;
    Ok(([(header::SET_COOKIE, cookie.set(visit.scheme))], Wire(())))
}

async fn end_session(
    State(sessions): State<Sessions>,
    InPerson(caller): InPerson,
    Path(id): Path<String>,
) -> Result<Wire<()>, Error> {
    sessions.revoke(&caller, id).await.map(Wire)
}
