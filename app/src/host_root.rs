//! Whether admins may ask for what is as good as root on the engine's host: where it is switched, and where an admin
//! finds that it is off.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use wire::{GetHostRoot, HostRoot, SetHostRoot};

use crate::{
    actions::{Submission, explained},
    api,
    fetched::Fetched,
    i18n::{Text, t},
    live::Live,
    ui::{
        Card, Confirm, Kind, Toasts,
        dom::{Draw, Drawn, Memo, view},
    },
};

/// The switch, for those who may turn it.
#[component]
pub(crate) fn HostRootCard() -> Drawn {
    let live = Live::expect();
    let admin = Memo::new(move || live.is_admin());
    (move || admin.get().then(|| untrack(|| view! { <Switch /> }))).drawn()
}

#[component]
fn Switch() -> Drawn {
    let toasts = Toasts::expect();
    let state = Fetched::new();
    state.ask(GetHostRoot);
    let change = move |event: leptos::ev::Event| {
        let on = event_target_checked(&event);
        leptos::task::spawn_local(async move {
            if let Err(failure) = api::send(&SetHostRoot { new: HostRoot { on } }).await {
                toasts.bad(explained(&failure).title);
                uncheck(&event, on);
            }
            state.ask(GetHostRoot);
        });
    };
    let is_on = move || state.get().is_some_and(|state| state.on);
    let check = move || {
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=is_on on:change=change />
                <span>{t(Text::HostRootAllowed)}<span class="hint">{t(Text::HostRootAllowedMore)}</span></span>
            </label>
        }
    };
    view! {
        <Card title=t(Text::HostRoot)>
            <div class="inside">{state.draw_once(check)}</div>
        </Card>
    }
}

/// What was refused isn't shown as if it were so.
pub(crate) fn uncheck(event: &leptos::ev::Event, on: bool) {
    if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
        input.set_checked(!on);
    }
}

/// An admin has asked for such a thing, and it is off.
#[component]
pub(crate) fn HostRootDialog(answered: Callback<bool>) -> Drawn {
    let submission = Submission::new();
    let send = Callback::new(move |()| {
        let request = SetHostRoot { new: HostRoot { on: true } };
        submission.send(request, Box::new(move |()| answered.run(true)));
    });
    view! {
        <Confirm
            title=t(Text::HostRootAsk)
            submit=t(Text::HostRootOn)
            kind=Kind::Danger
            busy=submission.busy
            failure=submission.failure
            on_submit=send
            on_close=Callback::new(move |()| answered.run(false))
        >
            <p>{t(Text::HostRootAskMore)}</p>
            <p class="faint">{t(Text::HostRootLater)}</p>
        </Confirm>
    }
}
