//! Long work on the server: what runs, how far it is, and how it ended.

mod extent;
mod news;

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, each, view};
use leptos::prelude::*;
use wire::{CancelJob, Id, Job, JobId, JobKind, JobState, Layer, LayerStatus, Step};

use crate::{
    actions::explained,
    api,
    format::{between, size},
    i18n::{Message, Text, say, t},
    live::Live,
    route::Route,
    ui::{
        Badge, Button, Empty, Icon, LinkButton, Notice, Progress, Skeleton, Toasts, Tone, focus_first,
        focus_rest, focused_in, is_lost,
    },
};

use news::PastNews;

/// The page.
#[component]
pub(crate) fn JobsPage() -> Drawn {
    let live = Live::expect();
    // The newest first.
    let ids =
        Memo::new(move || live.jobs(|jobs| jobs.iter().rev().map(|job| job.id).collect::<Vec<JobId>>()));
    let shown = Memo::new(move || (live.is_ready(), !ids.get().is_empty()));
    let one = |id| view! { <li class="card"><JobView id=id /></li> };
    view! {
        <header class="page-head"><h1>{t(Text::Jobs)}</h1></header>
        <div class="page-body">{move || match shown.get() {
            (false, _) => view! { <Skeleton /> },
            (_, false) => view! {
                <Empty symbol=Icon::Download title=t(Text::NoJobs) text=t(Text::NoJobsMore)>
                    <LinkButton label=t(Text::SeeImages) href="/images" />
                </Empty>
            },
            _ => view! { <ul class="cards jobs-list">{each(move || ids.get(), JobId::clone, one)}</ul> },
        }}</div>
        <PastNews />
    }
}

