//! What is asked before a container is renamed, removed or killed, or Pierhead's own is touched.

use std::sync::Arc;

use crate::ui::dom::{DrawAll, Drawn, Memo, RwSignal, Signal, lazy, view};
use leptos::prelude::*;
use wire::{Container, ContainerOptions, MemberKind, RemoveContainer, Verb};

use super::{about, acts, facts, is_up, rename::RenameDialog};
use crate::{
    actions::Actions,
    api,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::{
        asking,
        list::{Batch, BulkDialog, Deed},
        moving::{Movable, MoveDialog},
    },
    ui::{AnyText, Check, Dialog, DialogForm, Key, Kind, Notice, Tone, Typed, later},
};

/// A question about a container.
#[derive(Clone)]
pub(crate) enum Ask {
    Rename(Arc<Container>),
    Remove(Arc<Container>),
    Move(Arc<Container>),
    /// Something that is not done by a click alone.
    Act(Arc<Container>, Verb),
    /// Something to all of a stack.
    Stack(String, Verb),
    /// The removal of all of a stack.
    RemoveStack(String),
}

/// The question that is open.
pub(crate) type Asking = asking::Asking<Ask>;

/// Draws it.
#[component]
pub(crate) fn ContainerDialogs() -> Drawn {
    Asking::expect().draw(|ask| later(dialog(ask), ()))
}

/// Loaded with the first question.
#[lazy]
fn dialog(ask: Ask) -> Drawn {
    match ask {
        Ask::Rename(row) => view! { <RenameDialog row=row /> },
        Ask::Remove(row) => view! { <RemoveDialog row=row /> },
        Ask::Move(row) => {
            let asking = Asking::expect();
            let close = asking.closing();
            view! { <MoveDialog thing=movable(&row) on_close=close /> }
        }
        Ask::Stack(stack, verb) => stack_dialog(&stack, |live| facts::deed(live, verb)),
        Ask::RemoveStack(stack) => stack_dialog(&stack, facts::removal),
        Ask::Act(row, verb) => view! { <ActDialog row=row verb=verb /> },
    }
}

fn stack_dialog(stack: &str, deed: impl FnOnce(Live) -> Deed) -> Drawn {
    let (live, asking) = (Live::expect(), Asking::expect());
    let of_stack = |row: &&Arc<Container>| row.stack.as_deref() == Some(stack);
    // What it is done to stays as it was when it was asked: it changes while it is done.
    let batch = untrack(|| {
        let keys: Vec<Key> =
            live.containers(|rows| rows.iter().filter(of_stack).map(|row| Key::Hash(row.id.0)).collect());
        let name = |key: &Key| about(live, key).map(|(name, _)| name).unwrap_or_default();
        Arc::new(Batch::new(Arc::new(deed(live)), Some(stack), &keys, name))
    });
    let close = asking.closing();
    view! { <BulkDialog batch=batch on_close=close /> }
}

fn movable(row: &Container) -> Movable {
    let (key, name, label) = (row.id.to_string(), row.name.clone(), row.stack.clone());
    Movable { kind: MemberKind::Container, key, name, label }
}

#[component]
fn RemoveDialog(row: Arc<Container>) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let live = Live::expect();
    let own = row.own;
    let id = row.id;
    // It may be stopped, or started, while this is open.
    let runs = Memo::new(move || live.container(id).is_some_and(|row| is_up(&row)));
    let (force, volumes, sure) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let typed = Typed::new(row.name.clone());
    let (lost, kept) = row.volumes.iter().cloned().partition::<Vec<_>, _>(|name| is_anonymous(name, live));
    let close = asking.closing();
    let title = say(Message::RemoveContainer(&row.name));
    let kept = (!kept.is_empty()).then(|| say(Message::VolumesStay(&kept.join(", "))));
    let send = Callback::new(move |()| {
        let options = ContainerOptions {
            force: runs.get_untracked() && force.get_untracked(),
            volumes: volumes.get_untracked(),
            confirm_own: own && sure.get_untracked(),
        };
        let request = api::prepare(&RemoveContainer { id: row.id, options });
        let told = [&row.name, " ", t(Text::HappenedRemoved)].concat();
        let done = Box::new(|actions: Actions| actions.tell(told, None));
        actions.run(acts::target(&row), row.name.clone(), Text::Removing, request, done);
        asking.close();
    });
    let blocked = Signal::derive(move || {
        own && !sure.get() || runs.get() && !force.get() || volumes.get() && !typed.is_done()
    });
    let nothing = Signal::derive(|| None::<AnyText>);
    let lost = (!lost.is_empty()).then(|| {
        let names = lost.into_iter().map(|name| view! { <li><code>{name}</code></li> }).draw_all();
        view! {
            <Check label=t(Text::RemoveVolumesToo) value=volumes hint=t(Text::RemoveVolumesTooHint) />
            <ul class="losses">{names}</ul>
            {move || volumes.get().then(|| typed.field())}
        }
    });
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
                {move || runs.get().then(|| {
                    view! { <Check label=t(Text::ForceRemove) value=force hint=t(Text::ForceRemoveHint) /> }
                })}
                {lost}
                {own.then(|| own_warning(sure))}
            </DialogForm>
        </Dialog>
    }
}

/// Whether a volume has no name of its own. One that isn't known has the name that the engine gives to these.
fn is_anonymous(name: &str, live: Live) -> bool {
    let known = untrack(|| live.volumes(|rows| rows.get(name).map(|row| row.anonymous)));
    known.unwrap_or_else(|| name.len() == 64 && name.bytes().all(|letter| letter.is_ascii_hexdigit()))
}

/// What takes Pierhead itself away, and what ends processes at once.
#[component]
fn ActDialog(row: Arc<Container>, verb: Verb) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let own = row.own;
    let sure = RwSignal::new(false);
    let close = asking.closing();
    let title = say(Message::VerbOwn(t(acts::word(verb)), &row.name));
    let send = Callback::new(move |()| {
        acts::send(&row, verb, own, actions);
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
                blocked=Signal::derive(move || own && !sure.get())
                on_submit=send
            >
                {(verb == Verb::Kill).then(|| view! { <p>{t(Text::KillLosesOne)}</p> })}
                {own.then(|| own_warning(sure))}
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
