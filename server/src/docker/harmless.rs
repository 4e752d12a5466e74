//! Answers that no browser takes for a page of ours: what comes out of containers, images and volumes may be anything.

use axum::response::Response;
use engine_api::operation::{Operation, Transport};
use http::{HeaderName, HeaderValue, StatusCode, header};

/// As a browser is to take whatever else an answer claims to be: for bytes.
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// What answers of the engine's are, none of which a browser shows as a page.
const KINDS: [&str; 9] = [
    "application/json",
    "application/json-seq",
    "application/octet-stream",
    "application/vnd.docker.multiplexed-stream",
    "application/vnd.docker.raw-stream",
    "application/x-json-stream",
    "application/x-ndjson",
    "application/x-tar",
    "text/plain",
];

const ALWAYS: [(HeaderName, &str); 2] = [
    // Whatever should come to be shown all the same: it runs nothing, loads nothing, and is of no origin.
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Of the headers of the engine's answers, those that clients go by. Others could set cookies for our own origin, clear
/// what browsers keep of it, open it to other pages, or lead elsewhere.
const PASSING: [&str; 11] = [
    "api-version",
    "builder-version",
    "content-encoding",
    "content-type",
    "date",
    "docker-experimental",
    "ostype",
    "server",
    "swarm",
    "warning",
    "x-docker-container-path-stat",
];

/// Has the answer to an operation say what it is, and nothing that is for browsers. Files are kept, and not shown.
pub(super) fn harmless(operation: Operation, answer: &mut Response) {
    let upgraded = answer.status() == StatusCode::SWITCHING_PROTOCOLS;
    let headers = answer.headers_mut();
    let told = std::mem::take(headers);
    let passes = |name: &HeaderName| {
        PASSING.contains(&name.as_str()) || upgraded && [header::CONNECTION, header::UPGRADE].contains(name)
    };
    for (name, value) in told.iter().filter(|(name, _)| passes(name)) {
        headers.append(name, value.clone());
    }
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let transport = operation.transport();
    if transport == Transport::Download {
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes());
    let kind = kind.and_then(|kind| kind.split(|byte| *byte == b';').next()).map(<[u8]>::trim_ascii);
    let is_known = match kind {
        Some(kind) => KINDS.iter().any(|it| it.as_bytes().eq_ignore_ascii_case(kind)),
        // Old engines don't say what logs are.
        None => !matches!(transport, Transport::Stream | Transport::Download),
    };
    if !is_known {
        headers.insert(header::CONTENT_TYPE, BYTES);
    }
}
