//! What a figure has to reach, as the document says it: the goal, and whether it was met.

use anyhow::{Context, Result};
use serde_json::Value;

/// `≤ 40 MB: met`; the figure and the bound are both in this unit.
pub(super) fn at_most(figure: f64, bound: f64, unit: &str) -> String {
    judged(&format!("≤ {bound}{unit}"), figure <= bound)
}

/// `≥ 0.95 ×: missed`.
pub(super) fn at_least(figure: f64, bound: f64, unit: &str) -> String {
    judged(&format!("≥ {bound}{unit}"), figure >= bound)
}

/// The same of a goal in words.
pub(super) fn judged(goal: &str, is_met: bool) -> String {
    format!("{goal}: {}", if is_met { "met" } else { "missed" })
}

/// Of a row that has no goal.
pub(super) fn none() -> String {
    "–".to_owned()
}

/// A figure that a script in the browser gave; without it nothing is met.
pub(super) fn figure(figures: &Value, name: &str) -> Result<f64> {
    figures[name].as_f64().with_context(|| format!("no figure {name} in {figures}"))
}
