//! Beside the form: the command that does the same, the buttons, and how it goes.

use crate::ui::dom::{Drawn, Memo, RwSignal, Signal, lazy, view};
use leptos::prelude::*;
use wire::{Advice, CreateContainer, Failure, JobId, JobState, NewContainer, Step};

use super::{ahead::Ahead, form::Form, meaning::Meaning};
use crate::{
    actions::Submission,
    api,
    i18n::{Text, t},
    live::Live,
    pages::jobs::JobView,
    route::{Route, Router},
    ui::{AnyText, Button, Code, Kind, Notice, Toasts, Tone, focus_first, focused_in},
};

/// Where in the form a failure of the engine's belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Image,
    Name,
    Ports,
}

fn place(step: Step, failure: &Failure) -> Option<Place> {
    match (step, failure.advice) {
        (Step::Pull, _) | (_, Advice::CheckReference | Advice::CheckRegistry) => Some(Place::Image),
        (_, Advice::ChooseOtherName) => Some(Place::Name),
        (_, Advice::ChooseOtherPort) => Some(Place::Ports),
        _ => None,
    }
}

/// The engine's words, when the last try failed at this place.
pub(super) fn failed_at(live: Live, job: Option<JobId>, at: Place) -> Option<String> {
    let job = live.job(job?)?;
    match &job.state {
        JobState::Failed { failure, .. } if place(job.step, failure) == Some(at) => {
            Some(failure.message.clone())
        }
        _ => None,
    }
}

/// What stands beside the form. Loaded after it.
#[lazy]
pub(super) fn aside(form: Form, job: RwSignal<Option<JobId>>) -> Drawn {
    view! { <Aside form=form job=job /> }
}

#[component]
fn Aside(form: Form, job: RwSignal<Option<JobId>>) -> Drawn {
    let live = Live::expect();
    let submission = Submission::new();
    let meaning = Meaning::of(form);
    // Which of the two buttons was pressed last; the command shown is that of the main one at first.
    let starts = RwSignal::new(true);
    let state = Memo::new(move || job.get().and_then(|id| live.job(id)).map(|job| job.state.clone()));
    open_when_done(state);
    let busy = Memo::new(move || submission.busy.get() || state.get() == Some(JobState::Running));
    let blocked = Signal::derive(move || busy.get() || !meaning.is_fine());
    let send = move |start: bool| {
        Callback::new(move |()| {
            starts.set(start);
            let new = NewContainer { spec: meaning.now(), start };
            submission.start();
            leptos::task::spawn_local(async move {
                if let Some(started) = submission.end(api::send(&CreateContainer { new }).await) {
                    job.try_set(Some(started.job));
                }
            });
        })
    };
    // Who presses a button that does nothing is led to why.
    let lead = move |_| {
        if !busy.get_untracked() && focused_in(".submit").is_some() && untrack(|| !meaning.is_fine()) {
            form.tried.set(true);
            request_animation_frame(show_first_fault);
        }
    };
    // Without an image it would be no command.
    let has_image = Memo::new(move || meaning.spec(|spec| !spec.image.is_empty()));
    let command = Signal::derive(move || meaning.spec(|spec| spec.docker_command(starts.get())));
    view! {
        <aside class="beside" aria-label=t(Text::Summary)>
            {move || has_image.get().then(|| view! {
                <section class="card">
                    <h2>{t(Text::SameCommand)}</h2>
                    <div class="inside"><Code label=t(Text::SameCommand) text=command /></div>
                </section>
            })}
            <Ahead form=form />
            <div class="submit" on:click=lead>
                <Button label=t(Text::CreateAndStart) kind=Kind::Primary disabled=blocked on_press=send(true) />
                <Button label=t(Text::Create) disabled=blocked on_press=send(false) />
            </div>
            {move || submission.failure.get().map(|AnyText { title, more }| view! {
                <Notice tone=Tone::Bad title=title>{more}</Notice>
            })}
            {move || job.get().map(|id| view! { <section class="card"><JobView id=id /></section> })}
        </aside>
    }
}

/// Goes to the first field that isn't as it has to be, and opens what it is folded away in.
fn show_first_fault() {
    const WRONG: &str = ".create [aria-invalid=true],.create .field:has(.problem) input";
    let page = document().document_element();
    let wrong = document().query_selector(WRONG).ok().flatten();
    if let Some(fold) = wrong.and_then(|wrong| wrong.closest("details").ok().flatten()) {
        let _ = fold.set_attribute("open", "");
    }
    focus_first(page, WRONG);
}

/// Goes to the container as soon as it is there and the page knows it. What the engine remarked goes along.
fn open_when_done(state: Memo<Option<JobState>>) {
    let live = Live::expect();
    let router = Router::expect();
    let toasts = Toasts::expect();
    let name = Memo::new(move || match state.get() {
        Some(JobState::Done { container: Some(id), .. }) => live.container(id).map(|row| row.name.clone()),
        _ => None,
    });
    Effect::new(move || {
        if let Some(name) = name.get()
            && matches!(router.current_untracked(), Route::Create { .. })
        {
            if let Some(JobState::Done { warnings, .. }) = state.get_untracked() {
                warnings.into_iter().for_each(|warning| toasts.bad(warning));
            }
            router.go(Route::container(&name));
        }
    });
}

#[cfg(test)]
mod tests;
