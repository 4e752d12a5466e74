//! What is asked before a container is renamed, removed, or Pierhead's own is touched.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, RwSignal, Signal, expect_context, provide_context, view};
use leptos::prelude::*;
use wire::{Container, ContainerOptions, MemberKind, NewName, RemoveContainer, Rename, State, Verb};

use super::acts;
use crate::{
    actions::{Actions, Submission},
    api,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::moving::{Movable, MoveDialog},
    route::{Route, Router},
    ui::{AnyText, Check, Dialog, DialogForm, Field, Kind, Notice, Tone, later},
};

/// A question about a container.
#[derive(Clone)]
pub(crate) enum Ask {
    Rename(Arc<Container>),
    Remove(Arc<Container>),
    Move(Arc<Container>),
    /// Something that would take Pierhead itself away.
    Own(Arc<Container>, Verb),
}

/// The question that is open on a page with containers.
#[derive(Clone, Copy)]
pub(crate) struct Asking(RwSignal<Option<Ask>>);

impl Asking {
    /// For a page.
    pub(crate) fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// The questions of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Opens a question.
    pub(super) fn ask(&self, ask: Ask) {
        self.0.set(Some(ask));
    }

    fn close(&self) {
        self.0.set(None);
    }
}

/// The question that is open.
#[component]
pub(crate) fn ContainerDialogs() -> Drawn {
    let asking = Asking::expect();
    (move || asking.0.get().map(|ask| later(dialog(ask), ()))).drawn()
}

/// Loaded with the first question.
#[lazy]
fn dialog(ask: Ask) -> Drawn {
    match ask {
        Ask::Rename(row) => view! { <RenameDialog row=row /> },
        Ask::Remove(row) => view! { <RemoveDialog row=row /> },
        Ask::Move(row) => {
            let asking = Asking::expect();
            let close = Callback::new(move |()| asking.close());
            view! { <MoveDialog thing=movable(&row) on_close=close /> }
        }
        Ask::Own(row, verb) => view! { <OwnDialog row=row verb=verb /> },
    }
}

fn movable(row: &Container) -> Movable {
    let (key, name, label) = (row.id.to_string(), row.name.clone(), row.stack.clone());
    Movable { kind: MemberKind::Container, key, name, label }
}

#[component]
fn RenameDialog(row: Arc<Container>) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let router = Router::expect();
    let submission = Submission::new();
    let name = RwSignal::new(row.name.clone());
    let close = Callback::new(move |()| asking.close());
    let title = say(Message::RenameContainer(&row.name));
    let send = Callback::new(move |()| {
        let new = name.get_untracked().trim().to_owned();
        let request = api::prepare(&Rename { id: row.id, new: NewName { name: new.clone() } });
        let (target, old) = (acts::target(&row), row.name.clone());
        submission.change(
            request,
            Callback::new(move |seq| {
                actions.settle(target.clone(), Text::Renaming, seq);
                asking.close();
                // Its own page follows its name.
                if router.current_untracked() == Route::container(&old) {
                    router.go(Route::container(&new));
                }
            }),
        );
    });
    let blocked = Signal::derive(move || name.with(|name| name.trim().is_empty()));
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::Rename)
                busy=submission.busy
                failure=submission.failure
                blocked=blocked
                on_submit=send
            >
                <Field id="new-name" label=t(Text::Name) value=name hint=t(Text::NameHint) />
            </DialogForm>
        </Dialog>
    }
}

#[component]
fn RemoveDialog(row: Arc<Container>) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let own = Live::expect().is_own(row.id);
    let runs = matches!(row.state, State::Running | State::Paused | State::Restarting);
    let (force, volumes, sure) = (RwSignal::new(runs), RwSignal::new(false), RwSignal::new(false));
    let close = Callback::new(move |()| asking.close());
    let title = say(Message::RemoveContainer(&row.name));
    let kept = (!row.volumes.is_empty()).then(|| say(Message::VolumesStay(&row.volumes.join(", "))));
    let send = Callback::new(move |()| {
        let options = ContainerOptions {
            force: force.get_untracked(),
            volumes: volumes.get_untracked(),
            confirm_own: own && sure.get_untracked(),
        };
        let request = api::prepare(&RemoveContainer { id: row.id, options });
        actions.run(acts::target(&row), row.name.clone(), Text::Removing, request);
        asking.close();
    });
    let blocked = Signal::derive(move || own && !sure.get());
    let nothing = Signal::derive(|| None::<AnyText>);
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::Remove)
                kind=Kind::Danger
                busy=Signal::derive(|| false)
                failure=nothing
                blocked=blocked
                on_submit=send
            >
                <p>{t(Text::RemoveContainerLoses)}</p>
                {kept.map(|kept| view! { <p>{kept}</p> })}
                {runs.then(|| view! { <Check label=t(Text::ForceRemove) value=force hint=t(Text::ForceRemoveHint) /> })}
                <Check label=t(Text::RemoveVolumesToo) value=volumes hint=t(Text::RemoveVolumesTooHint) />
                {own.then(|| own_warning(sure))}
            </DialogForm>
        </Dialog>
    }
}

#[component]
fn OwnDialog(row: Arc<Container>, verb: Verb) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let sure = RwSignal::new(false);
    let close = Callback::new(move |()| asking.close());
    let title = say(Message::VerbOwn(t(acts::word(verb)), &row.name));
    let send = Callback::new(move |()| {
        acts::send(&row, verb, true, actions);
        asking.close();
    });
    let nothing = Signal::derive(|| None::<AnyText>);
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(acts::word(verb))
                kind=Kind::Danger
                busy=Signal::derive(|| false)
                failure=nothing
                blocked=Signal::derive(move || !sure.get())
                on_submit=send
            >
                {own_warning(sure)}
            </DialogForm>
        </Dialog>
    }
}

fn own_warning(sure: RwSignal<bool>) -> Drawn {
    view! {
        <Notice tone=Tone::Warn title=t(Text::OwnContainer)>{t(Text::OwnContainerMore)}</Notice>
        <Check label=t(Text::OwnContainerSure) value=sure />
    }
}
