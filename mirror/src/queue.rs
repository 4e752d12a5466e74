//! What is to be looked at: each place once, urgent ones first, and again when something happened meanwhile.

use std::collections::{HashMap, HashSet, VecDeque, hash_map::Entry};

use tokio::sync::oneshot;
use wire::Seq;

use crate::place::Place;

/// Somebody who waits until the mirror shows what a place looks like now.
pub type Waiter = oneshot::Sender<Seq>;

/// The places to look at. Its size is bounded by how many objects the engine has, however much happens to
/// them.
#[derive(Debug, Default)]
pub struct Queue {
    urgent: VecDeque<Place>,
    background: VecDeque<Place>,
    /// What is to be looked at, and in which of the two it stands. An entry of the other is out of date.
    queued: HashMap<Place, Urgency>,
    looking: HashSet<Place>,
    /// Something happened there while it was being looked at.
    again: HashSet<Place>,
    waiting: HashMap<Place, Vec<Waiter>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Urgency {
    Background,
    Urgent,
}

impl Queue {
    /// Something happened there.
    pub fn urgent(&mut self, place: Place) {
        if self.looking.contains(&place) {
            self.again.insert(place);
        } else if self.queued.insert(place.clone(), Urgency::Urgent) != Some(Urgency::Urgent) {
            self.urgent.push_back(place);
        }
    }

    /// It isn't known whether anything happened there.
    pub fn background(&mut self, place: Place) {
        if self.looking.contains(&place) {
            self.again.insert(place);
        } else if let Entry::Vacant(entry) = self.queued.entry(place.clone()) {
            entry.insert(Urgency::Background);
            self.background.push_back(place);
        }
    }

    /// Somebody did something there, and waits until it shows.
    pub fn wait(&mut self, place: Place, waiter: Waiter) {
        self.urgent(place.clone());
        self.waiting.entry(place).or_default().push(waiter);
    }

    /// The next place to look at, with those who wait for a look that begins now or later.
    pub fn next(&mut self) -> Option<(Place, Vec<Waiter>)> {
        loop {
            let (place, urgency) = match self.urgent.pop_front() {
                Some(place) => (place, Urgency::Urgent),
                None => (self.background.pop_front()?, Urgency::Background),
            };
            if self.queued.get(&place) == Some(&urgency) {
                self.queued.remove(&place);
                self.looking.insert(place.clone());
                let waiters = self.waiting.remove(&place).unwrap_or_default();
                return Some((place, waiters));
            }
        }
    }

    /// A place has been looked at.
    pub fn looked(&mut self, place: &Place) {
        self.looking.remove(place);
        if self.again.remove(place) {
            self.urgent(place.clone());
        }
    }
}

#[cfg(test)]
mod tests;
