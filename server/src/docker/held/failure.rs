//! The engine's failures, as whoever asked may see them.

use axum::{body::Body, response::Response};
use engine::Forwarded;
use serde_json::{Value, json};

use super::shape::kept;
use crate::sight::Sight;

/// The largest failure that is read.
const LARGEST: usize = 64 << 10;

/// A failure, as somebody may see it who asked for something to be done to `object`.
pub(super) async fn failure(answer: http::Response<Forwarded>, sight: &Sight, object: &str) -> Response {
    let (mut head, body) = answer.into_parts();
    head.headers = kept(&head.headers);
    let said = body.whole(LARGEST).await.unwrap_or_default();
    if sight.is_of_all() || said.is_empty() {
        return Response::from_parts(head, Body::from(said));
    }
    let said: Value = serde_json::from_slice(&said).unwrap_or_default();
    let message = said.get("message").and_then(Value::as_str).unwrap_or("the engine refuses this");
    let message = sight.said(message, object);
    Response::from_parts(head, Body::from(json!({ "message": message }).to_string()))
}
