//! What the server wants to have before what is as good as root on the host, or gives rights away: a proof that it is
//! still oneself, and that such things are switched on at all. The dialog stands beside the page, over whatever is open
//! there.

use js_sys::{Function, Promise};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wire::{FailureKind, Proof, Prove};

use crate::{
    actions::Submission,
    host_root::HostRootDialog,
    i18n::{Text, t},
    ui::{
        Dialog, DialogForm, Field,
        dom::{Drawn, RwSignal, Signal, beside, lazy, view},
        later,
    },
};

/// Asks for what a request lacked, if somebody can give it here; answers whether they did.
pub(crate) async fn is_given(lacking: FailureKind) -> bool {
    if !matches!(lacking, FailureKind::ProofNeeded | FailureKind::HostRootOff) {
        return false;
    }
    let mut resolve = None;
    let answer = Promise::new(&mut |resolved: Function, _| resolve = Some(SendWrapper::new(resolved)));
    let Some(resolve) = resolve else { return false };
    let answered = Callback::new(move |given: bool| {
        let _ = resolve.call1(&JsValue::UNDEFINED, &given.into());
    });
    let body = document().body();
    let _shown = body.and_then(|body| beside(&body, || later(dialog(lacking, answered), ())));
    JsFuture::from(answer).await.is_ok_and(|given| given.is_truthy())
}

/// Loaded when it is first asked for.
#[lazy]
fn dialog(lacking: FailureKind, answered: Callback<bool>) -> Drawn {
    match lacking {
        FailureKind::HostRootOff => view! { <HostRootDialog answered=answered /> },
        _ => view! { <ProofDialog answered=answered /> },
    }
}

#[component]
fn ProofDialog(answered: Callback<bool>) -> Drawn {
    let submission = Submission::new();
    let password = RwSignal::new(String::new());
    let send = Callback::new(move |()| {
        let request = Prove { new: Proof { password: password.get_untracked() } };
        submission.send(request, Box::new(move |()| answered.run(true)));
    });
    let blocked = Signal::derive(move || password.with(String::is_empty));
    view! {
        <Dialog title=t(Text::StillYou) on_close=Callback::new(move |()| answered.run(false))>
            <DialogForm
                submit=t(Text::Confirm)
                busy=submission.busy
                failure=submission.failure
                blocked=blocked
                on_submit=send
            >
                <p>{t(Text::StillYouMore)}</p>
                <Field
                    id="proof-password"
                    label=t(Text::Password)
                    value=password
                    kind="password"
                    complete="current-password"
                />
            </DialogForm>
        </Dialog>
    }
}
