//! The one store of the page: what is known of the engine, kept live by the server's stream.

mod socket;

use std::sync::Arc;

use crate::{
    api,
    search::{SHORTEST_ID, is_id},
    ui::dom::{RwSignal, Signal, expect_context, provide_context},
};
use leptos::prelude::*;
use wire::{
    Allowed, Change, Collection, Container, Engine, EventRow, Frame, Hello, Id, Image, Job, JobId, JobRow,
    Known, Network, Sealed, Seq, Table, Time, Volume,
};

/// So many seconds of silence, and the server is gone: it says something three times as often. Nobody else says so when the
/// way to it vanishes.
const SILENCE: i64 = 60;

/// What is known, who is looking, and whether the stream flows. Copied freely; there is one.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    known: StoredValue<Known>,
    hello: RwSignal<Option<Hello>>,
    /// The build of the server that this page is a part of: the first that it heard of.
    build: RwSignal<String>,
    /// The run of the server that the numbers belong to.
    epoch: RwSignal<u64>,
    link: RwSignal<Stream>,
    /// The last change that the page shows.
    shown: RwSignal<Seq>,
    /// The last change that has arrived; the page is drawn once a frame at most.
    arrived: StoredValue<Seq>,
    revisions: Revisions,
    stale: StoredValue<Stale>,
    ready: RwSignal<bool>,
    now: RwSignal<Time>,
    ahead: StoredValue<i64>,
    /// When something was heard of the server last, in the browser's seconds.
    heard: StoredValue<i64>,
}

/// Whether the stream from the server flows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Not yet.
    Opening,
    /// It does.
    Open,
    /// It did, until then.
    Lost { since: Time },
    /// The session has ended, and somebody is typing. It flowed until then.
    Ended { since: Time },
}

impl Stream {
    /// Whether the session has ended.
    pub(crate) fn is_ended(self) -> bool {
        matches!(self, Self::Ended { .. })
    }
}

/// Each grows when the rows of its kind change.
#[derive(Clone, Copy)]
struct Revisions {
    engine: RwSignal<u32>,
    containers: RwSignal<u32>,
    images: RwSignal<u32>,
    volumes: RwSignal<u32>,
    networks: RwSignal<u32>,
    jobs: RwSignal<u32>,
    events: RwSignal<u32>,
}

/// The kinds that have changed and are not drawn yet.
#[derive(Clone, Copy, Default)]
struct Stale {
    engine: bool,
    containers: bool,
    images: bool,
    volumes: bool,
    networks: bool,
    jobs: bool,
    events: bool,
    drawing: bool,
}

impl Live {
    /// Begins to listen.
    pub(crate) fn start() -> Self {
        let live = Self {
            known: StoredValue::new(Known::nothing(String::new())),
            hello: RwSignal::new(None),
            build: RwSignal::new(String::new()),
            epoch: RwSignal::new(0),
            link: RwSignal::new(Stream::Opening),
            shown: RwSignal::new(0),
            arrived: StoredValue::new(0),
            revisions: Revisions {
                engine: RwSignal::new(0),
                containers: RwSignal::new(0),
                images: RwSignal::new(0),
                volumes: RwSignal::new(0),
                networks: RwSignal::new(0),
                jobs: RwSignal::new(0),
                events: RwSignal::new(0),
            },
            stale: StoredValue::new(Stale::default()),
            ready: RwSignal::new(false),
            now: RwSignal::new(browser_clock()),
            ahead: StoredValue::new(0),
            heard: StoredValue::new(0),
        };
        provide_context(live);
        set_interval(move || live.tick(), std::time::Duration::from_secs(1));
        socket::open(live);
        live
    }

    /// The store of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Whether there is anything to show yet.
    pub(crate) fn is_ready(&self) -> bool {
        self.ready.get()
    }

    /// Whether the stream flows.
    pub(crate) fn stream(&self) -> Stream {
        self.link.get()
    }

    /// The server's clock, to the second.
    pub(crate) fn now(&self) -> Time {
        self.now.get()
    }

    /// Who is logged in, and their role.
    pub(crate) fn person(&self) -> (String, String) {
        self.hello.with(|hello| {
            hello.as_ref().map(|hello| (hello.user.clone(), hello.role.clone())).unwrap_or_default()
        })
    }

