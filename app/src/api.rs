//! Requests to the server: postcard there and back, and failures with their reason and advice.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use js_sys::{Reflect, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, RequestInit, Response};
use wire::{Advice, Done, Failure, FailureKind, Method, POSTCARD, Request, Seq};

use crate::{
    boot,
    i18n::{Language, Text, t},
    proof,
};

/// A request that is ready to go. It no longer knows its reply, so that what sends it exists once.
pub(crate) struct Prepared {
    method: Method,
    path: String,
    body: Vec<u8>,
}

/// Makes a request ready to go.
pub(crate) fn prepare<R: Request>(request: &R) -> Prepared {
    Prepared {
        method: R::METHOD,
        path: request.path(),
        body: postcard::to_allocvec(request.body()).unwrap_or_default(),
    }
}

/// Sends a request and reads its reply.
pub(crate) async fn send<R: Request>(request: &R) -> Result<R::Reply, Failure> {
    let bytes = exchange(prepare(request)).await?;
    postcard::from_bytes(&bytes).map_err(|_| unreadable())
}

/// Sends a request that changes something; answers from which change on the live stream shows it.
pub(crate) async fn change(prepared: Prepared) -> Result<Seq, Failure> {
    let bytes = exchange(prepared).await?;
    postcard::from_bytes::<Done>(&bytes).map(|done| done.seq).map_err(|_| unreadable())
}

/// Reads a text, laid out for people.
pub(crate) async fn text(path: &str) -> Result<String, Failure> {
    let prepared = Prepared { method: Method::Get, path: path.into(), body: Vec::new() };
    let bytes = fetch(&prepared, "application/json").await?;
    String::from_utf8(bytes).map_err(|_| unreadable())
}

/// Whether the server still knows who this is; `None` when it doesn't answer.
pub(crate) async fn is_logged_in() -> Option<bool> {
    let response = JsFuture::from(window().fetch_with_str("/api/account")).await.ok()?;
    Some(response.dyn_into::<Response>().ok()?.status() != UNAUTHORIZED)
}

/// Whether this page is being left. Whoever leaves first says where to: what is refused because somebody logs out must not
/// take them elsewhere.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// Logs out and leaves the page.
pub(crate) async fn log_out() {
    LEAVING.store(true, Relaxed);
    let init = RequestInit::new();
    init.set_method("POST");
    let _ = JsFuture::from(window().fetch_with_str_and_init("/logout", &init)).await;
    let _ = window().location().assign("/login");
}

/// Where something may have been typed or picked that would be lost.
const TYPED: &str = "dialog[open]:not(.looked-up),.create,form.inside,.unsaved,.picked-bar";

/// Whether the page can be left and come back to without a loss.
pub(crate) fn can_be_left() -> bool {
    matches!(document().query_selector(TYPED), Ok(None))
}

/// Leaves for the login page, to come back here, unless somebody is typing or has picked rows: they are told
/// (`shell/connection.rs`). Answers whether it leaves.
pub(crate) fn go_to_login() -> bool {
    let leaves = can_be_left();
    if leaves {
        leave_for("/login");
    }
    leaves
}

/// Has the server send this page in another language, here and from now on.
pub(crate) fn choose_language(language: Language) {
    leave_for(&["/language/", language.tag()].concat());
}

fn leave_for(address: &str) {
    if LEAVING.swap(true, Relaxed) {
        return;
    }
    let _ = boot::call::<JsValue>("leave", address);
}

const UNAUTHORIZED: u16 = 401;

/// Sends a request; and once more, when the server first wanted something that only a person can give, and got it. Nobody
/// who sends one has to know: what they have typed waits with them.
async fn exchange(prepared: Prepared) -> Result<Vec<u8>, Failure> {
    match fetch(&prepared, POSTCARD).await {
        Err(failure) if proof::is_given(failure.kind).await => fetch(&prepared, POSTCARD).await,
        done => done,
    }
}

