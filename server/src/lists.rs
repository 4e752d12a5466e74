//! The lists for scripts: the mirror's rows as JSON, with an ETag; compressed once for all who reach everything.

use std::{
    any::Any,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{extract::State, response::Response};
use gate::Role;
use http::HeaderMap;
use mirror::{Feed, List};
use serde::Serialize;
use wire::{Collection, Container, Image, Link, Network, Problem, Seq, Volume};

use crate::{
    Caller, Error, Route,
    encoded::Encoded,
    sight::{Seen, Sight},
    targets::Targets,
};

/// The routes of the lists.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/containers", Role::Viewer, list::<Container>)
            .about("All containers, the newest first")
            .answers::<Vec<Container>>()
            .tagged(),
        Route::get("/api/images", Role::Viewer, list::<Image>)
            .about("All images, the newest first")
            .answers::<Vec<Image>>()
            .tagged(),
        Route::get("/api/volumes", Role::Viewer, list::<Volume>)
            .about("All volumes")
            .answers::<Vec<Volume>>()
            .tagged(),
        Route::get("/api/networks", Role::Viewer, list::<Network>)
            .about("All networks, by name")
            .answers::<Vec<Network>>()
            .tagged(),
    ]
}

/// The lists, each encoded at most once for each of its versions.
#[derive(Clone)]
pub struct Lists(Arc<Inner>);

struct Inner {
    feed: Arc<Feed>,
    /// Each with its version.
    encoded: Mutex<[Option<(Seq, Encoded)>; 4]>,
}

/// A row that scripts can list.
trait Shown: Seen + Serialize + Any + Send + Sync {
    /// Puts the rows into the order in which `docker` lists them.
    fn sort(rows: &mut [Arc<Self>]);
}

impl Shown for Container {
    fn sort(rows: &mut [Arc<Self>]) {
        rows.sort_by_key(|row| std::cmp::Reverse(row.created));
    }
}

impl Shown for Image {
    fn sort(rows: &mut [Arc<Self>]) {
        rows.sort_by_key(|row| std::cmp::Reverse(row.created));
    }
}

impl Shown for Volume {
    fn sort(_: &mut [Arc<Self>]) {}
}

impl Shown for Network {
    fn sort(rows: &mut [Arc<Self>]) {
        rows.sort_by(|one, other| one.name.cmp(&other.name));
    }
}

impl Lists {
    /// The lists of a feed.
    pub fn new(feed: Arc<Feed>) -> Self {
        Self(Arc::new(Inner { feed, encoded: Mutex::default() }))
    }

    /// What somebody sees of a list who doesn't reach everything.
    fn seen<T: Shown>(&self, sight: &Sight) -> Result<Vec<Arc<T>>, Error> {
        self.check_link(T::COLLECTION).map_err(|error| match error {
            // Its own words may name what isn't there for them.
            Error::EngineTellsNot(_) => Error::EngineTellsNot(Problem::Other { message: String::new() }),
            error => error,
        })?;
        let rows = self.0.feed.list::<T>().rows;
        let mut rows: Vec<_> = rows.into_iter().filter_map(|row| row.seen(sight)).collect();
        T::sort(&mut rows);
        Ok(rows)
    }

    /// An engine that can't be reached has no lists, nor one that can't tell this one: old rows would pass for live ones.
    pub(crate) fn check_link(&self, collection: Collection) -> Result<(), Error> {
        match &self.0.feed.engine().link {
            Link::Up { .. } => Ok(()),
            Link::Partly { untold, problem, .. } if untold.contains(collection) => {
                Err(problem.open().map_or(Error::EngineNotSeenYet, Error::EngineTellsNot))
            }
            Link::Partly { .. } => Ok(()),
            Link::Connecting => Err(Error::EngineNotSeenYet),
            Link::Down { problem, .. } => {
                Err(problem.open().map_or(Error::EngineNotSeenYet, Error::EngineGone))
            }
        }
    }

    /// A list as it is now.
    async fn current<T: Shown>(&self) -> Result<Encoded, Error> {
        self.check_link(T::COLLECTION)?;
        let version = self.0.feed.version::<T>();
        if let Some((_, encoded)) = self.kept::<T>().filter(|(kept, _)| *kept == version) {
            return Ok(encoded);
        }
        let (table, epoch) = (self.0.feed.list::<T>(), self.0.feed.epoch());
        // A large list takes milliseconds, which other requests shouldn't wait for.
        let encoded =
            tokio::task::spawn_blocking(move || encode(table, epoch)).await.map_err(Error::internal)??;
        self.0.encoded.lock().unwrap_or_else(PoisonError::into_inner)[T::LIST] = Some(encoded.clone());
        Ok(encoded.1)
    }

    fn kept<T: Shown>(&self) -> Option<(Seq, Encoded)> {
        self.0.encoded.lock().unwrap_or_else(PoisonError::into_inner)[T::LIST].clone()
    }
}

fn encode<T: Shown>(mut table: List<T>, epoch: u64) -> Result<(Seq, Encoded), Error> {
    T::sort(&mut table.rows);
    let encoded = Encoded::new(&table.rows, &format!("{epoch:x}-{:x}", table.version))?;
    Ok((table.version, encoded))
}

/// `GET /api/containers` and the like.
async fn list<T: Shown>(
    State(lists): State<Lists>,
    State(targets): State<Targets>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if !gate::reaches_everything(&caller.principal) {
        let rows = lists.seen::<T>(&Sight::new(caller.principal, targets)?)?;
        let encode = move || Encoded::once(&rows, &headers);
        return tokio::task::spawn_blocking(encode).await.map_err(Error::internal)?;
    }
    Ok(lists.current::<T>().await?.answer(&headers))
}
