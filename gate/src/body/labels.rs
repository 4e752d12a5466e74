//! Labels: who obeys them, and which stack they say something belongs to.

use serde_json::{Map, Value};

use super::{Refused, Why, deciding::Deciding, table::Ruled};

/// Compose's name for a stack. It grants nothing here: it may only say what is so.
const PROJECT: &str = "com.docker.compose.project";

/// Ours. Nobody else sets them.
const OWN: &str = "io.pierhead.";

pub(super) fn labels(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let labels = deciding.entries(value, |deciding, key, value| {
        let value = deciding.text(value)?;
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(deciding.refuse(Why::NotA("a label of plain letters, without spaces")));
        }
        // Some of the tools that obey them don't look at capitals.
        let lower = key.to_ascii_lowercase();
        let mut reserved = deciding.limits.reserved_labels.iter().map(String::as_str).chain([OWN]);
        if reserved.any(|reserved| lower.starts_with(reserved)) {
            return Err(deciding.refuse(Why::OnlyAdmins("other programs take orders from this label")));
        }
        if key == PROJECT && deciding.around.stack(Some(&value)).as_ref() != Some(&deciding.stack) {
            return Err(deciding.refuse(Why::NotYours { what: "stack", name: value }));
        }
        Ok((key.to_owned(), value.into()))
    })?;
    Ok((!labels.is_empty()).then_some(labels.into()))
}

/// The stack that something new becomes a member of.
pub(super) fn choose_stack(deciding: &mut Deciding<'_>, object: &Map<String, Value>) -> Result<(), Refused> {
    let project = object.get("Labels").and_then(|labels| labels.get(PROJECT));
    deciding.stack = deciding.within(&format!("Labels.{PROJECT}"), |deciding| {
        let project = project.map(|project| deciding.text(project.clone())).transpose()?;
        deciding.around.stack(project.as_deref()).ok_or_else(|| {
            deciding.refuse(match project {
                Some(name) => Why::NotYours { what: "stack", name },
                None => Why::NotA("given: one of your stacks, which this will belong to"),
            })
        })
    })?;
    Ok(())
}
