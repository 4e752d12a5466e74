//! What people do to objects: pending at once, settled when the live stream shows it, and the engine's own
//! words when it failed.

use std::{sync::Arc, time::Duration};

use crate::ui::dom::{RwSignal, expect_context, provide_context, view};
use leptos::prelude::*;
use wire::{Container, Digest, Failure, Id, Request, Seq, State, Time};

use crate::{
    api::{self, Prepared},
    i18n::{Text, advice, t},
    live::Live,
    route::Route,
    ui::{AnyText, Button, Toasts},
};

/// Until then the stream has shown what an action that failed has done nevertheless.
const SETTLES: Duration = Duration::from_secs(2);

/// What something is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Container(Id),
    Image(Digest),
    Volume(String),
    Network(String),
}

/// What is to be done once something has succeeded.
pub(crate) type Done = Box<dyn FnOnce(Actions)>;

/// What takes something back.
pub(crate) type Undo = Arc<dyn Fn(Actions) + Send + Sync>;

/// How far it is.
#[derive(Clone)]
enum Course {
    /// The engine has been asked.
    Asked(Text),
    /// The engine has done it; the stream will show it with this change.
    Done { doing: Text, epoch: u64, seq: Seq },
    /// It failed.
    Failed(Failure),
}

/// Everything that is being done from this page.
#[derive(Clone, Copy)]
pub(crate) struct Actions {
    /// Few at a time: those that are on their way, and failures that nobody has put away.
    courses: RwSignal<Vec<(Target, Course)>>,
    pub(crate) live: Live,
    toasts: Toasts,
}

impl Actions {
    /// For the whole page.
    pub(crate) fn provide(live: Live) {
        provide_context(Self { courses: RwSignal::new(Vec::new()), live, toasts: Toasts::expect() });
    }

    /// The actions of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Something is about to be done.
    pub(crate) fn begin(&self, target: Target, doing: Text) {
        self.set(target, Course::Asked(doing));
    }

    /// Does something. `name` is what the news call the object when it fails; `done` tells that it was done.
    pub(crate) fn run(&self, target: Target, name: String, doing: Text, request: Prepared, done: Done) {
        let actions = *self;
        actions.begin(target.clone(), doing);
        leptos::task::spawn_local(async move {
            match api::change(request).await {
                Ok(seq) => {
                    actions.settle(target, doing, seq);
                    done(actions);
                }
                Err(failure) => {
                    // The object's own page says it already.
                    if !is_open(&target, &name) {
                        actions.toasts.bad([&name, ": ", &explained(&failure).in_lines()].concat());
                    }
                    actions.set(target.clone(), Course::Failed(failure));
                    set_timeout(move || actions.forget_later(target), SETTLES);
                }
            }
        });
    }

    /// Tells what was done, and offers what takes it back.
    pub(crate) fn tell(&self, news: String, undo: Option<Undo>) {
        let (actions, toasts) = (*self, self.toasts);
        let Some(undo) = undo else { return toasts.good(news) };
        let beside = move |number| {
            let undo = undo.clone();
            let press = Callback::new(move |()| {
                toasts.take(number);
                undo(actions);
            });
            view! { <Button label=t(Text::Undo) on_press=press /> }
        };
        put_away_later(toasts, toasts.offer(news, Arc::new(beside)));
    }

    /// The engine has done it; it stays pending until the stream shows it.
    pub(crate) fn settle(&self, target: Target, doing: Text, seq: Seq) {
        let epoch = self.live.epoch();
        self.set(target, Course::Done { doing, epoch, seq });
    }

    /// What is being done to an object.
    pub(crate) fn pending(&self, target: &Target) -> Option<Text> {
        self.courses.with(|courses| match course(courses, target)? {
            Course::Asked(doing) => Some(*doing),
            Course::Done { doing, epoch, seq } => (!self.live.shows(*epoch, *seq)).then_some(*doing),
            Course::Failed(_) => None,
        })
    }

    /// Why the last thing that was done to an object failed.
    pub(crate) fn failure(&self, target: &Target) -> Option<Failure> {
        self.courses.with(|courses| match course(courses, target)? {
            Course::Failed(failure) => Some(failure.clone()),
            _ => None,
        })
    }

    /// Forgets a failure as soon as what its object stands among is otherwise than now: it is no longer news.
    fn forget_later(self, target: Target) {
        let owner = Owner::new();
        let own = owner.clone();
        owner.with(|| {
            Effect::new(move |before: Option<_>| {
                let now = stands_among(self.live, &target);
                let fails = self.failure(&target).is_some();
                let changed = before.is_some_and(|before| before != now);
                if fails && changed {
                    self.forget(&target);
                }
                if changed || !fails {
                    let own = own.clone();
                    set_timeout(move || own.cleanup(), Duration::ZERO);
                }
                now
            });
        });
    }

