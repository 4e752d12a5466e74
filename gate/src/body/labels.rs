//! Labels: who obeys them, and which stack they say something belongs to.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Form, Limits, Noun, Objection as O, Refused, Why, deciding::Deciding, table::Ruled};

/// Compose's name for a stack. It grants nothing here: it may only say what is so.
pub(super) const PROJECT: &str = "com.docker.compose.project";

/// Ours. Nobody else sets them.
const OWN: &str = "io.pierhead.";

/// How long the labels of one thing may be, all together, as JSON: every list of the engine's holds all of them, and one that
/// is too long is read by nobody. Compose writes less than one KiB.
const MOST_BYTES: usize = 16 << 10;

pub(super) fn labels(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let mut bytes = 0;
    let labels = deciding.entries(value, |deciding, key, value| {
        let value = deciding.text(value)?;
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(deciding.refuse(Why::NotA(Form::Label)));
        }
        bytes += key.len() + Value::from(value.as_str()).to_string().len();
        if bytes > MOST_BYTES {
            return Err(deciding.refuse(Why::NotA(Form::Labels)));
        }
        if is_reserved(key, deciding.limits) {
            return Err(deciding.refuse(Why::OnlyAdmins(O::OrdersToPrograms)));
        }
        if key == PROJECT && deciding.around.stack(Some(&value)).as_ref() != Some(&deciding.stack) {
            return Err(deciding.refuse(Why::NotYours { what: Noun::Stack, name: value }));
        }
        Ok((key.to_owned(), value.into()))
    })?;
    Ok((!labels.is_empty()).then_some(labels.into()))
}

/// Whether other tools obey a label. Some of them don't look at capitals.
fn is_reserved(key: &str, limits: &Limits) -> bool {
    let lower = key.to_ascii_lowercase();
    let mut reserved = limits.reserved_labels.iter().map(String::as_str).chain([OWN]);
    reserved.any(|reserved| lower.starts_with(reserved))
}

/// What an image's labels say of a container, where its own don't say otherwise: the engine gives it both.
pub(super) fn check_baked(
    deciding: &Deciding<'_>,
    baked: &BTreeMap<String, String>,
    own: Option<&Value>,
) -> Result<(), Refused> {
    let in_force = baked.iter().filter(|(key, _)| own.is_none_or(|own| own.get(key).is_none()));
    let mut bytes = 0;
    for (key, value) in in_force {
        bytes += key.len() + value.len();
        if bytes > MOST_BYTES {
            return Err(deciding.refuse_at("Image", Why::NotA(Form::FewLabels)));
        }
        let (label, value) = (key.clone(), value.clone());
        if is_reserved(key, deciding.limits) {
            return Err(deciding.refuse_at("Image", Why::BakedOrders { label }));
        }
        if key == PROJECT && deciding.around.stack(Some(&value)).is_none() {
            return Err(deciding.refuse_at("Image", Why::BakedStack { label, value }));
        }
    }
    Ok(())
}

/// The stack that something new becomes a member of.
pub(super) fn choose_stack(deciding: &mut Deciding<'_>, object: &Map<String, Value>) -> Result<(), Refused> {
    let project = object.get("Labels").and_then(|labels| labels.get(PROJECT));
    deciding.stack = deciding.within(&format!("Labels.{PROJECT}"), |deciding| {
        let project = project.map(|project| deciding.text(project.clone())).transpose()?;
        deciding.around.stack(project.as_deref()).ok_or_else(|| {
            deciding.refuse(match project {
                Some(name) => Why::NotYours { what: Noun::Stack, name },
                None => Why::NotA(Form::Stack),
            })
        })
    })?;
    Ok(())
}
