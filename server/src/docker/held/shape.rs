//! What is shown of the engine's answers, and what is remembered of what it made.

use std::sync::Arc;

use axum::{body::Body, response::Response};
use bytes::Bytes;
use engine::{Forwarded, What};
use engine_api::{command::Command, image::Progress, jsonl::Lines, operation::Operation, reply::Decoder};
use futures_util::{StreamExt, stream};
use gate::{Authorized, Secrets};
use http::{HeaderMap, HeaderName, HeaderValue, header, response::Parts};
use http_body_util::BodyExt;
use serde_json::{Map, Value, json};
use wire::{Container, Image, State};

use super::{
    Asked, Owner, events,
    query::{self, Limit},
    redact::redact,
};
use crate::{
    Error,
    crowd::Place,
    docker::{
        Docker, Over,
        awaited::{Awaited, is_short},
        drain::drained,
        newest::cap_version,
        revocable::Revocable,
    },
    gateway::Ending,
    members::Kind,
    policy::Pull,
    sight::{Seen, Sight},
};

/// Headers of the engine's answers that clients need.
const HEADERS: [&str; 7] = [
    "content-type",
    "docker-experimental",
    "builder-version",
    "ostype",
    "swarm",
    "warning",
    "x-docker-container-path-stat",
];

/// An answer on its way to somebody.
pub(super) struct Shaping<'a> {
    pub(super) docker: &'a Docker,
    pub(super) sight: Sight,
    pub(super) secrets: Secrets,
    pub(super) limit: Limit,
    pub(super) command: &'a Authorized<Command>,
    pub(super) about: Asked,
    pub(super) person: Owner,
    pub(super) place: Arc<Place<Owner>>,
    pub(super) ending: Ending,
    pub(super) is_drained: bool,
}

