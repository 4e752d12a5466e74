//! How much of the host a container may use: part of `HostConfig`, and the body of `POST /containers/{id}/update`.

use serde_json::{Map, Value};

use super::{
    Form, Objection as O, Refused, Why,
    deciding::Deciding,
    host,
    rule::{text_of, whole},
    table::{Kind as K, Row, Rule::*, Ruled, Table, empty, row},
};

pub(super) static UPDATE: Table = Table { rows: &[&ROWS, &UPDATED], then: quota_and_period };

static UPDATED: [Row; 1] = [row("RestartPolicy", K::Ok, Object(&host::RESTART), "as its own rows say")];

pub(super) static ROWS: [Row; 32] = [
    empty("BlkioDeviceReadBps", K::Host, O::DevicesNamed),
    empty("BlkioDeviceReadIOps", K::Host, O::DevicesNamed),
    empty("BlkioDeviceWriteBps", K::Host, O::DevicesNamed),
    empty("BlkioDeviceWriteIOps", K::Host, O::DevicesNamed),
    row("BlkioWeight", K::Ok, By(|d, v| whole(d, v, 10, 1000)), "as the engine takes it"),
    empty("BlkioWeightDevice", K::Host, O::DevicesNamed),
    empty("CgroupParent", K::Root, O::OthersCgroup),
    empty("CpuCount", K::Win, O::ForWindows),
    empty("CpuPercent", K::Win, O::ForWindows),
    row("CpuPeriod", K::Dos, By(|d, v| whole(d, v, 1_000, 1_000_000)), "with a quota, up to a limit"),
    row("CpuQuota", K::Dos, By(|d, v| whole(d, v, 1_000, i64::MAX)), "of its period, up to a limit"),
    empty("CpuRealtimePeriod", K::Dos, O::OthersWait),
    empty("CpuRealtimeRuntime", K::Dos, O::OthersWait),
    row("CpuShares", K::Ok, By(|d, v| whole(d, v, 2, 262_144)), "as the kernel takes it"),
    row("CpusetCpus", K::Dos, By(cpu_set), "numbers"),
    row("CpusetMems", K::Dos, By(cpu_set), "numbers"),
    empty("DeviceCgroupRules", K::Root, O::DevicesOpened),
    empty("DeviceRequests", K::Root, O::DevicesOpened),
    empty("Devices", K::Root, O::DevicesOpened),
    empty("IOMaximumBandwidth", K::Win, O::ForWindows),
    empty("IOMaximumIOps", K::Win, O::ForWindows),
    row("Init", K::Ok, By(super::rule::flag), "as asked"),
    empty("KernelMemory", K::Old, O::Forgotten),
    empty("KernelMemoryTCP", K::Old, O::Forgotten),
    row("Memory", K::Dos, By(|d, v| whole(d, v, 1, d.limits.memory)), "up to a limit"),
    row("MemoryReservation", K::Ok, By(|d, v| whole(d, v, 1, d.limits.memory)), "up to the same limit"),
    row(
        "MemorySwap",
        K::Dos,
        By(|d, v| whole(d, v, 1, d.limits.memory.saturating_mul(2))),
        "twice the limit",
    ),
    row("MemorySwappiness", K::Ok, By(swappiness), "a percentage"),
    row("NanoCpus", K::Dos, By(|d, v| whole(d, v, 1, d.limits.nano_cpus)), "up to a limit"),
    empty("OomKillDisable", K::Dos, O::HostMemory),
    row("PidsLimit", K::Dos, By(pids), "up to a limit"),
    row("Ulimits", K::Dos, Each(&ULIMIT), "nofile and nproc, up to a limit"),
];

static ULIMIT: Table = Table { rows: &[&ULIMIT_ROWS], then: soft_below_hard };

static ULIMIT_ROWS: [Row; 3] = [
    row("Hard", K::Dos, By(ulimit), "up to a limit"),
    row("Name", K::Dos, By(ulimit_name), "nofile or nproc"),
    row("Soft", K::Dos, By(ulimit), "up to a limit"),
];

/// 0 is a limit, too; -1 is none.
fn ulimit(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    Ok(Some(deciding.whole(&value, 0, deciding.limits.ulimit)?.into()))
}

fn ulimit_name(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    super::rule::one_of(deciding, value, &["nofile", "nproc"])
}

fn soft_below_hard(deciding: &mut Deciding<'_>, sent: &mut Map<String, Value>) -> Result<(), Refused> {
    let number = |key| sent.get(key).and_then(Value::as_i64);
    if sent.contains_key("Name") && number("Soft").unwrap_or(0) <= number("Hard").unwrap_or(0) {
        return Ok(());
    }
    Err(deciding.refuse(Why::NotA(Form::Ulimit)))
}

/// None, or as many as may be.
fn pids(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let most = deciding.limits.pids;
    let asked = deciding.whole(&value, -1, most)?;
    Ok(Some(if asked <= 0 { most } else { asked }.into()))
}

/// -1 is what clients send for nothing.
fn swappiness(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let percent = deciding.whole(&value, -1, 100)?;
    Ok((percent >= 0).then_some(percent.into()))
}

fn cpu_set(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let known = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || b",-".contains(&byte));
    text_of(deciding, value, known, Form::Numbers)
}

/// The time that a quota is of, if nobody says.
const USUAL_PERIOD: i64 = 100_000;

/// What isn't asked for has the limit. A quota is held against the same limit as a number of processors.
pub(super) fn within_limits(
    deciding: &mut Deciding<'_>,
    sent: &mut Map<String, Value>,
) -> Result<(), Refused> {
    let limits = deciding.limits;
    sent.entry("Memory").or_insert(limits.memory.into());
    sent.entry("PidsLimit").or_insert(limits.pids.into());
    let number = |key: &str| sent.get(key).and_then(Value::as_i64);
    match (number("CpuQuota"), number("CpuPeriod")) {
        (None, None) => {
            sent.entry("NanoCpus").or_insert(limits.nano_cpus.into());
            Ok(())
        }
        (None, Some(_)) => Err(deciding.refuse_at("CpuPeriod", Why::NotA(Form::WithQuota))),
        (Some(quota), period) => share(deciding, quota, period.unwrap_or(USUAL_PERIOD)),
    }
}

/// A container that is there already has a period, or a quota, of its own: one is only known to be below the limit
/// together with the other.
fn quota_and_period(deciding: &mut Deciding<'_>, sent: &mut Map<String, Value>) -> Result<(), Refused> {
    let number = |key: &str| sent.get(key).and_then(Value::as_i64);
    match (number("CpuQuota"), number("CpuPeriod")) {
        (None, None) => Ok(()),
        (Some(quota), Some(period)) => share(deciding, quota, period),
        (quota, _) => {
            let (given, missing) = match quota {
                Some(_) => ("CpuQuota", Form::WithPeriod),
                None => ("CpuPeriod", Form::WithQuota),
            };
            Err(deciding.refuse_at(given, Why::NotA(missing)))
        }
    }
}

fn share(deciding: &mut Deciding<'_>, quota: i64, period: i64) -> Result<(), Refused> {
    let nano_cpus = i128::from(quota) * 1_000_000_000 / i128::from(period);
    if nano_cpus <= i128::from(deciding.limits.nano_cpus) {
        return Ok(());
    }
    let most = i128::from(deciding.limits.nano_cpus) * i128::from(period) / 1_000_000_000;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    Err(deciding.refuse_at("CpuQuota", Why::Bounds { least: 1_000, most }))
}
