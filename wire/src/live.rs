//! The live stream: a snapshot, then changes, and the one way in which they are applied.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    Collections, Container, Digest, EVENTS, Engine, EventRow, Id, Image, JobId, JobRow, Link, Network, Row,
    Sealed, Seq, Table, Time, Volume,
};

/// A message of the live stream, from the server to the page, one in each WebSocket message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frame {
    /// The first.
    Hello(Hello),
    /// Everything, instead of what was known before.
    Snapshot {
        /// The last change that is in it.
        seq: Seq,
        /// Everything.
        snapshot: Snapshot,
    },
    /// What has changed since the last message, in order.
    Changes {
        /// The number of the last one.
        seq: Seq,
        /// The changes.
        changes: Vec<Change>,
    },
}

/// Who is served, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The server's version, and behind a `+` which page it carries. A page of another version must load itself again before it
    /// reads on; the parts of one of another build are there no more.
    pub version: String,
    /// The run of the server that the numbers belong to.
    pub epoch: u64,
    /// The server's clock, so that ages are right on a machine whose clock isn't.
    pub now: Time,
    /// Who is logged in.
    pub user: String,
    /// Their role, as the command line names it.
    pub role: String,
    /// What they may do.
    pub allowed: Allowed,
}

/// What a person may do, as the gate decides it; so that the page doesn't offer the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// Start, stop, restart, kill, pause and unpause containers.
    pub operate: bool,
    /// Create, pull and rename.
    pub create: bool,
    /// Remove what can be made anew.
    pub remove: bool,
    /// Remove volumes, with what is in them, and move the names of images.
    pub manage: bool,
    /// See environments and labels.
    pub secrets: bool,
    /// See what is on the engine's disk.
    pub disk: bool,
}

/// Everything that is live, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The engine.
    pub engine: Arc<Engine>,
    /// All containers.
    pub containers: Vec<Arc<Container>>,
    /// All images, without intermediate ones.
    pub images: Vec<Arc<Image>>,
    /// All volumes.
    pub volumes: Vec<Arc<Volume>>,
    /// All networks.
    pub networks: Vec<Arc<Network>>,
    /// The jobs that run and those that ended lately.
    pub jobs: Vec<Arc<JobRow>>,
    /// What happened last.
    pub events: Vec<Sealed<EventRow>>,
}

/// One change of one object: the whole new object, or that it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// The engine came, went or said something new of itself.
    Engine(Arc<Engine>),
    /// A container is new or different.
    Container(Arc<Container>),
    /// A container is gone.
    ContainerGone(Id),
    /// An image is new or different.
    Image(Arc<Image>),
    /// An image is gone.
    ImageGone(Digest),
    /// A volume is new or different.
    Volume(Arc<Volume>),
    /// A volume is gone.
    VolumeGone(String),
    /// A network is new or different.
    Network(Arc<Network>),
    /// A network is gone.
    NetworkGone(String),
    /// A job is new or different.
    Job(Arc<JobRow>),
    /// A job has been forgotten.
    JobGone(JobId),
    /// Something happened on the engine.
    Event(Sealed<EventRow>),
}

/// What is known of the engine: the state on the server and, by the same changes, in every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The engine.
    pub engine: Arc<Engine>,
    /// By id.
    pub containers: Table<Container>,
    /// By id.
    pub images: Table<Image>,
    /// By name.
    pub volumes: Table<Volume>,
    /// By id.
    pub networks: Table<Network>,
    /// By number: the newest last.
    pub jobs: Table<JobRow>,
    /// The newest last, [`EVENTS`] at most.
    pub events: Vec<Sealed<EventRow>>,
}

impl Known {
    /// Nothing yet, of the engine at an address.
    pub fn nothing(address: String) -> Self {
        Self {
            engine: Arc::new(Engine {
                address,
                link: Link::Connecting,
                id: String::new(),
                name: String::new(),
                anatomy: None,
                whole_until: None,
                seen: Collections::default(),
            }),
            containers: Table::new(),
            images: Table::new(),
            volumes: Table::new(),
            networks: Table::new(),
            jobs: Table::new(),
            events: Vec::new(),
        }
    }

    /// Takes a change in. It is total: a change of something unknown adds it, and what is gone may be gone
    /// already. Answers whether anything is different now.
    pub fn apply(&mut self, change: Change) -> bool {
        match change {
            Change::Engine(engine) => {
                let differs = self.engine != engine;
                self.engine = engine;
                differs
            }
            Change::Container(row) => self.containers.put(row),
            Change::ContainerGone(id) => self.containers.remove(&id),
            Change::Image(row) => self.images.put(row),
            Change::ImageGone(id) => self.images.remove(&id),
            Change::Volume(row) => self.volumes.put(row),
            Change::VolumeGone(name) => self.volumes.remove(&name),
            Change::Network(row) => self.networks.put(row),
            Change::NetworkGone(id) => self.networks.remove(&id),
            Change::Job(row) => self.jobs.put(row),
            Change::JobGone(id) => self.jobs.remove(&id),
            Change::Event(row) => self.remember(row),
        }
    }

    fn remember(&mut self, event: Sealed<EventRow>) -> bool {
        if self.events.contains(&event) {
            return false;
        }
        self.events.push(event);
        if self.events.len() > EVENTS {
            self.events.remove(0);
        }
        true
    }

    /// Everything, to be sent.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            engine: self.engine.clone(),
            containers: self.containers.rows().to_vec(),
            images: self.images.rows().to_vec(),
            volumes: self.volumes.rows().to_vec(),
            networks: self.networks.rows().to_vec(),
            jobs: self.jobs.rows().to_vec(),
            events: self.events.clone(),
        }
    }
}

impl From<Snapshot> for Known {
    fn from(snapshot: Snapshot) -> Self {
        let Snapshot { engine, containers, images, volumes, networks, jobs, events } = snapshot;
        Self {
            engine,
            containers: containers.into(),
            images: images.into(),
            volumes: volumes.into(),
            networks: networks.into(),
            jobs: jobs.into(),
            events,
        }
    }
}

macro_rules! row {
    ($($type:ident by $field:ident: $key:ty),*) => {$(
        impl Row for $type {
            type Key = $key;

            fn key(&self) -> &$key {
                &self.$field
            }
        }
    )*};
}
row!(
    Container by id: Id,
    Image by id: Digest,
    Volume by name: str,
    Network by id: str,
    JobRow by id: JobId
);
