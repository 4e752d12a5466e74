//! The live stream: a snapshot, then changes, and the one way in which they are applied.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{Container, Digest, Engine, Id, Image, Job, JobId, Link, Network, Seq, Time, Volume};

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
    /// The server's version. A page of another version must load itself again before it reads on.
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
    /// The container that Pierhead itself runs in.
    pub own_container: Option<Id>,
}

/// What a person may do, as the gate decides it; so that the page doesn't offer the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// Start, stop, restart, kill, pause and unpause containers.
    pub operate: bool,
    /// Create, pull, rename and tag.
    pub create: bool,
    /// Remove.
    pub remove: bool,
    /// See environments and labels.
    pub secrets: bool,
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
    pub jobs: Vec<Arc<Job>>,
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
    Job(Arc<Job>),
    /// A job has been forgotten.
    JobGone(JobId),
}

/// What is known of the engine: the state on the server and, by the same changes, in every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The engine.
    pub engine: Arc<Engine>,
    /// By id.
    pub containers: BTreeMap<Id, Arc<Container>>,
    /// By id.
    pub images: BTreeMap<Digest, Arc<Image>>,
    /// By name.
    pub volumes: BTreeMap<String, Arc<Volume>>,
    /// By id.
    pub networks: BTreeMap<String, Arc<Network>>,
    /// By number: the newest last.
    pub jobs: BTreeMap<JobId, Arc<Job>>,
}

impl Known {
    /// Nothing yet, of the engine at an address.
    pub fn nothing(address: String) -> Self {
        Self {
            engine: Arc::new(Engine { address, link: Link::Connecting, anatomy: None }),
            containers: BTreeMap::new(),
            images: BTreeMap::new(),
            volumes: BTreeMap::new(),
            networks: BTreeMap::new(),
            jobs: BTreeMap::new(),
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
            Change::Container(row) => put(&mut self.containers, row.id, row),
            Change::ContainerGone(id) => self.containers.remove(&id).is_some(),
            Change::Image(row) => put(&mut self.images, row.id, row),
            Change::ImageGone(id) => self.images.remove(&id).is_some(),
            Change::Volume(row) => put(&mut self.volumes, row.name.clone(), row),
            Change::VolumeGone(name) => self.volumes.remove(&name).is_some(),
            Change::Network(row) => put(&mut self.networks, row.id.clone(), row),
            Change::NetworkGone(id) => self.networks.remove(&id).is_some(),
            Change::Job(row) => put(&mut self.jobs, row.id, row),
            Change::JobGone(id) => self.jobs.remove(&id).is_some(),
        }
    }

    /// Everything, to be sent.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            engine: self.engine.clone(),
            containers: self.containers.values().cloned().collect(),
            images: self.images.values().cloned().collect(),
            volumes: self.volumes.values().cloned().collect(),
            networks: self.networks.values().cloned().collect(),
            jobs: self.jobs.values().cloned().collect(),
        }
    }
}

impl From<Snapshot> for Known {
    fn from(snapshot: Snapshot) -> Self {
        // One by one, as changes are applied: collecting would sort, and the page would carry a sort for each table.
        let Snapshot { engine, containers, images, volumes, networks, jobs } = snapshot;
        let mut known = Self::nothing(String::new());
        known.engine = engine;
        for row in containers {
            known.apply(Change::Container(row));
        }
        for row in images {
            known.apply(Change::Image(row));
        }
        for row in volumes {
            known.apply(Change::Volume(row));
        }
        for row in networks {
            known.apply(Change::Network(row));
        }
        for row in jobs {
            known.apply(Change::Job(row));
        }
        known
    }
}

fn put<K: Ord, V: PartialEq>(table: &mut BTreeMap<K, Arc<V>>, key: K, row: Arc<V>) -> bool {
    let differs = table.get(&key) != Some(&row);
    table.insert(key, row);
    differs
}
