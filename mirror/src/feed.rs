//! The feed: what is known, each change of it numbered, and the last of them kept for those who lag.
//!
//! Nobody is sent anything. A viewer asks for what came after the number that it has ([`Feed::after`]) and
//! waits for the head to move, so a slow viewer costs no memory, and one that lagged too far gets a snapshot
//! instead of the changes.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use bytes::{BufMut, Bytes, BytesMut};
use tokio::sync::watch;
use wire::{
    Change, Collection, Container, Engine, Event, EventRow, Frame, Id, Image, Known, Network, Row, Sealed,
    Seq, Table, Volume,
};

use crate::Labels;

/// How many changes are kept. At a hundred a second, a page may be away for more than half a minute.
const KEPT: usize = 4096;
/// How many bytes of changes are kept at most.
const KEPT_BYTES: usize = 8 << 20;
/// The room for a frame's head: its variant and two varints.
const HEAD: usize = 24;

/// What is known and how it came to be; the same for all viewers.
#[derive(Debug)]
pub struct Feed {
    epoch: u64,
    state: Mutex<State>,
    head: watch::Sender<Seq>,
    /// Beside what is known: nobody is sent them.
    labels: RwLock<Labels>,
}

#[derive(Debug)]
struct State {
    known: Known,
    head: Seq,
    /// The last changes, encoded; the newest has the number `head`.
    kept: VecDeque<Bytes>,
    kept_bytes: usize,
    /// For each list the number of its last change.
    versions: [Seq; 4],
    /// The number of the last change of a job.
    jobs: Seq,
    snapshot: Option<(Seq, Bytes)>,
}

/// An object that is kept in a list of its own.
pub trait Listed: Row + Sized {
    /// The place of its list among the versions.
    #[doc(hidden)]
    const LIST: usize;
    /// What is in it.
    const COLLECTION: Collection;
    /// Its list.
    #[doc(hidden)]
    fn table(known: &Known) -> &Table<Self>;
}

macro_rules! listed {
    ($($list:literal: $table:ident, $collection:ident of $type:ident),*) => {$(
        impl Listed for $type {
            const LIST: usize = $list;
            const COLLECTION: Collection = Collection::$collection;

            fn table(known: &Known) -> &Table<Self> {
                &known.$table
            }
        }
    )*};
}
listed!(
    0: containers, Containers of Container,
    1: images, Images of Image,
    2: volumes, Volumes of Volume,
    3: networks, Networks of Network
);

/// What a viewer has missed, as an encoded [`Frame`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Nothing.
    Nothing,
    /// These changes.
    Changes {
        /// The number of the last one.
        seq: Seq,
        /// A [`Frame::Changes`].
        frame: Bytes,
    },
    /// Too much, or everything.
    All {
        /// The last change that is in it.
        seq: Seq,
        /// A [`Frame::Snapshot`].
        frame: Bytes,
    },
}

/// A list at one moment.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// The number of the list's last change: the same number, the same list.
    pub version: Seq,
    /// The rows, by id or name.
    pub rows: Vec<Arc<T>>,
}

impl Feed {
    /// A feed that knows nothing yet. The epoch tells its numbers from those of other runs of the server.
    pub fn new(epoch: u64, address: String) -> Self {
        let state = State {
            known: Known::nothing(address),
            head: 0,
            kept: VecDeque::new(),
            kept_bytes: 0,
            versions: [0; 4],
            jobs: 0,
            snapshot: None,
        };
        Self { epoch, state: Mutex::new(state), head: watch::Sender::new(0), labels: RwLock::default() }
    }

    /// The run of the server that the numbers belong to.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The number of the last change, to be awaited.
    pub fn head(&self) -> watch::Receiver<Seq> {
        self.head.subscribe()
    }

