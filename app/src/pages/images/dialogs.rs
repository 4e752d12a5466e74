//! Pulling, tagging and removing images.

use std::sync::Arc;

use crate::ui::dom::{DrawAll, Drawn, Memo, RwSignal, Signal, each, expect_context, lazy, view};
use leptos::prelude::*;
use wire::{ContainerSpec, Image, JobId, NewReference, PullImage, RemoveImage, TagImage};

use super::{
    Uses, facts,
    row::{create_link, name},
};
use crate::{
    actions::{Actions, Submission, Target},
    api,
    i18n::{Message, Text, fault, say, t},
    live::Live,
    pages::{
        asking,
        jobs::{JobView, job_title},
    },
    ui::{AnyText, Check, CopyButton, Dialog, DialogForm, Field, Key, Kind, later},
};

/// A question about an image.
#[derive(Clone)]
pub(crate) enum Ask {
    Pull,
    /// By which names it goes.
    Tags(Arc<Image>),
    Tag(Arc<Image>),
    Remove(Arc<Image>),
}

/// The question that is open.
pub(crate) type Asking = asking::Asking<Ask>;

/// Draws it.
#[component]
pub(super) fn ImageDialogs() -> Drawn {
    Asking::expect().draw(|ask| later(dialog(ask), ()))
}

/// Loaded with the first question.
#[lazy]
fn dialog(ask: Ask) -> Drawn {
    match ask {
        Ask::Pull => view! { <PullDialog /> },
        Ask::Tags(row) => view! { <TagsDialog row=row /> },
        Ask::Tag(row) => view! { <TagDialog row=row /> },
        Ask::Remove(row) => view! { <RemoveDialog row=row /> },
    }
}

/// What is wrong with a reference; nothing is said before anything is typed.
fn reference_problem(reference: RwSignal<String>) -> Memo<Option<String>> {
    Memo::new(move || {
        let image = reference.with(|reference| reference.trim().to_owned());
        let problems = ContainerSpec { image: image.clone(), ..ContainerSpec::default() }.check();
        problems.first().filter(|_| !image.is_empty()).map(|problem| t(fault(problem.fault)).to_owned())
    })
}

#[component]
fn PullDialog() -> Drawn {
    let asking = Asking::expect();
    let live = Live::expect();
    let submission = Submission::new();
    let reference = RwSignal::new(String::new());
    let job = RwSignal::new(None::<JobId>);
    let title = Signal::derive(move || {
        let job = job.get().and_then(|id| live.job(id));
        job.map_or_else(|| t(Text::PullImage).to_owned(), |job| job_title(&job))
    });
    let close = asking.closing();
    let problem = reference_problem(reference);
    let blocked =
        Signal::derive(move || problem.get().is_some() || reference.with(|text| text.trim().is_empty()));
    let send = Callback::new(move |()| {
        let new = NewReference { reference: reference.with_untracked(|text| text.trim().to_owned()) };
        submission.start();
        leptos::task::spawn_local(async move {
            if let Some(started) = submission.end(api::send(&PullImage { new }).await) {
                job.try_set(Some(started.job));
            }
        });
    });
    view! {
        <Dialog title=title on_close=close>
            {move || match job.get() {
                None => view! {
                    <DialogForm
                        submit=t(Text::Pull)
                        busy=submission.busy
                        failure=submission.failure
                        blocked=blocked
                        on_submit=send
                    >
                        <Field
                            id="pull-reference"
                            label=t(Text::Reference)
                            value=reference
                            placeholder="nginx:latest"
                            hint=t(Text::ReferenceHint)
                            problem=problem
                        />
                    </DialogForm>
                },
                Some(job) => view! {
                    <form method="dialog">
                        <div class="inside">
                            <JobView id=job untitled=true />
                            <p class="faint">{t(Text::PullGoesOn)}</p>
                        </div>
                        <footer><button class="button">{t(Text::Close)}</button></footer>
                    </form>
                },
            }}
        </Dialog>
    }
}

