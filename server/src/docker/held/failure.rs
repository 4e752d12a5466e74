//! The engine's failures, in its own words, without what they tell of others.

use axum::{body::Body, response::Response};
use engine::Forwarded;
use serde_json::{Value, json};
use wire::Container;

use super::shape::{kept, whole};
use crate::{gateway::without_quotes, sight::Sight};

/// The largest failure that is read.
const LARGEST: usize = 64 << 10;
/// Ids are written with as many digits, or more.
const SHORT_ID: usize = 12;

/// A failure, as somebody may see it who asked for something to be done to `object`.
pub(super) async fn failure(answer: http::Response<Forwarded>, sight: &Sight, object: &str) -> Response {
    let (mut head, body) = answer.into_parts();
    head.headers = kept(&head.headers);
    let said = whole(body, LARGEST).await.unwrap_or_default();
    if sight.is_of_all() || said.is_empty() {
        return Response::from_parts(head, Body::from(said));
    }
    let rows = sight.targets.rows::<Container>();
    let seen = rows.iter().map(|row| row.id).filter(|id| sight.sees_container(id));
    let known: Vec<_> = seen.map(|id| id.to_string()).chain([object.to_owned()]).collect();
    let said: Value = serde_json::from_slice(&said).unwrap_or_default();
    let message = said.get("message").and_then(Value::as_str).unwrap_or("the engine refuses this");
    let message = without_others(message, |id| known.iter().any(|known| known.contains(id)));
    Response::from_parts(head, Body::from(json!({ "message": message }).to_string()))
}

/// A text that names something else by its id, as what has a name already, or is connected still, may name it in
/// quotes, too: then nothing in quotes is told.
fn without_others(text: &str, is_known: impl Fn(&str) -> bool) -> String {
    let is_id = |word: &str| word.len() >= SHORT_ID && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = || text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let others: Vec<_> = words().filter(|word| is_id(word) && !is_known(word)).collect();
    if others.is_empty() {
        return text.to_owned();
    }
    others.into_iter().fold(without_quotes(text), |text, id| text.replace(id, "…"))
}

#[cfg(test)]
mod tests;
