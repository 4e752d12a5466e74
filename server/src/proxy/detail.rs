//! One container in detail, made of what the engine answers.

use engine_api::container::{Container, MountKind, MountPoint, RestartPolicy, RestartPolicyName};
use mirror::rows;
use wire::{Attachment, ContainerDetail, Id, Limits, Mount, Probe};

/// A container in detail; without `secrets` the values of its environment and labels are left out. `own` is the one that
/// Pierhead runs in.
pub(super) fn detail(container: Container, own: Option<Id>, secrets: bool) -> ContainerDetail {
    let row = rows::container(&container, own);
    let shown = |value: String| secrets.then_some(value);
    let variable = |text: String| match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), shown(value.to_owned())),
        None => (text, shown(String::new())),
    };
    let health = container.state.health.unwrap_or_default();
    let (host, config) = (container.host_config, container.config);
    ContainerDetail {
        pid: positive(container.state.pid),
        // The engine quotes the command in it.
        error: if secrets { container.state.error } else { String::new() },
        restarts: u64::try_from(container.restart_count).unwrap_or(0),
        // Arguments hold passwords as often as variables do.
        entrypoint: if secrets { config.entrypoint } else { vec![] },
        command: if secrets { config.cmd } else { vec![] },
        working_dir: config.working_dir,
        user: config.user,
        hostname: config.hostname,
        env: config.env.into_iter().map(variable).collect(),
        labels: config.labels.into_iter().map(|(name, value)| (name, shown(value))).collect(),
        mounts: container.mounts.into_iter().map(mount).collect(),
        networks: container.network_settings.networks.into_iter().map(attachment).collect(),
        restart: restart(&host.restart_policy),
        limits: Limits {
            memory: positive(host.memory),
            nano_cpus: positive(host.nano_cpus).or(quota(host.cpu_quota, host.cpu_period)),
            pids: host.pids_limit.and_then(positive),
        },
        privileged: host.privileged,
        read_only: host.readonly_rootfs,
        auto_remove: host.auto_remove,
        tty: config.tty,
        log_driver: host.log_config.kind,
        probes: health
            .log
            .into_iter()
            .map(|probe| Probe {
                at: probe.end.or(probe.start).map(rows::time),
                exit_code: probe.exit_code,
                output: if secrets { probe.output } else { String::new() },
            })
            .collect(),
        row,
    }
}

/// The engine writes 0 or less where there is none.
fn positive(number: i64) -> Option<u64> {
    u64::try_from(number).ok().filter(|number| *number > 0)
}

/// The older form of a processor limit: microseconds in each period, which is 100 ms unless it is said.
fn quota(quota: i64, period: i64) -> Option<u64> {
    let period = positive(period).unwrap_or(100_000);
    positive(quota)?.checked_mul(1_000_000_000)?.checked_div(period)
}

fn mount(mount: MountPoint) -> Mount {
    let (kind, source) = match mount.kind {
        MountKind::Volume => (wire::MountKind::Volume, mount.name),
        MountKind::Bind => (wire::MountKind::Bind, mount.source),
        MountKind::Tmpfs => (wire::MountKind::Tmpfs, String::new()),
        MountKind::Image | MountKind::Unknown => (wire::MountKind::Other, mount.source),
    };
    Mount { kind, source, target: mount.destination, read_only: !mount.writable }
}

fn attachment((network, endpoint): (String, engine_api::container::EndpointSettings)) -> Attachment {
    Attachment {
        network,
        ipv4: endpoint.ip_address,
        ipv6: endpoint.global_ipv6_address,
        gateway: endpoint.gateway,
        aliases: endpoint.aliases,
    }
}

fn restart(policy: &RestartPolicy) -> wire::RestartPolicy {
    match policy.name {
        RestartPolicyName::No | RestartPolicyName::Unknown => wire::RestartPolicy::No,
        RestartPolicyName::Always => wire::RestartPolicy::Always,
        RestartPolicyName::UnlessStopped => wire::RestartPolicy::UnlessStopped,
        RestartPolicyName::OnFailure => wire::RestartPolicy::OnFailure {
            attempts: u32::try_from(policy.maximum_retry_count).unwrap_or(0),
        },
    }
}
