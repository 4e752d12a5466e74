//! Putting things into a stack, and taking all out of it.

use std::sync::Arc;

use crate::ui::dom::{DrawAll, Drawn, view};
use leptos::prelude::*;
use wire::{Adopt, Dissolve, Labelled, MemberKind, NewMember, NewMembers, StackRow};

use super::Asking;
use crate::{
    actions::Submission,
    i18n::{Message, Text, say, t},
    pages::people::Known,
    ui::{Confirm, Dialog, DialogForm, Kind},
};

/// What would be put there is shown one by one: whoever makes containers sets their labels.
#[component]
pub(super) fn AdoptDialog(row: Arc<StackRow>) -> Drawn {
    let (asking, known) = (Asking::expect(), Known::expect());
    let submission = Submission::new();
    let close = Callback::new(move |()| asking.close());
    let title = say(Message::AdoptInto(&row.name));
    let things = row.labelled.iter().map(|it| {
        let word = match it.kind {
            MemberKind::Container => Text::Container,
            MemberKind::Volume => Text::Volume,
            MemberKind::Network => Text::Network,
        };
        view! { <li><span class="faint">{t(word)}</span> " " <strong>{it.name.clone()}</strong></li> }
    });
    let things = things.draw_all();
    let send = Callback::new(move |()| {
        let member = |it: &Labelled| NewMember { kind: it.kind, id: it.id.clone() };
        let new = NewMembers { things: row.labelled.iter().map(member).collect() };
        let done = Box::new(move |()| {
            close.try_run(());
            known.again();
        });
        submission.send(Adopt { name: row.name.clone(), new }, done);
    });
    view! {
        <Dialog title=title on_close=close>
            <DialogForm submit=t(Text::Adopt) busy=submission.busy failure=submission.failure on_submit=send>
                <p>{t(Text::AdoptMore)}</p>
                <ul class="losses">{things}</ul>
            </DialogForm>
        </Dialog>
    }
}

#[component]
pub(super) fn DissolveDialog(name: String) -> Drawn {
    let (asking, known) = (Asking::expect(), Known::expect());
    let submission = Submission::new();
    let close = Callback::new(move |()| asking.close());
    let title = say(Message::DissolveStack(&name));
    let send = Callback::new(move |()| {
        let done = Box::new(move |()| {
            close.try_run(());
            known.again();
        });
        submission.send(Dissolve { name: name.clone() }, done);
    });
    view! {
        <Confirm
            title=title
            submit=t(Text::DissolveWord)
            kind=Kind::Danger
            busy=submission.busy
            failure=submission.failure
            on_submit=send
            on_close=close
        >
            <p>{t(Text::DissolveMore)}</p>
        </Confirm>
    }
}
