//! Following an engine from the moment when its events are heard until it is gone.

use std::{
    collections::{BTreeMap, HashSet},
    pin::pin,
    time::Duration,
};

use engine::{Client, Error, Items};
use engine_api::{
    Id,
    call::Filters,
    jsonl::Lines,
    system::{Events, Ping, event::Event},
};
use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval, sleep},
};
use wire::{Change, Collection, Collections, Digest, Engine, Image, Link, Problem, Sealed, State};

use super::{Wish, whole_until};
use crate::{
    Feed,
    clock::now,
    events::told,
    look::{NOT_STARTED, Seen, look},
    place::Place,
    queue::{Queue, Waiter},
};

/// How many looks may be under way at once: as many as keep an engine busy without crowding out others.
const LOOKS: usize = 8;
/// How often the engine must show that it lives. A stopped process keeps its connections, and is silent.
const PULSE: Duration = Duration::from_secs(5);
/// How often a container is looked at that is on its way to another state: an engine that gives up restarting one
/// says nothing when it has (seen on 20.10).
const ARRIVAL: Duration = Duration::from_secs(1);
/// How often the containers are asked for of which engines say nothing (seen on 20.10 and 28): one that couldn't be
/// started has another exit code, and one whose removal has begun is being removed, or dead when that failed.
const UNHEARD: Duration = Duration::from_secs(5);
/// The kinds of events that say something about what is mirrored.
const KINDS: [&str; 6] = ["container", "image", "volume", "network", "builder", "daemon"];

/// One place that was looked at.
struct Look {
    place: Place,
    waiters: Vec<Waiter>,
    seen: Result<Seen, Error>,
}

/// That the engine couldn't tell something.
enum Untold {
    /// We couldn't ask.
    Unasked,
    /// Once, and why.
    Once(String),
    /// Twice in a row or more, and why.
    Again(String),
}

/// An engine whose events are heard.
pub(super) struct Following<'a> {
    client: &'a Client,
    feed: &'a Feed,
    own: Option<Id>,
    events: Items<Lines<Event>>,
    queue: Queue,
    looks: FuturesUnordered<BoxFuture<'a, Look>>,
    /// What is still to be seen before everything that is shown is true again.
    unsure: HashSet<Place>,
    /// The containers that are on their way to another state.
    moving: HashSet<Place>,
    /// What the engine couldn't tell when it was asked last. It is asked again and again.
    untold: BTreeMap<Place, Untold>,
    /// What the engine says of itself, told with all the rest: whoever hears of an engine for the first time takes the lists
    /// for whole.
    met: Option<Engine>,
    /// Whether it has said anything of itself since its events are heard.
    has_met: bool,
}

impl<'a> Following<'a> {
    /// Listens first and looks at everything then, so that nothing falls between.
    pub(super) async fn start(client: &'a Client, feed: &'a Feed, own: Option<Id>) -> Result<Self, Error> {
        client.negotiate().await?;
        let filters = KINDS.into_iter().fold(Filters::new(), |filters, kind| filters.with("type", kind));
        let events = client.stream(&Events { filters, since: None }).await?;
        let mut following = Self {
            client,
            feed,
            own,
            events,
            queue: Queue::default(),
            looks: FuturesUnordered::new(),
            unsure: HashSet::new(),
            moving: HashSet::new(),
            untold: BTreeMap::new(),
            met: None,
            has_met: false,
        };
        Place::EVERYTHING.into_iter().for_each(|place| following.doubt(place));
        Ok(following)
    }

    /// Whether everything that is shown is true: all has been seen since the events are heard.
    pub(super) fn is_whole(&self) -> bool {
        self.unsure.is_empty()
    }

