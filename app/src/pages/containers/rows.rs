//! Which containers are listed, and in which order.

use std::{cmp::Ordering, sync::Arc};

use wire::{Container, Health, Port, State};

use super::status::failed;
use crate::{
    pages::list::in_order,
    route::Sort,
    search::{Facet, SHORTEST_ID, begins, holds, is_id},
};

/// What can be asked of a container.
pub(super) const FACETS: &[Facet] = &[
    Facet::Name,
    Facet::Image,
    Facet::Id,
    Facet::Port,
    Facet::Stack,
    Facet::State,
    Facet::Is,
    Facet::Network,
    Facet::Volume,
    Facet::Label,
];

/// Whether a container answers what is asked of it.
pub(super) fn has(row: &Container, facet: Facet, wanted: &str) -> bool {
    let stack = row.stack.as_deref().unwrap_or_default();
    match facet {
        Facet::Name => holds(&row.name, wanted),
        Facet::Image => holds(&row.image, wanted),
        Facet::Id => is_id(&row.id.0, wanted),
        Facet::Port => row.ports.iter().any(|port| is_port(port, wanted)),
        Facet::Stack => stack.eq_ignore_ascii_case(wanted),
        Facet::State => begins(row.state.as_str(), wanted),
        Facet::Is => kinds(row).iter().any(|kind| begins(kind, wanted)),
        Facet::Network => row.networks.iter().any(|name| holds(name, wanted)),
        Facet::Volume => row.volumes.iter().any(|name| holds(name, wanted)),
        Facet::Any => {
            holds(&row.name, wanted)
                || holds(&row.image, wanted)
                || holds(stack, wanted)
                || wanted.len() >= SHORTEST_ID && is_id(&row.id.0, wanted)
                || has(row, Facet::Port, wanted)
        }
        _ => false,
    }
}

/// What a container is, for `is:`. What hasn't failed has no word for that.
fn kinds(row: &Container) -> [&'static str; 4] {
    let health = match row.health {
        _ if row.state == State::Restarting => "unhealthy",
        Health::Unhealthy => "unhealthy",
        Health::Healthy => "healthy",
        Health::Starting => "starting",
        Health::None => "unchecked",
    };
    let published = row.ports.iter().any(|port| port.public.is_some());
    [
        if is_up(row) { "running" } else { "stopped" },
        health,
        if published { "published" } else { "unpublished" },
        if has_failed(row) { "failed" } else { "" },
    ]
}

/// Whether it counts as running, everywhere where containers are counted: all others are stopped. As the engine has it,
/// one that is paused or restarting runs.
pub(crate) fn is_up(row: &Container) -> bool {
    matches!(row.state, State::Running | State::Paused | State::Restarting)
}

/// Whether it ended in error, and still lies there so.
pub(crate) fn has_failed(row: &Container) -> bool {
    row.state == State::Exited && failed(row)
}

fn is_port(port: &Port, wanted: &str) -> bool {
    let (number, protocol) = wanted.split_once('/').unwrap_or((wanted, ""));
    number.parse().is_ok_and(|number| port.private == number || port.public == Some(number))
        && begins(port.protocol.as_str(), protocol)
}

/// In order: by what is asked for, and by name where that is equal.
pub(super) fn sorted(rows: Vec<Arc<Container>>, sort: Sort, descending: bool) -> Vec<Arc<Container>> {
    in_order(rows, |a, b| {
        let order = compare(a, b, sort);
        (if descending { order.reverse() } else { order }).then_with(|| a.name.cmp(&b.name))
    })
}

fn compare(a: &Container, b: &Container, sort: Sort) -> Ordering {
    match sort {
        Sort::State => (urgency(a), since(b)).cmp(&(urgency(b), since(a))),
        Sort::Image => a.image.cmp(&b.image),
        // Those without a stack come last.
        Sort::Stack => (a.stack.is_none(), &a.stack).cmp(&(b.stack.is_none(), &b.stack)),
        Sort::Ports => first_port(a).cmp(&first_port(b)),
        Sort::Created => a.created.cmp(&b.created),
        _ => a.name.cmp(&b.name),
    }
}

/// What wants attention comes first.
fn urgency(row: &Container) -> u8 {
    match (row.state, row.health) {
        (State::Dead | State::Restarting, _) => 0,
        (State::Running, Health::Unhealthy) => 1,
        (State::Exited, _) if failed(row) => 2,
        (State::Running, _) => 3,
        (State::Paused, _) => 4,
        (State::Removing, _) => 5,
        (State::Created, _) => 6,
        (State::Exited | State::Unknown, _) => 7,
    }
}

fn since(row: &Container) -> Option<wire::Time> {
    if is_up(row) { row.started } else { row.finished }
}

fn first_port(row: &Container) -> u32 {
    row.ports.iter().filter_map(|port| port.public).min().map_or(u32::MAX, u32::from)
}

#[cfg(test)]
pub(super) mod tests;
