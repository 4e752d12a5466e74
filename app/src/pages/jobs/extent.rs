//! How far a job is.

use wire::{Job, JobState, Layer, LayerStatus};

/// The part of a layer's work that is the download; the rest is unpacking.
const DOWNLOAD: f64 = 0.7;

/// The part of a job that is done; `None` while nobody can tell.
pub(super) fn part(job: &Job) -> Option<f64> {
    match job.state {
        JobState::Running if job.layers.is_empty() => None,
        JobState::Cancelled if job.layers.is_empty() => Some(0.0),
        // One that was cancelled stands where it stopped.
        JobState::Running | JobState::Cancelled => Some(mean(job.layers.iter().map(work))),
        JobState::Done { .. } | JobState::Failed { .. } => Some(1.0),
    }
}

/// The bytes of a job's layers that have come, and of all that are known of; `None` where nothing is pulled.
pub(super) fn pulled(job: &Job) -> Option<(u64, u64)> {
    let come = |layer: &Layer| match layer.status {
        LayerStatus::Waiting | LayerStatus::Exists => 0,
        LayerStatus::Downloading => layer.current.min(layer.total),
        LayerStatus::Downloaded | LayerStatus::Extracting | LayerStatus::Complete => layer.total,
    };
    let own = |layer: &&Layer| layer.status != LayerStatus::Exists;
    let all = job.layers.iter().filter(own).map(|layer| layer.total).sum();
    (all > 0).then(|| (job.layers.iter().map(come).sum(), all))
}

/// The part of what happens to a layer just now that is done; `None` while nobody can tell.
pub(super) fn of_layer(layer: &Layer) -> Option<f64> {
    match layer.status {
        LayerStatus::Waiting => Some(0.0),
        LayerStatus::Downloaded | LayerStatus::Complete | LayerStatus::Exists => Some(1.0),
        LayerStatus::Downloading | LayerStatus::Extracting => (layer.total > 0).then(|| ratio(layer)),
    }
}

fn work(layer: &Layer) -> f64 {
    match layer.status {
        LayerStatus::Waiting => 0.0,
        LayerStatus::Downloading => DOWNLOAD * ratio(layer),
        LayerStatus::Downloaded => DOWNLOAD,
        LayerStatus::Extracting => DOWNLOAD + (1.0 - DOWNLOAD) * ratio(layer),
        LayerStatus::Complete | LayerStatus::Exists => 1.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a bar has fewer steps than 53 bits")]
fn ratio(layer: &Layer) -> f64 {
    if layer.total == 0 { 0.0 } else { (layer.current as f64 / layer.total as f64).min(1.0) }
}

#[expect(clippy::cast_precision_loss, reason = "an image has fewer layers than 53 bits can count")]
fn mean(parts: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = parts.len() as f64;
    parts.sum::<f64>() / count
}

#[cfg(test)]
mod tests;
