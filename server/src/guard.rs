//! What every request passes before it reaches a route: which host it is for, which page it comes from.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{Method, Uri, header, request::Parts};

use crate::{error::Error, session};

mod headers;
mod host;
mod proxy;

pub use headers::{add_hardening, harden};
pub use host::{Host, machine_name};
pub use proxy::{Cidr, Peer};

/// Whether the browser's side of the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// It isn't.
    Http,
    /// It is, here or at a trusted proxy in front.
    Https,
}

/// From where and for whom a request came, found out once by [`admit`].
#[derive(Clone, Debug)]
pub struct Visit {
    /// The client's address: the connection's, or what a trusted proxy says.
    pub address: IpAddr,
    /// Whether the client's side is encrypted.
    pub scheme: Scheme,
}

impl Visit {
    /// The visit of a request that was admitted.
    pub fn of(parts: &Parts) -> Result<&Self, Error> {
        parts.extensions.get().ok_or_else(|| Error::internal("a request without its visit"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Self::of(parts).cloned()
    }
}

/// The rules of the door.
#[derive(Debug)]
pub struct Door {
    /// Names that the server answers to, in lower case, beside addresses and localhost.
    pub hosts: Vec<String>,
    /// The origin under which a proxy publishes it, such as `https://docker.example.org`.
    pub public_origin: Option<String>,
    /// Proxies whose `X-Forwarded-*` is believed.
    pub trusted_proxies: Vec<Cidr>,
}

/// Lets a request in, or doesn't.
pub(crate) async fn admit(State(door): State<Arc<Door>>, mut request: Request, next: Next) -> Response {
    match door.examine(&request) {
        Ok(visit) => {
            request.extensions_mut().insert(visit.clone());
            let mut response = next.run(request).await;
            // For the log, which is written outside.
            response.extensions_mut().insert(visit);
            response
        }
        Err(error) => error.into_response(),
    }
}

impl Door {
    fn examine(&self, request: &Request) -> Result<Visit, Error> {
        let peer =
            *request.extensions().get::<Peer>().ok_or_else(|| Error::internal("a request without a peer"))?;
        let host = Host::of(request.uri(), request.headers())?;
        // Another name means that somebody's DNS points here (rebinding), and that page would share our origin.
        if !self.answers_to(&host) {
            return Err(Error::UnknownHost { host: host.to_string() });
        }
        let (address, mut scheme) = proxy::client(&self.trusted_proxies, peer, request.headers());
        let public = self.public_origin.as_deref().filter(|origin| names(origin, &host));
        if public.is_some_and(|origin| origin.starts_with("https:")) {
            scheme = Scheme::Https;
        }
        let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
        if changes || request.headers().contains_key(header::UPGRADE) {
            self.same_site(request, &host, scheme)?;
        }
        Ok(Visit { address, scheme })
    }

    /// Whether our own page has sent the request, or somebody who shows a token, which no page can make a
    /// browser add.
    fn same_site(&self, request: &Request, host: &Host, scheme: Scheme) -> Result<(), Error> {
        let headers = request.headers();
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let ours = |origin: &[u8]| {
            // A proxy may have replaced the host by its own name for us.
            let public = self.public_origin.as_deref().is_some_and(|public| public.as_bytes() == origin);
            public || host.is_origin(scheme, origin)
        };
        let same = match (origins.next(), headers.get("sec-fetch-site")) {
            // Under no-referrer browsers send a form's origin as null, and so does a sandboxed frame: what
            // tells them apart is the browser's own word.
            (Some(origin), Some(site)) if origin == "null" => {
                origins.next().is_none() && site == "same-origin"
            }
            (Some(origin), _) => origins.next().is_none() && ours(origin.as_bytes()),
            (None, Some(site)) => site == "same-origin",
            (None, None) => session::bearer(headers).is_some(),
        };
        if same { Ok(()) } else { Err(Error::ForeignOrigin) }
    }

    /// Whether the server is known under this name.
    pub(crate) fn answers_to(&self, host: &Host) -> bool {
        host.is_address()
            || host.name() == "localhost"
            || self.hosts.iter().any(|known| known == host.name())
            || self.public_origin.as_deref().is_some_and(|origin| names(origin, host))
    }
}

fn names(origin: &str, host: &Host) -> bool {
    origin.parse::<Uri>().is_ok_and(|uri| uri.host().is_some_and(|it| it.eq_ignore_ascii_case(host.name())))
}

#[cfg(test)]
mod tests;
