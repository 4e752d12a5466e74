//! What a container is allowed and given by the host.

use std::collections::{BTreeMap, BTreeSet};

use engine_api::{
    container::{
        DeviceBody, DeviceRequest, HostConfigBody, LogConfigBody, PortBinding, ResourcesBody, RestartPolicy,
        RestartPolicyName, SecurityBody, ThrottleDevice, UlimitBody, WeightDevice,
    },
    port::Port,
};
use wire::{
    ByteRate, Bytes, Device, Devices, Gpus, Logging, Names, NanoCpus, Rate, Resources, Security, Storage,
};

use super::{limit, map, mounts};

/// All of a specification that the host gives.
pub(super) struct HostParts {
    pub(super) binds: Vec<String>,
    pub(super) port_bindings: BTreeMap<Port, Vec<PortBinding>>,
    pub(super) network_mode: String,
    pub(super) restart: wire::RestartPolicy,
    pub(super) memory: Option<Bytes>,
    pub(super) nano_cpus: Option<NanoCpus>,
    pub(super) init: Option<bool>,
    pub(super) auto_remove: bool,
    pub(super) groups: Vec<String>,
    pub(super) names: Names,
    pub(super) storage: Storage,
    pub(super) resources: Resources,
    pub(super) devices: Devices,
    pub(super) security: Security,
    pub(super) logging: Logging,
}

impl HostParts {
    pub(super) fn body(self) -> HostConfigBody {
        let Self { names, storage, logging, .. } = self;
        HostConfigBody {
            binds: self.binds,
            mounts: storage.mounts.into_iter().map(mounts::typed).collect(),
            port_bindings: self.port_bindings,
            publish_all_ports: names.publish_all,
            network_mode: self.network_mode,
            restart_policy: restart_policy(self.restart),
            auto_remove: self.auto_remove,
            memory: bytes(self.memory),
            nano_cpus: limit(self.nano_cpus.map(|time| time.0)),
            pids_limit: self.resources.pids,
            readonly_rootfs: storage.read_only,
            init: self.init,
            tmpfs: storage.tmpfs.into_iter().map(|it| (it.target, it.options)).collect(),
            volumes_from: storage.volumes_from,
            volume_driver: storage.volume_driver.unwrap_or_default(),
            storage_opt: map(storage.options),
            dns: names.dns,
            dns_search: names.dns_search,
            dns_options: names.dns_options,
            extra_hosts: names.extra_hosts.iter().map(|it| [&*it.name, ":", &*it.address].concat()).collect(),
            links: names.links,
            group_add: self.groups,
            log_config: log_config(logging),
            resources: resources(self.resources, self.devices, storage.shm_size),
            security: security(self.security),
        }
    }
}

fn restart_policy(policy: wire::RestartPolicy) -> RestartPolicy {
    let (name, attempts) = match policy {
        wire::RestartPolicy::No => (RestartPolicyName::No, 0),
        wire::RestartPolicy::Always => (RestartPolicyName::Always, 0),
        wire::RestartPolicy::UnlessStopped => (RestartPolicyName::UnlessStopped, 0),
        wire::RestartPolicy::OnFailure { attempts } => (RestartPolicyName::OnFailure, attempts),
    };
    RestartPolicy { name, maximum_retry_count: attempts.into() }
}

fn log_config(logging: Logging) -> Option<LogConfigBody> {
    let config = LogConfigBody { kind: logging.driver.unwrap_or_default(), config: map(logging.options) };
    (config != LogConfigBody::default()).then_some(config)
}

fn resources(resources: Resources, devices: Devices, shm_size: Option<Bytes>) -> ResourcesBody {
    let (named, paths): (Vec<_>, Vec<_>) = devices.devices.into_iter().partition(Device::is_cdi);
    let gpus = devices.gpus.into_iter().map(request);
    let whole = |number: Option<i64>| number.unwrap_or_default();
    ResourcesBody {
        memory_reservation: bytes(resources.memory_reservation),
        memory_swap: resources.memory_swap.map(|swap| swap.0).unwrap_or_default(),
        memory_swappiness: resources.memory_swappiness,
        oom_kill_disable: resources.oom_kill_disable,
        oom_score_adj: whole(resources.oom_score_adj),
        shm_size: bytes(shm_size),
        cpu_shares: whole(resources.cpu_shares),
        cpu_period: whole(resources.cpu_period),
        cpu_quota: whole(resources.cpu_quota),
        cpu_realtime_period: whole(resources.cpu_rt_period),
        cpu_realtime_runtime: whole(resources.cpu_rt_runtime),
        cpuset_cpus: resources.cpuset_cpus.unwrap_or_default(),
        cpuset_mems: resources.cpuset_mems.unwrap_or_default(),
        ulimits: resources.ulimits.into_iter().map(ulimit).collect(),
        blkio_weight: resources.blkio_weight.unwrap_or_default(),
        blkio_weight_device: resources.blkio_weight_devices.into_iter().map(weight).collect(),
        blkio_device_read_bps: resources.read_bps.into_iter().map(byte_rate).collect(),
        blkio_device_write_bps: resources.write_bps.into_iter().map(byte_rate).collect(),
        blkio_device_read_iops: resources.read_iops.into_iter().map(rate).collect(),
        blkio_device_write_iops: resources.write_iops.into_iter().map(rate).collect(),
        devices: paths.into_iter().map(device).collect(),
        device_cgroup_rules: devices.cgroup_rules,
        device_requests: gpus.chain(cdi(named)).collect(),
    }
}

