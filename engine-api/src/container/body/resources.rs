//! How much of the host a container may use, and which of its devices.

use std::collections::BTreeMap;

use serde::Serialize;

use super::is_default;

/// Limits, weights and devices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ResourcesBody {
    /// What it is held to when memory gets short, in bytes.
    #[serde(skip_serializing_if = "is_default")]
    pub memory_reservation: i64,
    /// Memory together with swap, in bytes; -1 for all swap.
    #[serde(skip_serializing_if = "is_default")]
    pub memory_swap: i64,
    /// How readily its memory is swapped out, from 0 to 100.
    #[serde(skip_serializing_if = "is_default")]
    pub memory_swappiness: Option<i64>,
    /// Whether its processes aren't killed when memory is out.
    #[serde(skip_serializing_if = "is_default")]
    pub oom_kill_disable: bool,
    /// How likely they are killed.
    #[serde(skip_serializing_if = "is_default")]
    pub oom_score_adj: i64,
    /// The size of `/dev/shm`, in bytes.
    #[serde(skip_serializing_if = "is_default")]
    pub shm_size: i64,
    /// Its weight when processors are short.
    #[serde(skip_serializing_if = "is_default")]
    pub cpu_shares: i64,
    /// The time that the quota is of, in microseconds.
    #[serde(skip_serializing_if = "is_default")]
    pub cpu_period: i64,
    /// How much of the period it may run, in microseconds.
    #[serde(skip_serializing_if = "is_default")]
    pub cpu_quota: i64,
    /// The period of real-time processes, in microseconds.
    #[serde(skip_serializing_if = "is_default")]
    pub cpu_realtime_period: i64,
    /// How much of it they may run, in microseconds.
    #[serde(skip_serializing_if = "is_default")]
    pub cpu_realtime_runtime: i64,
    /// Which processors it may use.
    #[serde(skip_serializing_if = "is_default")]
    pub cpuset_cpus: String,
    /// Which memory nodes it may use.
    #[serde(skip_serializing_if = "is_default")]
    pub cpuset_mems: String,
    /// Limits of its processes.
    #[serde(skip_serializing_if = "is_default")]
    pub ulimits: Vec<UlimitBody>,
    /// Its weight when disks are busy.
    #[serde(skip_serializing_if = "is_default")]
    pub blkio_weight: u16,
    /// The same for one disk.
    #[serde(skip_serializing_if = "is_default")]
    pub blkio_weight_device: Vec<WeightDevice>,
    /// The most bytes a second that it reads.
    #[serde(skip_serializing_if = "is_default")]
    pub blkio_device_read_bps: Vec<ThrottleDevice>,
    /// The most bytes a second that it writes.
    #[serde(skip_serializing_if = "is_default")]
    pub blkio_device_write_bps: Vec<ThrottleDevice>,
    /// The most reads a second.
    #[serde(rename = "BlkioDeviceReadIOps", skip_serializing_if = "is_default")]
    pub blkio_device_read_iops: Vec<ThrottleDevice>,
    /// The most writes a second.
    #[serde(rename = "BlkioDeviceWriteIOps", skip_serializing_if = "is_default")]
    pub blkio_device_write_iops: Vec<ThrottleDevice>,
    /// Devices of the host.
    #[serde(skip_serializing_if = "is_default")]
    pub devices: Vec<DeviceBody>,
    /// Kinds of devices that it may use.
    #[serde(skip_serializing_if = "is_default")]
    pub device_cgroup_rules: Vec<String>,
    /// Devices that drivers give.
    #[serde(skip_serializing_if = "is_default")]
    pub device_requests: Vec<DeviceRequest>,
}

/// A limit of processes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UlimitBody {
    /// Of what.
    pub name: String,
    /// What holds at first.
    pub soft: i64,
    /// What a process may raise it to.
    pub hard: i64,
}

/// A weight for one disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct WeightDevice {
    /// Its path.
    pub path: String,
    /// The weight.
    pub weight: u16,
}

/// A rate for one disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ThrottleDevice {
    /// Its path.
    pub path: String,
    /// How many a second.
    pub rate: u64,
}

/// A device of the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeviceBody {
    /// Its path there.
    pub path_on_host: String,
    /// Its path in the container.
    pub path_in_container: String,
    /// What may be done with it, of `r`, `w` and `m`.
    pub cgroup_permissions: String,
}

/// Devices that a driver gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeviceRequest {
    /// The driver; whichever fits when empty.
    pub driver: String,
    /// How many; -1 for all.
    pub count: i64,
    /// Which.
    #[serde(rename = "DeviceIDs", skip_serializing_if = "is_default")]
    pub device_ids: Vec<String>,
    /// Any of these lists of what they must be able to do.
    #[serde(skip_serializing_if = "is_default")]
    pub capabilities: Vec<Vec<String>>,
    /// Options of the driver.
    #[serde(skip_serializing_if = "is_default")]
    pub options: Option<BTreeMap<String, String>>,
}
