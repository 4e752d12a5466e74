//! One's own password.

use crate::ui::dom::{Drawn, RwSignal, Signal, view};
use leptos::{ev::SubmitEvent, prelude::*};
use wire::{ChangePassword, OldAndNew};

use crate::{
    actions::Submission,
    fetched::failed,
    i18n::{Text, t},
    ui::{Field, Toasts},
};

/// The form.
#[component]
pub(super) fn Password() -> Drawn {
    let toasts = Toasts::expect();
    let submission = Submission::new();
    let empty = || RwSignal::new(String::new());
    let (old, new, again) = (empty(), empty(), empty());
    let differ = Signal::derive(move || {
        let typed = again.with(|again| !again.is_empty());
        (typed && again.get() != new.get()).then(|| t(Text::PasswordsDiffer).to_owned())
    });
    let blocked = Signal::derive(move || {
        [old, new, again].iter().any(|text| text.with(String::is_empty)) || differ.get().is_some()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if submission.busy.get_untracked() || blocked.get_untracked() {
            return;
        }
        let request =
            ChangePassword { new: OldAndNew { old: old.get_untracked(), new: new.get_untracked() } };
        let done = Box::new(move |()| {
            [old, new, again].iter().for_each(|text| text.set(String::new()));
            toasts.good(t(Text::PasswordChanged).into());
        });
        submission.send(request, done);
    };
    view! {
        <section class="card">
            <h2>{t(Text::Password)}</h2>
            <form class="inside" on:submit=submit>
                <Field
                    id="old-password"
                    label=t(Text::OldPassword)
                    value=old
                    kind="password"
                    complete="current-password"
                />
                <Field
                    id="new-password"
                    label=t(Text::NewPassword)
                    value=new
                    kind="password"
                    complete="new-password"
                    hint=t(Text::PasswordHint)
                />
                <Field
                    id="again-password"
                    label=t(Text::PasswordAgain)
                    value=again
                    kind="password"
                    complete="new-password"
                    problem=differ
                />
                {move || submission.failure.get().map(failed)}
                <div class="buttons">
                    <button
                        type="submit"
                        class="button primary"
                        disabled=move || blocked.get()
                        aria-busy=move || submission.busy.get().then_some("true")
                    >
                        {t(Text::ChangePassword)}
                    </button>
                    <span class="faint">{t(Text::PasswordEndsSessions)}</span>
                </div>
            </form>
        </section>
    }
}
