//! What the options of `docker run` are called, and in a line what they do. Only the part of the page that shows them
//! brings them along.

use super::{LANGUAGE, Language, Text, en, zh_hans};

/// The words for an option.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OptionWords {
    /// What it is called.
    pub(crate) name: Text,
    /// What it does.
    pub(crate) about: Text,
}

/// All options; each language has its words for each.
macro_rules! options {
    ($($name:ident),* $(,)?) => {
        #[expect(non_upper_case_globals, reason = "they are named as the texts are")]
        impl OptionWords {
            $(pub(crate) const $name: Self = {
                let (name, about) = match LANGUAGE {
                    Language::English => en::options::$name,
                    Language::ChineseSimplified => zh_hans::options::$name,
                };
                Self { name: Text(name), about: Text(about) }
            };)*
        }
    };
}

/// The words of a language for the options.
macro_rules! option_words {
    ($($name:ident: $word:literal, $about:literal;)*) => {
        $(
            #[expect(non_upper_case_globals, reason = "they are named as the texts are")]
            pub(in crate::i18n) const $name: (&str, &str) = ($word, $about);
        )*
    };
}
pub(super) use option_words;

options! {
    AddHost,
    Annotation,
    BlkioWeight,
    BlkioWeightDevice,
    CapAdd,
    CapDrop,
    CgroupParent,
    Cgroupns,
    CpuPeriod,
    CpuQuota,
    CpuRtPeriod,
    CpuRtRuntime,
    CpuShares,
    CpusetCpus,
    CpusetMems,
    Device,
    DeviceCgroupRule,
    DeviceReadBps,
    DeviceReadIops,
    DeviceWriteBps,
    DeviceWriteIops,
    Dns,
    DnsOption,
    DnsSearch,
    Domainname,
    EntrypointOption,
    Expose,
    Gpus,
    GroupAdd,
    HealthCmd,
    HealthInterval,
    HealthRetries,
    HealthStartInterval,
    HealthStartPeriod,
    HealthTimeout,
    Hostname,
    InitOption,
    Ip,
    Ip6,
    Ipc,
    Link,
    LinkLocalIp,
    LogDriver,
    LogOpt,
    MacAddress,
    MemoryReservation,
    MemorySwap,
    MemorySwappiness,
    MoreNetworks,
    MountOption,
    NetworkAlias,
    NoHealthcheck,
    OomKillDisable,
    OomScoreAdj,
    Pid,
    PidsLimit,
    Platform,
    Privileged,
    PublishAll,
    ReadOnlyRoot,
    Rm,
    RuntimeOption,
    SecurityOpt,
    ShmSize,
    StopSignal,
    StopTimeout,
    StorageOpt,
    Sysctl,
    TmpfsOption,
    Ulimit,
    UserOption,
    Userns,
    Uts,
    VolumeDriver,
    VolumesFrom,
    Workdir,
}
