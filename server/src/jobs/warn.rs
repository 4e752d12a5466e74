//! What is to be said of a container before it is made. Nothing is guessed: the engine or the gate says so, or nobody.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use engine_api::{
    container::{CreateContainer, LookForPath, is_missing},
    operation::Operation,
};
use gate::{Role, Target};
use tokio::time::timeout;
use wire::{ContainerSpec, MountType, Warning};

use super::{Means, create, root};
use crate::{Error, language::Language, session::Caller, sight::Sight};

/// How many paths the engine is asked about; a container has hardly as many.
const PATHS: usize = 20;

/// How long the engine's answer about a path holds: a page asks again at each pause of whoever types.
const HOLDS: Duration = Duration::from_secs(60);
/// Answers that are kept; beyond it the engine is asked again.
const KEPT: usize = 256;
/// How long is asked about what it mounts, and then about paths; an engine that is slower says nothing of the rest.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which paths weren't there when the engine was last asked. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Paths(Arc<Mutex<HashMap<String, (Instant, bool)>>>);

/// All that is known.
pub(super) async fn warnings(
    means: &Means,
    known: &Paths,
    caller: &Caller,
    language: Language,
    spec: ContainerSpec,
) -> Result<Vec<Warning>, Error> {
    let mut warnings = Vec::new();
    let host = means.targets.memory();
    if let (Some(host), Some(asked)) = (host, spec.memory)
        && asked > host
    {
        warnings.push(Warning::MemoryAbove { host });
    }
    let paths = paths(&spec);
    let create = create::call(spec, means.targets.api());
    if let Err(error) = create::check_version(&create, means.targets.api()) {
        warnings.push(Warning::Refused { message: error.failure(language).message });
    }
    if caller.principal.role < Role::Admin {
        // They mount no paths of the host but those that an admin has approved of.
        warnings.extend(refusal(means, caller, language, &create).await?);
        return Ok(warnings);
    }
    let looked = timeout(PATIENCE, root::reasons(means, &caller.principal, &create.body)).await;
    let because = match looked {
        Ok(Ok(because)) => because,
        // Where the engine doesn't answer, the body speaks for itself; it is asked again before anything is made.
        _ => root::reasons_by_itself(&create.body)?,
    };
    if !because.is_empty() {
        warnings.push(Warning::HostRoot { because });
    }
    let until = tokio::time::Instant::now() + PATIENCE;
    for (path, is_made) in paths.into_iter().take(PATHS) {
        match tokio::time::timeout_at(until, known.is_gone(means, caller, &path)).await {
            Ok(is_gone) => warnings.extend(is_gone?.then_some(Warning::NoSuchPath { path, is_made })),
            Err(_) => break,
        }
    }
    Ok(warnings)
}

/// The paths of the host, and whether the engine makes one that isn't there.
fn paths(spec: &ContainerSpec) -> BTreeMap<String, bool> {
    let made = spec.mounts.iter().filter(|mount| mount.is_bind()).map(|mount| (mount.source.clone(), true));
    let bound = spec.storage.mounts.iter().filter(|mount| mount.kind == MountType::Bind);
    made.chain(bound.map(|mount| (mount.source.clone(), false))).collect()
}

/// Why somebody who isn't an admin can't have it.
async fn refusal(
    means: &Means,
    caller: &Caller,
    language: Language,
    create: &CreateContainer,
) -> Result<Option<Warning>, Error> {
    gate::decide(&caller.principal, Operation::ContainerCreate, &Target::engine())?;
    let sight = Sight::new(caller.principal.clone(), means.targets.clone())?;
    match means.policy.foresee(&sight, create).await {
        Ok(()) => Ok(None),
        Err(error @ (Error::Denied(_) | Error::Refused(_) | Error::Malformed(_))) => {
            Ok(Some(Warning::Refused { message: error.failure(language).message }))
        }
        Err(error) => Err(error),
    }
}

impl Paths {
    /// As [`is_gone`], of an answer that holds still.
    async fn is_gone(&self, means: &Means, caller: &Caller, path: &str) -> Result<bool, Error> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = kept().get(path).filter(|(asked, _)| asked.elapsed() < HOLDS).map(|(_, is_gone)| *is_gone);
        if let Some(is_gone) = held {
            return Ok(is_gone);
        }
        let is_gone = is_gone(means, caller, path.to_owned()).await?;
        let mut kept = kept();
        kept.retain(|_, (asked, _)| asked.elapsed() < HOLDS);
        if kept.len() < KEPT {
            kept.insert(path.to_owned(), (Instant::now(), is_gone));
        }
        Ok(is_gone)
    }
}

/// Whether the engine says that a path isn't there. An engine that answers otherwise says nothing. It is asked by an
/// operation that could make something, so it is written to the audit as one.
async fn is_gone(means: &Means, caller: &Caller, path: String) -> Result<bool, Error> {
    let look = gate::authorize(&caller.principal, LookForPath { path }, &Target::engine())?;
    Ok(matches!(means.gateway.call(look).await, Err(Error::Engine(error)) if is_missing(&error.to_string())))
}