impl Shaping<'_> {
    /// The answer, as they may see it.
    pub(super) async fn show(self, answer: http::Response<Forwarded>, over: Over) -> Result<Response, Error> {
        use Operation as O;
        let (mut head, body) = answer.into_parts();
        head.headers = kept(&head.headers);
        let operation = self.command.named.operation;
        match operation {
            O::SystemEvents => Ok(Response::from_parts(head, events::events(body, over, self.sight))),
            O::SystemPing | O::SystemPingHead => self.pong(head, body, over).await,
            O::ImageCreate => Ok(self.pulled(head, body, over)),
            _ if self.is_drained => {
                let body = Revocable::new(drained(body.into_data_stream()), over);
                Ok(Response::from_parts(head, Body::new(body)))
            }
            _ if is_shaped(operation) => self.shaped(head, body).await,
            _ => {
                self.forget().await?;
                Ok(streamed(operation, head, body, over))
            }
        }
    }

    /// Clients take the version that they speak from here.
    async fn pong(self, mut head: Parts, body: Forwarded, over: Over) -> Result<Response, Error> {
        let version = self.docker.gateway.version().await?.to_string();
        let version = HeaderValue::try_from(version).map_err(Error::internal)?;
        head.headers.insert(HeaderName::from_static("api-version"), version);
        Ok(streamed(self.command.named.operation, head, body, over))
    }

    /// An answer that is read whole, and written anew: a list row by row, so that one at a time is held decoded.
    async fn shaped(self, mut head: Parts, body: Forwarded) -> Result<Response, Error> {
        let _held = self.docker.shaped.acquire().await.map_err(Error::internal)?;
        let operation = self.command.named.operation;
        let shown = match is_list(operation) {
            true => {
                let mut left = self.limit.unwrap_or(usize::MAX);
                let show = |row: &mut Value| {
                    let is_shown = left > 0 && self.row(row);
                    left -= usize::from(is_shown);
                    is_shown
                };
                body.rows(show).await?
            }
            false => {
                let mut value = body.json().await?;
                // What is left out is found by where it stands.
                if !value.is_object() {
                    let what = What::named(operation, &self.command.named.object);
                    return Err(engine::Error::lacks(what, "known form").into());
                }
                self.object(&mut value);
                self.remember(&value).await?;
                value.to_string().into_bytes()
            }
        };
        head.headers.remove(header::CONTENT_LENGTH);
        Ok(Response::from_parts(head, Body::from(shown)))
    }

    /// A row of a list. Answers whether it is shown.
    fn row(&self, row: &mut Value) -> bool {
        use Operation as O;
        let sight = &self.sight;
        let is_seen = match self.command.named.operation {
            O::ContainerList => {
                self.name_image(row);
                sight.sees(Kind::Container, text(row, "Id"))
            }
            O::ImageList => sight.sees_image(text(row, "Id")) && self.image(row),
            O::ImageHistory => {
                // Layers of a history have no ids of their own.
                self.names(&self.command.named.object, row);
                true
            }
            O::NetworkList => {
                let is_seen = sight.sees_network(row);
                self.endpoints(row);
                is_seen
            }
            _ => true,
        };
        if is_seen {
            self.leave_out(row);
        }
        is_seen
    }

    /// What was made here was asked for by its image's id, that which was decided about: a list says the name that
    /// the image has by now, as the engine's does where it was asked for by one.
    fn name_image(&self, container: &mut Value) {
        let id = text(container, "ImageID");
        if text(container, "Image") != id {
            return;
        }
        let image = id.parse().ok().and_then(|id| self.docker.feed.get::<Image>(&id));
        let name = image.and_then(|image| image.seen(&self.sight)?.tags.first().cloned());
        if let Some(name) = name {
            container["Image"] = name.trim_end_matches(":latest").into();
        }
    }

    /// An image in a list. Answers whether it is shown.
    fn image(&self, image: &mut Value) -> bool {
        let id = text(image, "Id").to_owned();
        self.names(&id, image);
        // The engine tells the names that fit: one of which none is shown was found by another's.
        !self.sight.is_shared(&id) || is_named(image) || !query::has_filter(self.command, "reference")
    }

    fn object(&self, value: &mut Value) {
        use Operation as O;
        match self.command.named.operation {
            O::ImageInspect => self.names(&self.command.named.object, value),
            O::VolumeList => {
                if let Some(volumes) = value.get_mut("Volumes") {
                    keep(volumes, |row| self.sight.sees_volume(row));
                }
            }
            O::NetworkInspect => self.endpoints(value),
            O::SystemInfo => *value = self.info(value),
            O::SystemVersion => cap_version(value),
            O::SystemDataUsage => self.usage(value),
            _ => {}
        }
        self.leave_out(value);
    }

    /// What is nobody's to see, or not theirs.
    fn leave_out(&self, value: &mut Value) {
        // Which containers use each variant of an image.
        if let Some(members) = value.as_object_mut() {
            members.remove("Manifests");
        }
        if self.secrets == Secrets::LeftOut {
            redact(value);
        }
    }

    /// Of a shared image's names those that they see.
    fn names(&self, id: &str, image: &mut Value) {
        // What has no name is written so.
        let sees = |name: &str| name.starts_with("<none>") || self.sight.sees_name(name);
        if !self.sight.is_shared(id) {
            return;
        }
        for member in ["RepoTags", "RepoDigests", "Tags"] {
            if let Some(names) = image.get_mut(member) {
                keep(names, |name| name.as_str().is_some_and(sees));
            }
        }
    }

    /// Of who is on a network, those whom they see.
    fn endpoints(&self, network: &mut Value) {
        let Some(network) = network.as_object_mut() else { return };
        network.remove("Services");
        network.remove("Peers");
        if let Some(Value::Object(containers)) = network.get_mut("Containers") {
            containers.retain(|id, _| self.sight.sees(Kind::Container, id));
        }
    }

    /// Of the engine what says what it can do, and of what is on it what they see.
    fn info(&self, told: &Value) -> Value {
        let mut info: Map<_, _> =
            INFO.iter().filter_map(|name| Some(((*name).to_owned(), told.get(*name)?.clone()))).collect();
        let seen = |counts: fn(&Container) -> bool| {
            self.sight.count(|row: &Container| counts(row) && self.sight.sees_container(&row.id))
        };
        let counted = [
            ("Containers", seen(|_| true)),
            ("ContainersRunning", seen(|row| row.state == State::Running)),
            ("ContainersPaused", seen(|row| row.state == State::Paused)),
            ("ContainersStopped", seen(|row| !matches!(row.state, State::Running | State::Paused))),
            ("Images", self.sight.count(|row: &Image| self.sight.sees_image(&row.id.to_string()))),
        ];
        info.extend(counted.map(|(name, count)| (name.to_owned(), json!(count))));
        info.into()
    }

    fn usage(&self, value: &mut Value) {
        let sight = &self.sight;
        let mut list = |name: &str, seen: &dyn Fn(&Value) -> bool| {
            if let Some(rows) = value.get_mut(name) {
                keep(rows, seen);
            }
        };
        list("Containers", &|row| sight.sees(Kind::Container, text(row, "Id")));
        list("Images", &|row| sight.sees_image(text(row, "Id")));
        list("Volumes", &|row| sight.sees_volume(row));
        for image in value.get_mut("Images").and_then(Value::as_array_mut).into_iter().flatten() {
            let id = text(image, "Id").to_owned();
            self.names(&id, image);
        }
        if !sight.is_of_all()
            && let Some(usage) = value.as_object_mut()
        {
            // What of the rest is theirs isn't told.
            usage.retain(|name, _| matches!(&**name, "Containers" | "Images" | "Volumes"));
            usage.insert("LayersSize".into(), json!(0));
            usage.insert("BuildCache".into(), json!([]));
        }
    }

    /// A pull. What came with it belongs to their stacks when it has ended, before they hear of the end.
    fn pulled(self, head: Parts, body: Forwarded, over: Over) -> Response {
        let (place, mut steps) = (self.place, Lines::<Progress>::default());
        let source = self.ending.told(body).into_data_stream().inspect(move |_| _ = &place);
        let digest = move |told: &Bytes| {
            let (mut told, mut digest) = (told.clone(), None);
            // After a failure comes nothing that matters.
            while let Some(Ok(step)) = steps.next(&mut told) {
                digest = step.digest().map(str::to_owned).or(digest);
            }
            digest
        };
        let (policy, principal) = (&self.docker.policy, &self.sight.principal);
        let pull = Pull::new(policy, principal, pulled(self.command), source, digest);
        let told = stream::unfold(Some(pull), async |pull| {
            let mut pull = pull?;
            match pull.next().await {
                Some(Ok(told)) => Some((Ok(told), Some(pull))),
                Some(Err(error)) => Some((Err(std::io::Error::other(error)), None)),
                None => {
                    let error = pull.remember().await.err()?;
                    Some((Err(std::io::Error::other(error.to_string())), None))
                }
            }
        });
        Response::from_parts(head, Body::new(Revocable::new(Body::from_stream(told.boxed()), over)))
    }
}