/// All names of an image, which a row has no room for; live.
#[component]
fn TagsDialog(row: Arc<Image>) -> Drawn {
    let live = Live::expect();
    let title = [&name(&row), " · ", t(Text::Tags)].concat();
    let (close, key) = (Asking::expect().closing(), Key::Hash(row.id.0));
    let tags = move || facts::row(live, &key).map(|row| row.tags.clone()).unwrap_or_default();
    let line = move |tag: String| {
        let create = move |tag: String| create_link(tag.clone(), say(Message::CreateFrom(&tag)));
        let create = live.allowed_untracked().create.then(|| create(tag.clone()));
        view! { <li><code>{tag.clone()}</code><CopyButton text=tag />{create}</li> }
    };
    view! {
        <Dialog title=title on_close=close>
            <form method="dialog">
                <div class="inside"><ul class="tags">{each(tags, String::clone, line)}</ul></div>
                <footer><button class="button">{t(Text::Close)}</button></footer>
            </form>
        </Dialog>
    }
}

#[component]
fn TagDialog(row: Arc<Image>) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let submission = Submission::new();
    let reference = RwSignal::new(String::new());
    let close = asking.closing();
    let problem = reference_problem(reference);
    let blocked =
        Signal::derive(move || problem.get().is_some() || reference.with(|text| text.trim().is_empty()));
    let (id, title) = (row.id, say(Message::TagOf(&name(&row))));
    let send = Callback::new(move |()| {
        let new = NewReference { reference: reference.with_untracked(|text| text.trim().to_owned()) };
        let done = Box::new(move |seq| {
            actions.settle(Target::Image(id), Text::Tagging, seq);
            close.try_run(());
        });
        submission.change(api::prepare(&TagImage { id, new }), done);
    });
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::AddTag)
                busy=submission.busy
                failure=submission.failure
                blocked=blocked
                on_submit=send
            >
                <Field
                    id="tag-reference"
                    label=t(Text::NewTag)
                    value=reference
                    placeholder="registry.example.com/web:1.0"
                    hint=t(Text::NewTagHint)
                    problem=problem
                />
            </DialogForm>
        </Dialog>
    }
}

#[component]
fn RemoveDialog(row: Arc<Image>) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let uses: Uses = expect_context();
    let users = untrack(|| uses.of(row.id));
    // Each tag, and then the image with all of them.
    let mut choices = if row.tags.len() > 1 { row.tags.clone() } else { Vec::new() };
    choices.push(row.id.to_string());
    let chosen = RwSignal::new(choices.first().cloned().unwrap_or_default());
    let whole = row.id.to_string();
    let all = Signal::derive({
        let whole = whole.clone();
        move || chosen.get() == whole
    });
    let force = RwSignal::new(false);
    let close = asking.closing();
    let title = say(Message::RemoveImage(&name(&row)));
    let options = (choices.len() > 1).then(|| {
        let option = |reference: String| {
            let word =
                if reference == whole { t(Text::ImageWithAllTags).to_owned() } else { reference.clone() };
            let (value, is_chosen) = (reference.clone(), reference.clone());
            view! {
                <label class="check">
                    <input
                        type="radio"
                        name="reference"
                        prop:checked=move || chosen.get() == is_chosen
                        on:change=move |_| chosen.set(value.clone())
                    />
                    <span>{word}</span>
                </label>
            }
        };
        choices.clone().into_iter().map(option).draw_all()
    });
    let used = (!users.is_empty()).then(|| say(Message::UsedBy(&users.join(", "))));
    let (id, shown) = (row.id, name(&row));
    let send = Callback::new(move |()| {
        let whole = all.get_untracked();
        let chosen = chosen.get_untracked();
        let request = RemoveImage { reference: chosen.clone(), force: force.get_untracked() };
        let removed = if whole { &shown } else { &chosen };
        let told = [removed, " ", t(Text::HappenedRemoved)].concat();
        let done = Box::new(|actions: Actions| actions.tell(told, None));
        actions.run(Target::Image(id), shown.clone(), Text::Removing, api::prepare(&request), done);
        asking.close();
    });
    let nothing = Signal::derive(|| None::<AnyText>);
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::Remove)
                kind=Kind::Danger
                busy=Signal::derive(|| false)
                failure=nothing
                on_submit=send
            >
                {options}
                <p>{move || t(if all.get() { Text::RemoveImageLoses } else { Text::RemoveTagLoses })}</p>
                {used.map(|used| view! { <p><strong>{used}</strong></p> })}
                <Check label=t(Text::ForceRemoveImage) value=force hint=t(Text::ForceRemoveImageHint) />
            </DialogForm>
        </Dialog>
    }
}