    /// Puts a failure away.
    pub(crate) fn forget(&self, target: &Target) {
        self.courses.update(|courses| courses.retain(|(other, _)| other != target));
    }

    fn set(&self, target: Target, course: Course) {
        self.courses.update(|courses| {
            courses.retain(|(other, course)| match course {
                _ if *other == target => false,
                Course::Done { epoch, seq, .. } => !untrack(|| self.live.shows(*epoch, *seq)),
                _ => true,
            });
            courses.push((target, course));
        });
    }
}

/// Whether the own page of a container of this name is what is shown.
fn is_open(target: &Target, name: &str) -> bool {
    let shown = window().location().pathname().unwrap_or_default();
    let rest = shown.strip_prefix(&Route::container(name).to_string());
    matches!(target, Target::Container(_))
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// News with something to press goes later than others, and not while somebody is at it.
fn put_away_later(toasts: Toasts, number: u32) {
    const SHOWN: Duration = Duration::from_secs(12);
    const HELD: &str = ".toasts:hover,.toasts:focus-within";
    let put_away = move || match document().query_selector(HELD) {
        Ok(Some(_)) => put_away_later(toasts, number),
        _ => toasts.put_away(number),
    };
    set_timeout(put_away, SHOWN);
}

fn course<'a>(courses: &'a [(Target, Course)], target: &Target) -> Option<&'a Course> {
    courses.iter().find(|(other, _)| other == target).map(|(_, course)| course)
}

/// Whether an object is there, and the containers that it is used by, or is: their states are why most of what is done to it
/// fails.
fn stands_among(live: Live, target: &Target) -> (bool, Vec<(Id, State, Option<Time>)>) {
    let network = match target {
        Target::Network(id) => live.networks(|rows| rows.get(id).map(|row| row.name.clone())),
        _ => None,
    };
    let uses = |row: &&Arc<Container>| match target {
        Target::Container(id) => row.id == *id,
        Target::Image(id) => row.image_id == Some(*id),
        Target::Volume(name) => row.volumes.contains(name),
        Target::Network(_) => network.as_ref().is_some_and(|name| row.networks.contains(name)),
    };
    let users: Vec<_> = live
        .containers(|rows| rows.iter().filter(uses).map(|row| (row.id, row.state, row.started)).collect());
    let exists = match target {
        Target::Container(_) => !users.is_empty(),
        Target::Image(id) => live.images(|rows| rows.get(id).is_some()),
        Target::Volume(name) => live.volumes(|rows| rows.get(name).is_some()),
        Target::Network(_) => network.is_some(),
    };
    (exists, users)
}

/// A request that a dialog waits for: it stays open, with what was typed, until the request has succeeded.
///
/// Somebody may close it earlier. What is done then is still told, but not to callbacks of the dialog, which have gone
/// with it: those are run with `try_run`.
#[derive(Clone, Copy)]
pub(crate) struct Submission {
    pub(crate) busy: RwSignal<bool>,
    pub(crate) failure: RwSignal<Option<AnyText>>,
}

impl Submission {
    /// Not sent yet.
    pub(crate) fn new() -> Self {
        Self { busy: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    /// Sends it; `done` is told from which change on the stream shows it.
    pub(crate) fn change(&self, request: Prepared, done: Box<dyn FnOnce(Seq)>) {
        let submission = *self;
        submission.start();
        leptos::task::spawn_local(async move {
            if let Some(seq) = submission.end(api::change(request).await) {
                done(seq);
            }
        });
    }

    /// Sends it; `done` is told what came back.
    pub(crate) fn send<R>(&self, request: R, done: Box<dyn FnOnce(R::Reply)>)
    where
        R: Request<Reply: 'static> + 'static,
    {
        let submission = *self;
        submission.start();
        leptos::task::spawn_local(async move {
            if let Some(reply) = submission.end(api::send(&request).await) {
                done(reply);
            }
        });
    }

    /// It is on its way.
    pub(crate) fn start(&self) {
        self.busy.set(true);
        self.failure.set(None);
    }

    /// It has come back. The dialog may have been closed meanwhile.
    pub(crate) fn end<T>(&self, result: Result<T, Failure>) -> Option<T> {
        self.busy.try_set(false);
        match result {
            Ok(value) => Some(value),
            Err(failure) => {
                self.failure.try_set(Some(explained(&failure)));
                None
            }
        }
    }
}

/// A failure's own words, and what helps.
pub(crate) fn explained(failure: &Failure) -> AnyText {
    AnyText {
        title: failure.message.clone(),
        more: advice(failure.advice).map(t).unwrap_or_default().to_owned(),
    }
}
