//! Images: where they may come from, and which one exactly is meant.

use engine_api::reference::Reference;
use serde_json::Value;

use super::{Approvable, Form, Limits, Refused, Why, deciding::Deciding, table::Ruled};

/// The registry that is meant when none is named.
const HUB: &str = "docker.io";
/// Its old name: the engine takes one for the other.
const HUB_BEFORE: &str = "index.docker.io";

/// Whether somebody who isn't an admin may have the engine pull this.
///
/// # Errors
/// Why not; the field is `fromImage`, the query's.
pub fn may_pull(reference: &str, limits: &Limits) -> Result<Reference, Refused> {
    allowed(reference, limits).map_err(|why| Refused { field: "fromImage".into(), why })
}

fn allowed(reference: &str, limits: &Limits) -> Result<Reference, Why> {
    let reference: Reference = reference.parse().map_err(|_| Why::NotA(Form::Image))?;
    let registry = match reference.registry() {
        None | Some(HUB_BEFORE) => HUB,
        Some(registry) => registry,
    };
    if limits.registries.iter().any(|known| known == registry) {
        return Ok(reference);
    }
    Err(Why::NotApproved { what: Approvable::Registries, approved: limits.registries.clone() })
}

/// The image, by its id: what happens to its tag between this look and the engine's doesn't matter.
pub(super) fn pinned(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let name = deciding.text(value)?;
    allowed(&name, deciding.limits).map_err(|why| deciding.refuse(why))?;
    let Some(image) = deciding.around.image(&name) else {
        return Err(deciding.refuse(Why::NoImage { name }));
    };
    deciding.image = Some((name, image.id));
    deciding.baked = image.config;
    Ok(Some(image.id.to_string().into()))
}
