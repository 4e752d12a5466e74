//! A new token: what it may, until when, and the one time that it is shown.

use crate::ui::dom::{Drawn, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{CreateToken, MadeToken, NewToken, Role};

use crate::{
    actions::Submission,
    i18n::{Message, Text, say, t},
    live::Live,
    ui::{Code, Dialog, DialogForm, Field, Notice, Select, Tone},
};

/// How long tokens are good for, in days.
const DAYS: [u16; 5] = [7, 30, 90, 180, 365];

#[component]
pub(super) fn NewTokenDialog(on_close: Callback<()>) -> Drawn {
    let submission = Submission::new();
    let made = RwSignal::new(None::<String>);
    let own = Role::named(&Live::expect().person().1).unwrap_or(Role::Viewer);
    let name = RwSignal::new(String::new());
    // The least: a token is asked for what it is for.
    let role = RwSignal::new(Role::Viewer.as_str().to_owned());
    let (stack, days) = (RwSignal::new(String::new()), RwSignal::new("90".to_owned()));
    let roles = Role::ALL.into_iter().filter(|role| *role <= own);
    let roles: Vec<_> = roles.map(|role| (role.as_str().to_owned(), role.as_str().to_owned())).collect();
    let spans: Vec<_> =
        DAYS.into_iter().map(|days| (days.to_string(), say(Message::Days(days.into())))).collect();
    let send = Callback::new(move |()| {
        let stack = stack.with_untracked(|stack| stack.trim().to_owned());
        let new = NewToken {
            name: name.with_untracked(|name| name.trim().to_owned()),
            role: Role::named(&role.get_untracked()),
            stack: Some(stack).filter(|stack| !stack.is_empty()),
            grants: None,
            days: days.with_untracked(|days| days.parse().ok()),
        };
        let done = Callback::new(move |MadeToken { token }| made.set(Some(token)));
        submission.send(CreateToken { new }, done);
    });
    let blocked = Signal::derive(move || name.with(|name| name.trim().is_empty()));
    view! {
        <Dialog title=t(Text::CreateToken) on_close=on_close>
            {move || match made.get() {
                Some(token) => shown(&token),
                None => {
                    let (roles, spans) = (roles.clone(), spans.clone());
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
                            <Field id="token-stack" label=t(Text::Stack) value=stack hint=t(Text::TokenStackHint) />
                            <Select id="token-days" label=t(Text::GoodFor) value=days options=spans />
                        </DialogForm>
                    }
                }
            }}
        </Dialog>
    }
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
