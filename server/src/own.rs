//! The container that Pierhead itself runs in, if it runs in one.

use std::fs;

use id::Id;

#[cfg(test)]
mod tests;

/// The container that this process runs in, as the kernel knows it.
///
/// The engine mounts files of its own into each container (`/etc/hostname`, `/etc/hosts`,
/// `/etc/resolv.conf`), from a folder that bears the container's id. Unlike the host name or the control
/// group's path, that can't be set by whoever starts the container, and is there with either cgroup version. Those
/// that share the network of another container have its files, and so its id.
pub fn container() -> Option<Id> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    in_mounts(&mounts)
}

/// Reads `/proc/self/mountinfo` (proc(5)): the fourth field is the mounted folder within its file system, the
/// fifth where it is mounted.
fn in_mounts(mounts: &str) -> Option<Id> {
    mounts.lines().find_map(|line| {
        let mut fields = line.split(' ').skip(3);
        let (root, target) = (fields.next()?, fields.next()?);
        if !matches!(target, "/etc/hostname" | "/etc/hosts" | "/etc/resolv.conf") {
            return None;
        }
        Id::in_path(root)
    })
}
