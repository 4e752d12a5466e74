//! What the names in a body stand for: looked up before the gate's policy is asked.

use std::{collections::HashMap, sync::Arc};

use engine_api::{
    container::InspectContainerRaw, image::InspectImage, network::InspectNetwork, reference::Reference,
    volume::InspectVolume,
};
use gate::{
    Grant, Principal, Role, StackName,
    body::{Around, Member, Volume},
};
use serde_json::Value;
use wire::{Container, Digest, Id};

use crate::{
    Error,
    gateway::Gateway,
    members::Kind,
    sight::Sight,
    targets::{is_plain, volume},
};

/// Names that are looked up for one body. Real ones hold a few.
const NAMES: usize = 64;

/// Looks up what a body names. `user` is who the container that is acted upon runs as.
pub(super) async fn look_around(
    gateway: &Gateway,
    sight: &Sight,
    body: &[u8],
    user: &str,
) -> Result<Surroundings, Error> {
    let names = Names::of(body)?;
    let principal = &sight.principal;
    let mut around = Surroundings::new(sight, user);
    for name in names.volumes {
        let look = gate::authorize_fact(principal, InspectVolume { name: name.clone() })?;
        if let Some(it) = there(gateway.call(look).await)? {
            let (kind, id) = volume(&it);
            let seen = match (sight.sees(kind, &id), is_plain(&it)) {
                (false, _) => Volume::Elsewhere,
                (true, true) => Volume::Plain,
                (true, false) => Volume::WithOptions,
            };
            around.volumes.insert(name, seen);
        } else {
            around.volumes.insert(name, Volume::Nowhere);
        }
    }
    for name in names.networks {
        let look = gate::authorize_fact(principal, InspectNetwork { network: name.clone() })?;
        if let Some(it) = there(gateway.call(look).await)?
            && sight.sees(Kind::Network, &it.id)
            && let Ok(id) = it.id.parse()
        {
            around.networks.insert(name, id);
        }
    }
    for name in names.images {
        let look = gate::authorize_fact(principal, InspectImage { image: name.clone() })?;
        if let Some(it) = there(gateway.call(look).await)?
            && sight.sees_image(&it.id.to_string())
        {
            around.images.insert(it.id.to_string(), it.id);
            around.images.insert(name, it.id);
        }
    }
    for name in names.containers {
        let look = gate::authorize_fact(principal, InspectContainerRaw { container: name.clone() })?;
        if let Some(said) = there(gateway.call(look).await)?
            && let Some(id) = id_of(&said)
            && sight.sees_container(&id)
        {
            let stacks = sight.membership.stacks(Kind::Container, &id.to_string());
            let stack = stacks.first().map(ToString::to_string).unwrap_or_default();
            around.containers.insert(id.to_string(), Member { id, stack: stack.clone() });
            around.containers.insert(name, Member { id, stack });
        }
    }
    Ok(around)
}

/// What is there, or nothing; the engine's other failures are failures.
fn there<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Engine(error)) if error.status().is_some_and(|it| it.is_client_error()) => Ok(None),
        Err(error) => Err(error),
    }
}

fn id_of(said: &[u8]) -> Option<Id> {
    let said: Value = serde_json::from_slice(said).ok()?;
    said.get("Id")?.as_str()?.parse().ok()
}

/// The names that a body may hold, for looking them up. It is read strictly later; whatever name isn't found here, or was
/// written to be missed, stands for nothing that may be used.
#[derive(Default)]
struct Names {
    volumes: Vec<String>,
    networks: Vec<String>,
    images: Vec<String>,
    containers: Vec<String>,
}

