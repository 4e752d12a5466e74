//! One person: what they may do, how far that reaches, and how they get in.

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{NewRaw, NewRole, PersonRow, Role, SetRaw, SetRole};

use super::{
    Known,
    dialogs::{Ask, Asking},
    scopes::Scopes,
    try_it::TryIt,
};
use crate::{
    actions::{Submission, explained},
    api,
    fetched::failed,
    format::moment,
    host_root::uncheck,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::{
        grants::role_word,
        tokens::{TokenList, Whose},
    },
    ui::{Badge, Button, Icon, Kind, Notice, Radio, Toasts, Tone},
};

/// What it means, honestly.
fn role_meaning(role: Role) -> Text {
    match role {
        Role::Viewer => Text::RoleViewerMore,
        Role::Operator => Text::RoleOperatorMore,
        Role::Admin => Text::RoleAdminMore,
    }
}

/// What is to be noticed of a person before all else.
pub(super) fn badges(person: &PersonRow) -> Drawn {
    let own = Live::expect().person().0 == person.name;
    view! {
        {own.then(|| view! { <Badge text=t(Text::You).to_owned() tone=Tone::Busy /> })}
        {person.disabled.then(|| view! { <Badge text=t(Text::Disabled).to_owned() tone=Tone::Warn /> })}
    }
    .drawn()
}

/// What stands below the name.
pub(super) fn about(person: &PersonRow) -> Drawn {
    let sessions = say(Message::SessionsOpen(person.sessions as usize));
    view! {
        <p class="about">
            <span>{t(role_word(person.role))}</span>
            <span class="nums">{say(Message::AddedAt(&moment(person.created)))}</span>
            <span class="nums">{sessions}</span>
        </p>
    }
}

/// The cards.
#[component]
pub(super) fn Person(row: Memo<Option<Arc<PersonRow>>>) -> Drawn {
    let known = Known::expect();
    let name = row.get_untracked().map(|row| row.name.clone()).unwrap_or_default();
    let owner = name.clone();
    let asking = Asking::expect();
    let revoke = Callback::new(move |token| asking.ask(Ask::Revoke(token)));
    let tokens = move |all: Arc<Vec<wire::TokenRow>>| {
        let own: Vec<_> = all.iter().filter(|token| token.user == owner).cloned().collect();
        view! { <TokenList tokens=&own whose=Whose::Theirs on_revoke=revoke /> }
    };
    let access = Memo::new(move || row.with(|row| row.as_ref().map(|row| (row.name.clone(), row.disabled))));
    let admin = Memo::new(move || row.with(|row| row.as_ref().is_some_and(|row| row.role == Role::Admin)));
    view! {
        <div class="cards person">
            <section class="card">
                <h2>{t(Text::Role)}</h2>
                {move || row.get().map(|row| view! { <RoleForm row=row /> })}
            </section>
            <section class="card">
                <h2>{t(Text::ScopesAndGrants)}</h2>
                {move || row.get().map(|row| view! { <Scopes row=row /> })}
            </section>
            <section class="card">
                <h2>{t(Text::Access)}</h2>
                {move || access.get().map(|(name, disabled)| view! { <Access name=name disabled=disabled /> })}
                {move || admin.get().then(|| untrack(|| view! { <Raw row=row /> }))}
            </section>
            <section class="card">
                <h2>{t(Text::Tokens)}</h2>
                {known.tokens.draw(tokens)}
            </section>
            <TryIt name=name />
        </div>
    }
}

/// The roles, each with what it means.
#[component]
pub(super) fn RoleChoice(
    group: &'static str,
    chosen: RwSignal<Role>,
    #[prop(optional)] disabled: bool,
) -> Drawn {
    let roles = Role::ALL.into_iter().map(|role| {
        let choose = Callback::new(move |()| chosen.set(role));
        let is_chosen = Signal::derive(move || chosen.get() == role);
        view! {
            <Radio
                group=group
                label=t(role_word(role))
                hint=t(role_meaning(role))
                chosen=is_chosen
                on_choose=choose
                disabled=disabled
            />
        }
    });
    roles.draw_all()
}

#[component]
fn RoleForm(row: Arc<PersonRow>) -> Drawn {
    let known = Known::expect();
    let toasts = Toasts::expect();
    let submission = Submission::new();
    let own = Live::expect().person().0 == row.name;
    let now = row.role;
    let chosen = RwSignal::new(now);
    let name = row.name.clone();
    let save = Callback::new(move |()| {
        let request = SetRole { name: name.clone(), new: NewRole { role: chosen.get_untracked() } };
        let name = name.clone();
        submission.send(
            request,
            Box::new(move |()| {
                toasts.good(say(Message::RoleChanged(&name)));
                known.again();
            }),
        );
    });
    let unchanged = Signal::derive(move || chosen.get() == now || submission.busy.get());
    view! {
        <div class="inside" class:unsaved=move || chosen.get() != now>
            <fieldset class="options">
                <legend class="sr-only">{t(Text::Role)}</legend>
                <RoleChoice group="role" chosen=chosen disabled=own />
            </fieldset>
            {own.then(|| view! { <p class="faint">{t(Text::OwnRightsStay)}</p> })}
            {(!own).then(|| view! {
                <div class="buttons">
                    <Button label=t(Text::SaveRole) kind=Kind::Primary disabled=unchanged on_press=save />
                    <span class="faint">{t(Text::RoleEndsSessions)}</span>
                </div>
            })}
            {move || submission.failure.get().map(failed)}
        </div>
    }
    .drawn()
}

#[component]
fn Access(name: String, disabled: bool) -> Drawn {
    let asking = Asking::expect();
    let own = Live::expect().person().0 == name;
    let password = {
        let name = name.clone();
        Callback::new(move |()| asking.ask(Ask::Password(name.clone())))
    };
    let switch = Callback::new(move |()| asking.ask(Ask::Disable(name.clone(), !disabled)));
    let word = if disabled { Text::Enable } else { Text::Disable };
    view! {
        <div class="inside">
            {disabled.then(|| view! { <Notice tone=Tone::Warn title=t(Text::IsDisabled)>{t(Text::IsDisabledMore)}</Notice> })}
            {own.then(|| view! { <p>{t(Text::OwnAccess)} " " <a href="/account">{t(Text::Account)}</a></p> })}
            {(!own).then(|| view! {
                <div class="buttons">
                    <Button label=t(Text::NewPassword) symbol=Some(Icon::Pencil) on_press=password />
                    <Button label=t(word) symbol=Some(Icon::Door) on_press=switch />
                </div>
            })}
        </div>
    }
    .drawn()
}

/// Whether an admin's requests pass to the engine as they are.
#[component]
fn Raw(row: Memo<Option<Arc<PersonRow>>>) -> Drawn {
    let known = Known::expect();
    let toasts = Toasts::expect();
    let raw = move || row.with(|row| row.as_ref().is_some_and(|row| row.raw));
    let change = move |event: leptos::ev::Event| {
        let Some(name) = row.get_untracked().map(|row| row.name.clone()) else { return };
        let raw = event_target_checked(&event);
        leptos::task::spawn_local(async move {
            if let Err(failure) = api::send(&SetRaw { name, new: NewRaw { raw } }).await {
                toasts.bad(explained(&failure).title);
                uncheck(&event, raw);
            }
            known.again();
        });
    };
    view! {
        <div class="inside">
            <label class="check">
                <input type="checkbox" prop:checked=raw on:change=change />
                <span>{t(Text::RawAllowed)}<span class="hint">{t(Text::RawAllowedMore)}</span></span>
            </label>
        </div>
    }
}