    /// Whether the person is an admin.
    pub(crate) fn is_admin(&self) -> bool {
        self.hello.with(|hello| hello.as_ref().is_some_and(|hello| hello.role == "admin"))
    }

    /// What the person may do.
    pub(crate) fn allowed(&self) -> Allowed {
        self.hello.with(|hello| hello.as_ref().map(|hello| hello.allowed).unwrap_or_default())
    }

    /// The same, not followed.
    pub(crate) fn allowed_untracked(&self) -> Allowed {
        untrack(|| self.allowed())
    }

    /// Whether the page shows a change yet, and with it the one that a request made.
    pub(crate) fn shows(&self, epoch: u64, seq: Seq) -> bool {
        self.epoch() != epoch || self.shown.get() >= seq
    }

    /// The run of the server that the numbers belong to.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.get()
    }

    /// Looks at all containers, and again when one changes.
    pub(crate) fn containers<T>(&self, look: impl FnOnce(&Table<Container>) -> T) -> T {
        self.revisions.containers.track();
        self.known.with_value(|known| look(&known.containers))
    }

    /// Looks at all images, and again when one changes.
    pub(crate) fn images<T>(&self, look: impl FnOnce(&Table<Image>) -> T) -> T {
        self.revisions.images.track();
        self.known.with_value(|known| look(&known.images))
    }

    /// Looks at all volumes, and again when one changes.
    pub(crate) fn volumes<T>(&self, look: impl FnOnce(&Table<Volume>) -> T) -> T {
        self.revisions.volumes.track();
        self.known.with_value(|known| look(&known.volumes))
    }

    /// Looks at all networks, and again when one changes.
    pub(crate) fn networks<T>(&self, look: impl FnOnce(&Table<Network>) -> T) -> T {
        self.revisions.networks.track();
        self.known.with_value(|known| look(&known.networks))
    }

    /// Looks at all jobs, and again when one changes.
    pub(crate) fn jobs<T>(&self, look: impl FnOnce(&Table<JobRow>) -> T) -> T {
        self.revisions.jobs.track();
        self.known.with_value(|known| look(&known.jobs))
    }

    /// Looks at what happened last on the engine, and again when something happens.
    pub(crate) fn events<T>(&self, look: impl FnOnce(&[Sealed<EventRow>]) -> T) -> T {
        self.revisions.events.track();
        self.known.with_value(|known| look(&known.events))
    }

    /// The engine, and again when it changes.
    pub(crate) fn engine(&self) -> Arc<Engine> {
        self.revisions.engine.track();
        self.known.with_value(|known| known.engine.clone())
    }

    /// Whether all of a collection has been seen since the server's start. Until then an empty list says nothing.
    pub(crate) fn has_seen(&self, collection: Collection) -> bool {
        self.engine().seen.contains(collection)
    }

    /// How many there are, of what a collection tells; none while it hasn't been seen.
    pub(crate) fn count(
        self,
        of: Collection,
        count: impl Fn(&Self) -> usize + Send + Sync + 'static,
    ) -> Signal<Option<usize>> {
        Signal::derive(move || self.has_seen(of).then(|| count(&self)))
    }

    /// A container by its id.
    pub(crate) fn container(&self, id: Id) -> Option<Arc<Container>> {
        self.containers(|rows| rows.get(&id).cloned())
    }

    /// A container by its name, its id, or what its id begins with.
    pub(crate) fn find_container(&self, key: &str) -> Option<Arc<Container>> {
        self.containers(|rows| {
            let named = rows.iter().find(|row| row.name == key);
            let by_id = || rows.iter().find(|row| key.len() >= SHORTEST_ID && is_id(&row.id.0, key));
            named.or_else(by_id).cloned()
        })
    }

    /// A job by its number.
    pub(crate) fn job(&self, id: JobId) -> Option<Arc<Job>> {
        let row = self.jobs(|rows| rows.get(&id).cloned())?;
        row.job.open().map(Arc::new)
    }

    fn tick(&self) {
        let now = browser_clock().0;
        self.now.set(Time(now + self.ahead.get_value()));
        if now - self.heard.get_value() > SILENCE {
            socket::close();
        }
        self.follow_build();
    }

    /// A page that is no longer the server's comes anew as soon as nothing typed is lost: the parts that it has yet to load have
    /// gone.
    fn follow_build(&self) {
        let build = self.build.get_untracked();
        self.hello.with_untracked(|hello| {
            let version = hello.as_ref().map_or("", |hello| &hello.version);
            if build.is_empty() {
                self.build.set(version.to_owned());
            } else if build != version && api::can_be_left() {
                socket::anew(version);
            }
        });
    }

    fn receive(&self, frame: Frame) {
        self.heard.set_value(browser_clock().0);
        match frame {
            Frame::Hello(mut hello) => {
                self.ahead.set_value(std::mem::take(&mut hello.now.0) - browser_clock().0);
                self.epoch.set(std::mem::take(&mut hello.epoch));
                // Each connection begins with one. What follows it is made anew only when somebody may do more, or less.
                let hello = Some(hello);
                if self.hello.with_untracked(|before| *before != hello) {
                    self.hello.set(hello);
                }
                self.tick();
                self.link.set(Stream::Open);
            }
            Frame::Snapshot { seq, snapshot } => {
                self.known.set_value(snapshot.into());
                self.arrived.set_value(seq);
                self.draw_soon(|stale| *stale = Stale { drawing: stale.drawing, ..Stale::ALL });
            }
            Frame::Changes { seq, changes } => {
                for change in changes {
                    self.take(change);
                }
                self.arrived.set_value(seq);
                self.draw_soon(|_| ());
            }
        }
    }

    fn take(&self, change: Change) {
        let kind: fn(&mut Stale) -> &mut bool = match change {
            Change::Engine(_) => |stale| &mut stale.engine,
            Change::Container(_) | Change::ContainerGone(_) => |stale| &mut stale.containers,
            Change::Image(_) | Change::ImageGone(_) => |stale| &mut stale.images,
            Change::Volume(_) | Change::VolumeGone(_) => |stale| &mut stale.volumes,
            Change::Network(_) | Change::NetworkGone(_) => |stale| &mut stale.networks,
            Change::Job(_) | Change::JobGone(_) => |stale| &mut stale.jobs,
            Change::Event(_) => |stale| &mut stale.events,
        };
        self.known.update_value(|known| {
            if known.apply(change) {
                self.stale.update_value(|stale| *kind(stale) = true);
            }
        });
    }

    /// Many changes may arrive between two frames; the page is drawn once for all of them.
    fn draw_soon(&self, mark: fn(&mut Stale)) {
        let live = *self;
        let mut drawing = false;
        self.stale.update_value(|stale| {
            mark(stale);
            drawing = std::mem::replace(&mut stale.drawing, true);
        });
        if !drawing {
            request_animation_frame(move || live.draw());
        }
    }

    fn draw(&self) {
        let mut stale = Stale::default();
        self.stale.update_value(|marked| stale = std::mem::take(marked));
        let Revisions { engine, containers, images, volumes, networks, jobs, events } = self.revisions;
        for (is_stale, revision) in [
            (stale.engine, engine),
            (stale.containers, containers),
            (stale.images, images),
            (stale.volumes, volumes),
            (stale.networks, networks),
            (stale.jobs, jobs),
            (stale.events, events),
        ] {
            if is_stale {
                revision.update(|number| *number = number.wrapping_add(1));
            }
        }
        self.shown.set(self.arrived.get_value());
        if !self.ready.get_untracked() {
            self.ready.set(true);
        }
    }

    /// It no longer flows. What is known stays as old as it was when it ceased, however often it is asked why.
    fn cease(&self, why: fn(Time) -> Stream) {
        let before = self.link.get_untracked();
        let since = match before {
            Stream::Lost { since } | Stream::Ended { since } => since,
            Stream::Opening | Stream::Open => {
                self.tick();
                self.now.get_untracked()
            }
        };
        let link = why(since);
        if link != before {
            self.link.set(link);
        }
    }
}

impl Stale {
    const ALL: Self = Self {
        engine: true,
        containers: true,
        images: true,
        volumes: true,
        networks: true,
        jobs: true,
        events: true,
        drawing: false,
    };
}

fn browser_clock() -> Time {
    #[expect(clippy::cast_possible_truncation, reason = "a clock's seconds fit")]
    Time((js_sys::Date::now() / 1000.0) as i64)
}
