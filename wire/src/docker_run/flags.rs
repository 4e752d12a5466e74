//! The flags of `docker run` that say what a container is.

use crate::{ContainerSpec, Fault, Part, Takes};

/// A flag.
pub struct Flag {
    /// Its long name.
    pub name: &'static str,
    /// Its short name.
    pub(super) short: Option<char>,
    /// Where in the specification it is.
    pub at: &'static str,
    /// Which field of the engine's API it is.
    pub engine: &'static str,
    /// What it is given, for example.
    pub example: &'static str,
    part: fn(&mut ContainerSpec) -> &mut dyn Part,
}

impl Flag {
    /// The flag of a long name, whichever of them.
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = match name {
            "dns-opt" => "dns-option",
            "net" => "network",
            "net-alias" => "network-alias",
            name => name,
        };
        FLAGS.iter().find(|flag| flag.name == name)
    }

    pub(super) fn of_letter(letter: char) -> Option<&'static Self> {
        FLAGS.iter().find(|flag| flag.short == Some(letter))
    }

    /// How often it is given a value.
    pub fn takes(&self) -> Takes {
        (self.part)(&mut ContainerSpec::default()).takes()
    }

    /// Puts a value of it into a specification.
    ///
    /// # Errors
    /// It can't have this value.
    pub fn put(&self, spec: &mut ContainerSpec, value: &str) -> Result<(), Fault> {
        (self.part)(spec).put(value)
    }

    /// The values that a specification says it has. It is taken by `&mut` since the one way into it serves both.
    pub fn tell(&self, spec: &mut ContainerSpec) -> Vec<String> {
        (self.part)(spec).tell()
    }
}

/// Writes the table: name, letter, field of the specification, field of the engine's, example.
macro_rules! flags {
    ($($name:literal $($short:literal)?, $($at:tt).+, $engine:literal, $example:literal;)*) => {
        /// All of them, in the order in which they are written.
        pub static FLAGS: [Flag; [$($name),*].len()] = [$(Flag {
            name: $name,
            short: flags!(@short $($short)?),
            at: stringify!($($at).+),
            engine: $engine,
            example: $example,
            part: |spec| &mut flags!(@part spec $($at).+),
        }),*];
    };
    (@short) => { None };
    (@short $short:literal) => { Some($short) };
    // What is said of a network without its name is said of the first one.
    (@part $spec:ident first . $field:ident) => { $spec.networks.first().$field };
    (@part $spec:ident $($at:tt).+) => { $spec.$($at).+ };
}

