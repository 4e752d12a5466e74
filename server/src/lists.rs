//! The lists for scripts: the mirror's rows as JSON, with an ETag, compressed once for all who ask.

use std::{
    any::Any,
    io::Write,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use gate::Role;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use mirror::{Feed, List};
use serde::Serialize;
use wire::{Container, Image, Link, Network, Seq, Volume};

use crate::{
    Caller, Error, Route, Wire, accept,
    sight::{Seen, Sight},
    targets::Targets,
};

/// The routes of the lists.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/containers", Role::Viewer, list::<Container>),
        Route::get("/api/images", Role::Viewer, list::<Image>),
        Route::get("/api/volumes", Role::Viewer, list::<Volume>),
        Route::get("/api/networks", Role::Viewer, list::<Network>),
    ]
}

/// The lists, each encoded at most once for each of its versions.
#[derive(Clone)]
pub struct Lists(Arc<Inner>);

struct Inner {
    feed: Arc<Feed>,
    encoded: Mutex<[Option<Encoded>; 4]>,
}

/// A list at one version, as it is sent.
#[derive(Clone)]
struct Encoded {
    version: Seq,
    tag: HeaderValue,
    plain: Bytes,
    gzip: Bytes,
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
    fn seen<T: Shown>(&self, sight: &Sight) -> Result<Wire<Vec<Arc<T>>>, Error> {
        self.check_link()?;
        let mut rows = self.0.feed.list::<T>().rows;
        rows.retain(|row| row.is_seen(sight));
        T::sort(&mut rows);
        Ok(Wire(rows))
    }

    /// An engine that can't be reached has no lists: old rows would pass for live ones.
    fn check_link(&self) -> Result<(), Error> {
        match &self.0.feed.engine().link {
            Link::Up { .. } => Ok(()),
            Link::Connecting => Err(Error::EngineNotSeenYet),
            Link::Down { problem, .. } => Err(Error::EngineGone(problem.clone())),
        }
    }

    /// A list as it is now.
    async fn current<T: Shown>(&self) -> Result<Encoded, Error> {
        self.check_link()?;
        let version = self.0.feed.version::<T>();
        if let Some(encoded) = self.kept::<T>().filter(|encoded| encoded.version == version) {
            return Ok(encoded);
        }
        let (table, epoch) = (self.0.feed.list::<T>(), self.0.feed.epoch());
        // A large list takes milliseconds, which other requests shouldn't wait for.
        let encoded =
            tokio::task::spawn_blocking(move || encode(table, epoch)).await.map_err(Error::internal)??;
        self.0.encoded.lock().unwrap_or_else(PoisonError::into_inner)[T::LIST] = Some(encoded.clone());
        Ok(encoded)
    }

    fn kept<T: Shown>(&self) -> Option<Encoded> {
        self.0.encoded.lock().unwrap_or_else(PoisonError::into_inner)[T::LIST].clone()
    }
}

fn encode<T: Shown>(mut table: List<T>, epoch: u64) -> Result<Encoded, Error> {
    T::sort(&mut table.rows);
    let plain = serde_json::to_vec(&table.rows).map_err(Error::internal)?;
    let mut gzip = GzEncoder::new(Vec::with_capacity(plain.len() / 8), Compression::fast());
    gzip.write_all(&plain).map_err(Error::internal)?;
    let gzip = gzip.finish().map_err(Error::internal)?;
    let tag = format!("W/\"{epoch:x}-{:x}\"", table.version).try_into().map_err(Error::internal)?;
    Ok(Encoded { version: table.version, tag, plain: plain.into(), gzip: gzip.into() })
}

/// `GET /api/containers` and the like.
async fn list<T: Shown>(
    State(lists): State<Lists>,
    State(targets): State<Targets>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if !gate::reaches_everything(&caller.principal) {
        return lists.seen::<T>(&Sight::new(caller.principal, targets)?).map(IntoResponse::into_response);
    }
    let encoded = lists.current::<T>().await?;
    let vary = (header::VARY, HeaderValue::from_static("accept-encoding"));
    let tag = (header::ETAG, encoded.tag.clone());
    if accept::knows(&headers, encoded.tag.to_str().unwrap_or_default()) {
        return Ok((StatusCode::NOT_MODIFIED, [vary, tag]).into_response());
    }
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if accept::takes(&headers, "gzip") {
        let gzip = (header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return Ok(([vary, tag, json, gzip], encoded.gzip).into_response());
    }
    Ok(([vary, tag, json], encoded.plain).into_response())
}
