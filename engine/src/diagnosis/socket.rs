//! Who may use a socket, and how to become one of them.

use std::{fmt, fs, os::unix::fs::MetadataExt, path::Path};

use super::Diagnosis;

/// A user or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: u32,
    /// Its name, if the system knows one.
    pub name: Option<String>,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} ({})", self.id),
            None => write!(f, "{}", self.id),
        }
    }
}

/// What to say about a socket that we may not use.
pub(super) fn denied(path: &Path) -> Diagnosis {
    let user = Account::own();
    let Ok(metadata) = fs::metadata(path) else {
        let folder = path.parent().unwrap_or(path);
        let fix = format!("sudo setfacl -m u:{}:x {}", user.word(), folder.display());
        return Diagnosis::PermissionDenied { path: path.to_owned(), owner: None, group: None, mode: 0, fix };
    };
    let owner = Account { id: metadata.uid(), name: Database::users().name(metadata.uid()) };
    let group = Account { id: metadata.gid(), name: Database::groups().name(metadata.gid()) };
    let mode = metadata.mode() & 0o7777;
    let place =
        Place { in_container: in_container(), is_member: Database::groups().has_member(group.id, &user) };
    let fix = fix(path, &user, &group, mode, place);
    Diagnosis::PermissionDenied { path: path.to_owned(), owner: Some(owner), group: Some(group), mode, fix }
}

/// What decides how access is had.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Whether we run in a container.
    pub(super) in_container: bool,
    /// Whether the user belongs to the group by now, but didn't at the last login.
    pub(super) is_member: bool,
}

/// The command that gives access to a socket.
pub(super) fn fix(path: &Path, user: &Account, group: &Account, mode: u32, place: Place) -> String {
    let by_group = mode & 0o060 == 0o060 && group.id != 0;
    match (by_group, place) {
        (true, Place { in_container: true, .. }) => format!("docker run --group-add {} …", group.id),
        (false, Place { in_container: true, .. }) => "docker run --user 0 …".to_owned(),
        (true, Place { is_member: true, .. }) => format!("newgrp {} (or log in again)", group.word()),
        (true, _) => format!("sudo usermod -aG {} {} (then log in again)", group.word(), user.word()),
        (false, _) => format!("sudo setfacl -m u:{}:rw {}", user.word(), path.display()),
    }
}

impl Account {
    /// The user that this process runs as; the kernel tells.
    pub fn own() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ids = status.lines().find_map(|line| line.strip_prefix("Uid:"));
        // Real, effective, saved: the second counts.
        let id = ids.and_then(|ids| ids.split_whitespace().nth(1)?.parse().ok()).unwrap_or(u32::MAX);
        Self { id, name: Database::users().name(id) }
    }

    /// As commands take it.
    fn word(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.id.to_string())
    }
}

fn in_container() -> bool {
    Path::new("/.dockerenv").exists() || Path::new("/run/.containerenv").exists()
}

/// `/etc/passwd` or `/etc/group`: both have the name first and the number third, between colons.
pub(super) struct Database(pub(super) String);

impl Database {
    fn users() -> Self {
        Self(fs::read_to_string("/etc/passwd").unwrap_or_default())
    }

    fn groups() -> Self {
        Self(fs::read_to_string("/etc/group").unwrap_or_default())
    }

    fn line(&self, id: u32) -> Option<Vec<&str>> {
        let lines = self.0.lines().map(|line| line.split(':').collect::<Vec<_>>());
        lines.into_iter().find(|fields| fields.get(2).and_then(|field| field.parse().ok()) == Some(id))
    }

    pub(super) fn name(&self, id: u32) -> Option<String> {
        Some((*self.line(id)?.first()?).to_owned())
    }

    pub(super) fn has_member(&self, group: u32, user: &Account) -> bool {
        let members = self.line(group).and_then(|fields| fields.get(3).copied());
        let name = user.name.as_deref();
        members.is_some_and(|members| members.split(',').any(|member| Some(member) == name))
    }
}
