//! Which containers are listed, and in which order.

use std::{cmp::Ordering, sync::Arc};

use wire::{Container, Health, State};

use crate::{
    pages::list::{holds, in_order},
    route::{Listing, Only, Sort},
};

/// Whether a container is of a kind.
pub(super) fn is(row: &Container, only: Only) -> bool {
    let up = matches!(row.state, State::Running | State::Paused | State::Restarting);
    match only {
        Only::Running => up,
        Only::Stopped => !up,
        Only::Unhealthy => row.health == Health::Unhealthy || row.state == State::Restarting,
        Only::All | Only::Used | Only::Unused => true,
    }
}

/// Whether a list shows a container.
pub(super) fn matches(row: &Container, listing: &Listing) -> bool {
    is(row, listing.only)
        && (listing.stack.is_empty() || row.stack.as_ref() == Some(&listing.stack))
        && is_found(row, &listing.search)
}

fn is_found(row: &Container, wanted: &str) -> bool {
    let texts = [&row.name, &row.image, row.stack.as_deref().unwrap_or_default()];
    let wanted = wanted.trim();
    let could_be_id = wanted.len() >= 4 && wanted.bytes().all(|byte| byte.is_ascii_hexdigit());
    holds(&texts, wanted)
        || could_be_id && row.id.to_string().starts_with(&wanted.to_ascii_lowercase())
        || wanted
            .parse()
            .is_ok_and(|port| row.ports.iter().any(|own| own.private == port || own.public == Some(port)))
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
        (State::Running, _) => 2,
        (State::Paused, _) => 3,
        (State::Removing, _) => 4,
        (State::Created, _) => 5,
        (State::Exited | State::Unknown, _) => 6,
    }
}

fn since(row: &Container) -> Option<wire::Time> {
    if is(row, Only::Running) { row.started } else { row.finished }
}

fn first_port(row: &Container) -> u32 {
    row.ports.iter().filter_map(|port| port.public).min().map_or(u32::MAX, u32::from)
}

#[cfg(test)]
pub(super) mod tests;