impl Names {
    fn of(body: &[u8]) -> Result<Self, Error> {
        let Ok(body) = serde_json::from_slice::<Value>(body) else { return Ok(Self::default()) };
        let mut names = Self::default();
        names.images.extend(text(body.get("Image")));
        names.containers.extend(text(body.get("Container")));
        // Of a volume that is made: it may be there already.
        names.volumes.extend(text(body.get("Name")));
        let host = body.get("HostConfig").unwrap_or(&Value::Null);
        let mode = text(host.get("NetworkMode"));
        names.networks.extend(mode.filter(|it| !matches!(&**it, "default" | "bridge" | "none" | "host")));
        for bind in items(host.get("Binds")) {
            let source = bind.as_str().and_then(|it| it.split_once(':')).map(|(source, _)| source);
            names.volumes.extend(source.filter(|it| !it.starts_with('/')).map(ToOwned::to_owned));
        }
        for mount in items(host.get("Mounts")) {
            if mount.get("Type").and_then(Value::as_str) == Some("volume") {
                names.volumes.extend(text(mount.get("Source")));
            }
        }
        for member in ["VolumesFrom", "Links"] {
            let first = |it: &Value| it.as_str().and_then(|it| it.split(':').next()).map(ToOwned::to_owned);
            names.containers.extend(items(host.get(member)).filter_map(first));
        }
        let endpoints = body.pointer("/NetworkingConfig/EndpointsConfig").and_then(Value::as_object);
        let own = |it: &&String| !matches!(&***it, "default" | "bridge" | "none" | "host");
        names.networks.extend(endpoints.into_iter().flatten().map(|(name, _)| name).filter(own).cloned());
        names.images.retain(|name| name.parse::<Digest>().is_ok() || name.parse::<Reference>().is_ok());
        for list in [&mut names.volumes, &mut names.networks, &mut names.containers] {
            list.retain(|name| is_name(name));
        }
        let mut count = 0;
        for list in [&mut names.volumes, &mut names.networks, &mut names.images, &mut names.containers] {
            list.sort();
            list.dedup();
            count += list.len();
        }
        if count > NAMES {
            return Err(Error::Malformed(format!("the body names {count} things: {NAMES} is the most")));
        }
        Ok(names)
    }
}

/// Whether something can be the name or id of a volume, network or container.
fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric()) && text.bytes().all(fits)
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).filter(|it| !it.is_empty()).map(ToOwned::to_owned)
}

fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

/// What was found around a request.
pub(super) struct Surroundings {
    principal: Arc<Principal>,
    volumes: HashMap<String, Volume>,
    networks: HashMap<String, Id>,
    images: HashMap<String, Digest>,
    containers: HashMap<String, Member>,
    /// The names that containers go by, with their stacks.
    taken: HashMap<String, Vec<StackName>>,
    user: String,
}

impl Surroundings {
    fn new(sight: &Sight, user: &str) -> Self {
        let rows = sight.targets.rows::<Container>();
        let of = |row: &Container| sight.membership.stacks(Kind::Container, &row.id.to_string());
        let taken = rows.iter().map(|row| (row.name.clone(), of(row))).collect();
        Self {
            principal: sight.principal.clone(),
            volumes: HashMap::new(),
            networks: HashMap::new(),
            images: HashMap::new(),
            containers: HashMap::new(),
            taken,
            user: user.to_owned(),
        }
    }
}

impl Around for Surroundings {
    /// Where somebody reaches one stack alone, it is that one; who reaches everything needs none.
    fn stack(&self, project: Option<&str>) -> Option<String> {
        let scopes = &self.principal.scopes;
        let all = self.principal.role == Role::Admin || scopes.everything.is_some();
        let deploys = |it: &StackName| {
            scopes.on(std::slice::from_ref(it)).is_some_and(|grants| grants.contains(Grant::Deploy))
        };
        match project {
            Some(project) if self.principal.role == Role::Admin => Some(project.to_owned()),
            Some(project) => project.parse().ok().filter(deploys).map(|it: StackName| it.to_string()),
            None if all => Some(String::new()),
            None => {
                let mut mine = scopes.stacks.keys().filter(|it| deploys(it));
                let first = mine.next()?;
                mine.next().is_none().then(|| first.to_string())
            }
        }
    }

    fn volume(&self, name: &str) -> Volume {
        self.volumes.get(name).copied().unwrap_or(Volume::Elsewhere)
    }

    fn network(&self, name: &str) -> Option<Id> {
        self.networks.get(name).copied()
    }

    fn image(&self, reference: &str) -> Option<Digest> {
        self.images.get(reference).copied()
    }

    fn container(&self, name: &str) -> Option<Member> {
        self.containers.get(name).cloned()
    }

    fn is_anothers(&self, name: &str, stack: &str) -> bool {
        self.taken.get(name).is_some_and(|stacks| !stacks.iter().any(|it| it.as_str() == stack))
    }

    fn user(&self) -> &str {
        &self.user
    }
}
