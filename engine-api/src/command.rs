//! A request of somebody else's, decoded: which operation it is, on what, with which query.
//!
//! The engine is generous: it cleans paths and decodes them before it routes, matches keys without regard to case,
//! merges what is given twice, and takes `/v01.51/` for a version. Whoever decides by one reading and lets the engine
//! act by another decides nothing. So a request is understood exactly, or refused: its raw path must be of the table's
//! grammar, its keys those that the operation has, each once.

use std::{borrow::Cow, str::FromStr};

use http::Method;
use percent_encoding::percent_decode_str;

use crate::{image::RegistryAuth, operation::Operation, version::ApiVersion};

/// A request that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it asks for, and on what.
    pub named: Named,
    /// The query, decoded: keys that the operation has, in the order in which they were given.
    pub query: Vec<(&'static str, String)>,
    /// Who asks a registry for it, where the engine asks one.
    pub auth: Option<RegistryAuth>,
}

/// Why a request isn't understood. Nothing of it may reach the engine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUnderstood {
    /// There is no such operation, or it isn't asked for in this way.
    #[error("the engine's API has no operation at this method and path")]
    NoOperation,
    /// It speaks a version of the API that isn't known here.
    #[error("version {0} of the API isn't known here: 1.24 to 1.51 are")]
    Version(ApiVersion),
    /// A key that the operation doesn't have.
    #[error("{operation} has no query key {key:?}")]
    UnknownKey {
        /// What was asked for.
        operation: &'static str,
        /// The key.
        key: String,
    },
    /// A key that counts once was given again.
    #[error("the query key {0:?} is given more than once")]
    TwiceGiven(&'static str),
    /// The query isn't written as the API writes queries.
    #[error("the query can't be read: {0}")]
    Query(&'static str),
}

/// Keys that docker's SDK for Python sends with each of its lists, and that no engine reads any more: they are left out.
const UNREAD: [(Operation, &str); 2] =
    [(Operation::ContainerList, "trunc_cmd"), (Operation::ImageList, "only_ids")];

/// A query that is longer is no query of the API's. Builds have the longest: arguments and labels.
const LONGEST_QUERY: usize = 16 << 10;
/// A path that is longer names nothing: references have at most 255 bytes behind a host's name.
const LONGEST_PATH: usize = 1 << 10;

/// Which operation a request asks for, and on what: what its method and path say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it asks for.
    pub operation: Operation,
    /// The version of the API that it speaks, if it says so.
    pub version: Option<ApiVersion>,
    /// What the path names; empty where the operation has no parameter.
    pub object: String,
}

impl Named {
    /// Reads a method and a raw path.
    ///
    /// # Errors
    /// [`NotUnderstood::NoOperation`] or [`NotUnderstood::Version`], whenever the engine might route it to something
    /// else.
    pub fn find(method: &Method, path: &str) -> Result<Self, NotUnderstood> {
        let (version, path) = version(path)?;
        if path.len() > LONGEST_PATH || !path.starts_with('/') || !path[1..].split('/').all(is_segment) {
            return Err(NotUnderstood::NoOperation);
        }
        // Fixed paths come before those with a parameter: `/images/json` names no image.
        let of_method = || Operation::ALL.iter().copied().filter(|it| it.method() == *method);
        if let Some(operation) = of_method().find(|it| it.path() == path) {
            return Ok(Self { operation, version, object: String::new() });
        }
        let named = of_method().find_map(|it| Some((it, object(it, path)?)));
        let (operation, object) = named.ok_or(NotUnderstood::NoOperation)?;
        Ok(Self { operation, version, object: unencoded(object) })
    }
}

impl Command {
    /// Decodes a method and a raw request target: path and query as they were sent, without scheme and host.
    ///
    /// # Errors
    /// Whenever the engine might understand something else by it.
    pub fn decode(method: &Method, target: &str) -> Result<Self, NotUnderstood> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let named = Named::find(method, path)?;
        let query = pairs(named.operation, query)?;
        Ok(Self { named, query, auth: None })
    }

    /// The value of a key that is given once.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str())
    }
}

/// Cuts `/v1.43` off, exactly as clients write it.
fn version(path: &str) -> Result<(Option<ApiVersion>, &str), NotUnderstood> {
    let Some(rest) = path.strip_prefix("/v") else { return Ok((None, path)) };
    // `/version` and `/volumes` begin like a version, too.
    if !rest.starts_with(|first: char| first.is_ascii_digit()) {
        return Ok((None, path));
    }
    let end = rest.find('/').ok_or(NotUnderstood::NoOperation)?;
    let (text, path) = rest.split_at(end);
    let version = ApiVersion::from_str(text).map_err(|_| NotUnderstood::NoOperation)?;
    if version < crate::version::OLDEST || version > crate::version::NEWEST {
        return Err(NotUnderstood::Version(version));
    }
    Ok((Some(version), path))
}

/// What names, ids and references are made of. `.` and `..` would be other paths. Nothing is encoded but what some
/// clients encode in references, and what no path changes by: `@` and `:`.
fn is_segment(segment: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:@+".contains(&byte);
    let plain = unencoded(segment);
    !plain.is_empty() && plain != "." && plain != ".." && plain.bytes().all(known)
}

fn unencoded(text: &str) -> String {
    text.replace("%40", "@").replace("%3A", ":").replace("%3a", ":")
}

/// What a path names, if it is one of the operation's.
fn object(operation: Operation, path: &str) -> Option<&str> {
    let (before, _, behind) = operation.parameter()?;
    let object = path.strip_prefix(before)?.strip_suffix(behind)?;
    let is_one = !object.is_empty() && (operation.takes_a_reference() || !object.contains('/'));
    is_one.then_some(object)
}

fn pairs(operation: Operation, query: &str) -> Result<Vec<(&'static str, String)>, NotUnderstood> {
    if query.len() > LONGEST_QUERY {
        return Err(NotUnderstood::Query("it is too long"));
    }
    let mut pairs: Vec<(&'static str, String)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (key, value) = (decoded(key)?, decoded(value)?);
        if UNREAD.contains(&(operation, &*key)) {
            continue;
        }
        let known = operation.keys().find(|(known, _)| *known == key);
        let (known, repeats) = known.ok_or_else(|| NotUnderstood::UnknownKey {
            operation: operation.name(),
            key: key.into_owned(),
        })?;
        if !repeats && pairs.iter().any(|(other, _)| *other == known) {
            return Err(NotUnderstood::TwiceGiven(known));
        }
        pairs.push((known, value.into_owned()));
    }
    Ok(pairs)
}

/// As forms encode it: a plus is a space.
fn decoded(text: &str) -> Result<Cow<'_, str>, NotUnderstood> {
    if text.contains(';') {
        // Old engines took it for another `&`.
        return Err(NotUnderstood::Query("it has a semicolon"));
    }
    if !text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_control()) {
        return Err(NotUnderstood::Query("it has bytes that are not encoded"));
    }
    if !whole_escapes(text) {
        return Err(NotUnderstood::Query("a percent sign has no two digits"));
    }
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    let decoded = percent_decode_str(&spaced).decode_utf8();
    let decoded = decoded.map_err(|_| NotUnderstood::Query("it isn't UTF-8"))?;
    if decoded.contains('\0') {
        return Err(NotUnderstood::Query("it has a zero byte"));
    }
    Ok(Cow::Owned(decoded.into_owned()))
}

fn whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        let mut digits = rest.bytes().take(2);
        let mut is_digit = || digits.next().is_some_and(|byte| byte.is_ascii_hexdigit());
        is_digit() && is_digit()
    })
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
