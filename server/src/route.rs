//! A route as data: its method, its address, who may use it. What a route says is what its layer enforces,
//! so that no route can be without a permission.

use std::time::Duration;

use axum::{
    Router,
    extract::{Request, State},
    handler::Handler,
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use gate::Role;
use http::{HeaderMap, Method, header};
use schemars::JsonSchema;

use crate::{
    App,
    crowd::Crowd,
    error::Error,
    login,
    openapi::{Endpoint, Schemas, Told},
    people::PersonId,
    session::Sessions,
};

/// How long a handler may take to answer, unless its route says otherwise.
const DEADLINE: Duration = Duration::from_secs(30);
/// Requests of people who are logged in that are being answered at once. Streams count until they begin.
const AT_ONCE: usize = 512;
/// Of these, one person's: more than the engine's API has for them, which has bounds of its own.
const OF_ONE: usize = 128;

/// The places of those who are being answered.
pub(crate) type Places = Crowd<PersonId>;

/// All places are free.
pub(crate) fn places() -> Places {
    Crowd::new(AT_ONCE)
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, logged in or not.
    Anyone,
    /// Who has at least this role.
    Role(Role),
}

impl From<Role> for Access {
    fn from(role: Role) -> Self {
        Self::Role(role)
    }
}

/// One method of one address.
pub struct Route {
    /// The address, in axum's notation.
    pub path: &'static str,
    /// The method.
    pub method: Method,
    /// Who may use it.
    pub access: Access,
    handler: MethodRouter<App>,
    deadline: Option<Duration>,
    told: Told,
}

macro_rules! method {
    ($name:ident, $method:ident) => {
        #[doc = concat!("A ", stringify!($method), " route; one that needs a role gets its `Caller`.")]
        pub(crate) fn $name<T: 'static, D, H: Handler<T, App> + Endpoint<D>>(
            path: &'static str,
            access: impl Into<Access>,
            handler: H,
        ) -> Self {
            let told = Told::of(H::describe);
            Self {
                told,
                ..Self::new(path, Method::$method, access.into(), on(MethodFilter::$method, handler))
            }
        }
    };
}

impl Route {
    /// A route of whatever method; the handler knows which there are.
    pub(crate) fn any<T: 'static>(
        path: &'static str,
        access: impl Into<Access>,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(path, Method::GET, access.into(), axum::routing::any(handler))
    }

    method!(get, GET);
    method!(post, POST);
    method!(delete, DELETE);

    fn new(path: &'static str, method: Method, access: Access, handler: MethodRouter<App>) -> Self {
        Self { path, method, access, handler, deadline: Some(DEADLINE), told: Told::of(|_, _| {}) }
    }

    /// For a handler whose answer may take as long as the engine does.
    pub(crate) fn without_deadline(self) -> Self {
        Self { deadline: None, ..self }
    }

    /// What it is for: it is part of the API, and of its description.
    pub(crate) fn about(mut self, about: &'static str) -> Self {
        self.told.about = Some(about);
        self
    }

    /// What the JSON is that its handler has laid out itself.
    pub(crate) fn answers<T: JsonSchema>(mut self) -> Self {
        self.told.answer = Some(Schemas::answer::<T>);
        self
    }

    /// Its answer has a tag, and isn't sent to those who have it.
    pub(crate) fn tagged(mut self) -> Self {
        self.told.tagged = true;
        self
    }

    /// It is for a browser, which it leads to a page.
    pub(crate) fn leads_on(mut self) -> Self {
        self.told.leads_on = true;
        self
    }

    /// What is told of it.
    pub(crate) fn told(&self) -> &Told {
        &self.told
    }

    /// Adds the route, guarded, to a router. Those who are logged in share `places`; what is open to all needs
    /// none, so that strangers can't take them: it is answered out of memory or has bounds of its own.
    pub(crate) fn add_to(self, router: Router<App>, app: &App, places: &Places) -> Router<App> {
        let mut handler = self.handler;
        if let Some(deadline) = self.deadline {
            handler = handler.layer(middleware::from_fn_with_state(deadline, give_up));
        }
        // Outside the deadline and the places, and before any extractor: nothing of the request is read for strangers.
        if let Access::Role(role) = self.access {
            let entry = Entry { sessions: app.sessions.clone(), role, places: places.clone() };
            handler = handler.layer(middleware::from_fn_with_state(entry, enter));
        }
        router.route(self.path, handler)
    }
}

async fn give_up(State(deadline): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(deadline, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::TimedOut.into_response(),
    }
}

/// What those who are logged in pass.
#[derive(Clone)]
struct Entry {
    sessions: Sessions,
    role: Role,
    places: Places,
}

async fn enter(State(entry): State<Entry>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match entry.sessions.require(&parts, entry.role) {
        Ok(caller) => {
            let Some(_held) = entry.places.enter(caller.person, OF_ONE) else {
                return Error::TooManyAtOnce { most: OF_ONE }.into_response();
            };
            parts.extensions.insert(caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(Error::NotLoggedIn)
            if parts.method == Method::GET && is_person(&parts.headers, parts.uri.path()) =>
        {
            Redirect::to(&login::address(&parts.uri)).into_response()
        }
        Err(error) => error.into_response(),
    }
}

/// Whether a person is looking, in a browser, at what is no API: they are told things on pages, and shown where to log in.
pub(crate) fn is_person(headers: &HeaderMap, path: &str) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
        && !headers.contains_key(header::AUTHORIZATION)
        && !["/api/", "/docker/", "/engines/"].iter().any(|api| path.starts_with(api))
}
