//! How a container's health is checked. What isn't said is as the image says.

use serde::{Deserialize, Serialize};

use super::{Checking, Fault, Nanos};

/// The check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HealthSpec {
    /// It isn't checked, even if the image says how.
    pub off: bool,
    /// The command, for a shell: 0 is healthy.
    pub command: Option<String>,
    /// The time between two checks.
    pub interval: Option<Nanos>,
    /// The time that a check may take.
    pub timeout: Option<Nanos>,
    /// How many failures in a row make it unhealthy.
    pub retries: Option<i64>,
    /// The time at first in which failures don't count.
    pub start_period: Option<Nanos>,
    /// The time between two checks in that time.
    pub start_interval: Option<Nanos>,
}

/// The engine takes no less, but for none.
const LEAST: Nanos = Nanos(1_000_000);

impl HealthSpec {
    /// Whether nothing is said.
    pub fn is_silent(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn check(&self, found: &mut Checking) {
        let short = |time: &Nanos| (*time < LEAST && time.0 != 0).then_some(Fault::NotATime);
        let idle = self.off && *self != Self { off: true, ..Self::default() };
        found.found("no-healthcheck", 0, idle.then_some(Fault::NotWithOthers));
        found.each("health-interval", &self.interval, short);
        found.each("health-timeout", &self.timeout, short);
        found.each("health-start-period", &self.start_period, short);
        found.each("health-start-interval", &self.start_interval, short);
        let negative =
            |number: &i64| (!(0..=i64::from(i32::MAX)).contains(number)).then_some(Fault::OutOfBounds);
        found.each("health-retries", &self.retries, negative);
    }
}