/// One job, live.
#[component]
pub(crate) fn JobView(
    id: JobId,
    /// Its title stands elsewhere.
    #[prop(optional)]
    untitled: bool,
) -> Drawn {
    let live = Live::expect();
    let job = Memo::new(move || live.job(id));
    let read = move |read: fn(&Job) -> String| {
        Signal::derive(move || job.with(|job| job.as_deref().map(read).unwrap_or_default()))
    };
    let tone =
        Signal::derive(move || job.with(|job| job.as_deref().map(|job| outcome(job).0).unwrap_or_default()));
    let part = Signal::derive(move || job.with(|job| job.as_deref().and_then(extent::part)));
    let pulled = Memo::new(move || job.with(|job| job.as_deref().and_then(extent::pulled)));
    let time = move || {
        job.with(|job| {
            job.as_deref().map(|job| between(job.started, job.ended.unwrap_or_else(|| live.now())))
        })
    };
    let ended = Memo::new(move || job.with(|job| job.as_ref().map(|job| job.state.clone())));
    // Those of a job that was cancelled, or failed, would be on their way for ever.
    let layers = Memo::new(move || {
        job.with(|job| match job.as_deref() {
            Some(Job { state: JobState::Running | JobState::Done { .. }, layers, .. }) => {
                layers.iter().map(|layer| layer.id.clone()).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        })
    });
    view! {
        <article class="job" tabindex="-1" aria-label=read(job_title)>
            <header>
                {(!untitled).then(|| view! { <h2>{read(job_title)}</h2> })}
                <Badge text=read(|job| t(outcome(job).1).to_owned()) tone=tone />
                <span class="faint nums">{time} " · " {read(|job| job.by.clone())}</span>
                <End id=id state=ended />
            </header>
            {move || pulled.get().map(|(now, all)| view! {
                <p class="extent nums">{say(Message::BytesOf(&size(now), &size(all)))}</p>
            })}
            <Progress label=t(Text::Progress) part=part tone=tone />
            <ul class="layers">
                {each(move || layers.get(), String::clone, move |layer| view! { <LayerView job=job layer=layer /> })}
            </ul>
            {move || ended.get().map(|state| result(&state))}
        </article>
    }
}

#[component]
fn LayerView(job: Memo<Option<Arc<Job>>>, layer: String) -> Drawn {
    let label = say(Message::LayerNamed(&layer));
    let id = layer.clone();
    let layer = Memo::new(move || {
        job.with(|job| {
            job.as_ref().and_then(|job| job.layers.iter().find(|other| other.id == layer).cloned())
        })
    });
    let part = Signal::derive(move || layer.with(|layer| layer.as_ref().and_then(extent::of_layer)));
    let tone = Signal::derive(move || {
        layer.with(|layer| match layer.as_ref().map(|layer| layer.status) {
            Some(LayerStatus::Complete | LayerStatus::Exists) => Tone::Good,
            _ => Tone::Busy,
        })
    });
    view! {
        <li class="layer">
            <code>{id}</code>
            <span class="soft">{move || layer.with(|layer| layer.as_ref().map(|layer| t(status_word(layer.status))))}</span>
            <Progress label=label part=part tone=tone />
            <span class="faint nums">{move || layer.with(|layer| layer.as_ref().map(bytes))}</span>
        </li>
    }
}

fn bytes(layer: &Layer) -> String {
    match (layer.current, layer.total) {
        (0, 0) => String::new(),
        (current, 0) => size(current),
        (current, total) => [&size(current), " / ", &size(total)].concat(),
    }
}

fn status_word(status: LayerStatus) -> Text {
    match status {
        LayerStatus::Waiting => Text::LayerWaiting,
        LayerStatus::Downloading => Text::LayerDownloading,
        LayerStatus::Downloaded => Text::LayerDownloaded,
        LayerStatus::Extracting => Text::LayerExtracting,
        LayerStatus::Complete => Text::LayerComplete,
        LayerStatus::Exists => Text::LayerExists,
    }
}

/// What a job is called.
pub(crate) fn job_title(job: &Job) -> String {
    match &job.kind {
        JobKind::Pull { reference } => say(Message::PullOf(reference)),
        JobKind::Create { image, name: Some(name), .. } => say(Message::CreateNamed(name, image)),
        JobKind::Create { image, name: None, .. } => say(Message::CreateFrom(image)),
    }
}

fn outcome(job: &Job) -> (Tone, Text) {
    match &job.state {
        JobState::Running => (
            Tone::Busy,
            match job.step {
                Step::Pull => Text::StepPull,
                Step::Create => Text::StepCreate,
                Step::Start => Text::StepStart,
            },
        ),
        JobState::Done { .. } => (Tone::Good, Text::JobDone),
        JobState::Failed { .. } => (Tone::Bad, Text::JobFailed),
        JobState::Cancelled => (Tone::Idle, Text::JobCancelled),
    }
}

/// Cancels a job that runs, and puts away one that has ended.
#[component]
fn End(id: JobId, state: Memo<Option<JobState>>) -> Drawn {
    let (toasts, busy) = (Toasts::expect(), RwSignal::new(false));
    let press = Callback::new(move |()| {
        busy.set(true);
        let goes = state.with(|state| !matches!(state, Some(JobState::Running)));
        // To the next job, and not to its button: that one may be about to be cancelled by another press.
        let (own, dialog) =
            (focused_in(".jobs-list > li").filter(|_| goes), focused_in("dialog").filter(|_| goes));
        let beside =
            own.and_then(|own| own.next_element_sibling().or_else(|| own.previous_element_sibling()));
        let before = document().active_element();
        leptos::task::spawn_local(async move {
            let answer = api::change(api::prepare(&CancelJob { id })).await;
            // Whoever has gone on meanwhile is left where they are; what had it may have gone before the answer came.
            let now = document().active_element();
            let stays = now == before || is_lost() || now == document().get_element_by_id("main");
            match answer {
                Ok(_) if goes && stays => _ = focus_first(beside, ".job") || focus_rest(dialog),
                Ok(_) => {}
                Err(failure) => toasts.bad(explained(&failure).title),
            }
            busy.try_set(false);
        });
    });
    // It stays when the job ends, and with it the focus.
    let known = Memo::new(move || state.with(Option::is_some));
    let word = Signal::derive(move || match state.get() {
        Some(JobState::Running) => t(Text::CancelJob).to_owned(),
        _ => t(Text::Dismiss).to_owned(),
    });
    (move || known.get().then(|| view! { <Button label=word disabled=busy on_press=press /> })).drawn()
}

fn result(state: &JobState) -> Drawn {
    match state {
        JobState::Running | JobState::Cancelled => ().drawn(),
        JobState::Done { container, warnings } => {
            let warnings = warnings.iter().cloned().map(|text| {
                view! { <Notice tone=Tone::Warn title=t(Text::EngineRemarks)>{text}</Notice> }
            });
            view! { {warnings.draw_all()} {container.map(|id| container_link(id, Text::SeeContainer))} }
        }
        JobState::Failed { failure, container } => {
            let text = explained(failure);
            view! {
                <Notice tone=Tone::Bad title=text.title>{text.more}</Notice>
                {container.map(|id| container_link(id, Text::SeeNotStarted))}
            }
        }
    }
}

/// A link to a container that a job made, as long as it exists.
fn container_link(id: Id, word: Text) -> Drawn {
    let live = Live::expect();
    let name = Memo::new(move || live.container(id).map(|row| row.name.clone()));
    (move || {
        name.get().map(
            |name| view! { <p><LinkButton label=t(word) href=Route::container(&name).to_string() /></p> },
        )
    })
    .drawn()
}
