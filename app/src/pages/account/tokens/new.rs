//! A new token: what it may, until when, and the one time that it is shown.

use std::sync::Arc;

use crate::ui::dom::{Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Account, CreateToken, GetAccount, Grant, MadeToken, NewToken, Role, Scope};

use crate::{
    actions::Submission,
    fetched::Fetched,
    i18n::{Message, Text, say, t},
    pages::grants::{self, Chosen, GrantChecks, role_word},
    ui::{Code, Dialog, DialogForm, Field, Notice, Select, Tone},
};

/// How long tokens are good for, in days.
const DAYS: [u16; 5] = [7, 30, 90, 180, 365];

#[component]
pub(super) fn NewTokenDialog(on_close: Callback<()>) -> Drawn {
    let made = RwSignal::new(None::<String>);
    let account = Fetched::new();
    account.ask(GetAccount);
    let form = move |account: Arc<Account>| {
        let made_it = Callback::new(move |token| made.set(Some(token)));
        view! { <NewTokenForm account=account on_made=made_it /> }
    };
    view! {
        <Dialog title=t(Text::CreateToken) on_close=on_close>
            {move || match made.get() {
                Some(token) => shown(&token),
                None => account.draw(form),
            }}
        </Dialog>
    }
}

/// What the token may: never more than its owner.
#[component]
fn NewTokenForm(account: Arc<Account>, on_made: Callback<String>) -> Drawn {
    let submission = Submission::new();
    let name = RwSignal::new(String::new());
    // The least: a token is asked for what it is for.
    let role = RwSignal::new(Role::Viewer.as_str().to_owned());
    let (stack, days) = (RwSignal::new(String::new()), RwSignal::new("90".to_owned()));
    let granted = Chosen::new(&[]);
    let roles = Role::ALL.into_iter().filter(|role| *role <= account.role);
    let roles: Vec<_> = roles.map(|role| (role.as_str().to_owned(), t(role_word(role)).to_owned())).collect();
    let spans: Vec<_> =
        DAYS.into_iter().map(|days| (days.to_string(), say(Message::Days(days.into())))).collect();
    let chosen_role = move || role.with(|role| Role::named(role)).unwrap_or(Role::Viewer);
    let stacks: Vec<_> = account.scopes.iter().filter_map(|scope| scope.stack.clone()).collect();
    let offered = Memo::new(move || stack.with(|stack| within(&account, chosen_role(), stack.trim())));
    let send = Callback::new(move |()| {
        let stack = stack.with_untracked(|stack| stack.trim().to_owned());
        let role = untrack(chosen_role);
        let new = NewToken {
            name: name.with_untracked(|name| name.trim().to_owned()),
            role: Some(role),
            stack: Some(stack).filter(|stack| !stack.is_empty()),
            // An admin's rights have no bounds.
            grants: (role < Role::Admin).then(|| granted.of(&offered.get_untracked())),
            days: days.with_untracked(|days| days.parse().ok()),
        };
        let done = Box::new(move |MadeToken { token }| _ = on_made.try_run(token));
        submission.send(CreateToken { new }, done);
    });
    let blocked = Signal::derive(move || name.with(|name| name.trim().is_empty()));
    let admin = Memo::new(move || chosen_role() == Role::Admin);
    let none = Memo::new(move || offered.with(Vec::is_empty));
    view! {
        <DialogForm
            submit=t(Text::CreateToken)
            busy=submission.busy
            failure=submission.failure
            blocked=blocked
            on_submit=send
        >
            <Field id="token-name" label=t(Text::Name) value=name hint=t(Text::TokenNameHint) />
            <Select id="token-role" label=t(Text::Role) value=role options=roles hint=t(Text::TokenRoleHint) />
            <Field
                id="token-stack"
                label=t(Text::Stack)
                value=stack
                hint=t(Text::TokenStackHint)
                suggestions=Signal::always(stacks)
            />
            {move || match (admin.get(), none.get()) {
                (true, _) => view! { <p class="faint">{t(Text::ReachOfAdmin)}</p> },
                (_, true) => view! { <p class="faint">{t(Text::NoGrantsToGive)}</p> },
                _ => view! { <GrantChecks legend=t(Text::TokenGrants) chosen=granted offered=offered /> },
            }}
            <Select id="token-days" label=t(Text::GoodFor) value=days options=spans />
        </DialogForm>
    }
}

/// The grants that a token of somebody's can have with a role, on one stack or, with no name, wherever they reach.
fn within(account: &Account, role: Role, stack: &str) -> Vec<Grant> {
    let there = |scope: &&Scope| stack.is_empty() || scope.stack.as_deref().is_none_or(|it| it == stack);
    let own: Vec<_> = account.scopes.iter().filter(there).flat_map(|scope| &scope.grants).collect();
    grants::of_role(role).into_iter().filter(|grant| own.contains(&grant)).collect()
}

/// The token, the one time that it is shown, and how a docker command uses it.
fn shown(token: &str) -> Drawn {
    let lines = docker_lines(token);
    let token = token.to_owned();
    view! {
        <form method="dialog">
            <div class="inside">
                <Notice tone=Tone::Warn title=t(Text::TokenOnce)>{t(Text::TokenOnceMore)}</Notice>
                <Code text=token label=t(Text::Token) />
                <p>{t(Text::TokenForDocker)}</p>
                <Code text=lines label=t(Text::TokenForDocker) />
                <p class="faint">{t(Text::TokenForDockerMore)}</p>
            </div>
            <footer><button class="button primary">{t(Text::Close)}</button></footer>
        </form>
    }
}

/// The two lines that point docker here. A port must be said, also the usual one: docker has another.
fn docker_lines(token: &str) -> String {
    let location = window().location();
    let (name, port) = (location.hostname().unwrap_or_default(), location.port().unwrap_or_default());
    let secure = location.protocol().is_ok_and(|protocol| protocol == "https:");
    let port = match (port.as_str(), secure) {
        ("", true) => "443",
        ("", false) => "80",
        (port, _) => port,
    };
    let tls = if secure { " DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=~/.pierhead" } else { "" };
    [
        "export DOCKER_HOST=tcp://",
        &name,
        ":",
        port,
        "/docker",
        tls,
        "\nexport DOCKER_CUSTOM_HEADERS=\"Authorization=Bearer ",
        token,
        "\"",
    ]
    .concat()
}
