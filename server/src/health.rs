//! Whether the server lives, for load balancers and container health checks. Tells no secret to anybody.

use serde::Serialize;

use crate::{
    codec::Wire,
    route::{Access, Route},
};

/// What `GET /health` answers.
#[derive(Serialize)]
struct Health {
    /// `ok` as long as the server answers.
    status: &'static str,
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/health", Access::Anyone, get_health)]
}

async fn get_health() -> Wire<Health> {
    Wire(Health { status: "ok" })
}
