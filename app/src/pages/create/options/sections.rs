//! Which options there are in the folded part of the form, by what they are about.

use crate::i18n::{OptionWords as W, Text};

/// Some options, folded away together.
pub(super) struct Section {
    pub(super) title: Text,
    /// The long names of flags of `docker run`, with the words for them.
    pub(super) options: &'static [(&'static str, W)],
}

/// All of them.
pub(super) static SECTIONS: [Section; 8] = [
    Section {
        title: Text::SectionProcess,
        options: &[
            ("entrypoint", W::EntrypointOption),
            ("user", W::UserOption),
            ("group-add", W::GroupAdd),
            ("workdir", W::Workdir),
            ("hostname", W::Hostname),
            ("domainname", W::Domainname),
            ("stop-signal", W::StopSignal),
            ("stop-timeout", W::StopTimeout),
            ("init", W::InitOption),
            ("rm", W::Rm),
            ("platform", W::Platform),
        ],
    },
    Section {
        title: Text::SectionNetworks,
        options: &[
            ("network-alias", W::NetworkAlias),
            ("ip", W::Ip),
            ("ip6", W::Ip6),
            ("mac-address", W::MacAddress),
            ("link-local-ip", W::LinkLocalIp),
            ("network", W::MoreNetworks),
            ("publish-all", W::PublishAll),
            ("expose", W::Expose),
            ("add-host", W::AddHost),
            ("dns", W::Dns),
            ("dns-search", W::DnsSearch),
            ("dns-option", W::DnsOption),
            ("link", W::Link),
        ],
    },
    Section {
        title: Text::SectionStorage,
        options: &[
            ("tmpfs", W::TmpfsOption),
            ("mount", W::MountOption),
            ("read-only", W::ReadOnlyRoot),
            ("shm-size", W::ShmSize),
            ("volumes-from", W::VolumesFrom),
            ("volume-driver", W::VolumeDriver),
            ("storage-opt", W::StorageOpt),
        ],
    },
    Section {
        title: Text::SectionHealth,
        options: &[
            ("health-cmd", W::HealthCmd),
            ("health-interval", W::HealthInterval),
            ("health-timeout", W::HealthTimeout),
            ("health-retries", W::HealthRetries),
            ("health-start-period", W::HealthStartPeriod),
            ("health-start-interval", W::HealthStartInterval),
            ("no-healthcheck", W::NoHealthcheck),
        ],
    },
    Section {
        title: Text::SectionResources,
        options: &[
            ("memory-reservation", W::MemoryReservation),
            ("memory-swap", W::MemorySwap),
            ("memory-swappiness", W::MemorySwappiness),
            ("oom-score-adj", W::OomScoreAdj),
            ("oom-kill-disable", W::OomKillDisable),
            ("pids-limit", W::PidsLimit),
            ("ulimit", W::Ulimit),
            ("cpu-shares", W::CpuShares),
            ("cpuset-cpus", W::CpusetCpus),
            ("cpuset-mems", W::CpusetMems),
            ("cpu-period", W::CpuPeriod),
            ("cpu-quota", W::CpuQuota),
            ("cpu-rt-period", W::CpuRtPeriod),
            ("cpu-rt-runtime", W::CpuRtRuntime),
            ("blkio-weight", W::BlkioWeight),
            ("blkio-weight-device", W::BlkioWeightDevice),
            ("device-read-bps", W::DeviceReadBps),
            ("device-write-bps", W::DeviceWriteBps),
            ("device-read-iops", W::DeviceReadIops),
            ("device-write-iops", W::DeviceWriteIops),
        ],
    },
    Section {
        title: Text::SectionDevices,
        options: &[("device", W::Device), ("gpus", W::Gpus), ("device-cgroup-rule", W::DeviceCgroupRule)],
    },
    Section {
        title: Text::SectionSecurity,
        options: &[
            ("privileged", W::Privileged),
            ("cap-add", W::CapAdd),
            ("cap-drop", W::CapDrop),
            ("security-opt", W::SecurityOpt),
            ("sysctl", W::Sysctl),
            ("userns", W::Userns),
            ("pid", W::Pid),
            ("ipc", W::Ipc),
            ("uts", W::Uts),
            ("cgroupns", W::Cgroupns),
            ("cgroup-parent", W::CgroupParent),
            ("runtime", W::RuntimeOption),
            ("annotation", W::Annotation),
        ],
    },
    Section { title: Text::SectionLogging, options: &[("log-driver", W::LogDriver), ("log-opt", W::LogOpt)] },
];
