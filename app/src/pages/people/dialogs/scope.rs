//! How far rights reach, and what is granted there.

use crate::ui::dom::{Draw, Drawn, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Grant, NewScope, Scope, SetScope};

use super::Asking;
use crate::{
    actions::Submission,
    i18n::{Message, Text, say, t},
    pages::{
        grants::{Chosen, GrantChecks},
        people::Known,
    },
    ui::{Check, Confirm, Dialog, DialogForm, Field, Kind},
};

#[component]
pub(super) fn ScopeDialog(name: String, scope: Option<Scope>) -> Drawn {
    let (asking, known) = (Asking::expect(), Known::expect());
    let submission = Submission::new();
    let close = Callback::new(move |()| asking.close());
    let title = say(Message::ScopeOf(&name));
    let given = scope.as_ref().map(|scope| scope.grants.clone()).unwrap_or_default();
    let chosen = Chosen::new(&given);
    let everything = RwSignal::new(scope.as_ref().is_some_and(|scope| scope.stack.is_none()));
    let stack = RwSignal::new(scope.as_ref().and_then(|scope| scope.stack.clone()).unwrap_or_default());
    let fixed = scope.is_some();
    let send = Callback::new(move |()| {
        let stack = stack.with_untracked(|stack| stack.trim().to_owned());
        let new = NewScope {
            stack: (!everything.get_untracked()).then_some(stack),
            grants: Some(chosen.of(&Grant::ALL)),
        };
        let done = Box::new(move |()| {
            close.try_run(());
            known.again();
        });
        submission.send(SetScope { name: name.clone(), new }, done);
    });
    let blocked = Signal::derive(move || !everything.get() && stack.with(|stack| stack.trim().is_empty()));
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::Save)
                busy=submission.busy
                failure=submission.failure
                blocked=blocked
                on_submit=send
            >
                {place(fixed, everything, stack)}
                <GrantChecks legend=t(Text::GrantsThere) chosen=chosen offered=Signal::always(Grant::ALL.to_vec()) />
                <p class="faint">{t(Text::GrantsNever)}</p>
            </DialogForm>
        </Dialog>
    }
}

/// Where: a stack, or everything. Of a scope that is there it can't be changed.
fn place(fixed: bool, everything: RwSignal<bool>, stack: RwSignal<String>) -> Drawn {
    if fixed {
        let place = match everything.get_untracked() {
            true => t(Text::EverythingHere).to_owned(),
            false => say(Message::OfStack(&stack.get_untracked())),
        };
        return view! { <p><strong>{place}</strong></p> };
    }
    let known = Known::expect();
    let names = Signal::derive(move || {
        let stacks = known.stacks.get();
        let names =
            stacks.map(|rows| rows.iter().filter(|row| row.fits).map(|row| row.name.clone()).collect());
        names.unwrap_or_default()
    });
    view! {
        <Check label=t(Text::EverythingHere) value=everything hint=t(Text::EverythingHint) />
        {move || (!everything.get()).then(|| view! {
            <Field
                id="scope-stack"
                label=t(Text::Stack)
                value=stack
                hint=t(Text::ScopeStackHint)
                suggestions=names
            />
        })}
    }
    .drawn()
}

#[component]
pub(super) fn RemoveScopeDialog(name: String, stack: Option<String>) -> Drawn {
    let (asking, known) = (Asking::expect(), Known::expect());
    let submission = Submission::new();
    let close = Callback::new(move |()| asking.close());
    let place =
        stack.clone().map_or_else(|| t(Text::EverythingHere).to_owned(), |it| say(Message::OfStack(&it)));
    let title = say(Message::RemoveScope(&place, &name));
    let send = Callback::new(move |()| {
        let new = NewScope { stack: stack.clone(), grants: None };
        let done = Box::new(move |()| {
            close.try_run(());
            known.again();
        });
        submission.send(SetScope { name: name.clone(), new }, done);
    });
    view! {
        <Confirm
            title=title
            submit=t(Text::Remove)
            kind=Kind::Danger
            busy=submission.busy
            failure=submission.failure
            on_submit=send
            on_close=close
        >
            <p>{t(Text::RemoveScopeMore)}</p>
        </Confirm>
    }
}