/// An answer that is shown as it comes, until the rights of whoever asked end.
fn streamed(operation: Operation, head: Parts, body: Forwarded, over: Over) -> Response {
    let body = Revocable::new(body, over);
    let body = match is_short(operation.transport()) {
        true => Body::new(Awaited::new(body)),
        false => Body::new(body),
    };
    Response::from_parts(head, body)
}

/// The reference that a pull is of.
pub(super) fn pulled(command: &Command) -> String {
    let (image, tag) =
        (command.value("fromImage").unwrap_or_default(), command.value("tag").unwrap_or_default());
    match tag {
        "" => image.to_owned(),
        digest if digest.contains(':') => [image, "@", digest].concat(),
        tag => [image, ":", tag].concat(),
    }
}

/// Whether an answer holds more than everybody may see, or has to be remembered.
fn is_shaped(operation: Operation) -> bool {
    use Operation::*;
    matches!(
        operation,
        ContainerList
            | ContainerInspect
            | ContainerCreate
            | ContainerExec
            | ImageList
            | ImageInspect
            | ImageHistory
            | SystemInfo
            | SystemVersion
            | SystemDataUsage
            | VolumeList
            | VolumeInspect
            | VolumeCreate
            | NetworkList
            | NetworkInspect
            | NetworkCreate
            | NodeList
            | NodeInspect
            | ServiceList
            | ServiceInspect
            | TaskList
            | TaskInspect
            | SecretList
            | SecretInspect
    )
}

/// Whether an answer that is shaped is a list of rows; the others are objects.
fn is_list(operation: Operation) -> bool {
    use Operation::*;
    matches!(
        operation,
        ContainerList
            | ImageList
            | ImageHistory
            | NetworkList
            | NodeList
            | ServiceList
            | TaskList
            | SecretList
    )
}

pub(super) fn kept(headers: &HeaderMap) -> HeaderMap {
    let kept = headers.iter().filter(|(name, _)| HEADERS.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Leaves in a list what is seen; of what is none nobody knows who may see it.
fn keep(list: &mut Value, seen: impl Fn(&Value) -> bool) {
    match list {
        Value::Array(rows) => rows.retain(seen),
        Value::Null => {}
        other => *other = json!([]),
    }
}

/// Whether a row of an image has a name.
fn is_named(row: &Value) -> bool {
    let names =
        ["RepoTags", "RepoDigests"].iter().filter_map(|member| row.get(*member)?.as_array()).flatten();
    names.filter_map(Value::as_str).any(|name| !name.starts_with("<none>"))
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

/// What `docker info` tells of an engine that is no secret: no proxies, registries, addresses, labels or paths.
const INFO: [&str; 34] = [
    "Architecture",
    "BridgeNfIp6tables",
    "BridgeNfIptables",
    "CPUSet",
    "CPUShares",
    "CgroupDriver",
    "CgroupVersion",
    "CpuCfsPeriod",
    "CpuCfsQuota",
    "Debug",
    "DefaultRuntime",
    "Driver",
    "ExperimentalBuild",
    "IPv4Forwarding",
    "ID",
    "InitBinary",
    "Isolation",
    "KernelVersion",
    "LiveRestoreEnabled",
    "LoggingDriver",
    "MemTotal",
    "MemoryLimit",
    "NCPU",
    "Name",
    "OSType",
    "OSVersion",
    "OomKillDisable",
    "OperatingSystem",
    "PidsLimit",
    "SecurityOptions",
    "ServerVersion",
    "SwapLimit",
    "SystemTime",
    "Warnings",
];
