//! The live stream: one WebSocket for each page, served from the feed.

mod discreet;
mod view;

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{
        Query, State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    response::Response,
};
use bytes::Bytes;
use engine_api::operation::Operation;
use gate::{Principal, Role};
use mirror::{Feed, Missed};
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::{Instant, interval_at, sleep_until, timeout};
use wire::{Allowed, Frame, Hello, Seq};

use crate::{
    Error, Route, clock,
    crowd::{Crowd, Place},
    disk,
    jobs::Askers,
    people::PersonId,
    session::{Caller, Sessions},
    shutdown::Shutdown,
    site::Site,
    targets::Targets,
};
use discreet::Discreet;
use view::View;

/// How many pages may watch at once.
const VIEWERS: usize = 1_000;
/// Of these, one person's.
const OF_ONE: usize = 64;
/// How long a page may take to receive a message before it counts as dead.
const PATIENCE: Duration = Duration::from_secs(30);
/// The shortest time between two messages to a page: changes that come faster travel together. It is less
/// than a frame of its screen.
const BREATH: Duration = Duration::from_millis(15);
/// The same to a page of somebody who doesn't see everything: all that they see is put together for each. The first
/// change after a quiet moment waits for neither.
const NARROW_BREATH: Duration = Duration::from_millis(100);
/// How often a page is asked whether it is there.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// How long a page may say nothing before it counts as dead: three heartbeats.
const SILENCE: Duration = Duration::from_secs(60);
/// The largest message from a page: it has nothing to say but pongs and farewells.
const LARGEST: usize = 1024;
/// Close code: log in again.
const LOGGED_OUT: u16 = 4401;
/// Close code: come again (RFC 6455, 7.4.1 and its registry: service restart).
const RESTART: u16 = 1012;

/// The routes of the live stream.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/live", Role::Viewer, watch).without_deadline()]
}

/// What the live stream is made of.
#[derive(Clone)]
pub struct Live {
    feed: Arc<Feed>,
    targets: Targets,
    askers: Askers,
    version: Arc<str>,
    places: Crowd<PersonId>,
}

impl Live {
    /// The live stream of a feed; `site` is what this server shows.
    pub(crate) fn new(feed: Arc<Feed>, targets: Targets, askers: Askers, site: &Site) -> Self {
        let version = format!("{}+{:x}", env!("CARGO_PKG_VERSION"), site.build()).into();
        Self { feed, targets, askers, version, places: Crowd::new(VIEWERS) }
    }
}

/// Where a page left off; nothing for one that has just been opened.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct From {
    epoch: Option<u64>,
    seq: Option<Seq>,
}

