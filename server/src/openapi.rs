//! The description of our own API, in OpenAPI 3.1: made of the routes and of the types of their handlers, so that it
//! says what is served.

mod operation;
mod schemas;
mod takes;

use std::sync::{Arc, OnceLock};

use axum::{extract::State, response::Response};
use gate::Role;
use http::HeaderMap;
use serde_json::{Map, Value, json};

use crate::{Access, Error, Route, encoded::Encoded, secret};

use operation::Operation;
pub(crate) use operation::Told;
pub(crate) use schemas::Schemas;
pub(crate) use takes::Endpoint;

/// What no schema says.
const ABOUT: &str = "\
What scripts ask of Pierhead. Whoever is asked for a role sends a token, `Authorization: Bearer phd_…`; the page's own \
requests carry the cookie of a session instead, and come from the page's origin. The role that a request takes at least \
stands with its security; what else is decided by scopes and grants is told by its failure.

With a session, what is as good as root on the host, or gives rights away, fails with the kind `proof_needed` unless its \
owner has given their password within the last ten minutes (`POST /api/session/prove`).

What does something answers when the engine has done it. Long work (pulling, creating) is a job: it answers at once, \
and the live stream, `/live`, tells how it goes. That stream is for the page of the same version, and isn't described \
here.

Beneath `/docker`, and `/engines/local/docker`, is the engine's own API, as the gate allows it: any client of Docker \
takes it for an engine. Docker describes it.";

/// The routes of this module.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/openapi.json", Role::Viewer, describe)
            .about("This description")
            .answers::<Map<String, Value>>()
            .tagged(),
    ]
}

/// The description, made when it is first asked for; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Description(Arc<OnceLock<Encoded>>);

async fn describe(
    State(Description(description)): State<Description>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if let Some(encoded) = description.get() {
        return Ok(encoded.clone().answer(&headers));
    }
    let document = document(&crate::routes())?;
    let tag = secret::hex(&secret::hash(document.to_string().as_bytes())[..12]);
    let encoded = Encoded::new(&document, &tag)?;
    Ok(description.get_or_init(|| encoded).clone().answer(&headers))
}

/// The description of those routes that say what they are for.
fn document(routes: &[Route]) -> Result<Value, Error> {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for route in routes {
        let Some(written) = operation::written(route, &mut schemas) else { continue };
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = written;
    }
    let failure = json!({
        "description": "It didn't happen, and why.",
        "content": { "application/json": { "schema": schemas.answer::<wire::Failure>() } },
    });
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Pierhead",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas.into_definitions()?,
            "responses": { "Failure": failure },
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "An API token." },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-pierhead",
                    "description": "A session, which logging in begins; over plain HTTP the cookie is `pierhead`.",
                },
            },
        },
    }))
}

/// Whose credentials a route takes, and the least role.
fn security(access: Access, in_person: bool) -> Value {
    let Access::Role(role) = access else { return json!([]) };
    let session = json!({ "session": [role.as_str()] });
    if in_person { json!([session]) } else { json!([{ "token": [role.as_str()] }, session]) }
}