async fn fetch(prepared: &Prepared, accept: &str) -> Result<Vec<u8>, Failure> {
    let init = RequestInit::new();
    init.set_method(match prepared.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Delete => "DELETE",
    });
    let headers = js_sys::Object::new();
    let _ = Reflect::set(&headers, &"accept".into(), &accept.into());
    if prepared.method == Method::Post {
        let _ = Reflect::set(&headers, &"content-type".into(), &POSTCARD.into());
        init.set_body(&Uint8Array::from(prepared.body.as_slice()));
    }
    init.set_headers(&headers);

    let answer = JsFuture::from(window().fetch_with_str_and_init(&prepared.path, &init)).await;
    let response: Response = answer.map_err(|_| server_gone())?.unchecked_into();
    if response.status() == UNAUTHORIZED {
        go_to_login();
    }
    let body = JsFuture::from(response.array_buffer().map_err(|_| server_gone())?);
    let bytes = Uint8Array::new(&body.await.map_err(|_| server_gone())?).to_vec();
    if response.ok() { Ok(bytes) } else { Err(failure(&bytes, &response)) }
}

fn failure(bytes: &[u8], response: &Response) -> Failure {
    postcard::from_bytes(bytes).unwrap_or_else(|_| {
        let said = js_sys::JSON::parse(std::str::from_utf8(bytes).unwrap_or_default())
            .and_then(|body| Reflect::get(&body, &JsValue::from_str("message")))
            .ok()
            .and_then(|message| message.as_string());
        Failure {
            message: said
                .unwrap_or_else(|| [&response.status().to_string(), " ", &response.status_text()].concat()),
            kind: FailureKind::Internal,
            advice: Advice::TryAgain,
        }
    })
}

fn server_gone() -> Failure {
    Failure {
        message: t(Text::ServerDidNotAnswer).into(),
        kind: FailureKind::Internal,
        advice: Advice::TryAgain,
    }
}

fn unreadable() -> Failure {
    Failure {
        message: t(Text::ReplyNotUnderstood).into(),
        kind: FailureKind::Internal,
        advice: Advice::TryAgain,
    }
}

/// Copies a text; answers whether the browser let it.
pub(crate) async fn copy(text: &str) -> bool {
    let navigator = Reflect::get(&window(), &"navigator".into()).unwrap_or_default();
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    let write = Reflect::get(&clipboard, &"writeText".into()).ok().and_then(|write| write.dyn_into().ok());
    let Some(write): Option<js_sys::Function> = write else { return copy_selected(text) };
    match write
        .call1(&clipboard, &text.into())
        .ok()
        .and_then(|promise| promise.dyn_into::<js_sys::Promise>().ok())
    {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}

/// Where a text stands while it is copied.
pub(crate) const COPIED_FROM: &str = "textarea.copied-from";

/// Without TLS there is no clipboard, but a selection can still be copied. It takes the focus, which is given back.
fn copy_selected(text: &str) -> bool {
    let focused = document().active_element().and_then(|focused| focused.dyn_into::<HtmlElement>().ok());
    let Ok(area) = document().create_element("textarea") else { return false };
    let _ = Reflect::set(&area, &"value".into(), &text.into());
    area.set_class_name("copied-from");
    let host = document().query_selector("dialog[open]").ok().flatten();
    let host = host.or_else(|| document().body().map(JsCast::unchecked_into));
    let Some(host) = host else { return false };
    let _ = host.append_child(&area);
    let call = |object: &JsValue, name: &str, arguments: &js_sys::Array| {
        let function: js_sys::Function = Reflect::get(object, &name.into()).ok()?.dyn_into().ok()?;
        function.apply(object, arguments).ok()
    };
    call(&area, "select", &js_sys::Array::new());
    let copied = call(&document(), "execCommand", &js_sys::Array::of1(&"copy".into()));
    area.remove();
    let _ = focused.map(|focused| focused.focus());
    copied.is_some_and(|copied| copied.is_truthy())
}
