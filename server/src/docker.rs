//! `/docker`: the engine's own API, for docker, Compose and every SDK, with an admin's token.
//!
//! What passes is a request of an operation that is known, at its canonical path, allowed by the gate and written to
//! the audit; of it, everything but what belongs to the connection or to Pierhead. It is off unless `--raw-api` is set.

mod revocable;
mod tunnel;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    response::Response,
};
use engine_api::{
    command::{Named, NotUnderstood},
    operation::{Operation, Transport},
};
use gate::{Own, Role};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use mirror::Feed;
use wire::{Container, Id};

use crate::{Error, Route, Sessions, Shutdown, gateway::Gateway, session::Caller};
use revocable::Revocable;
use tunnel::Tunnel;

/// Where the API stands.
const AT: &str = "/docker";

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
    vec![Route::any("/docker/{*rest}", Role::Admin, forward).without_deadline()]
}

/// What passing requests on takes.
#[derive(Clone)]
pub struct Docker {
    gateway: Gateway,
    feed: Arc<Feed>,
    own: Option<Id>,
    on: bool,
}

impl Docker {
    /// `own` is the container that this server runs in; `on` says whether anything passes.
    pub fn new(gateway: Gateway, feed: Arc<Feed>, own: Option<Id>, on: bool) -> Self {
        Self { gateway, feed, own, on }
    }

    /// Whether a request names Pierhead's own container, by whichever of its names.
    fn own(&self, named: &Named) -> Own {
        let Some(own) = self.own.filter(|_| !named.object.is_empty()) else { return Own::No };
        // As the engine looks it up: a whole id, a name, the beginning of an id.
        let object = &*named.object;
        let rows = self.feed.list::<Container>().rows;
        let found = rows.iter().find(|row| row.name == object).map(|row| row.id == own);
        let is_own = found.unwrap_or_else(|| own.to_string().starts_with(object));
        if is_own { Own::Yes } else { Own::No }
    }
}

/// `ANY /docker/…`
async fn forward(
    State(docker): State<Docker>,
    State(sessions): State<Sessions>,
    State(shutdown): State<Shutdown>,
    caller: Caller,
    mut request: Request,
) -> Result<Response, Error> {
    if !docker.on {
        return Err(Error::RawApiOff);
    }
    if !caller.has_token() {
        return Err(Error::TokenNeeded);
    }
    let path = request.uri().path().strip_prefix(AT).unwrap_or_default();
    let named = Named::find(request.method(), path)?;
    if named.operation == Operation::ContainerAttachWebsocket {
        // The engine asks for no origin there.
        return Err(NotUnderstood::NoOperation.into());
    }
    let hijacks =
        named.operation.transport() == Transport::Hijack && request.headers().contains_key(header::UPGRADE);
    let own = docker.own(&named);
    let named = gate::authorize_raw(&caller.principal, named, own)?;
    let client = hijacks.then(|| hyper::upgrade::on(&mut request));
    let mut answer = docker.gateway.forward(named, passed_on(request, hijacks)?).await?;
    if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
        let (mut head, answer) = answer.into_parts();
        head.headers = end_to_end(&head.headers);
        let revoked = async move {
            tokio::select! {
                () = sessions.until_revoked(&caller) => {}
                () = shutdown.started() => {}
            }
        };
        return Ok(Response::from_parts(head, Body::new(Revocable::new(answer, revoked))));
    }
    let engine = hyper::upgrade::on(&mut answer);
    let (head, body) = answer.into_parts();
    let client = client.ok_or_else(|| Error::internal("the engine changed the protocol unasked"))?;
    let tunnel = Tunnel { client, engine, _place: body.into_place() };
    tokio::spawn(async move {
        tokio::select! {
            () = tunnel.run() => {}
            () = sessions.until_revoked(&caller) => {}
            () = shutdown.started() => {}
        }
    });
    let mut response = Response::from_parts(head, Body::empty());
    response.headers_mut().remove(header::TRANSFER_ENCODING);
    Ok(response)
}

/// The request as the engine gets it.
fn passed_on(request: Request, hijacks: bool) -> Result<Request, Error> {
    let (mut head, body) = request.into_parts();
    let target = head.uri.path_and_query().map(|it| it.as_str()).and_then(|it| it.strip_prefix(AT));
    head.uri = target.unwrap_or_default().parse::<Uri>().map_err(|_| NotUnderstood::NoOperation)?;
    let upgrade = head.headers.get(header::UPGRADE).cloned();
    head.headers = end_to_end(&head.headers);
    if let Some(protocol) = upgrade.filter(|_| hijacks) {
        head.headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
        head.headers.insert(header::UPGRADE, protocol);
    }
    head.version = http::Version::HTTP_11;
    head.extensions.clear();
    Ok(Request::from_parts(head, body))
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
