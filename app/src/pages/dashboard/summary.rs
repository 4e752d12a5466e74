//! All containers in a few numbers, and what of them wants to be seen: made in one pass, as often as they change.

use std::cmp::Ordering;

use wire::{Container, Health, Id, Port, Protocol, State, Time};

use crate::pages::{
    containers::{has_failed, is_up},
    list::places,
};

/// What the dashboard tells of the containers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) all: usize,
    pub(super) running: usize,
    /// Of those that run.
    pub(super) paused: usize,
    pub(super) stopped: usize,
    /// What isn't as it should be: the worst first, and of these the latest.
    pub(super) concerns: Vec<Concern>,
    /// The stacks: those that don't run as a whole first.
    pub(super) stacks: Vec<Stack>,
    /// Ports of the host, in order.
    pub(super) ports: Vec<PortUse>,
}

/// A container that isn't as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Concern {
    pub(super) id: Id,
    worth: Worth,
    /// When it ended, if it has.
    since: Option<Time>,
}

/// What is wrong, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Unhealthy,
    Restarting,
    Dead,
    Failed,
}

/// Containers that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stack {
    pub(super) name: String,
    pub(super) all: usize,
    pub(super) running: usize,
    pub(super) paused: usize,
    pub(super) concerns: usize,
}

impl Stack {
    /// Adds another part of the same stack; false for one of another.
    fn takes(&mut self, part: &Self) -> bool {
        let is_same = self.name == part.name;
        if is_same {
            self.all += part.all;
            self.running += part.running;
            self.paused += part.paused;
            self.concerns += part.concerns;
        }
        is_same
    }
}

/// A port of the host, and who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PortUse {
    pub(super) port: Port,
    pub(super) id: Id,
    pub(super) name: String,
}

/// Sums all containers up.
pub(super) fn summary<'a>(rows: impl Iterator<Item = &'a Container>) -> Summary {
    let mut sum = Summary::default();
    for row in rows {
        let running = is_up(row);
        let paused = row.state == State::Paused;
        sum.all += 1;
        sum.running += usize::from(running);
        sum.paused += usize::from(paused);
        sum.stopped += usize::from(!running);
        let worth = worth(row);
        if let Some(worth) = worth {
            sum.concerns.push(Concern { id: row.id, worth, since: row.finished });
        }
        if let Some(name) = &row.stack {
            sum.stacks.push(Stack {
                name: name.clone(),
                all: 1,
                running: running.into(),
                paused: paused.into(),
                concerns: worth.is_some().into(),
            });
        }
        for port in row.ports.iter().filter(|port| port.public.is_some()) {
            sum.ports.push(PortUse { port: *port, id: row.id, name: row.name.clone() });
        }
    }
    let worst = |one: &Concern| (one.worth, std::cmp::Reverse(one.since));
    let whole = |stack: &Stack| stack.concerns + stack.paused == 0 && stack.running == stack.all;
    let place = |it: &PortUse| (it.port.public, it.port.protocol == Protocol::Udp, it.id, it.port.private);
    put_in_order(&mut sum.concerns, |one, other| worst(one).cmp(&worst(other)));
    put_in_order(&mut sum.stacks, |one, other| one.name.cmp(&other.name));
    sum.stacks.dedup_by(|part, stack| stack.takes(part));
    put_in_order(&mut sum.stacks, |one, other| (whole(one), &one.name).cmp(&(whole(other), &other.name)));
    put_in_order(&mut sum.ports, |one, other| place(one).cmp(&place(other)));
    // The engine lists a port for IPv4 and for IPv6.
    sum.ports.dedup_by_key(|it| place(it));
    sum
}

/// The sorting itself exists once for all that is sorted.
fn put_in_order<T: Clone>(things: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let places = places(things.len(), &|a, b| compare(&things[a], &things[b]));
    *things = places.into_iter().map(|place| things[place].clone()).collect();
}

fn worth(row: &Container) -> Option<Worth> {
    match row.state {
        State::Running if row.health == Health::Unhealthy => Some(Worth::Unhealthy),
        State::Restarting => Some(Worth::Restarting),
        State::Dead => Some(Worth::Dead),
        _ => has_failed(row).then_some(Worth::Failed),
    }
}

#[cfg(test)]
mod tests;