/// `GET /live?epoch=&seq=`
async fn watch(
    State(live): State<Live>,
    State(sessions): State<Sessions>,
    State(shutdown): State<Shutdown>,
    caller: Caller,
    Query(from): Query<From>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Error> {
    let place = live.places.enter(caller.person, OF_ONE).ok_or(Error::Overloaded)?;
    let seq = from.seq.filter(|_| from.epoch == Some(live.feed.epoch()));
    let hello = hello(&live, &caller.principal)?;
    // Each page's own: what it says is short, and what it is told goes out at once.
    let upgrade = upgrade.max_message_size(LARGEST).max_frame_size(LARGEST);
    let upgrade = upgrade.read_buffer_size(LARGEST).write_buffer_size(0);
    Ok(upgrade.on_upgrade(async move |socket| {
        let view = View::of(&caller.principal, &live.targets, &live.askers);
        // What they knew is what they saw then; what they see now is told whole.
        let seq = seq.filter(|_| view.is_none());
        let discreet = Discreet::of(&caller.principal, &live.askers);
        let mut page = Page { socket, feed: live.feed, view, discreet, seq, _place: place };
        let membership = live.targets.members().version();
        let end = tokio::select! {
            end = page.serve(hello, membership) => end,
            () = sessions.until_revoked(&caller) => End::LoggedOut,
            // With other rights they see other things: the page begins anew.
            () = sessions.until_changed(&caller) => End::Restart,
            () = shutdown.started() => End::Restart,
        };
        page.close(end).await;
    }))
}

fn hello(live: &Live, principal: &Arc<Principal>) -> Result<Bytes, Error> {
    let may = |operation| gate::may_somewhere(principal, operation);
    let hello = Frame::Hello(Hello {
        version: live.version.to_string(),
        epoch: live.feed.epoch(),
        now: wire::Time(clock::now()),
        user: principal.name.clone(),
        role: principal.role.to_string(),
        allowed: Allowed {
            operate: may(Operation::ContainerStop),
            create: may(Operation::ContainerCreate),
            remove: may(Operation::ContainerDelete),
            manage: may(Operation::VolumeDelete),
            secrets: may(Operation::ContainerInspect),
            disk: disk::authorize(principal).is_ok(),
        },
    });
    postcard::to_allocvec(&hello).map(Bytes::from).map_err(Error::internal)
}

/// Why a page isn't served any more.
enum End {
    /// It is gone, or takes nothing in.
    Gone,
    /// Its session has ended.
    LoggedOut,
    /// The server ends.
    Restart,
}

/// A page that watches.
struct Page {
    socket: WebSocket,
    feed: Arc<Feed>,
    /// Of somebody who doesn't reach everything.
    view: Option<View>,
    /// Of somebody who isn't told everything.
    discreet: Option<Discreet>,
    /// What it knows.
    seq: Option<Seq>,
    _place: Place<PersonId>,
}

impl Page {
    async fn serve(&mut self, hello: Bytes, mut membership: watch::Receiver<i64>) -> End {
        if !self.send(Message::Binary(hello)).await {
            return End::Gone;
        }
        let breath = if self.view.is_some() { NARROW_BREATH } else { BREATH };
        let mut head = self.feed.head();
        let mut quiet_until = Instant::now();
        let mut heard = Instant::now();
        let mut heartbeat = interval_at(heard + HEARTBEAT, HEARTBEAT);
        loop {
            head.mark_unchanged();
            membership.mark_unchanged();
            let missed = match self.missed() {
                Ok(missed) => missed,
                Err(error) => {
                    tracing::error!(%error, "a page can't be told what its person sees");
                    return End::Restart;
                }
            };
            if let Some(frame) = missed {
                if !self.send(Message::Binary(frame)).await {
                    return End::Gone;
                }
                quiet_until = Instant::now() + breath;
            }
            tokio::select! {
                alive = self.listen() => if alive { heard = Instant::now() } else { return End::Gone },
                () = async { _ = head.changed().await; sleep_until(quiet_until).await } => {}
                () = async { _ = membership.changed().await; sleep_until(quiet_until).await }, if self.view.is_some() => {}
                _ = heartbeat.tick() => {
                    if heard.elapsed() > SILENCE || !self.send(Message::Ping(Bytes::new())).await {
                        return End::Gone;
                    }
                    match self.nothing() {
                        Ok(frame) => if !self.send(Message::Binary(frame)).await { return End::Gone },
                        Err(error) => {
                            tracing::error!(%error, "a page can't be told that nothing has happened");
                            return End::Restart;
                        }
                    }
                }
            }
        }
    }

    /// What the page has missed, as one message.
    fn missed(&mut self) -> Result<Option<Bytes>, Error> {
        let missed = match (&mut self.view, self.seq) {
            (Some(view), seq) => view.missed(&self.feed, seq)?,
            (None, seq) => match self.feed.after(seq) {
                Missed::Nothing => None,
                Missed::Changes { seq: head, frame } => {
                    Some((head, self.told(seq.unwrap_or_default(), frame)?))
                }
                // Where the page says that it left off means nothing here: it may say what it likes.
                Missed::All { seq: head, frame } => Some((head, self.told(0, frame)?)),
            },
        };
        let Some((seq, frame)) = missed else { return Ok(None) };
        self.seq = Some(seq);
        Ok(Some(frame))
    }

    /// That nothing has happened: a page hears no pings, and what says nothing for long is gone for it, too.
    fn nothing(&self) -> Result<Bytes, Error> {
        let nothing = Frame::Changes { seq: self.seq.unwrap_or_default(), changes: Vec::new() };
        postcard::to_allocvec(&nothing).map(Bytes::from).map_err(Error::internal)
    }

    /// A frame of the feed's that holds what has changed since a number, as the page's person is told it.
    fn told(&self, since: Seq, frame: Bytes) -> Result<Bytes, Error> {
        match &self.discreet {
            Some(discreet) => discreet.told(&self.feed, since, frame),
            None => Ok(frame),
        }
    }

    /// Hears one message; false when the page is gone.
    async fn listen(&mut self) -> bool {
        matches!(self.socket.recv().await, Some(Ok(Message::Ping(_) | Message::Pong(_))))
    }

    /// Sends one message, and holds no other meanwhile; false when the page is gone or doesn't take it.
    async fn send(&mut self, message: Message) -> bool {
        matches!(timeout(PATIENCE, self.socket.send(message)).await, Ok(Ok(())))
    }

    async fn close(mut self, end: End) {
        let code = match end {
            End::Gone => return,
            End::LoggedOut => LOGGED_OUT,
            End::Restart => RESTART,
        };
        let farewell = Message::Close(Some(CloseFrame { code, reason: "".into() }));
        // A page that doesn't take it is gone as well.
        drop(timeout(Duration::from_secs(1), self.socket.send(farewell)).await);
    }
}
