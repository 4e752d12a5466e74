//! The engine's events, those of what somebody sees, without what they quote.

use std::{collections::VecDeque, sync::Arc};

use axum::body::Body;
use bytes::Bytes;
use engine_api::{jsonl::Lines, reply::Decoder};
use futures_util::{StreamExt, stream};
use gate::Principal;
use http_body_util::BodyExt;
use serde_json::{Map, Value};

use crate::{
    Error,
    docker::{Over, revocable::Revocable},
    members::Kind,
    sight::Sight,
    targets::Targets,
};

/// What is told of an object. Labels stand among these attributes, by whichever names, and may hold anything.
fn attributes(kind: &str) -> &'static [&'static str] {
    match kind {
        "container" => &["execID", "exitCode", "image", "name", "oldName", "signal"],
        "network" => &["container", "name", "type"],
        "volume" => &["container", "destination", "driver", "propagation", "read/write"],
        _ => &["name"],
    }
}

struct Events {
    body: Revocable<engine::Forwarded>,
    lines: Lines<Value>,
    ready: VecDeque<Bytes>,
    principal: Arc<Principal>,
    targets: Targets,
}

/// The events of an answer, as they come.
pub(super) fn events(answer: engine::Forwarded, over: Over, sight: Sight) -> Body {
    let Sight { principal, targets, .. } = sight;
    let body = Revocable::new(answer, over);
    let events = Events { body, lines: Lines::default(), ready: VecDeque::new(), principal, targets };
    Body::from_stream(
        stream::unfold(Some(events), async |events| {
            let mut events = events?;
            match events.next().await {
                Ok(Some(line)) => Some((Ok(line), Some(events))),
                Ok(None) => None,
                // Breaking off tells that it isn't whole.
                Err(error) => Some((Err(std::io::Error::other(error.to_string())), None)),
            }
        })
        .boxed(),
    )
}

impl Events {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                return Ok(Some(line));
            }
            let Some(frame) = self.body.frame().await else { return Ok(None) };
            let Ok(mut chunk) = frame.map_err(Error::internal)?.into_data() else { continue };
            // What somebody sees may have changed since the last one.
            let sight = Sight::new(self.principal.clone(), self.targets.clone())?;
            while let Some(event) = self.lines.next(&mut chunk) {
                let told = told(event.map_err(Error::internal)?, &sight);
                self.ready.extend(told.map(|it| Bytes::from(format!("{it}\n"))));
            }
        }
    }
}

/// An event as it is told to somebody, if it is.
fn told(event: Value, sight: &Sight) -> Option<Value> {
    let Value::Object(mut event) = event else { return None };
    let kind = event.get("Type")?.as_str()?.to_owned();
    let actor = event.get("Actor")?.as_object()?;
    let (id, attributes) = (actor.get("ID")?.as_str()?.to_owned(), actor.get("Attributes"));
    let attributes = attributes.and_then(Value::as_object).cloned().unwrap_or_default();
    if !sight.is_of_all() && !is_seen(&kind, &id, &attributes, sight) {
        return None;
    }
    let told = self::attributes(&kind);
    let kept: Map<_, _> = attributes.into_iter().filter(|(name, _)| told.contains(&&**name)).collect();
    event.insert("Actor".into(), serde_json::json!({ "ID": id, "Attributes": kept }));
    // `exec_create: sh -c …`, and `health_status: healthy`, which quotes nothing.
    for member in ["Action", "status"] {
        if let Some(Value::String(action)) = event.get_mut(member)
            && let Some((before, _)) =
                action.split_once(": ").filter(|(before, _)| *before != "health_status")
        {
            *action = before.to_owned();
        }
    }
    Some(Value::Object(event))
}

fn is_seen(kind: &str, id: &str, attributes: &Map<String, Value>, sight: &Sight) -> bool {
    match kind {
        "container" => sight.sees(Kind::Container, id),
        // It tells of both: of the network and of the container that comes to it.
        "network" => {
            let container = attributes.get("container").and_then(Value::as_str);
            sight.sees(Kind::Network, id) && container.is_none_or(|it| sight.sees(Kind::Container, it))
        }
        // Its name may be its id.
        "image" => {
            let name = attributes.get("name").and_then(Value::as_str).unwrap_or_default();
            sight.sees_image(id)
                && (name.starts_with("sha256:") || !sight.is_shared(id) || sight.sees_name(name))
        }
        // Volumes are known by name here, and names are used again: by those of whoever sees a container of it.
        "volume" => attributes
            .get("container")
            .and_then(Value::as_str)
            .is_some_and(|container| sight.sees(Kind::Container, container)),
        _ => false,
    }
}
