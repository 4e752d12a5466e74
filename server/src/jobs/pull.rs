//! Pulling an image, with what happens to each layer.

use std::{sync::Arc, time::Duration};

use engine_api::{
    image::{Progress, PullImage},
    reference::Reference,
};
use gate::{Authorized, Principal, Role, Target};
use tokio::time::{MissedTickBehavior, interval};
use wire::{Layer, LayerStatus};

use super::{Means, report::Report};
use crate::{
    Error,
    policy::{Pinned, Policy, Pull},
};

/// How often progress is published at most; the engine tells ten times as often.
const EVERY: Duration = Duration::from_millis(100);
/// How many layers are shown; engines refuse images with more than 127.
const LAYERS: usize = 256;

/// Allows a pull, or says why not. An empty platform is the engine's own.
pub(super) async fn authorize(
    policy: &Policy,
    principal: &Arc<Principal>,
    image: Reference,
    platform: String,
) -> Result<Authorized<PullImage>, Error> {
    let (target, pinned) = match principal.role {
        Role::Admin => (Target::engine(), None),
        _ => policy.pull_of(principal, &image.to_string()).await?,
    };
    let (image, platform) = match pinned {
        Some(Pinned { digest, platform }) => {
            let image = format!("{}@{digest}", image.repository()).parse();
            (image.map_err(|_| Error::internal("a digest"))?, platform)
        }
        None => (image, platform),
    };
    let platform = Some(platform).filter(|platform| !platform.is_empty());
    Ok(gate::authorize(principal, PullImage { image, platform, auth: None }, &target)?)
}

/// Pulls an image, and reports how it goes. Dropping it ends the pull, unless the engine has the image in the next moment.
pub(super) async fn pull(
    Means { gateway, policy, .. }: &Means,
    pull: Authorized<PullImage>,
    report: &Report,
) -> Result<(), Error> {
    let (principal, reference) = (pull.by_shared().clone(), pull.image.to_string());
    let steps = gateway.stream(pull).await?;
    let digest = |step: &Progress| step.digest().map(str::to_owned);
    let mut pull = Pull::new(policy, &principal, reference, steps, digest);
    let mut layers = Layers::default();
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut changed = false;
    let result: Result<(), Error> = loop {
        tokio::select! {
            step = pull.next() => match step {
                Some(Ok(step)) => changed |= layers.take(&step),
                Some(Err(error)) => break Err(error.into()),
                None => break Ok(()),
            },
            _ = tick.tick(), if changed => {
                report.layers(layers.0.clone());
                changed = false;
            }
        }
    };
    report.layers(layers.0);
    result?;
    pull.remember().await
}

/// The layers of a pull, in the order in which the engine named them.
#[derive(Debug, Default)]
struct Layers(Vec<Layer>);

impl Layers {
    /// Takes in one step of the engine's; whether it says anything of a layer.
    fn take(&mut self, step: &Progress) -> bool {
        let Some(status) = status(&step.status) else { return false };
        let layer = match self.0.iter_mut().position(|layer| layer.id == step.id) {
            Some(index) => &mut self.0[index],
            None if self.0.len() >= LAYERS => return false,
            None => {
                self.0.push(Layer { id: step.id.clone(), status, current: 0, total: 0 });
                let last = self.0.len() - 1;
                &mut self.0[last]
            }
        };
        let bytes =
            |count: i64| if step.detail.units.is_none() { u64::try_from(count).unwrap_or(0) } else { 0 };
        layer.status = status;
        (layer.current, layer.total) = (bytes(step.detail.current), bytes(step.detail.total));
        true
    }
}

/// The engine's words for what happens to a layer; none for those that are about the pull as a whole.
fn status(words: &str) -> Option<LayerStatus> {
    Some(match words {
        "Pulling fs layer" | "Waiting" => LayerStatus::Waiting,
        "Downloading" => LayerStatus::Downloading,
        "Verifying Checksum" | "Download complete" => LayerStatus::Downloaded,
        "Extracting" => LayerStatus::Extracting,
        "Pull complete" => LayerStatus::Complete,
        "Already exists" => LayerStatus::Exists,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
