//! What is one's own: the password and the tokens. Sessions are in `session`.
//!
//! The lists and all changes take a session: whoever has found a token learns of no other, and makes none that outlives
//! it. A change of tokens takes a fresh proof, too.

use std::time::Duration;

use axum::extract::{Path, State};
use gate::Role;
use wire::{Account, MadeToken, OldAndNew, TokenRow};

use crate::{
    Error, NewToken, Password, People, Route, Tokens, Wire,
    guard::Visit,
    people::{Name, given, meant, reach, shown},
    session::{Caller, InPerson, Proved},
};

/// The part of a token's name that is kept, in characters.
const NAME_CHARS: usize = 64;
/// The longest that a token is good for, in days.
const LONGEST: u16 = 365;

/// The routes of this module.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/account", Role::Viewer, who).about("Who one is, and what one may"),
        Route::post("/api/account/password", Role::Viewer, change_password)
            .about("Changes one's own password, and ends one's other sessions"),
        Route::get("/api/account/tokens", Role::Viewer, list_tokens).about("One's own tokens"),
        Route::post("/api/account/tokens", Role::Viewer, create_token).about("Makes a token"),
        Route::delete("/api/account/tokens/{id}", Role::Viewer, revoke_token)
            .about("Ends a token of one's own"),
    ]
}

async fn who(caller: Caller) -> Wire<Account> {
    let principal = &caller.principal;
    let (name, role) = (principal.name.clone(), shown(principal.role));
    Wire(Account { name, role, scopes: reach(&principal.scopes) })
}

async fn change_password(
    State(people): State<People>,
    InPerson(caller): InPerson,
    visit: Visit,
    Wire(OldAndNew { old, new }): Wire<OldAndNew>,
) -> Result<Wire<()>, Error> {
    let (name, new) = (Name::parse(&caller.principal.name)?, Password::choose(new)?);
    let people = people.by(&caller.principal);
    people.change_password(name, &old, new, visit.address, caller.session()).await.map(Wire)
}

async fn list_tokens(
    State(tokens): State<Tokens>,
    InPerson(caller): InPerson,
) -> Result<Wire<Vec<TokenRow>>, Error> {
    tokens.list_of(caller.person).map(Wire)
}

async fn create_token(
    State(tokens): State<Tokens>,
    Proved(caller): Proved,
    Wire(wire::NewToken { name, role, stack, grants, days }): Wire<wire::NewToken>,
) -> Result<Wire<MadeToken>, Error> {
    let name = name.trim().to_owned();
    if !(1..=NAME_CHARS).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(Error::InvalidTokenName { most: NAME_CHARS });
    }
    let day = |days: u16| Duration::from_secs(u64::from(days) * 86_400);
    let expires = match days {
        Some(days) if !(1..=LONGEST).contains(&days) => return Err(Error::InvalidExpiry { most: LONGEST }),
        days => days.map(day),
    };
    let user = Name::parse(&caller.principal.name)?;
    let (stack, grants) = (stack.map(|stack| stack.parse()).transpose()?, grants.map(|it| given(&it)));
    let new = NewToken { user, name, role: role.map(meant), stack, grants, expires };
    let token = tokens.by(&caller.principal).create(new).await?;
    Ok(Wire(MadeToken { token }))
}

async fn revoke_token(
    State(tokens): State<Tokens>,
    Proved(caller): Proved,
    Path(id): Path<String>,
) -> Result<Wire<()>, Error> {
    tokens.by(&caller.principal).revoke_own(caller.person, &id).await.map(Wire)
}
