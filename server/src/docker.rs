//! `/docker` and `/engines/NAME/docker`: the engine's own API, for docker, Compose and every SDK, with a token.
//!
//! There are two ways through. An admin's requests may pass as they are ([`raw`]), where that is switched on. All others
//! are understood, decided about and written anew ([`held`]); what can't be is refused.

mod awaited;
mod drain;
mod harmless;
mod held;
mod newest;
mod placed;
mod raw;
mod revocable;
mod tunnel;

use std::{pin::Pin, sync::Arc};

use axum::{
    body::Body,
    extract::{self, Path, Request},
    response::Response,
};
use engine_api::{
    command::{Named, NotUnderstood},
    operation::Operation,
};
use gate::{Own, Principal, Role};
use http::{HeaderMap, HeaderName, header};
use mirror::Feed;
use tokio::sync::Semaphore;
use wire::{Container, Id, State};

use crate::{
    Error, Route, Sessions, Shutdown,
    crowd::{Crowd, Place},
    gateway::Gateway,
    people::{ENGINE, PersonId},
    policy::Policy,
    session::Caller,
    targets::Targets,
};
use held::Execs;
use placed::Placed;

/// Requests of the engine's API at once, each until its answer has ended.
const AT_ONCE: usize = 512;
/// Of these, one person's: Compose with a large stack takes half of it.
const OF_ONE: usize = 96;

/// Answers that are read whole at once, to be shown in part: each may be as large as the engine's largest, and an object
/// takes a few times that.
const SHAPED: usize = 4;

