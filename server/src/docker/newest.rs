//! The version that an engine claims, as far as it is known here: clients speak the newest that they are told, and of newer
//! ones nobody here knows what their requests mean.

use engine_api::version::{ApiVersion, NEWEST};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// Whether the header of an answer claims a newer version than any that is known. Then it claims that one.
pub(super) fn cap_header(headers: &mut HeaderMap) -> bool {
    let claimed = headers.get(API_VERSION).and_then(|it| it.to_str().ok());
    let is_newer = claimed.is_some_and(is_newer);
    if is_newer && let Ok(newest) = HeaderValue::try_from(NEWEST.to_string()) {
        headers.insert(API_VERSION, newest);
    }
    is_newer
}

/// The same of what `/version` answers: it stands beside the engine's name and among its components.
pub(super) fn cap_version(told: &mut Value) {
    match told {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(claimed) if name == "ApiVersion" && is_newer(claimed) => {
                        *claimed = NEWEST.to_string();
                    }
                    other => cap_version(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(cap_version),
        _ => {}
    }
}

fn is_newer(claimed: &str) -> bool {
    claimed.parse::<ApiVersion>().is_ok_and(|claimed| claimed > NEWEST)
}
