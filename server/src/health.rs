//! Whether the server lives, for load balancers and container health checks. Tells no secret to anybody.

use std::sync::Arc;

use axum::extract::State;
use mirror::Feed;
use schemars::JsonSchema;
use serde::Serialize;
use wire::Link;

use crate::{
    codec::Wire,
    route::{Access, Route},
};

/// What `GET /health` answers.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "ServerHealth")]
struct Health {
    /// `ok` as long as the server answers.
    status: &'static str,
    /// `up`, `down`, or `connecting` right after the start. A server without its engine is healthy all the
    /// same: restarting it would help nobody.
    engine: &'static str,
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/health", Access::Anyone, get_health)
            .about("Whether the server lives, and reaches the engine"),
    ]
}

async fn get_health(State(feed): State<Arc<Feed>>) -> Wire<Health> {
    let engine = match feed.engine().link {
        Link::Connecting => "connecting",
        Link::Up { .. } | Link::Partly { .. } => "up",
        Link::Down { .. } => "down",
    };
    Wire(Health { status: "ok", engine })
}