/// Headers that are of a connection and not of what is sent over it (RFC 9110, 7.6.1), or for Pierhead alone.
const OWN: [HeaderName; 12] = [
    header::AUTHORIZATION,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::COOKIE,
    header::EXPECT,
    header::HOST,
    header::ORIGIN,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// The engine's own API.
pub fn routes() -> Vec<Route> {
    vec![
        Route::any("/docker/{*rest}", Role::Viewer, at_docker).without_deadline(),
        Route::any("/engines/{name}/docker/{*rest}", Role::Viewer, at_engine).without_deadline(),
    ]
}

/// What serving the engine's own API takes.
#[derive(Clone)]
pub struct Docker {
    gateway: Gateway,
    feed: Arc<Feed>,
    targets: Targets,
    policy: Policy,
    own: Option<Id>,
    execs: Execs,
    raw: bool,
    places: Crowd<PersonId>,
    shaped: Arc<Semaphore>,
}

impl Docker {
    /// `own` is the container that this server runs in; `raw` says whether anything passes as it is.
    pub fn new(
        gateway: Gateway,
        feed: Arc<Feed>,
        targets: Targets,
        policy: Policy,
        own: Option<Id>,
        raw: bool,
    ) -> Self {
        let (execs, places) = (Execs::default(), Crowd::new(AT_ONCE));
        let shaped = Arc::new(Semaphore::new(SHAPED));
        Self { gateway, feed, targets, policy, own, execs, raw, places, shaped }
    }

    /// Whether there is a way for somebody's request, whom the gate allows it: what is for admins alone isn't understood
    /// well enough to be written anew, and passes as it is or not at all.
    ///
    /// # Errors
    /// [`Error::RawApiOff`], [`Error::RawNeeded`]
    pub(crate) fn pass_for(&self, principal: &Principal, operation: Operation) -> Result<(), Error> {
        match (gate::rule(operation).role, self.raw) {
            (Role::Admin, false) => Err(Error::RawApiOff),
            (Role::Admin, true) if !principal.raw => Err(Error::RawNeeded),
            _ => Ok(()),
        }
    }

    /// Whether a request names Pierhead's own container, by whichever of its names; `row` is what it names.
    fn own(&self, named: &Named, row: Option<&Container>) -> Own {
        let Some(own) = self.own.filter(|_| names_a_container(named)) else { return Own::No };
        match row {
            Some(row) => self.targets.own(row.id, false),
            // While the mirror hasn't seen it.
            None if own.to_string().starts_with(&*named.object) => Own::Yes,
            None => Own::No,
        }
    }

    /// The container that a request names, as far as the mirror knows of it, and as the engine looks it up: a whole id, a
    /// name, the beginning of an id.
    fn row(&self, named: &Named) -> Option<Arc<Container>> {
        if !names_a_container(named) {
            return None;
        }
        let object = &*named.object;
        let by_id = object.parse().ok().and_then(|id: Id| self.feed.get::<Container>(&id));
        let by_name = || self.feed.find::<Container>(|row| row.name == object);
        let by_start = || self.feed.find::<Container>(|row| row.id.to_string().starts_with(object));
        by_id.or_else(by_name).or_else(by_start)
    }
}

/// Whether a container runs.
fn runs(row: &Container) -> bool {
    matches!(row.state, State::Running | State::Paused | State::Restarting)
}

/// Whether what a request names is a container: an image or a volume may be called like one.
fn names_a_container(named: &Named) -> bool {
    let parameter = named.operation.parameter();
    parameter.is_some_and(|(before, ..)| before == "/containers/") && !named.object.is_empty()
}

/// Whose rights an answer is given by, and what ends it.
struct Asker {
    caller: Caller,
    sessions: Sessions,
    shutdown: Shutdown,
    /// Held as long as anything is done for them: a task that nobody waits for, a stream, a tunnel.
    place: Arc<Place<PersonId>>,
}

/// Ends when an answer has to.
type Over = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Asker {
    /// Ends when the rights that an answer is given by do, or the server: `may` says of who they are by then whether
    /// they still have them. It is asked again whenever rights change, or what belongs to which stack.
    fn over(self, targets: &Targets, may: impl Fn(&Arc<Principal>) -> bool + Send + 'static) -> Over {
        let (mut rights, mut members) = (self.sessions.rights(), targets.members().version());
        Box::pin(async move {
            let _place = self.place;
            while self.sessions.again(&self.caller).is_some_and(|caller| may(&caller.principal)) {
                tokio::select! {
                    () = self.sessions.until_revoked(&self.caller) => return,
                    () = self.shutdown.started() => return,
                    _ = rights.changed() => {}
                    _ = members.changed() => {}
                }
            }
        })
    }
}

/// `ANY /docker/…`
async fn at_docker(
    extract::State(docker): extract::State<Docker>,
    extract::State(sessions): extract::State<Sessions>,
    extract::State(shutdown): extract::State<Shutdown>,
    caller: Caller,
    request: Request,
) -> Result<Response, Error> {
    let asker = docker.asker(caller, sessions, shutdown)?;
    docker.serve("/docker", asker, request).await
}

/// `ANY /engines/NAME/docker/…`
async fn at_engine(
    extract::State(docker): extract::State<Docker>,
    extract::State(sessions): extract::State<Sessions>,
    extract::State(shutdown): extract::State<Shutdown>,
    Path((name, _)): Path<(String, String)>,
    caller: Caller,
    request: Request,
) -> Result<Response, Error> {
    if name != ENGINE {
        return Err(Error::NoSuchEngine { name });
    }
    let at = ["/engines/", ENGINE, "/docker"].concat();
    let asker = docker.asker(caller, sessions, shutdown)?;
    docker.serve(&at, asker, request).await
}

impl Docker {
    /// Somebody who asks, if they have room for another request.
    fn asker(&self, caller: Caller, sessions: Sessions, shutdown: Shutdown) -> Result<Asker, Error> {
        let place = self.places.enter(caller.person, OF_ONE).ok_or(Error::TooManyAtOnce { most: OF_ONE })?;
        Ok(Asker { caller, sessions, shutdown, place: Arc::new(place) })
    }

    /// Serves a request of the engine's API, which stands at `at`.
    async fn serve(&self, at: &str, asker: Asker, request: Request) -> Result<Response, Error> {
        let place = asker.place.clone();
        let answer = self.answer(at, asker, request).await?;
        Ok(answer.map(|body| Body::new(Placed { body, _place: place })))
    }

    async fn answer(&self, at: &str, asker: Asker, request: Request) -> Result<Response, Error> {
        let principal = &asker.caller.principal;
        if !asker.caller.has_token() {
            return Err(Error::TokenNeeded);
        }
        // What was encoded in the part before it would be another path.
        let target = request.uri().path_and_query().map_or("", |it| it.as_str());
        let target = target.strip_prefix(at).ok_or(NotUnderstood::NoOperation)?.to_owned();
        let path = target.split('?').next().unwrap_or_default();
        let named = Named::find(request.method(), path)?;
        if named.operation == Operation::ContainerAttachWebsocket {
            // The engine asks for no origin there.
            return Err(NotUnderstood::NoOperation.into());
        }
        let operation = named.operation;
        let mut answer = if self.raw && principal.role == Role::Admin && principal.raw {
            self.pass(named, &target, asker, request).await
        } else {
            let docker = self.clone();
            let holding = async move { docker.hold(&target, asker, request).await };
            match held::makes(operation) {
                // Goes on when whoever asked has gone: what is made has to become somebody's.
                true => tokio::spawn(holding).await.map_err(Error::internal)?,
                false => holding.await,
            }
        }?;
        harmless::harmless(operation, &mut answer);
        Ok(answer)
    }
}

/// What is said from end to end: without what belongs to one connection, or to Pierhead.
fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    let named: Vec<String> = headers
        .get_all(header::CONNECTION)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let passes = |name: &HeaderName| {
        let text = name.as_str();
        !OWN.contains(name)
            && !named.iter().any(|other| other == text)
            && !text.starts_with("x-forwarded-")
            && !text.starts_with("sec-")
            && text != "keep-alive"
    };
    headers
        .iter()
        .filter(|(name, _)| passes(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

#[cfg(test)]
mod tests;
