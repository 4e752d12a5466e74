//! To which stack something belongs: asked and changed by admins, where the thing is shown.

use std::sync::Arc;

use crate::ui::dom::{Drawn, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{GetMember, ListStacks, Member, MemberKind, Move, MoveMember, NewMember, StackRow};

use crate::{
    actions::Submission,
    fetched::Fetched,
    i18n::{Message, Text, say, t},
    ui::{Dialog, DialogForm, Field, Toasts},
};

/// Something that can be moved: its id or, of a volume, its name; and what people call it.
#[derive(Clone)]
pub(crate) struct Movable {
    pub(crate) kind: MemberKind,
    pub(crate) key: String,
    pub(crate) name: String,
    /// The stack that its label names.
    pub(crate) label: Option<String>,
}

/// The question.
#[component]
pub(super) fn MoveDialog(thing: Movable, on_close: Callback<()>) -> Drawn {
    let member = Fetched::new();
    member.ask(GetMember { kind: thing.kind, key: thing.key.clone() });
    let title = say(Message::MoveNamed(&thing.name));
    let form = move |member: Arc<Member>| {
        view! { <MoveForm thing=thing.clone() member=member on_close=on_close /> }
    };
    view! { <Dialog title=title on_close=on_close>{member.draw(form)}</Dialog> }
}

#[component]
fn MoveForm(thing: Movable, member: Arc<Member>, on_close: Callback<()>) -> Drawn {
    let toasts = Toasts::expect();
    let submission = Submission::new();
    let stacks = Fetched::new();
    stacks.ask(ListStacks);
    let names = Signal::derive(move || {
        let rows: Option<Arc<Vec<StackRow>>> = stacks.get();
        rows.iter().flat_map(|rows| rows.iter()).filter(|row| row.fits).map(|row| row.name.clone()).collect()
    });
    let now = match member.stacks.is_empty() {
        true => say(Message::InNoStack(&thing.name)),
        false => say(Message::InStacks(&thing.name, &member.stacks.join(", "))),
    };
    // What its label says is a guess, which an admin sees before it counts.
    let guess = member.stacks.first().cloned().or_else(|| thing.label.clone()).unwrap_or_default();
    let stack = RwSignal::new(guess);
    let close = Callback::new(move |()| on_close.run(()));
    let send = Callback::new(move |()| {
        let to = stack.with_untracked(|stack| stack.trim().to_owned());
        let to = Some(to).filter(|to| !to.is_empty());
        let said = match &to {
            Some(to) => say(Message::InStacks(&thing.name, to)),
            None => say(Message::InNoStack(&thing.name)),
        };
        let thing = NewMember { kind: thing.kind, id: member.id.clone() };
        let done = Box::new(move |()| {
            toasts.good(said);
            close.try_run(());
        });
        submission.send(MoveMember { new: Move { thing, stack: to } }, done);
    });
    view! {
        <DialogForm submit=t(Text::MoveWord) busy=submission.busy failure=submission.failure on_submit=send>
            <p><strong>{now}</strong></p>
            <Field
                id="move-stack"
                label=t(Text::Stack)
                value=stack
                hint=t(Text::MoveHint)
                suggestions=names
            />
            <p class="faint">{t(Text::MoveMore)}</p>
        </DialogForm>
    }
}