flags! {
    "name", name, "", "web";
    "publish" 'p', ports, "HostConfig.PortBindings", "8080:80";
    "env" 'e', env, "Env", "TZ=Europe/Berlin";
    "volume" 'v', mounts, "HostConfig.Binds", "data:/data";
    "network", networks, "HostConfig.NetworkMode", "back";
    "network-alias", first.aliases, "NetworkingConfig.EndpointsConfig.Aliases", "api";
    "ip", first.ipv4, "NetworkingConfig.EndpointsConfig.IPAMConfig.IPv4Address", "172.28.0.5";
    "ip6", first.ipv6, "NetworkingConfig.EndpointsConfig.IPAMConfig.IPv6Address", "fd00::5";
    "link-local-ip", first.link_local, "NetworkingConfig.EndpointsConfig.IPAMConfig.LinkLocalIPs", "169.254.34.68";
    "mac-address", first.mac, "NetworkingConfig.EndpointsConfig.MacAddress", "02:42:ac:11:00:02";
    "restart", restart, "HostConfig.RestartPolicy", "unless-stopped";
    "memory" 'm', memory, "HostConfig.Memory", "512m";
    "cpus", nano_cpus, "HostConfig.NanoCpus", "1.5";
    "label" 'l', labels, "Labels", "com.example.team=blue";
    "tty" 't', tty, "Tty", "";
    "interactive" 'i', process.stdin, "OpenStdin", "";
    "entrypoint", process.entrypoint, "Entrypoint", "/bin/sh";
    "user" 'u', process.user, "User", "1000:1000";
    "group-add", process.groups, "HostConfig.GroupAdd", "audio";
    "workdir" 'w', process.working_dir, "WorkingDir", "/app";
    "hostname" 'h', process.hostname, "Hostname", "web";
    "domainname", process.domainname, "Domainname", "example.com";
    "init", process.init, "HostConfig.Init", "";
    "stop-signal", process.stop_signal, "StopSignal", "SIGINT";
    "stop-timeout", process.stop_timeout, "StopTimeout", "30";
    "rm", process.auto_remove, "HostConfig.AutoRemove", "";
    "platform", process.platform, "", "linux/amd64";
    "dns", names.dns, "HostConfig.Dns", "1.1.1.1";
    "dns-search", names.dns_search, "HostConfig.DnsSearch", "example.com";
    "dns-option", names.dns_options, "HostConfig.DnsOptions", "ndots:2";
    "add-host", names.extra_hosts, "HostConfig.ExtraHosts", "db:10.0.0.5";
    "link", names.links, "HostConfig.Links", "db:database";
    "expose", names.expose, "ExposedPorts", "9000/udp";
    "publish-all" 'P', names.publish_all, "HostConfig.PublishAllPorts", "";
    "mount", storage.mounts, "HostConfig.Mounts", "type=volume,source=data,target=/data,readonly";
    "tmpfs", storage.tmpfs, "HostConfig.Tmpfs", "/run:size=64m";
    "volumes-from", storage.volumes_from, "HostConfig.VolumesFrom", "other:ro";
    "volume-driver", storage.volume_driver, "HostConfig.VolumeDriver", "local";
    "read-only", storage.read_only, "HostConfig.ReadonlyRootfs", "";
    "shm-size", storage.shm_size, "HostConfig.ShmSize", "256m";
    "storage-opt", storage.options, "HostConfig.StorageOpt", "size=10g";
    "memory-reservation", resources.memory_reservation, "HostConfig.MemoryReservation", "256m";
    "memory-swap", resources.memory_swap, "HostConfig.MemorySwap", "1g";
    "memory-swappiness", resources.memory_swappiness, "HostConfig.MemorySwappiness", "10";
    "oom-kill-disable", resources.oom_kill_disable, "HostConfig.OomKillDisable", "";
    "oom-score-adj", resources.oom_score_adj, "HostConfig.OomScoreAdj", "500";
    "pids-limit", resources.pids, "HostConfig.PidsLimit", "200";
    "cpu-shares" 'c', resources.cpu_shares, "HostConfig.CpuShares", "512";
    "cpu-period", resources.cpu_period, "HostConfig.CpuPeriod", "100000";
    "cpu-quota", resources.cpu_quota, "HostConfig.CpuQuota", "50000";
    "cpu-rt-period", resources.cpu_rt_period, "HostConfig.CpuRealtimePeriod", "1000000";
    "cpu-rt-runtime", resources.cpu_rt_runtime, "HostConfig.CpuRealtimeRuntime", "950000";
    "cpuset-cpus", resources.cpuset_cpus, "HostConfig.CpusetCpus", "0-1";
    "cpuset-mems", resources.cpuset_mems, "HostConfig.CpusetMems", "0";
    "ulimit", resources.ulimits, "HostConfig.Ulimits", "nofile=1024:4096";
    "blkio-weight", resources.blkio_weight, "HostConfig.BlkioWeight", "300";
    "blkio-weight-device", resources.blkio_weight_devices, "HostConfig.BlkioWeightDevice", "/dev/sda:300";
    "device-read-bps", resources.read_bps, "HostConfig.BlkioDeviceReadBps", "/dev/sda:1m";
    "device-write-bps", resources.write_bps, "HostConfig.BlkioDeviceWriteBps", "/dev/sda:1m";
    "device-read-iops", resources.read_iops, "HostConfig.BlkioDeviceReadIOps", "/dev/sda:1000";
    "device-write-iops", resources.write_iops, "HostConfig.BlkioDeviceWriteIOps", "/dev/sda:1000";
    "device", devices.devices, "HostConfig.Devices", "/dev/ttyUSB0";
    "device-cgroup-rule", devices.cgroup_rules, "HostConfig.DeviceCgroupRules", "c 188:* rmw";
    "gpus", devices.gpus, "HostConfig.DeviceRequests", "all";
    "privileged", security.privileged, "HostConfig.Privileged", "";
    "cap-add", security.cap_add, "HostConfig.CapAdd", "NET_ADMIN";
    "cap-drop", security.cap_drop, "HostConfig.CapDrop", "ALL";
    "security-opt", security.options, "HostConfig.SecurityOpt", "no-new-privileges=true";
    "sysctl", security.sysctls, "HostConfig.Sysctls", "net.core.somaxconn=1024";
    "userns", security.userns, "HostConfig.UsernsMode", "host";
    "pid", security.pid, "HostConfig.PidMode", "host";
    "ipc", security.ipc, "HostConfig.IpcMode", "shareable";
    "uts", security.uts, "HostConfig.UTSMode", "host";
    "cgroupns", security.cgroupns, "HostConfig.CgroupnsMode", "private";
    "cgroup-parent", security.cgroup_parent, "HostConfig.CgroupParent", "/team";
    "runtime", security.runtime, "HostConfig.Runtime", "runc";
    "annotation", security.annotations, "HostConfig.Annotations", "org.example.key=value";
    "no-healthcheck", health.off, "Healthcheck", "";
    "health-cmd", health.command, "Healthcheck.Test", "curl --fail http://localhost/";
    "health-interval", health.interval, "Healthcheck.Interval", "30s";
    "health-timeout", health.timeout, "Healthcheck.Timeout", "5s";
    "health-retries", health.retries, "Healthcheck.Retries", "3";
    "health-start-period", health.start_period, "Healthcheck.StartPeriod", "1m";
    "health-start-interval", health.start_interval, "Healthcheck.StartInterval", "5s";
    "log-driver", logging.driver, "HostConfig.LogConfig.Type", "local";
    "log-opt", logging.options, "HostConfig.LogConfig.Config", "max-size=10m";
}
