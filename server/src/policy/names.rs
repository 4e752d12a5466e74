//! The names in a body, found before it is read strictly.

use engine_api::{network::is_mode_alone, reference::Reference};
use gate::query::is_name;
use serde_json::Value;
use wire::Digest;

use crate::{Error, error::Malformed};

/// Names that are looked up for one body. Real ones hold a few.
const NAMES: usize = 64;

/// The names that a body may hold, for looking them up. It is read strictly later; whatever name isn't found here, or was
/// written to be missed, stands for nothing that may be used.
#[derive(Default)]
pub(super) struct Names {
    pub(super) volumes: Vec<String>,
    pub(super) networks: Vec<String>,
    pub(super) images: Vec<String>,
    pub(super) containers: Vec<String>,
}

impl Names {
    pub(super) fn of(body: &[u8]) -> Result<Self, Error> {
        let Ok(body) = serde_json::from_slice::<Value>(body) else { return Ok(Self::default()) };
        let mut names = Self::default();
        names.images.extend(text(body.get("Image")));
        names.containers.extend(text(body.get("Container")));
        // Of a volume that is made: it may be there already.
        names.volumes.extend(text(body.get("Name")));
        let host = body.get("HostConfig").unwrap_or(&Value::Null);
        let mode = text(host.get("NetworkMode"));
        names.networks.extend(mode.filter(|it| !is_mode_alone(it)));
        for bind in items(host.get("Binds")) {
            let source = bind.as_str().and_then(|it| it.split_once(':')).map(|(source, _)| source);
            names.volumes.extend(source.filter(|it| !it.starts_with('/')).map(ToOwned::to_owned));
        }
        for mount in items(host.get("Mounts")) {
            if mount.get("Type").and_then(Value::as_str) == Some("volume") {
                names.volumes.extend(text(mount.get("Source")));
            }
        }
        let endpoints = body.pointer("/NetworkingConfig/EndpointsConfig").and_then(Value::as_object);
        let own = |it: &&String| !is_mode_alone(it);
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
            return Err(Malformed::TooManyNames { count, most: NAMES }.into());
        }
        Ok(names)
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).filter(|it| !it.is_empty()).map(ToOwned::to_owned)
}

fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}
