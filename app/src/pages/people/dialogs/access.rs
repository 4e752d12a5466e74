//! Who gets in: adding people, their passwords, keeping them out, and their tokens.

use crate::ui::dom::{DrawAll, Drawn, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{AddPerson, NewDisabled, NewPassword, NewPerson, RevokeToken, Role, SetDisabled, SetPassword};

use super::Asking;
use crate::{
    actions::Submission,
    i18n::{Message, Text, say, t},
    pages::people::{
        Known,
        person::{role_meaning, role_word},
    },
    route::{Route, Router},
    ui::{Dialog, DialogForm, Field, Kind, Toasts},
};

#[component]
pub(super) fn AddDialog() -> Drawn {
    let (asking, router) = (Asking::expect(), Router::expect());
    let submission = Submission::new();
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let role = RwSignal::new(Role::Viewer);
    let close = Callback::new(move |()| asking.close());
    let send = Callback::new(move |()| {
        let new = NewPerson {
            name: name.with_untracked(|name| name.trim().to_owned()),
            role: role.get_untracked(),
            password: password.get_untracked(),
        };
        let added = Route::Person { name: new.name.clone() };
        // Where their scopes are set.
        let done = Callback::new(move |()| {
            asking.close();
            router.go(added.clone());
        });
        submission.send(AddPerson { new }, done);
    });
    let blocked =
        Signal::derive(move || name.with(|name| name.trim().is_empty()) || password.with(String::is_empty));
    let roles = Role::ALL.into_iter().map(|one| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="new-role"
                    prop:checked=move || role.get() == one
                    on:change=move |_| role.set(one)
                />
                <span>{t(role_word(one))}<span class="hint">{t(role_meaning(one))}</span></span>
            </label>
        }
    });
    let roles = roles.draw_all();
    view! {
        <Dialog title=t(Text::AddPerson) on_close=close>
            <DialogForm
                submit=t(Text::AddPerson)
                busy=submission.busy
                failure=submission.failure
                blocked=blocked
                on_submit=send
            >
                <Field id="person-name" label=t(Text::Name) value=name hint=t(Text::PersonNameHint) />
                <Field
                    id="person-password"
                    label=t(Text::Password)
                    value=password
                    kind="password"
                    complete="new-password"
                    hint=t(Text::FirstPasswordHint)
                />
                <fieldset class="options"><legend>{t(Text::Role)}</legend>{roles}</fieldset>
            </DialogForm>
        </Dialog>
    }
}

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
        let done = Callback::new(move |()| {
            asking.close();
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
        let done = Callback::new(move |()| {
            asking.close();
            known.again();
        });
        submission.send(request, done);
    });
    view! {
        <Dialog title=title on_close=close>
            <DialogForm submit=t(word) kind=kind busy=submission.busy failure=submission.failure on_submit=send>
                <p>{t(more)}</p>
            </DialogForm>
        </Dialog>
    }
}

#[component]
pub(super) fn RevokeDialog(id: String, name: String) -> Drawn {
    let (asking, known) = (Asking::expect(), Known::expect());
    let submission = Submission::new();
    let close = Callback::new(move |()| asking.close());
    let title = say(Message::RevokeToken(&name));
    let send = Callback::new(move |()| {
        let done = Callback::new(move |()| {
            asking.close();
            known.again();
        });
        submission.send(RevokeToken { id: id.clone() }, done);
    });
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::Revoke)
                kind=Kind::Danger
                busy=submission.busy
                failure=submission.failure
                on_submit=send
            >
                <p>{t(Text::RevokeMore)}</p>
            </DialogForm>
        </Dialog>
    }
}
