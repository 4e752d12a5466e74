//! Where a container's output goes.

use serde::{Deserialize, Serialize};

use super::{Checking, Fault, security::pair_fault};

/// The log driver and its options.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Logging {
    /// The driver; the engine's default when absent.
    pub driver: Option<String>,
    /// Its options.
    pub options: Vec<(String, String)>,
}

impl Logging {
    pub(super) fn check(&self, found: &mut Checking) {
        found.each("log-driver", &self.driver, |it| {
            it.contains(char::is_whitespace).then_some(Fault::Malformed)
        });
        found.each("log-opt", &self.options, pair_fault);
        let idle = self.driver.as_deref() == Some("none") && !self.options.is_empty();
        found.found("log-opt", 0, idle.then_some(Fault::NotWithOthers));
    }
}
