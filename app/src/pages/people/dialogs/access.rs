//! Who gets in: their passwords, and keeping them out.

use crate::ui::dom::{Drawn, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{NewDisabled, NewPassword, SetDisabled, SetPassword};

use super::Asking;
use crate::{
    actions::Submission,
    i18n::{Message, Text, say, t},
    pages::people::Known,
    ui::{Confirm, Dialog, DialogForm, Field, Kind, Toasts},
};

#[component]
pub(super) fn PasswordDialog(name: String) -> Drawn {
    let (asking, known, toasts) = (Asking::expect(), Known::expect(), Toasts::expect());
    let submission = Submission::new();
    let password = RwSignal::new(String::new());
    let close = Callback::new(move |()| asking.close());
    let title = say(Message::NewPasswordFor(&name));
    let send = Callback::new(move |()| {
        let request =
            SetPassword { name: name.clone(), new: NewPassword { password: password.get_untracked() } };
        let name = name.clone();
        let done = Box::new(move |()| {
            close.try_run(());
            toasts.good(say(Message::PasswordChangedOf(&name)));
            known.again();
        });
        submission.send(request, done);
    });
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::SetPassword)
                busy=submission.busy
                failure=submission.failure
                blocked=Signal::derive(move || password.with(String::is_empty))
                on_submit=send
            >
                <p>{t(Text::NewPasswordMore)}</p>
                <Field
                    id="person-password"
                    label=t(Text::NewPassword)
                    value=password
                    kind="password"
                    complete="new-password"
                    hint=t(Text::PasswordHint)
                />
            </DialogForm>
        </Dialog>
    }
}

#[component]
pub(super) fn DisableDialog(name: String, disabled: bool) -> Drawn {
    let (asking, known) = (Asking::expect(), Known::expect());
    let submission = Submission::new();
    let close = Callback::new(move |()| asking.close());
    let (title, more, word, kind) = match disabled {
        true => (say(Message::DisablePerson(&name)), Text::DisableMore, Text::Disable, Kind::Danger),
        false => (say(Message::EnablePerson(&name)), Text::EnableMore, Text::Enable, Kind::Primary),
    };
    let send = Callback::new(move |()| {
        let request = SetDisabled { name: name.clone(), new: NewDisabled { disabled } };
        let done = Box::new(move |()| {
            close.try_run(());
            known.again();
        });
        submission.send(request, done);
    });
    view! {
        <Confirm
            title=title
            submit=t(word)
            kind=kind
            busy=submission.busy
            failure=submission.failure
            on_submit=send
            on_close=close
        >
            <p>{t(more)}</p>
        </Confirm>
    }
}
