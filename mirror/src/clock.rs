//! The time of day.

use std::time::{SystemTime, UNIX_EPOCH};

use wire::Time;

/// The present moment; 1970 on a machine whose clock stands before that.
pub fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
