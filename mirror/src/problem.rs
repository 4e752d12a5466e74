//! Why the engine can't be reached, as the page is told.

use engine::Diagnosis;
use wire::Problem;

/// A diagnosis as the page is told.
pub fn problem(diagnosis: &Diagnosis) -> Problem {
    match diagnosis {
        Diagnosis::NoSocket { path } => Problem::NoSocket { path: path.display().to_string() },
        Diagnosis::PermissionDenied { path, owner, group, fix, .. } => Problem::PermissionDenied {
            path: path.display().to_string(),
            owner: owner.as_ref().map(ToString::to_string).unwrap_or_default(),
            group: group.as_ref().map(ToString::to_string).unwrap_or_default(),
            fix: fix.clone(),
        },
        Diagnosis::Refused { address } => Problem::Refused { address: address.clone() },
        Diagnosis::Unanswered { address } => Problem::Unanswered { address: address.clone() },
        Diagnosis::Silent { address, after } => {
            Problem::Silent { address: address.clone(), seconds: after.as_secs() }
        }
        Diagnosis::TooOld { api, minimum } => {
            Problem::TooOld { api: api.to_string(), minimum: minimum.to_string() }
        }
        Diagnosis::TooNew { minimum, newest } => {
            Problem::TooNew { minimum: minimum.to_string(), newest: newest.to_string() }
        }
        Diagnosis::NotAnEngine { address, answer } => {
            Problem::NotAnEngine { address: address.clone(), answer: answer.clone() }
        }
        Diagnosis::Tls { message, .. } => Problem::Tls { message: message.clone() },
        Diagnosis::Unusable { message } | Diagnosis::Unreachable { message, .. } => {
            Problem::Other { message: message.clone() }
        }
        // Healthy is what a probe says that came a moment too late; the next try shows.
        Diagnosis::Healthy { .. } => Problem::Other { message: diagnosis.to_string() },
    }
}
