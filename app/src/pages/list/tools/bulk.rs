//! The same thing done to many: asked first, a few at once, with a result for each, and again for those that failed.

use std::{collections::VecDeque, sync::Arc};

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::{html, prelude::*};
use wire::FailureKind;

use super::{Deed, Plan};
use crate::{
    actions::{Actions, explained},
    api,
    i18n::{Message, Text, say, t},
    ui::{
        AnyText, Button, Check, Dialog, DialogForm, Icon, Key, Kind, Notice, Progress, Toasts, Tone, Typed,
        dom::once_there, icon,
    },
};

/// How many requests are on their way at once: the engine does most of them one after the other anyway.
const AT_ONCE: usize = 4;
/// How many names a dialog shows; more is nothing that anybody reads.
const NAMED: usize = 200;

/// A deed, and what it is done to.
pub(in crate::pages) struct Batch {
    deed: Arc<Deed>,
    title: String,
    items: Vec<Item>,
    /// Those that are left out, and why.
    left: Vec<(String, Text)>,
    /// How many it makes no sense for.
    pointless: usize,
    done: ArcRwSignal<usize>,
    failed: ArcRwSignal<usize>,
}

struct Item {
    key: Key,
    name: String,
    /// It goes with the batch: what is made by a click has no owner.
    course: ArcRwSignal<Course>,
}

/// How far it is with one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Course {
    Waiting,
    Asked,
    Done,
    Failed(AnyText),
}

impl Batch {
    /// What a deed does to some rows: those of a stack, or those that are picked.
    pub(in crate::pages) fn new(
        deed: Arc<Deed>,
        stack: Option<&str>,
        keys: &[Key],
        name: impl Fn(&Key) -> String,
    ) -> Self {
        let mut batch = Self {
            deed,
            title: String::new(),
            items: Vec::new(),
            left: Vec::new(),
            pointless: 0,
            done: ArcRwSignal::new(0),
            failed: ArcRwSignal::new(0),
        };
        for key in keys {
            match (batch.deed.plan)(key) {
                Plan::Go => batch.items.push(Item {
                    key: key.clone(),
                    name: name(key),
                    course: ArcRwSignal::new(Course::Waiting),
                }),
                Plan::Leave(why) => batch.left.push((name(key), why)),
                Plan::Pointless => batch.pointless += 1,
            }
        }
        let verb = t(batch.deed.word);
        batch.title = match stack {
            Some(stack) => say(Message::VerbStack(verb, stack)),
            None => say(Message::BulkTitle(verb, batch.items.len())),
        };
        batch
    }

    /// Whether it is done without a question.
    fn is_harmless(&self) -> bool {
        let asks = self.deed.loses.is_some() || !self.deed.options.is_empty() || !self.left.is_empty();
        // Where there is nothing to do, that is said.
        !asks && !self.items.is_empty()
    }

    /// It goes on with one of them. How many are at their end is counted as they get there, and not over all of them.
    fn turn(&self, place: usize, course: Course) {
        let item = &self.items[place];
        let count = |course: &Course, by: isize| {
            let counted = match course {
                Course::Done => &self.done,
                Course::Failed(_) => &self.failed,
                Course::Waiting | Course::Asked => return,
            };
            counted.update(|count| *count = count.saturating_add_signed(by));
        };
        item.course.with_untracked(|before| count(before, -1));
        count(&course, 1);
        item.course.set(course);
    }

    /// How far all of it has come.
    fn sum(&self, done: usize, failed: usize) -> String {
        let failed = (failed > 0).then(|| [" · ", &say(Message::BulkFailed(failed))].concat());
        [say(Message::BulkDone(done, self.items.len())), failed.unwrap_or_default()].concat()
    }
}

/// What is left to be done, and how.
#[derive(Clone, Copy)]
struct Work {
    queue: StoredValue<VecDeque<usize>>,
    options: StoredValue<Vec<bool>>,
    actions: Actions,
    toasts: Toasts,
}

impl Work {
    /// Does it to those that match.
    fn begin(self, batch: &Arc<Batch>, wanted: fn(&Course) -> bool) {
        let batch = batch.clone();
        let places = (0..batch.items.len()).filter(|place| batch.items[*place].course.with_untracked(wanted));
        self.queue.set_value(places.collect());
        for place in self.queue.get_value() {
            batch.turn(place, Course::Waiting);
        }
        leptos::task::spawn_local(async move {
            // The first goes alone: what it lacks, a password perhaps, is asked for once.
            self.next(&batch).await;
            for _ in 0..AT_ONCE {
                let batch = batch.clone();
                leptos::task::spawn_local(async move { while self.next(&batch).await {} });
            }
        });
    }

