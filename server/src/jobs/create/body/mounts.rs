//! What is mounted.

use std::collections::BTreeSet;

use engine_api::container::{
    BindOptions, DriverConfig, ImageOptions, MountBody, MountKind, TmpfsOptions, VolumeOptions,
};
use wire::{MountSpec, MountType, Recursive, TypedMount};

use super::{limit, map};

/// As `docker run --volume` takes them: without a source a volume of its own, which has no name. Neither path can hold a
/// colon, the specification was checked.
pub(super) fn volumes_and_binds(mounts: Vec<MountSpec>) -> (BTreeSet<String>, Vec<String>) {
    let (own, bound): (Vec<_>, Vec<_>) = mounts.into_iter().partition(|mount| mount.source.is_empty());
    let bind = |mount: MountSpec| {
        let mode = mount.mode();
        let colon = if mode.is_empty() { "" } else { ":" };
        [&*mount.source, ":", &*mount.target, colon, &*mode].concat()
    };
    (own.into_iter().map(|mount| mount.target).collect(), bound.into_iter().map(bind).collect())
}

/// As `docker run --mount` takes them.
pub(super) fn typed(mount: TypedMount) -> MountBody {
    let kind = match mount.kind {
        MountType::Volume => MountKind::Volume,
        MountType::Bind => MountKind::Bind,
        MountType::Tmpfs => MountKind::Tmpfs,
        MountType::Image => MountKind::Image,
    };
    let is_volume = mount.kind == MountType::Volume;
    let subpath = mount.subpath.unwrap_or_default();
    let driver = DriverConfig { name: mount.driver.unwrap_or_default(), options: map(mount.driver_options) };
    let volume_options = VolumeOptions {
        no_copy: mount.no_copy,
        labels: map(mount.labels),
        driver_config: some(driver.clone()),
        subpath: if is_volume { subpath.clone() } else { String::new() },
    };
    // The engine's own client says of a driver that there is none, too.
    let volume_options = some(volume_options).map(|it| VolumeOptions { driver_config: Some(driver), ..it });
    MountBody {
        kind,
        source: mount.source,
        target: mount.target,
        read_only: mount.read_only,
        bind_options: some(BindOptions {
            propagation: mount.propagation.unwrap_or_default(),
            non_recursive: mount.recursive == Some(Recursive::Disabled),
            read_only_non_recursive: mount.recursive == Some(Recursive::Writable),
            read_only_force_recursive: mount.recursive == Some(Recursive::Readonly),
        }),
        volume_options,
        tmpfs_options: some(TmpfsOptions {
            size_bytes: limit(mount.size.map(|size| size.0)),
            mode: mount.mode.unwrap_or_default(),
        }),
        image_options: some(ImageOptions { subpath: if is_volume { String::new() } else { subpath } }),
    }
}

/// Nothing, where nothing is said.
fn some<T: Default + PartialEq>(options: T) -> Option<T> {
    (options != T::default()).then_some(options)
}
