//! Who makes a request, as handlers ask for it.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use gate::{Principal, Role};
use http::{HeaderMap, header, request::Parts};

use super::{Cookie, Credential, Sessions, token};
use crate::{
    error::Error,
    guard::Visit,
    people::PersonId,
    secret::{self, Hash},
};

/// Who makes the request. Handlers of routes that need a role take it; for others it may be missing.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who, for the gate.
    pub principal: Arc<Principal>,
    /// Who, for the store.
    pub person: PersonId,
    pub(super) credential: Credential,
    /// The session's id, which stays when its secret changes.
    pub(super) session: Option<Arc<str>>,
}

impl Caller {
    /// Whether they sent a token, which no browser does by itself.
    pub(crate) fn has_token(&self) -> bool {
        matches!(self.credential, Credential::Token(_))
    }

    /// The session that they use.
    pub(crate) fn session(&self) -> Option<Hash> {
        match self.credential {
            Credential::Session(hash) => Some(hash),
            Credential::Token(_) => None,
        }
    }
}

/// Who makes the request, with a session of their own: for changes that a token must not make, or whoever finds one
/// makes more of it.
pub struct InPerson(pub Caller);

/// As [`InPerson`], and they have shown a short while ago that it is them: for what gives rights away.
pub struct Proved(pub Caller);

/// Who makes the request, if anybody who is logged in, on routes that are open to all.
pub struct MaybeCaller(pub Option<Caller>);

impl Sessions {
    /// Who sends these headers.
    pub fn authenticate(&self, headers: &HeaderMap, visit: &Visit) -> Result<Option<Caller>, Error> {
        let credential = match bearer(headers) {
            Some(text) => token::parse(text).map(Credential::Token),
            None => Cookie::read(headers, visit.scheme).map(|it| Credential::Session(secret::hash(&it))),
        };
        credential.map_or(Ok(None), |credential| self.look_up(credential))
    }

    /// Why a token opens nothing. Only whoever has its secret is told more than that.
    fn why_not(&self, text: &str) -> Error {
        let ended = token::parse(text).map(|hash| self.ended(hash));
        match ended.transpose() {
            Ok(ended) => ended.flatten().unwrap_or(Error::TokenNotGood),
            Err(error) => error,
        }
    }

    /// As [`Sessions::authenticate`], for a route that needs a role.
    pub(crate) fn require(&self, parts: &Parts, role: Role) -> Result<Caller, Error> {
        let caller = self.authenticate(&parts.headers, Visit::of(parts)?)?;
        let caller = caller.ok_or_else(|| match bearer(&parts.headers) {
            Some(text) => self.why_not(text),
            None => Error::NotLoggedIn,
        })?;
        match caller.principal.role >= role {
            true => Ok(caller),
            false => Err(Error::RoleTooLow { name: caller.principal.name.clone(), needed: role }),
        }
    }
}

/// The token of `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    /// The route's layer has put it there after checking the role.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or(Error::NotLoggedIn)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for InPerson {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let caller = Caller::from_request_parts(parts, state).await?;
        if caller.has_token() { Err(Error::SessionNeeded) } else { Ok(Self(caller)) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Proved {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let InPerson(caller) = InPerson::from_request_parts(parts, state).await?;
        gate::proved(&caller.principal)?;
        Ok(Self(caller))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MaybeCaller
where
    Sessions: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let visit = Visit::of(parts)?;
        Sessions::from_ref(state).authenticate(&parts.headers, visit).map(Self)
    }
}
