//! What engines learned later than others. An engine leaves out without a word what it doesn't know: it has to be said
//! before.

use engine_api::{
    container::{ContainerBody, CreateContainer, MountKind},
    version::ApiVersion,
};

use super::body::PLACES;
use crate::error::{Error, Feature, Malformed};

/// Refuses what an engine that speaks this version wouldn't do.
pub(in crate::jobs) fn check(create: &CreateContainer, version: ApiVersion) -> Result<(), Error> {
    let needs = needs(create).into_iter().filter(|(needed, _, is_asked)| *is_asked && *needed > version);
    let Some((needed, what, _)) = needs.max_by_key(|(needed, ..)| *needed) else { return Ok(()) };
    Err(Malformed::NewerEngine { what, needed, version }.into())
}

const fn since(minor: u16) -> ApiVersion {
    ApiVersion { major: 1, minor }
}

/// Since when there is what, and whether it is asked for.
fn needs(CreateContainer { platform, body, .. }: &CreateContainer) -> [(ApiVersion, Feature, bool); 11] {
    let ContainerBody { host_config: host, healthcheck, networking_config, .. } = body;
    let places = networking_config.as_ref().map(|it| &it.endpoints_config);
    let bind = |is: fn(&engine_api::container::BindOptions) -> bool| {
        host.mounts.iter().filter_map(|mount| mount.bind_options.as_ref()).any(is)
    };
    let subpath =
        host.mounts.iter().filter_map(|mount| mount.volume_options.as_ref()).any(|it| !it.subpath.is_empty());
    [
        (since(40), Feature::NonRecursiveMounts, bind(|it| it.non_recursive)),
        (since(40), Feature::DevicesByDriver, !host.resources.device_requests.is_empty()),
        (since(41), Feature::Platform, !platform.is_empty()),
        (since(41), Feature::OwnCgroups, !host.security.cgroupns_mode.is_empty()),
        (since(43), Feature::Annotations, !host.security.annotations.is_empty()),
        (
            since(44),
            Feature::RecursiveReadOnly,
            bind(|it| it.read_only_non_recursive || it.read_only_force_recursive),
        ),
        (since(44), Feature::StartInterval, healthcheck.as_ref().is_some_and(|it| it.start_interval != 0)),
        (PLACES, Feature::SeveralNetworks, places.is_some_and(|places| places.len() > 1)),
        (since(45), Feature::VolumePart, subpath),
        (since(48), Feature::ImageFiles, host.mounts.iter().any(|mount| mount.kind == MountKind::Image)),
        (
            since(48),
            Feature::GatewayPriority,
            places.is_some_and(|places| places.values().any(|it| it.gw_priority != 0)),
        ),
    ]
}