    /// Does the next one; false when there is none. When the dialog has been closed, the rest is left as it is: the last that
    /// was under way says how far it came.
    async fn next(self, batch: &Batch) -> bool {
        let Some(place) = self.queue.try_update_value(VecDeque::pop_front).flatten() else { return false };
        let item = &batch.items[place];
        let options = self.options.try_get_value().unwrap_or_default();
        let Some((target, request)) = (batch.deed.request)(&item.key, &options) else {
            // It has gone meanwhile.
            batch.turn(place, Course::Done);
            return true;
        };
        batch.turn(place, Course::Asked);
        match api::change(request).await {
            Ok(seq) => {
                self.actions.settle(target, batch.deed.doing, seq);
                batch.turn(place, Course::Done);
            }
            Err(failure) => {
                let failed = Course::Failed(explained(&failure));
                if matches!(failure.kind, FailureKind::ProofNeeded | FailureKind::HostRootOff) {
                    // Nobody is asked again for what they didn't give.
                    let rest = self.queue.try_update_value(std::mem::take).unwrap_or_default();
                    rest.into_iter().for_each(|place| batch.turn(place, failed.clone()));
                }
                batch.turn(place, failed);
            }
        }
        let is_left = |is: Course| batch.items.iter().any(|item| item.course.with_untracked(|it| *it == is));
        let failed = batch.failed.get_untracked();
        if self.queue.is_disposed() && !is_left(Course::Asked) && (is_left(Course::Waiting) || failed > 0) {
            let text = [&batch.title, ": ", &batch.sum(batch.done.get_untracked(), failed)].concat();
            if failed > 0 { self.toasts.bad(text) } else { self.toasts.good(text) }
        }
        true
    }
}

/// The question, then how it goes.
#[component]
pub(in crate::pages) fn BulkDialog(batch: Arc<Batch>, on_close: Callback<()>) -> Drawn {
    let options: Vec<RwSignal<bool>> = batch.deed.options.iter().map(|_| RwSignal::new(false)).collect();
    let work = Work {
        queue: StoredValue::new(VecDeque::new()),
        options: StoredValue::new(Vec::new()),
        actions: Actions::expect(),
        toasts: Toasts::expect(),
    };
    let begun = RwSignal::new(batch.is_harmless());
    if batch.is_harmless() {
        work.begin(&batch, |_| true);
    }
    let title = batch.title.clone();
    let inside = move || {
        if begun.get() {
            return course(&batch, work);
        }
        let start = {
            let (batch, options) = (batch.clone(), options.clone());
            Callback::new(move |()| {
                work.options.set_value(options.iter().map(RwSignal::get_untracked).collect());
                work.begin(&batch, |_| true);
                begun.set(true);
            })
        };
        question(&batch, &options, start)
    };
    view! { <Dialog title=title on_close=on_close>{inside}</Dialog> }
}

fn question(batch: &Arc<Batch>, options: &[RwSignal<bool>], start: Callback<()>) -> Drawn {
    let Batch { deed, items, left, pointless, .. } = &**batch;
    let check = |((label, hint), value): (&(Text, Text), &RwSignal<bool>)| {
        view! { <Check label=t(*label) value=*value hint=t(*hint) /> }
    };
    let leave = |(name, why): &(String, Text)| {
        let why = *why;
        view! { <Notice tone=Tone::Warn title=say(Message::BulkLeftOut(name))>{t(why)}</Notice> }
    };
    let checks = deed.options.iter().zip(options).map(check).draw_all();
    let left = left.iter().map(leave).draw_all();
    let loses = deed.loses.map(|loses| view! { <p>{t(loses)}</p> });
    let pointless =
        (*pointless > 0).then(|| view! { <p class="faint">{say(Message::BulkPointless(*pointless))}</p> });
    let names = names(items);
    let kind = if deed.loses.is_some() { Kind::Danger } else { Kind::Primary };
    let nothing = items.is_empty();
    let typed = Typed::new(items.len().to_string());
    let (is_final, chosen) = (deed.is_final, options.to_vec());
    let is_final = Memo::new(move || is_final(&chosen.iter().map(RwSignal::get).collect::<Vec<_>>()));
    view! {
        <DialogForm
            submit=say(Message::BulkVerb(t(deed.word), items.len()))
            kind=kind
            busy=Signal::derive(|| false)
            failure=Signal::derive(|| None::<AnyText>)
            blocked=Signal::derive(move || nothing || is_final.get() && !typed.is_done())
            on_submit=start
        >
            {loses}
            {names}
            {checks}
            {move || is_final.get().then(|| typed.field())}
            {left}
            {pointless}
        </DialogForm>
    }
}

