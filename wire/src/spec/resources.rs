//! How much of the host a container may use, beside the memory and the processors that every form asks for.

use serde::{Deserialize, Serialize};

use super::{Bytes, Checking, Fault, Notation, Swap};

/// Limits and weights.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Resources {
    /// What it is held to when the host's memory gets short.
    pub memory_reservation: Option<Bytes>,
    /// Memory together with swap.
    pub memory_swap: Option<Swap>,
    /// How readily its memory is swapped out, from 0 to 100.
    pub memory_swappiness: Option<i64>,
    /// Its processes aren't killed when memory is out.
    pub oom_kill_disable: bool,
    /// How likely they are killed, from -1000 to 1000.
    pub oom_score_adj: Option<i64>,
    /// The most processes; -1 for any number.
    pub pids: Option<i64>,
    /// Its weight against other containers when processors are short.
    pub cpu_shares: Option<i64>,
    /// The time that the quota is of, in microseconds.
    pub cpu_period: Option<i64>,
    /// How much of the period it may run, in microseconds.
    pub cpu_quota: Option<i64>,
    /// The period of real-time processes, in microseconds.
    pub cpu_rt_period: Option<i64>,
    /// How much of that period they may run, in microseconds.
    pub cpu_rt_runtime: Option<i64>,
    /// Which processors it may use: `0-3,5`.
    pub cpuset_cpus: Option<String>,
    /// Which memory nodes it may use.
    pub cpuset_mems: Option<String>,
    /// Limits of its processes.
    pub ulimits: Vec<Ulimit>,
    /// Its weight against other containers when disks are busy, from 10 to 1000.
    pub blkio_weight: Option<u16>,
    /// The same for one disk.
    pub blkio_weight_devices: Vec<DeviceWeight>,
    /// The most bytes a second that it reads from a disk.
    pub read_bps: Vec<ByteRate>,
    /// The most bytes a second that it writes to a disk.
    pub write_bps: Vec<ByteRate>,
    /// The most reads a second from a disk.
    pub read_iops: Vec<Rate>,
    /// The most writes a second to a disk.
    pub write_iops: Vec<Rate>,
}

impl Resources {
    pub(super) fn check(&self, found: &mut Checking) {
        let outside = |bounds: std::ops::RangeInclusive<i64>| {
            move |number: &i64| (!bounds.contains(number)).then_some(Fault::OutOfBounds)
        };
        let cpus = |set: &String| {
            let known = |byte: u8| byte.is_ascii_digit() || byte == b',' || byte == b'-';
            (set.is_empty() || !set.bytes().all(known)).then_some(Fault::Malformed)
        };
        found.each("memory-swappiness", &self.memory_swappiness, outside(-1..=100));
        found.each("oom-score-adj", &self.oom_score_adj, outside(-1000..=1000));
        found.each("pids-limit", &self.pids, outside(-1..=i64::MAX));
        found.each("cpu-shares", &self.cpu_shares, outside(0..=262_144));
        found.each("cpu-period", &self.cpu_period, outside(0..=1_000_000));
        found.each("cpuset-cpus", &self.cpuset_cpus, cpus);
        found.each("cpuset-mems", &self.cpuset_mems, cpus);
        found.each("ulimit", &self.ulimits, Ulimit::fault);
        found.each("blkio-weight", &self.blkio_weight, |it| {
            (*it != 0 && !(10..=1000).contains(it)).then_some(Fault::OutOfBounds)
        });
        found.each("blkio-weight-device", &self.blkio_weight_devices, |it| device_fault(&it.path));
        found.each("device-read-bps", &self.read_bps, |it| device_fault(&it.path));
        found.each("device-write-bps", &self.write_bps, |it| device_fault(&it.path));
        found.each("device-read-iops", &self.read_iops, |it| device_fault(&it.path));
        found.each("device-write-iops", &self.write_iops, |it| device_fault(&it.path));
    }
}

fn device_fault(path: &str) -> Option<Fault> {
    (!path.starts_with("/dev/")).then_some(Fault::NotADevice)
}

/// A limit of its processes: `nofile=1024:4096`. -1 is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ulimit {
    /// Of what: `nofile`.
    pub name: String,
    /// What holds at first.
    pub soft: i64,
    /// What a process may raise it to.
    pub hard: i64,
}

/// What can be limited (go-units: `ulimitNameMapping`).
const ULIMITS: [&str; 15] = [
    "core",
    "cpu",
    "data",
    "fsize",
    "locks",
    "memlock",
    "msgqueue",
    "nice",
    "nofile",
    "nproc",
    "rss",
    "rtprio",
    "rttime",
    "sigpending",
    "stack",
];

impl Ulimit {
    fn fault(&self) -> Option<Fault> {
        let above = self.hard >= 0 && (self.soft > self.hard || self.soft < 0);
        let unknown = !ULIMITS.contains(&&*self.name);
        if unknown { Some(Fault::NotAnOption) } else { above.then_some(Fault::OutOfBounds) }
    }
}

impl Notation for Ulimit {
    fn read(text: &str) -> Result<Self, Fault> {
        let (name, limits) = text.split_once('=').ok_or(Fault::NotAPair)?;
        let (soft, hard) = limits.split_once(':').unwrap_or((limits, limits));
        Ok(Self { name: name.to_owned(), soft: Notation::read(soft)?, hard: Notation::read(hard)? })
    }

    fn write(&self) -> String {
        let hard =
            if self.hard == self.soft { String::new() } else { [":", &self.hard.to_string()].concat() };
        [&*self.name, "=", &self.soft.to_string(), &hard].concat()
    }
}

/// Writes a value of a device of the host's: `/dev/sda:…`.
macro_rules! of_a_device {
    ($(#[$doc:meta])* $name:ident { $(#[$value_doc:meta])* $value:ident: $type:ty }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The device's path on the host.
            pub path: String,
            $(#[$value_doc])*
            pub $value: $type,
        }

        impl Notation for $name {
            fn read(text: &str) -> Result<Self, Fault> {
                let (path, value) = text.rsplit_once(':').ok_or(Fault::NotADevice)?;
                Ok(Self { path: path.to_owned(), $value: Notation::read(value)? })
            }

            fn write(&self) -> String {
                [&*self.path, ":", &self.$value.write()].concat()
            }
        }
    };
}

of_a_device! {
    /// A weight for one disk: `/dev/sda:300`.
    DeviceWeight {
        /// The weight, from 10 to 1000.
        weight: u16
    }
}

of_a_device! {
    /// So many bytes a second: `/dev/sda:1m`.
    ByteRate {
        /// How many.
        rate: Bytes
    }
}

of_a_device! {
    /// So many operations a second: `/dev/sda:1000`.
    Rate {
        /// How many.
        rate: u64
    }
}
