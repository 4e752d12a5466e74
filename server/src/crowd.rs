//! Places for many, of which nobody takes all: a bound for all together and one for each.

use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Counts who is here, by a key of theirs: an address, a person.
#[derive(Clone, Debug)]
pub(crate) struct Crowd<K>(Arc<Inner<K>>);

#[derive(Debug)]
struct Inner<K> {
    most: usize,
    here: Mutex<Here<K>>,
}

#[derive(Debug)]
struct Here<K> {
    all: usize,
    /// Only keys that are here, so it is never longer than `most`.
    each: HashMap<K, usize>,
}

/// A place in a crowd, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place<K: Copy + Eq + Hash> {
    crowd: Crowd<K>,
    who: K,
}

impl<K: Copy + Eq + Hash> Crowd<K> {
    /// A crowd of at most so many.
    pub(crate) fn new(most: usize) -> Self {
        Self(Arc::new(Inner { most, here: Mutex::new(Here { all: 0, each: HashMap::new() }) }))
    }

    /// A place for somebody who may have `own` of them; nothing when those or all are taken.
    pub(crate) fn enter(&self, who: K, own: usize) -> Option<Place<K>> {
        let mut here = self.here();
        let taken = here.each.get(&who).copied().unwrap_or(0);
        if here.all >= self.0.most || taken >= own {
            return None;
        }
        here.all += 1;
        here.each.insert(who, taken + 1);
        Some(Place { crowd: self.clone(), who })
    }

    fn here(&self) -> MutexGuard<'_, Here<K>> {
        self.0.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut here = self.crowd.here();
        here.all = here.all.saturating_sub(1);
        match here.each.get_mut(&self.who) {
            Some(taken) if *taken > 1 => *taken -= 1,
            _ => drop(here.each.remove(&self.who)),
        }
    }
}

/// What counts as one: an address, or a network of 64 bits of IPv6, where one person has a whole one.
pub(crate) fn one(address: IpAddr) -> IpAddr {
    const NETWORK: u128 = !0 << 64;
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => IpAddr::from((u128::from(v6) & NETWORK).to_be_bytes()),
        other => other,
    }
}

#[cfg(test)]
mod tests;
