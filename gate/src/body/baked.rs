//! What an image brings into its containers where the body says nothing else: it is held against the same rules.

use engine_api::container::Healthcheck;
use serde_json::{Map, Value};

use super::{
    Form, Refused, Why, deciding::Deciding, health, labels, mounts, rule::LONGEST_COMMAND, variables,
};

/// Holds what the chosen image says against the rules for what a body says.
pub(super) fn check(deciding: &mut Deciding<'_>, sent: &Map<String, Value>) -> Result<(), Refused> {
    let baked = std::mem::take(&mut deciding.baked);
    labels::check_baked(deciding, &baked.labels, sent.get("Labels"))?;
    variables::check_baked(deciding, &baked.env, sent.get("Env"))?;
    for (command, own) in [(&baked.cmd, "Cmd"), (&baked.entrypoint, "Entrypoint")] {
        let bytes: usize = command.iter().map(String::len).sum();
        if bytes > LONGEST_COMMAND && !sent.contains_key(own) {
            return Err(deciding.refuse_at("Image", Why::NotA(Form::ShortCommand)));
        }
    }
    deciding.within("Image", |deciding| {
        if !sent.contains_key("WorkingDir") {
            deciding
                .within("WorkingDir", |deciding| mounts::working_dir(deciding, baked.working_dir.into()))?;
        }
        // Each stands in the engine's lists.
        for (name, items) in [("ExposedPorts", baked.exposed_ports.len()), ("Volumes", baked.volumes.len())] {
            deciding.within(name, |deciding| deciding.not_too_many(items))?;
        }
        for path in baked.volumes {
            deciding.within("Volumes", |deciding| mounts::target(deciding, &path))?;
        }
        baked.healthcheck.map_or(Ok(()), |check| checks_seldom(deciding, &check, sent.get("Healthcheck")))
    })
}

/// The engine takes each of the image's times where a container's own check doesn't give one.
fn checks_seldom(
    deciding: &mut Deciding<'_>,
    baked: &Healthcheck,
    own: Option<&Value>,
) -> Result<(), Refused> {
    let says = |name: &str| own.and_then(|own| own.get(name));
    if says("Test").and_then(|test| test.get(0)).is_some_and(|first| first == "NONE") {
        return Ok(());
    }
    for (name, time) in [("Interval", baked.interval), ("StartInterval", baked.start_interval)] {
        if time != 0 && says(name).is_none() {
            deciding
                .within(&format!("Healthcheck.{name}"), |deciding| health::interval(deciding, time.into()))?;
        }
    }
    Ok(())
}