fn names(items: &[Item]) -> Drawn {
    let names = items.iter().take(NAMED).map(|item| view! { <li>{item.name.clone()}</li> });
    let more = items.len().saturating_sub(NAMED);
    view! {
        <ul class="losses bulk">
            {names.draw_all()}
            {(more > 0).then(|| view! { <li class="faint">{say(Message::OthersToo(more))}</li> })}
        </ul>
    }
}

/// How it goes: a bar for all, a line for each.
fn course(batch: &Arc<Batch>, work: Work) -> Drawn {
    let total = batch.items.len();
    let followed = |count: &ArcRwSignal<usize>| {
        let count = count.clone();
        Memo::new(move || count.get())
    };
    let (done, failed) = (followed(&batch.done), followed(&batch.failed));
    let over = move || done.get() + failed.get() == total;
    #[expect(clippy::cast_precision_loss, reason = "there are fewer rows than a fraction can tell apart")]
    let part = move || Some((done.get() + failed.get()) as f64 / total.max(1) as f64);
    let tone = move || match (over(), failed.get()) {
        (_, 1..) => Tone::Bad,
        (true, _) => Tone::Good,
        _ => Tone::Busy,
    };
    let sum = {
        let batch = batch.clone();
        move || batch.sum(done.get(), failed.get())
    };
    let running = sum.clone();
    // The question that was here had the focus.
    let inside = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(inside) = inside.get() {
            once_there(inside.clone().into(), move || _ = inside.focus());
        }
    });
    let again = {
        let batch = batch.clone();
        Callback::new(move |()| work.begin(&batch, |course| matches!(course, Course::Failed(_))))
    };
    let lines: Vec<Drawn> = batch.items.iter().take(NAMED).map(line).collect();
    let beyond = batch.items.iter().skip(NAMED);
    // Of more than anybody reads, those that failed are still named.
    let beyond: Vec<Drawn> = beyond.map(failed_line).collect();
    view! {
        <div class="inside" tabindex="0" role="group" aria-label=t(Text::Progress) node_ref=inside>
            <Progress label=t(Text::Progress) part=Signal::derive(part) tone=Signal::derive(tone) />
            <p class="nums">{move || (!over()).then(&running)}<span role="status">{move || over().then(&sum)}</span></p>
            <ul class="bulk">{lines} {beyond}</ul>
        </div>
        <footer>
            {move || (over() && failed.get() > 0).then(|| view! {
                <Button label=t(Text::TryFailedAgain) symbol=Some(Icon::Restart) on_press=again />
            })}
            <form method="dialog">
                <button class="button">{move || t(if over() { Text::Close } else { Text::StopHere })}</button>
            </form>
        </footer>
    }
}

fn line(item: &Item) -> Drawn {
    let (course, shown) = (item.course.clone(), item.course.clone());
    let mark = move || {
        shown.with(|course| {
            let (symbol, tone, word) = match course {
                Course::Waiting => (Icon::Ring, Tone::Idle, Text::Waiting),
                Course::Asked => (Icon::Spinner, Tone::Busy, Text::UnderWay),
                Course::Done => (Icon::Check, Tone::Good, Text::JobDone),
                Course::Failed(_) => (Icon::Alert, Tone::Bad, Text::JobFailed),
            };
            view! {
                <span class=["mark ", tone.class()].concat() role="img" aria-label=t(word) title=t(word)>
                    {icon(symbol)}
                </span>
            }
        })
    };
    let why = move || match course.get() {
        Course::Failed(text) => Some(view! { <span class="wrong">{text.in_lines()}</span> }),
        _ => None,
    };
    view! { <li>{mark}<span class="item">{item.name.clone()}</span>{why}</li> }
}

fn failed_line(item: &Item) -> Drawn {
    let course = item.course.clone();
    let failed = Memo::new(move || course.with(|course| matches!(course, Course::Failed(_))));
    let shown = Item { key: item.key.clone(), name: item.name.clone(), course: item.course.clone() };
    (move || failed.get().then(|| line(&shown))).drawn()
}
