//! Whether a container would be as good as root on the host: then making it has to be switched on, and whoever makes it
//! shows first that it is them.
//!
//! The policy for people who aren't admins knows: what it has something against, and of a kind that gives power over the
//! host, gives more than any of them has.

use std::{collections::HashMap, sync::Arc};

use engine_api::{Digest, Id, container::ContainerBody, operation::Operation};
use gate::{
    Principal,
    body::{Around, Image, Limits, Member, Volume, decide, kind},
};
use serde_json::Value;
use wire::{FLAGS, Flag};

use super::Means;
use crate::Error;

/// A container has hardly as many fields: then something is wrong with us, and it counts as root.
const MOST: usize = 1_000;

/// What of it makes it so: each as `docker run` would be told; none for ordinary containers.
pub(super) async fn reasons(
    means: &Means,
    principal: &Arc<Principal>,
    body: &ContainerBody,
) -> Result<Vec<String>, Error> {
    let asked = asked(body)?;
    match means.policy.volumes(principal, asked.to_string().as_bytes()).await {
        Ok(volumes) => Ok(speaks_against(asked, &Everything { volumes, others: Volume::Elsewhere })),
        // It names more than any container has.
        Err(Error::Malformed(_)) => Ok(vec![String::new()]),
        Err(error) => Err(error),
    }
}

/// The same, as far as it can be told without a look at the volumes that it names.
pub(super) fn reasons_by_itself(body: &ContainerBody) -> Result<Vec<String>, Error> {
    Ok(speaks_against(asked(body)?, &Everything { volumes: HashMap::new(), others: Volume::Plain }))
}

fn asked(body: &ContainerBody) -> Result<Value, Error> {
    serde_json::to_value(ContainerBody { image: ANY.into(), ..body.clone() }).map_err(Error::internal)
}

fn speaks_against(mut asked: Value, around: &Everything) -> Vec<String> {
    let mut reasons = Vec::new();
    for _ in 0..MOST {
        let limits = Limits::default();
        let Err(refused) = decide(Operation::ContainerCreate, asked.to_string().as_bytes(), around, &limits)
        else {
            return reasons;
        };
        // How much, which port and which address: it has bounds for others, and gives no power over the host.
        let is_root = kind(Operation::ContainerCreate, &refused.field).is_none_or(|kind| kind.is_root());
        let Some((field, value)) = take_out(&mut asked, &refused.field) else {
            reasons.push(refused.field);
            return reasons;
        };
        for reason in told(field, &value).into_iter().filter(|_| is_root) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    vec![String::new()]
}

/// An image that may come from where it comes from.
const ANY: &str = "any";

/// Takes the part out of a body that a refusal is about, so that the next one can be found: which field of the engine's
/// it was, and what it held.
fn take_out<'a>(body: &mut Value, field: &'a str) -> Option<(&'a str, Value)> {
    let (place, rest) = match field.strip_prefix("HostConfig.") {
        Some(rest) => (body.get_mut("HostConfig")?, rest),
        None => (body, field),
    };
    let name = rest.split(['.', '[']).next()?;
    let whole = &field[..field.len() - rest.len() + name.len()];
    let index = rest[name.len()..].strip_prefix('[').and_then(|rest| rest.split_once(']'));
    if let Some(index) = index.and_then(|(index, _)| index.parse::<usize>().ok())
        && let Some(list) = place.get_mut(name)?.as_array_mut()
    {
        return (index < list.len()).then(|| (whole, list.remove(index)));
    }
    place.as_object_mut()?.remove(name).map(|value| (whole, value))
}

/// A field of the engine's as `docker run` would be told: each item of a list for itself.
fn told(field: &str, value: &Value) -> Vec<String> {
    let is_within = |flag: &Flag| flag.engine.strip_prefix(field).is_some_and(|rest| rest.starts_with('.'));
    let mut flags = FLAGS.iter();
    let flag = flags.clone().find(|flag| flag.engine == field).or_else(|| flags.find(|flag| is_within(flag)));
    let Some(flag) = flag else { return vec![field.to_owned()] };
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let one = |value: &Value| match text(value) {
        Some(text) => ["--", flag.name, " ", text].concat(),
        None => ["--", flag.name].concat(),
    };
    items.iter().map(one).collect()
}

/// What names a value: itself, a device's path, a mount's source, a driver.
fn text(value: &Value) -> Option<&str> {
    let part = |key: &str| value.get(key).and_then(Value::as_str);
    value.as_str().or_else(|| part("PathOnHost")).or_else(|| part("Source")).or_else(|| part("Type"))
}

/// Everything is in an admin's reach. Only what a volume is makes a difference.
struct Everything {
    volumes: HashMap<String, Volume>,
    /// What those are that aren't among these.
    others: Volume,
}

impl Around for Everything {
    fn stack(&self, project: Option<&str>) -> Option<String> {
        Some(project.unwrap_or_default().to_owned())
    }

    fn volume(&self, name: &str) -> Volume {
        self.volumes.get(name).copied().unwrap_or(self.others)
    }

    fn kept_for(&self, _: &str) -> Option<String> {
        None
    }

    fn network(&self, _: &str) -> Option<Id> {
        Some(Id([0; 32]))
    }

    fn image(&self, _: &str) -> Option<Image> {
        Some(Image { id: Digest([0; 32]), config: Default::default() })
    }

    fn container(&self, _: &str) -> Option<Member> {
        None
    }

    fn is_anothers(&self, _: &str, _: &str) -> bool {
        false
    }

    fn user(&self) -> &str {
        ""
    }
}
