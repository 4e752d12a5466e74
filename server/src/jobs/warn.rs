//! What is to be said of a container before it is made. Nothing is guessed: the engine or the gate says so, or nobody.

use std::collections::BTreeMap;

use engine_api::{
    container::{CreateContainer, LookForPath, is_missing},
    operation::Operation,
};
use gate::{Role, Target};
use wire::{ContainerSpec, MountType, Warning};

use super::{Means, create, root};
use crate::{Error, language::Language, session::Caller, sight::Sight};

/// How many paths the engine is asked about; a container has hardly as many.
const PATHS: usize = 20;

/// All that is known.
pub(super) async fn warnings(
    means: &Means,
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
    let because = root::reasons(create.body, means.mirror.feed());
    if !because.is_empty() {
        warnings.push(Warning::HostRoot { because });
    }
    for (path, is_made) in paths.into_iter().take(PATHS) {
        if is_gone(means, caller, path.clone()).await? {
            warnings.push(Warning::NoSuchPath { path, is_made });
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

/// Whether the engine says that a path isn't there. An engine that answers otherwise says nothing. It is asked by an
/// operation that could make something, so it is written to the audit as one.
async fn is_gone(means: &Means, caller: &Caller, path: String) -> Result<bool, Error> {
    let look = gate::authorize(&caller.principal, LookForPath { path }, &Target::engine())?;
    Ok(matches!(means.gateway.call(look).await, Err(Error::Engine(error)) if is_missing(&error.to_string())))
}
