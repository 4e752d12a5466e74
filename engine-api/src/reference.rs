//! References to images, as people type them: `nginx`, `ghcr.io/a/b:1.2`, `redis@sha256:…`.

use std::{fmt, str::FromStr};

/// A reference to an image: a repository, and a tag or a digest in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    repository: String,
    version: Version,
}

/// Which image of a repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Version {
    Tag(String),
    Digest(String),
}

impl Reference {
    /// The repository, as it was written: without a registry, Docker Hub is meant.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The repository as the engine tells it: without Docker Hub, and without `library` there.
    pub fn familiar_repository(&self) -> &str {
        let hub =
            |text| ["docker.io/", "index.docker.io/"].iter().find_map(|hub| str::strip_prefix(text, hub));
        let repository = hub(&self.repository).unwrap_or(&self.repository);
        repository.strip_prefix("library/").unwrap_or(repository)
    }

    /// The tag or the digest.
    pub fn version(&self) -> &str {
        match &self.version {
            Version::Tag(text) | Version::Digest(text) => text,
        }
    }

    /// The tag, unless a digest names the image.
    pub fn tag(&self) -> Option<&str> {
        match &self.version {
            Version::Tag(tag) => Some(tag),
            Version::Digest(_) => None,
        }
    }

    /// The registry's host, with its port: the first part of the repository if it looks like one.
    pub fn registry(&self) -> Option<&str> {
        let (host, _) = self.repository.split_once('/')?;
        is_host(host).then_some(host)
    }
}

impl FromStr for Reference {
    type Err = InvalidReference;

    /// Reads a reference; without tag and digest, `latest` is meant. With both, the digest decides, as it does
    /// for the engine.
    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        let (repository, tag) = match name.rsplit_once(':') {
            Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
            _ => (name, None),
        };
        check_repository(repository)?;
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return Err(InvalidReference::Tag);
        }
        let version = match digest {
            Some(digest) if is_digest(digest) => Version::Digest(digest.to_owned()),
            Some(_) => return Err(InvalidReference::Digest),
            None => Version::Tag(tag.unwrap_or("latest").to_owned()),
        };
        Ok(Self { repository: repository.to_owned(), version })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.version {
            Version::Tag(tag) => write!(f, "{}:{tag}", self.repository),
            Version::Digest(digest) => write!(f, "{}@{digest}", self.repository),
        }
    }
}

/// A text that is not a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReference {
    /// There is no name, or it is too long.
    #[error("an image's name has 1 to 255 characters")]
    Length,
    /// The name holds capital letters.
    #[error("an image's name is in lower case")]
    Case,
    /// The name holds what no name holds.
    #[error("an image's name has letters and digits, with single . _ - or / between them")]
    Name,
    /// The tag holds what no tag holds.
    #[error("a tag has up to 128 letters, digits, _ . and -, and starts with none of the last two")]
    Tag,
    /// The digest isn't one.
    #[error("a digest is sha256: and 64 hexadecimal digits")]
    Digest,
}

/// The engine's own limit of a repository's name.
const MAX_NAME: usize = 255;

fn check_repository(repository: &str) -> Result<(), InvalidReference> {
    if repository.is_empty() || repository.len() > MAX_NAME {
        return Err(InvalidReference::Length);
    }
    let path = match repository.split_once('/') {
        Some((host, path)) if is_host(host) => {
            if !is_valid_host(host) {
                return Err(InvalidReference::Name);
            }
            path
        }
        _ => repository,
    };
    if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(InvalidReference::Case);
    }
    if path.split('/').all(is_component) { Ok(()) } else { Err(InvalidReference::Name) }
}

/// Whether the first part of a name is a registry: only hosts have dots, ports or capitals, or are localhost.
fn is_host(part: &str) -> bool {
    part == "localhost" || part.contains(['.', ':']) || part.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_valid_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let name = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(address) => {
            !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':')
        }
        None => name.split('.').all(label),
    };
    name && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// One part of a path: runs of letters and digits, between them one dot, one or two underscores, or dashes.
fn is_component(part: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let separators = |run: &str| {
        matches!(run, "" | "." | "_" | "__") || (!run.is_empty() && run.bytes().all(|byte| byte == b'-'))
    };
    part.starts_with(alphanumeric) && part.ends_with(alphanumeric) && part.split(alphanumeric).all(separators)
}

fn is_tag(tag: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    tag.len() <= 128
        && tag.bytes().next().is_some_and(word)
        && tag.bytes().all(|byte| word(byte) || byte == b'.' || byte == b'-')
}

fn is_digest(digest: &str) -> bool {
    digest.starts_with("sha256:") && digest.parse::<id::Digest>().is_ok()
}

#[cfg(test)]
mod tests;