fn ulimit(it: wire::Ulimit) -> UlimitBody {
    UlimitBody { name: it.name, soft: it.soft, hard: it.hard }
}

fn weight(it: wire::DeviceWeight) -> WeightDevice {
    WeightDevice { path: it.path, weight: it.weight }
}

fn byte_rate(it: ByteRate) -> ThrottleDevice {
    ThrottleDevice { path: it.path, rate: it.rate.0 }
}

fn rate(it: Rate) -> ThrottleDevice {
    ThrottleDevice { path: it.path, rate: it.rate }
}

fn device(it: Device) -> DeviceBody {
    DeviceBody {
        path_in_container: it.target.unwrap_or_else(|| it.source.clone()),
        path_on_host: it.source,
        cgroup_permissions: it.permissions.unwrap_or_else(|| "rwm".into()),
    }
}

fn request(gpus: Gpus) -> DeviceRequest {
    let mut capabilities = gpus.capabilities;
    capabilities.push("gpu".into());
    DeviceRequest {
        driver: gpus.driver.unwrap_or_default(),
        count: gpus.count,
        device_ids: gpus.ids,
        capabilities: vec![capabilities],
        options: Some(map(gpus.options)),
    }
}

/// All that go by names of the Container Device Interface are one request.
fn cdi(named: Vec<Device>) -> Option<DeviceRequest> {
    let device_ids: Vec<_> = named.into_iter().map(|device| device.source).collect();
    (!device_ids.is_empty()).then(|| DeviceRequest { driver: "cdi".into(), device_ids, ..Default::default() })
}

fn security(security: Security) -> SecurityBody {
    // It is no option of the engine's: the client says so in other words.
    const UNMASKED: [&str; 2] = ["systempaths=unconfined", "systempaths:unconfined"];
    let unmasked = security.options.iter().any(|option| UNMASKED.contains(&&**option));
    let none = || unmasked.then(Vec::new);
    let (cap_add, cap_drop) = capabilities(&security.cap_add, &security.cap_drop);
    let options = security.options.into_iter().filter(|option| !UNMASKED.contains(&&**option));
    SecurityBody {
        privileged: security.privileged,
        cap_add,
        cap_drop,
        security_opt: options.collect(),
        masked_paths: none(),
        readonly_paths: none(),
        sysctls: map(security.sysctls),
        userns_mode: security.userns.unwrap_or_default(),
        pid_mode: security.pid.unwrap_or_default(),
        ipc_mode: security.ipc.unwrap_or_default(),
        uts_mode: security.uts.unwrap_or_default(),
        cgroupns_mode: security.cgroupns.unwrap_or_default(),
        cgroup_parent: security.cgroup_parent.unwrap_or_default(),
        runtime: security.runtime.unwrap_or_default(),
        annotations: map(security.annotations),
    }
}

/// As the engine's own client sends them: by their full names, each once, and what is added isn't taken away.
fn capabilities(add: &[String], drop: &[String]) -> (Vec<String>, Vec<String>) {
    const ALL: &str = "ALL";
    let full = |name: &String| {
        let name = name.to_ascii_uppercase();
        if name == ALL || name.starts_with("CAP_") { name } else { ["CAP_", &name].concat() }
    };
    let all_or_each = |names: &[String]| {
        let names: BTreeSet<String> = names.iter().map(full).collect();
        if names.contains(ALL) { BTreeSet::from([ALL.to_owned()]) } else { names }
    };
    let (add, drop) = (all_or_each(add), all_or_each(drop));
    let drop = drop.difference(&add).cloned().collect();
    (add.into_iter().collect(), drop)
}

fn bytes(size: Option<Bytes>) -> i64 {
    limit(size.map(|size| size.0))
}
