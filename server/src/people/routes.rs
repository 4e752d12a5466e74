//! What admins do with people and everybody's tokens. Looking takes a session or a token; a change takes a session,
//! and a fresh proof of who has it.

use axum::extract::{Path, State};
use gate::{Grants, Role, Scopes};
use wire::{NewDisabled, NewPassword, NewPerson, NewRaw, NewRole, NewScope, PersonRow, TokenRow};

use super::{Name, Password, People, given, may, meant, reaching};
use crate::{
    Error, Route, Wire,
    session::{Proved, Tokens},
};

/// The routes of this module.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/people", Role::Admin, list_people).about("Everybody, by name"),
        Route::post("/api/people", Role::Admin, add_person)
            .about("Adds a person, and says how far their rights reach"),
        Route::post("/api/people/{name}/role", Role::Admin, set_role)
            .about("Gives a person another role, and ends their sessions"),
        Route::post("/api/people/{name}/password", Role::Admin, set_password)
            .about("Gives a person another password, and ends their sessions"),
        Route::post("/api/people/{name}/disabled", Role::Admin, set_disabled)
            .about("Keeps a person out, or lets them in again"),
        Route::post("/api/people/{name}/scope", Role::Admin, set_scope)
            .about("Grants a person something somewhere, in place of what was granted there"),
        Route::post("/api/people/{name}/raw", Role::Admin, set_raw)
            .about("Says whether an admin's requests may pass to the engine as they are"),
        Route::get("/api/people/{name}/may", Role::Admin, may::ask)
            .about("What a person may do to a container"),
        Route::get("/api/tokens", Role::Admin, list_tokens).about("Everybody's tokens"),
        Route::delete("/api/tokens/{id}", Role::Admin, revoke_token).about("Ends a token of anybody's"),
    ]
}

async fn list_people(State(people): State<People>) -> Result<Wire<Vec<PersonRow>>, Error> {
    people.rows().map(Wire)
}

async fn add_person(
    State(people): State<People>,
    Proved(admin): Proved,
    Wire(NewPerson { name, role, password, scopes }): Wire<NewPerson>,
) -> Result<Wire<()>, Error> {
    let (name, password) = (Name::parse(&name)?, Password::choose(password)?);
    let scopes = scopes.map_or_else(|| Ok(Scopes::everything(Grants::NONE)), |scopes| reaching(&scopes))?;
    people.by(&admin.principal).add(name, meant(role), password, scopes).await?;
    Ok(Wire(()))
}

async fn set_role(
    State(people): State<People>,
    Proved(admin): Proved,
    Path(name): Path<String>,
    Wire(NewRole { role }): Wire<NewRole>,
) -> Result<Wire<()>, Error> {
    people.by(&admin.principal).set_role(Name::parse(&name)?, meant(role)).await.map(Wire)
}

async fn set_password(
    State(people): State<People>,
    Proved(admin): Proved,
    Path(name): Path<String>,
    Wire(NewPassword { password }): Wire<NewPassword>,
) -> Result<Wire<()>, Error> {
    let (name, password) = (Name::parse(&name)?, Password::choose(password)?);
    people.by(&admin.principal).set_password(name, password).await.map(Wire)
}

async fn set_disabled(
    State(people): State<People>,
    Proved(admin): Proved,
    Path(name): Path<String>,
    Wire(NewDisabled { disabled }): Wire<NewDisabled>,
) -> Result<Wire<()>, Error> {
    people.by(&admin.principal).set_disabled(Name::parse(&name)?, disabled).await.map(Wire)
}

async fn set_scope(
    State(people): State<People>,
    Proved(admin): Proved,
    Path(name): Path<String>,
    Wire(NewScope { stack, grants }): Wire<NewScope>,
) -> Result<Wire<()>, Error> {
    let stack = stack.map(|stack| stack.parse()).transpose()?;
    let grants = grants.map(|grants| given(&grants));
    people.by(&admin.principal).set_scope(Name::parse(&name)?, stack, grants).await.map(Wire)
}

async fn set_raw(
    State(people): State<People>,
    Proved(admin): Proved,
    Path(name): Path<String>,
    Wire(NewRaw { raw }): Wire<NewRaw>,
) -> Result<Wire<()>, Error> {
    people.by(&admin.principal).set_raw(Name::parse(&name)?, raw).await.map(Wire)
}

async fn list_tokens(State(tokens): State<Tokens>) -> Result<Wire<Vec<TokenRow>>, Error> {
    tokens.list().map(Wire)
}

async fn revoke_token(
    State(tokens): State<Tokens>,
    Proved(admin): Proved,
    Path(id): Path<String>,
) -> Result<Wire<()>, Error> {
    tokens.by(&admin.principal).revoke(&id).await.map(Wire)
}
