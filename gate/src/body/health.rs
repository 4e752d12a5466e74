//! How a container's health is checked.

use serde_json::{Map, Value};

use super::{
    Form, Refused, Why,
    deciding::Deciding,
    rule::{texts, whole},
    table::{Kind as K, Row, Rule::By, Ruled, Table, row},
};

pub(super) static CHECK: Table = Table { rows: &[&ROWS], then: is_a_check };

static ROWS: [Row; 6] = [
    row("Interval", K::Dos, By(interval), "not below a limit"),
    row("Retries", K::Ok, By(|d, v| whole(d, v, 0, MOST_RETRIES)), "any number"),
    row("StartInterval", K::Dos, By(interval), "not below a limit"),
    row("StartPeriod", K::Ok, By(|d, v| whole(d, v, 0, i64::MAX)), "any time"),
    row("Test", K::Ok, By(texts), "none, or a command"),
    row("Timeout", K::Ok, By(|d, v| whole(d, v, LEAST_TIMEOUT, i64::MAX)), "as the engine takes it"),
];

/// Go's `int` on the smallest engines.
const MOST_RETRIES: i64 = i32::MAX as i64;
/// The engine takes no less.
const LEAST_TIMEOUT: i64 = 1_000_000;

/// 0 is what the image says.
pub(super) fn interval(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    whole(deciding, value, deciding.limits.health_interval, i64::MAX)
}

fn is_a_check(deciding: &mut Deciding<'_>, sent: &mut Map<String, Value>) -> Result<(), Refused> {
    let first = sent.get("Test").and_then(|test| test.get(0)).and_then(Value::as_str);
    match first {
        None | Some("NONE" | "CMD" | "CMD-SHELL") => Ok(()),
        Some(_) => Err(deciding.refuse(Why::NotA(Form::HealthTest))),
    }
}