    /// Looks at the labels of the containers.
    pub fn labels<T>(&self, look: impl FnOnce(&Labels) -> T) -> T {
        look(&self.labels.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps a container's labels. It is done before its row is published: who sees the row can ask for them.
    pub(crate) fn keep_labels(&self, id: Id, labels: BTreeMap<String, String>) {
        self.labels.write().unwrap_or_else(PoisonError::into_inner).keep(id, labels);
    }

    /// Takes changes in, numbers those that change anything, and answers the last number.
    pub fn publish(&self, changes: impl IntoIterator<Item = Change>) -> Seq {
        let mut state = self.state();
        let before = state.head;
        for change in changes {
            if let Change::ContainerGone(id) = &change {
                self.labels.write().unwrap_or_else(PoisonError::into_inner).forget(id);
            }
            state.take(change);
        }
        let head = state.head;
        drop(state);
        if head != before {
            self.head.send_replace(head);
        }
        head
    }

    /// Something happened on the engine: it becomes a change of its own, and has its number.
    pub fn tell(&self, event: Event) {
        let mut state = self.state();
        let row = EventRow { id: state.head + 1, event };
        state.take(Change::Event(Sealed::new(&row)));
        let head = state.head;
        drop(state);
        self.head.send_replace(head);
    }

    /// What came after a number; everything for none, for a number of another epoch's, or one too old.
    pub fn after(&self, seq: Option<Seq>) -> Missed {
        let mut state = self.state();
        let head = state.head;
        let missed =
            seq.and_then(|seq| head.checked_sub(seq)).and_then(|missed| usize::try_from(missed).ok());
        match missed {
            Some(0) => Missed::Nothing,
            Some(missed) if missed <= state.kept.len() => {
                Missed::Changes { seq: head, frame: state.changes(missed) }
            }
            _ => Missed::All { seq: head, frame: state.snapshot() },
        }
    }

    /// All that is known, and the number of the last change in it.
    pub fn known(&self) -> (Seq, Known) {
        let state = self.state();
        (state.head, state.known.clone())
    }

    /// The engine.
    pub fn engine(&self) -> Arc<Engine> {
        self.state().known.engine.clone()
    }

    /// One object.
    pub fn get<T: Listed>(&self, key: &T::Key) -> Option<Arc<T>> {
        T::table(&self.state().known).get(key).cloned()
    }

    /// The first object of a list that is as wanted.
    pub fn find<T: Listed>(&self, is_wanted: impl Fn(&T) -> bool) -> Option<Arc<T>> {
        T::table(&self.state().known).rows().iter().find(|row| is_wanted(row)).cloned()
    }

    /// All objects of a list.
    pub fn list<T: Listed>(&self) -> List<T> {
        let state = self.state();
        List { version: state.versions[T::LIST], rows: T::table(&state.known).rows().to_vec() }
    }

    /// The version that [`Feed::list`] would have now, without collecting it.
    pub fn version<T: Listed>(&self) -> Seq {
        self.state().versions[T::LIST]
    }

    /// The number of the last change of a job.
    pub fn jobs_version(&self) -> Seq {
        self.state().jobs
    }

    /// Nothing that is done under the lock can panic half way, so a poisoned state is a whole one.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, change: Change) {
        let encoded = encoded(&change);
        let is_job = matches!(change, Change::Job(_) | Change::JobGone(_));
        let list = match &change {
            Change::Container(_) | Change::ContainerGone(_) => Some(Container::LIST),
            Change::Image(_) | Change::ImageGone(_) => Some(Image::LIST),
            Change::Volume(_) | Change::VolumeGone(_) => Some(Volume::LIST),
            Change::Network(_) | Change::NetworkGone(_) => Some(Network::LIST),
            Change::Engine(_) | Change::Job(_) | Change::JobGone(_) | Change::Event(_) => None,
        };
        if !self.known.apply(change) {
            return;
        }
        self.head += 1;
        if let Some(list) = list {
            self.versions[list] = self.head;
        }
        if is_job {
            self.jobs = self.head;
        }
        self.kept_bytes += encoded.len();
        self.kept.push_back(encoded);
        while self.kept.len() > KEPT || self.kept_bytes > KEPT_BYTES {
            let Some(oldest) = self.kept.pop_front() else { break };
            self.kept_bytes -= oldest.len();
        }
    }

    /// The last changes as one [`Frame::Changes`]. Postcard writes a list as its length and its items, one
    /// after the other, so that what was encoded once serves every viewer.
    fn changes(&self, count: usize) -> Bytes {
        let items = self.kept.range(self.kept.len() - count..);
        let mut frame = BytesMut::with_capacity(HEAD + items.clone().map(Bytes::len).sum::<usize>());
        let empty = encoded(&Frame::Changes { seq: self.head, changes: Vec::new() });
        frame.put_slice(&empty[..empty.len() - 1]);
        frame.put_slice(&encoded(&(count as u64)));
        items.for_each(|item| frame.put_slice(item));
        frame.freeze()
    }

    /// Everything as one [`Frame::Snapshot`], encoded once for all who ask before the next change.
    fn snapshot(&mut self) -> Bytes {
        if let Some((_, frame)) = self.snapshot.as_ref().filter(|(seq, _)| *seq == self.head) {
            return frame.clone();
        }
        let frame = encoded(&Frame::Snapshot { seq: self.head, snapshot: self.known.snapshot() });
        self.snapshot = Some((self.head, frame.clone()));
        frame
    }
}

/// Postcard into a growing buffer has no way to fail for our types: they hold no lengths unknown beforehand.
fn encoded(value: &impl serde::Serialize) -> Bytes {
    postcard::to_allocvec(value).map(Bytes::from).unwrap_or_else(|error| {
        tracing::error!(%error, "a change can't be encoded: pages must load themselves again");
        Bytes::new()
    })
}

#[cfg(test)]
mod tests;