    /// Follows until there is a gap in what is heard, and answers why; nothing, when the events just ended.
    pub(super) async fn run(&mut self, wishes: &mut mpsc::Receiver<Wish>) -> Option<Error> {
        let mut pulse = pin!(pulse(self.client));
        let mut again = interval(ARRIVAL);
        again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut unheard = interval(UNHEARD);
        unheard.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            self.begin_looks();
            tokio::select! {
                event = self.events.next() => match event {
                    Some(Ok(event)) => self.heard(&event),
                    Some(Err(gap)) => return Some(gap),
                    None => return None,
                },
                Some(look) = self.looks.next() => if let Err(gap) = self.looked(look) {
                    return Some(gap);
                },
                Some(wish) = wishes.recv() => self.queue.wait(wish.place, wish.waiter),
                _ = again.tick(), if !self.moving.is_empty() => {
                    self.moving.iter().for_each(|place| self.queue.background(place.clone()));
                }
                _ = unheard.tick() => {
                    self.queue.background(Place::Unheard);
                    self.untold.keys().for_each(|place| self.queue.background(place.clone()));
                }
                gap = &mut pulse => return Some(gap),
            }
        }
    }

    fn begin_looks(&mut self) {
        while self.looks.len() < LOOKS {
            let Some((place, waiters)) = self.queue.next() else { return };
            let (client, own) = (self.client, self.own);
            self.looks.push(Box::pin(async move {
                let seen = look(client, own, &place).await;
                Look { place, waiters, seen }
            }));
        }
    }

    fn heard(&mut self, event: &Event) {
        Place::of(event).into_iter().for_each(|place| self.queue.urgent(place));
        if let Some(told) = told(event) {
            self.feed.tell(told);
        }
    }

    /// It isn't known what a place looks like.
    fn doubt(&mut self, place: Place) {
        self.unsure.insert(place.clone());
        self.queue.background(place);
    }

    fn looked(&mut self, look: Look) -> Result<(), Error> {
        let seen = look.seen?;
        if !matches!(seen, Seen::Untold(_)) {
            self.untold.remove(&look.place);
        }
        let changes = match seen {
            Seen::Object(change) => vec![self.object(&look.place, change)],
            Seen::Container(row, labels) => {
                self.feed.keep_labels(row.id, labels);
                vec![self.object(&look.place, Change::Container(row))]
            }
            Seen::Engine(id, anatomy) => {
                self.has_met = true;
                let (name, anatomy) = (anatomy.name.clone(), Some(Sealed::new(&*anatomy)));
                let engine = Engine { id, name, anatomy, ..Engine::clone(&self.feed.engine()) };
                match engine.link {
                    Link::Up { .. } | Link::Partly { .. } => vec![Change::Engine(engine.into())],
                    Link::Connecting | Link::Down { .. } => {
                        self.met = Some(engine);
                        vec![]
                    }
                }
            }
            Seen::Unheard { not_started, leaving } => {
                self.look_if_shown_otherwise(not_started, |row| NOT_STARTED.contains(&row.exit_code));
                self.look_if_shown_otherwise(leaving, |row| {
                    matches!(row.state, State::Removing | State::Dead)
                });
                vec![]
            }
            Seen::Images(images) => self.changed_images(images),
            Seen::Names(places) => {
                let known = self.known(&look.place);
                places.into_iter().chain(known).for_each(|place| self.doubt(place));
                vec![]
            }
            Seen::Untold(error) => {
                self.untold(look.place, &error);
                let seq = self.publish_link();
                look.waiters.into_iter().for_each(|waiter| _ = waiter.send(seq));
                return Ok(());
            }
            Seen::Unclear(error) => {
                tracing::warn!(%error, "what is shown of it may be old");
                vec![]
            }
        };
        let mut seq = self.feed.publish(changes);
        self.queue.looked(&look.place);
        if self.unsure.remove(&look.place) {
            seq = self.publish_link();
        }
        // Who has stopped waiting doesn't mind.
        for waiter in look.waiters {
            let _ = waiter.send(seq);
        }
        Ok(())
    }

    /// The engine couldn't tell what a place looks like. When that wasn't chance, what is shown may be old, and is said to
    /// be until the engine can.
    fn untold(&mut self, place: Place, error: &Error) {
        self.queue.looked(&place);
        self.unsure.insert(place.clone());
        let before = self.untold.remove(&place);
        let now = match (error, before) {
            // That we are busy ourselves says nothing of it.
            (Error::Busy { .. }, before) => before.unwrap_or(Untold::Unasked),
            (error, None | Some(Untold::Unasked)) => {
                self.queue.background(place.clone());
                Untold::Once(why(error))
            }
            (error, Some(_)) => Untold::Again(why(error)),
        };
        self.untold.insert(place, now);
    }

    /// Says whether everything that is shown is true, once that is known: what isn't seen yet is what the engine can't tell.
    fn publish_link(&mut self) -> wire::Seq {
        let head = *self.feed.head().borrow();
        let before = self.feed.engine();
        let was_up = matches!(before.link, Link::Up { .. });
        if was_up && self.unsure.is_empty()
            || self.unsure.iter().any(|place| self.reason(place, was_up).is_none())
        {
            return head;
        }
        let reasons: Vec<&str> = self.untold.keys().filter_map(|place| self.reason(place, was_up)).collect();
        let untold: Collections = self.untold.keys().filter_map(collection).collect();
        let link = if reasons.is_empty() {
            Link::Up { since: now() }
        } else {
            let since = match before.link {
                Link::Partly { since, .. } => since,
                _ => now(),
            };
            let problem = Sealed::new(&Problem::Other { message: reasons.join("; ") });
            Link::Partly { since, untold, problem }
        };
        if before.link == link {
            return head;
        }
        if reasons.is_empty() {
            tracing::info!(address = before.address, "the engine is mirrored");
        } else {
            tracing::warn!(problem = reasons.join("; "), "the engine can't tell all that is on it");
        }
        let engine = match self.met.take() {
            Some(met) => met,
            None if self.has_met => Engine::clone(&before),
            // It may be another engine.
            None => {
                Engine { id: String::new(), name: String::new(), anatomy: None, ..Engine::clone(&before) }
            }
        };
        // What is kept of another engine isn't what is on this one.
        let is_same = engine.id == before.id;
        let seen = if is_same { before.seen } else { Collections::default() };
        let whole_until = whole_until(&before).filter(|_| is_same);
        let engine = Engine { link, seen: seen.and(untold.others()), whole_until, ..engine };
        self.feed.publish([Change::Engine(engine.into())])
    }

    /// Why the engine doesn't tell something, unless it may tell it yet: where everything was seen, once may be chance.
    fn reason(&self, place: &Place, was_up: bool) -> Option<&str> {
        match self.untold.get(place)? {
            Untold::Again(why) => Some(why),
            Untold::Once(why) if !was_up => Some(why),
            Untold::Once(_) | Untold::Unasked => None,
        }
    }

    /// One object was looked at: remembers whether to look again, and at what else.
    fn object(&mut self, place: &Place, change: Change) -> Change {
        if is_moving(&change) {
            self.moving.insert(place.clone());
        } else {
            self.moving.remove(place);
        }
        self.look_for_its_image(&change);
        change
    }

    /// A list says nothing of what it leaves out: an object that it doesn't name may have come since. So each
    /// known object is looked at as well.
    fn known(&self, list: &Place) -> Vec<Place> {
        let rows = |place: &Place| match place {
            Place::Containers => {
                let rows = self.feed.list::<wire::Container>().rows;
                rows.iter().map(|row| Place::Container(row.id)).collect()
            }
            Place::Volumes => {
                let rows = self.feed.list::<wire::Volume>().rows;
                rows.iter().map(|row| Place::Volume(row.name.clone())).collect()
            }
            Place::Networks => {
                let rows = self.feed.list::<wire::Network>().rows;
                rows.iter().map(|row| Place::Network(row.id.clone())).collect()
            }
            _ => vec![],
        };
        rows(list)
    }

    /// The list of images is the whole truth: only one look at it is under way at a time.
    fn changed_images(&self, images: Vec<Image>) -> Vec<Change> {
        let listed: HashSet<Digest> = images.iter().map(|image| image.id).collect();
        let before = self.feed.list::<Image>().rows;
        let gone =
            before.iter().map(|image| image.id).filter(|id| !listed.contains(id)).map(Change::ImageGone);
        gone.chain(images.into_iter().map(|image| Change::Image(image.into()))).collect()
    }

    fn look_if_shown_otherwise(&mut self, found: Vec<Id>, is_shown: impl Fn(&wire::Container) -> bool) {
        for id in found {
            let row = self.feed.get::<wire::Container>(&id);
            if !row.is_some_and(|row| is_shown(&row)) {
                self.queue.background(Place::Container(id));
            }
        }
    }

    /// Some builders make images without an event. A container made from one shows it.
    fn look_for_its_image(&mut self, change: &Change) {
        if let Change::Container(row) = change
            && let Some(id) = row.image_id
            && self.feed.get::<wire::Container>(&row.id).is_none()
            && self.feed.get::<Image>(&id).is_none()
        {
            self.queue.background(Place::Images);
        }
    }
}

/// What a list is of.
fn collection(list: &Place) -> Option<Collection> {
    match list {
        Place::Containers => Some(Collection::Containers),
        Place::Images => Some(Collection::Images),
        Place::Volumes => Some(Collection::Volumes),
        Place::Networks => Some(Collection::Networks),
        _ => None,
    }
}

/// What an engine says that answers a ping, and not this.
fn why(error: &Error) -> String {
    match error {
        Error::Engine { what, status, message } => format!("{what}: {status}: {message}"),
        other => other.to_string(),
    }
}

/// Whether it is a container in a state that it leaves by itself.
fn is_moving(change: &Change) -> bool {
    matches!(change, Change::Container(row) if matches!(row.state, State::Restarting | State::Removing))
}

/// Ends when the engine doesn't answer any more. That we are busy ourselves says nothing of it.
async fn pulse(client: &Client) -> Error {
    loop {
        sleep(PULSE).await;
        match client.call(&Ping).await {
            Ok(_) | Err(Error::Busy { .. }) => {}
            Err(gone) => return gone,
        }
    }
}
