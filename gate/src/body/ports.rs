//! Ports: those of a container, and where the host lets in to them.

use engine_api::port::Port;
use serde_json::{Map, Value, json};

use super::{
    Approvable, Form, Objection as O, Refused, Why,
    deciding::Deciding,
    table::{Kind as K, Row, Rule::By, Ruled, Table, row, walk},
};

pub(super) static BINDING: Table = Table { rows: &[&ROWS], then: somewhere };

static ROWS: [Row; 2] = [
    row("HostIp", K::Net, By(host_ip), "approved addresses; the host's own if none is given"),
    row("HostPort", K::Net, By(host_port), "in the approved range, and not reserved"),
];

/// `{"80/tcp": {}}`.
pub(super) fn exposed(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let ports = deciding.entries(value, |deciding, port, value| {
        let is = value.is_null() || value.as_object().is_some_and(Map::is_empty);
        if is {
            Ok((canonical(deciding, port)?, json!({})))
        } else {
            Err(deciding.refuse(Why::NotA(Form::EmptyObject)))
        }
    })?;
    Ok((!ports.is_empty()).then_some(ports.into()))
}

/// `{"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}`.
pub(super) fn bindings(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let mut ports = deciding.entries(value, |deciding, port, value| {
        let port = canonical(deciding, port)?;
        if value.is_null() {
            return Ok((port, json!([])));
        }
        let places = deciding.each(value, |deciding, place| {
            Ok(Value::Object(walk(&BINDING, deciding, deciding.object(place)?)?))
        })?;
        Ok((port, places.into()))
    })?;
    // The engine publishes these nowhere.
    ports.retain(|_, places| places.as_array().is_some_and(|places| !places.is_empty()));
    Ok((!ports.is_empty()).then_some(ports.into()))
}

fn canonical(deciding: &mut Deciding<'_>, port: &str) -> Result<String, Refused> {
    let port = port.parse::<Port>().map_err(|_| deciding.refuse(Why::NotA(Form::Port)))?;
    if port.number == 0 { Err(deciding.refuse(Why::NotA(Form::PortAboveZero))) } else { Ok(port.to_string()) }
}

fn host_ip(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let text = deciding.text(value)?;
    if text.is_empty() {
        return Ok(None);
    }
    let approved = &deciding.limits.host_ips;
    match text.parse().ok().filter(|address| approved.contains(address)) {
        Some(address) => Ok(Some(address.to_string().into())),
        None => Err(deciding.refuse(Why::NotApproved {
            what: Approvable::Addresses,
            approved: approved.iter().map(ToString::to_string).collect(),
        })),
    }
}

/// A port, or some in a row, of which the engine takes one that is free.
fn host_port(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let text = deciding.text(value)?;
    if text.is_empty() {
        return Ok(None);
    }
    let (first, last) = text.split_once('-').unwrap_or((&text, &text));
    let number = |text: &str| text.parse::<u16>().ok().filter(|_| text.bytes().all(|it| it.is_ascii_digit()));
    let (Some(first), Some(last)) = (number(first), number(last)) else {
        return Err(deciding.refuse(Why::NotA(Form::PortOrRange)));
    };
    let limits = deciding.limits;
    if first > last || !limits.host_ports.contains(&first) || !limits.host_ports.contains(&last) {
        let (least, most) = (i64::from(*limits.host_ports.start()), i64::from(*limits.host_ports.end()));
        return Err(deciding.refuse(Why::Bounds { least, most }));
    }
    if limits.reserved_ports.iter().any(|reserved| (first..=last).contains(reserved)) {
        return Err(deciding.refuse(Why::OnlyAdmins(O::HostPort)));
    }
    Ok(Some(if first == last { first.to_string() } else { format!("{first}-{last}") }.into()))
}

/// Without an address it would be all of the host's.
fn somewhere(deciding: &mut Deciding<'_>, sent: &mut Map<String, Value>) -> Result<(), Refused> {
    if !sent.contains_key("HostIp") {
        let first = deciding.limits.host_ips.first().ok_or_else(|| {
            deciding.refuse(Why::NotApproved { what: Approvable::Addresses, approved: Vec::new() })
        })?;
        sent.insert("HostIp".into(), first.to_string().into());
    }
    sent.entry("HostPort").or_insert("".into());
    Ok(())
}
