//! A new person: who they are, what they may, and what they see from the first moment on.

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{AddPerson, FirstScope, NewPerson, Role};

use super::Asking;
use crate::{
    actions::Submission,
    i18n::{Text, t},
    pages::{
        grants::{self, Chosen, GrantChecks},
        people::{Known, person::RoleChoice},
    },
    route::{Route, Router},
    ui::{Check, Dialog, DialogForm, Field, Radio},
};

#[component]
pub(super) fn AddDialog() -> Drawn {
    let (asking, router, known) = (Asking::expect(), Router::expect(), Known::expect());
    let submission = Submission::new();
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let role = RwSignal::new(Role::Viewer);
    let reach = Reach::new();
    let close = Callback::new(move |()| asking.close());
    let send = Callback::new(move |()| {
        let role = role.get_untracked();
        let new = NewPerson {
            name: name.with_untracked(|name| name.trim().to_owned()),
            role,
            password: password.get_untracked(),
            scopes: reach.scopes(role),
        };
        let added = Route::Person { name: new.name.clone() };
        let done = Box::new(move |()| {
            known.again();
            // Whoever has closed it has gone on to something else.
            if close.try_run(()).is_some() {
                router.go(added);
            }
        });
        submission.send(AddPerson { new }, done);
    });
    let blocked = Signal::derive(move || {
        name.with(|name| name.trim().is_empty())
            || password.with(String::is_empty)
            || !reach.is_said(role.get())
    });
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
                <fieldset class="options">
                    <legend>{t(Text::Role)}</legend>
                    <RoleChoice group="new-role" chosen=role />
                </fieldset>
                <ReachFields reach=reach role=role />
            </DialogForm>
        </Dialog>
    }
}

/// How far somebody's rights are to reach.
#[derive(Clone, Copy)]
struct Reach {
    /// Everything, or not; nobody has said yet.
    everything: RwSignal<Option<bool>>,
    /// The stacks that there are, each with whether it is chosen.
    stacks: StoredValue<Vec<(String, RwSignal<bool>)>>,
    /// Stacks that aren't there yet.
    others: RwSignal<String>,
    granted: Chosen,
}

impl Reach {
    /// Nothing is chosen yet: what somebody sees is said, and not assumed.
    fn new() -> Self {
        let known = Known::expect().stacks;
        let rows = untrack(|| known.get());
        let rows = rows.iter().flat_map(|rows| rows.iter()).filter(|row| row.fits);
        let stacks = rows.map(|row| (row.name.clone(), RwSignal::new(false))).collect();
        Self {
            everything: RwSignal::new(None),
            stacks: StoredValue::new(stacks),
            others: RwSignal::new(String::new()),
            granted: Chosen::new(&[]),
        }
    }

    /// Whether there is nothing left to be chosen. An admin's rights reach everything anyway.
    fn is_said(self, role: Role) -> bool {
        let some = || {
            self.others.with(|others| !others.trim().is_empty())
                || self.stacks.with_value(|stacks| stacks.iter().any(|(_, on)| on.get()))
        };
        role == Role::Admin || self.everything.get().is_some_and(|everything| everything || some())
    }

    /// As it is sent.
    fn scopes(self, role: Role) -> Option<Vec<FirstScope>> {
        if role == Role::Admin {
            return None;
        }
        let grants = self.granted.of(&grants::of_role(role));
        if self.everything.get_untracked() == Some(true) {
            return Some(vec![FirstScope { stack: None, grants }]);
        }
        let mut stacks: Vec<_> = self.stacks.with_value(|stacks| {
            stacks.iter().filter(|(_, on)| on.get_untracked()).map(|(name, _)| name.clone()).collect()
        });
        self.others.with_untracked(|others| {
            stacks.extend(others.split([' ', ',']).filter(|name| !name.is_empty()).map(str::to_owned));
        });
        stacks.sort();
        stacks.dedup();
        Some(
            stacks
                .into_iter()
                .map(|stack| FirstScope { stack: Some(stack), grants: grants.clone() })
                .collect(),
        )
    }
}

#[component]
fn ReachFields(reach: Reach, role: RwSignal<Role>) -> Drawn {
    let admin = Memo::new(move || role.get() == Role::Admin);
    let offered = Memo::new(move || grants::of_role(role.get()));
    let everything = reach.everything;
    let only = Memo::new(move || everything.get() == Some(false));
    let choice = move |label, hint, to: bool| {
        let choose = Callback::new(move |()| everything.set(Some(to)));
        let chosen = Signal::derive(move || everything.get() == Some(to));
        view! { <Radio group="new-reach" label=t(label) hint=t(hint) chosen=chosen on_choose=choose /> }
    };
    (move || match admin.get() {
        true => view! { <p class="faint">{t(Text::ReachOfAdmin)}</p> },
        false => view! {
            <fieldset class="options">
                <legend>{t(Text::Sees)}</legend>
                {choice(Text::EverythingHere, Text::EverythingHint, true)}
                {choice(Text::SomeStacks, Text::SomeStacksMore, false)}
                {move || only.get().then(|| stacks(reach))}
            </fieldset>
            <GrantChecks legend=t(Text::GrantsThere) chosen=reach.granted offered=offered />
        }
        .drawn(),
    })
    .drawn()
}

/// The stacks that there are, and room for those that aren't yet.
fn stacks(reach: Reach) -> Drawn {
    let boxes = reach.stacks.with_value(|stacks| {
        stacks.iter().map(|(name, on)| view! { <Check label=name.clone() value=*on /> }).draw_all()
    });
    view! {
        <div class="stack-choice">{boxes}</div>
        <Field
            id="person-stacks"
            label=t(Text::OtherStacks)
            value=reach.others
            hint=t(Text::OtherStacksHint)
        />
    }
    .drawn()
}
