//! A call: one operation of the engine's API with its arguments, and the request that it becomes.

use std::{borrow::Cow, collections::BTreeMap, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::{
    command::{Command, Named},
    operation::Operation,
    version::ApiVersion,
};

/// How long a call may take that the engine answers from memory.
pub const PLAIN: Duration = Duration::from_secs(10);
/// How long a call may take whose answer grows with what is on the engine, or that works on its disk.
pub const LARGE: Duration = Duration::from_secs(30);
/// How long removing may take: the engine deletes a whole file system before it answers.
pub const REMOVING: Duration = Duration::from_secs(60);

/// One operation of the engine's API, with its arguments.
pub trait Call {
    /// Which operation: its method, its path, and what it can do to the host.
    const OPERATION: Operation;
    /// What comes back: a shape of [`crate::reply`].
    type Reply;

    /// The object that is acted upon, as the path's parameter or for an error's text; empty if there is none.
    fn object(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    /// Writes the query.
    fn query(&self, _query: &mut Query) {}

    /// The JSON body, if there is one.
    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        None
    }

    /// Adds headers of this call alone.
    fn headers(&self, _headers: &mut HeaderMap) {}

    /// How long the whole reply may take; `None` for streams, which last as long as somebody reads.
    fn deadline(&self) -> Option<Duration> {
        Some(PLAIN)
    }

    /// How long a stream may take to begin.
    fn beginning(&self) -> Duration {
        PLAIN
    }
}

/// The request of a call, its path under `/v1.51` when a version is given; only `Host` is left to the sender.
pub fn request<C: Call>(call: &C, version: Option<ApiVersion>) -> Result<Request<Bytes>, Unsendable> {
    let mut target = Query { target: path(C::OPERATION, &call.object(), version)?, separator: '?' };
    call.query(&mut target);
    let body = match call.body() {
        Some(body) => Some(Bytes::from(body?)),
        None => None,
    };
    let mut request = Request::builder().method(C::OPERATION.method()).uri(target.target);
    if let Some(headers) = request.headers_mut() {
        call.headers(headers);
        if body.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
    }
    Ok(request.body(body.unwrap_or_default())?)
}

/// The request of a command that somebody else made, written anew: its body, headers and version are ours to choose.
pub fn command(
    command: &Command,
    version: ApiVersion,
    body: Option<Bytes>,
) -> Result<Request<Bytes>, Unsendable> {
    let Named { operation, object, .. } = &command.named;
    let mut target = Query { target: path(*operation, object, Some(version))?, separator: '?' };
    for (key, value) in &command.query {
        target.pair(key, value);
    }
    let mut request = Request::builder().method(operation.method()).uri(target.target);
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if let (Some(auth), Some(headers)) = (&command.auth, request.headers_mut()) {
        auth.put(headers);
    }
    Ok(request.body(body.unwrap_or_default())?)
}

/// A call that can't be written as a request.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    /// The name would change the path, or can't name anything.
    #[error("{0:?} can't be the name of an object of the engine")]
    Name(String),
    /// The body can't be JSON.
    #[error("the body can't be written: {0}")]
    Body(#[from] serde_json::Error),
    /// A part of the request isn't HTTP.
    #[error("the request can't be written: {0}")]
    Http(#[from] http::Error),
}

/// What stays as it is in a path segment: the unreserved characters of RFC 3986, and `:` and `@`, which
/// references of images hold.
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b'@');
/// What stays as it is in a query.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path, with the object in the place of its parameter.
///
/// Encoding alone protects nothing: the engine routes by the decoded path, and cleans it before. So a name
/// that would be more or less than its own segment is refused. Only references may hold slashes.
fn path(operation: Operation, object: &str, version: Option<ApiVersion>) -> Result<String, Unsendable> {
    let mut path = String::with_capacity(16 + operation.path().len() + object.len());
    if let Some(version) = version {
        path.push_str(&format!("/v{version}"));
    }
    let Some((before, _, after)) = operation.parameter() else {
        path.push_str(operation.path());
        return Ok(path);
    };
    let several = operation.takes_a_reference();
    let unusable = |segment: &str| segment.is_empty() || segment == "." || segment == "..";
    if (!several && object.contains('/'))
        || object.split('/').any(unusable)
        || object.contains(|c: char| c.is_control() || c == '\\')
    {
        return Err(Unsendable::Name(object.to_owned()));
    }
    path.push_str(before);
    for (index, segment) in object.split('/').enumerate() {
        if index > 0 {
            path.push('/');
        }
        path.extend(encode(segment, SEGMENT));
    }
    path.push_str(after);
    Ok(path)
}

fn encode<'a>(text: &'a str, set: &'static AsciiSet) -> PercentEncode<'a> {
    utf8_percent_encode(text, set)
}

/// Writes the query of a request, pair by pair.
#[derive(Debug)]
pub struct Query {
    target: String,
    separator: char,
}

impl Query {
    /// Adds a pair.
    pub fn pair(&mut self, key: &str, value: &str) {
        self.target.push(self.separator);
        self.separator = '&';
        self.target.extend(encode(key, QUERY));
        self.target.push('=');
        self.target.extend(encode(value, QUERY));
    }

    /// Adds a pair if there is a value.
    pub fn optional(&mut self, key: &str, value: Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.pair(key, &value.to_string());
        }
    }

    /// Adds `key=1` if it is set.
    pub fn flag(&mut self, key: &str, set: bool) {
        if set {
            self.pair(key, "1");
        }
    }

    /// Adds filters, if there are any.
    pub fn filters(&mut self, filters: &Filters) {
        if !filters.0.is_empty() {
            self.pair("filters", &filters.to_string());
        }
    }
}

/// Filters of a list or of the events: keys with the values that match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters(BTreeMap<Cow<'static, str>, Vec<String>>);

impl Filters {
    /// No filters: everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets `value` of `key` match too.
    pub fn with(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.0.entry(key.into()).or_default().push(value.into());
        self
    }
}

impl fmt::Display for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).map_err(|_| fmt::Error)?)
    }
}

/// Whole seconds, as the engine counts grace periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub u32);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests;
