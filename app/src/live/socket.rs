//! The WebSocket under the store: opened again whenever it closes, from where it broke off.

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BinaryType, MessageEvent, WebSocket};
use wire::Frame;

use super::{Live, Stream};
use crate::{api, boot};

/// The first pause before another try, and the longest.
const FIRST_PAUSE: u32 = 250;
const LONGEST_PAUSE: u32 = 10_000;

/// The version of the frames that this page reads.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+");

/// Takes over the socket that `boot.js` opened while this program was still loading, with what it has heard.
pub(super) fn open(live: Live) {
    let Some(socket) = current() else { return connect(live, FIRST_PAUSE) };
    listen(&socket, live, FIRST_PAUSE);
    for data in boot::get::<Array>("heard").unwrap_or_default() {
        hear(&data, live);
    }
    if socket.ready_state() >= WebSocket::CLOSING {
        retry(live, FIRST_PAUSE);
    }
}

/// Ends a connection of which nothing has been heard for long.
pub(super) fn close() {
    let _ = current().map(|socket| socket.close());
}

/// The socket that is listened to: it stands where `boot.js` has put the first one.
fn current() -> Option<WebSocket> {
    boot::get("socket")
}

fn connect(live: Live, pause: u32) {
    let location = window().location();
    let scheme = if location.protocol().as_deref() == Ok("http:") { "ws://" } else { "wss://" };
    let mut url = [scheme, &location.host().unwrap_or_default(), "/live"].concat();
    if live.ready.get_untracked() {
        let epoch = live.epoch.get_untracked();
        let seq = live.arrived.get_value();
        url += &["?epoch=", &epoch.to_string(), "&seq=", &seq.to_string()].concat();
    }
    match WebSocket::new(&url) {
        Ok(socket) => {
            socket.set_binary_type(BinaryType::Arraybuffer);
            let _ = Reflect::set(&boot::all(), &"socket".into(), &socket);
            listen(&socket, live, pause);
        }
        Err(_) => retry(live, pause),
    }
}

/// The two handlers live as long as the page; a closed socket lets go of them with itself.
fn listen(socket: &WebSocket, live: Live, pause: u32) {
    live.heard.set_value(super::browser_clock().0);
    let on_message =
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(&event.data(), live));
    socket.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    let on_close = Closure::once_into_js(move || {
        // A connection that had worked is tried again quickly.
        let worked = live.link.get_untracked() == Stream::Open;
        retry(live, if worked { FIRST_PAUSE } else { pause });
    });
    socket.set_onclose(Some(on_close.unchecked_ref()));
}

fn hear(data: &JsValue, live: Live) {
    let bytes =
        data.dyn_ref::<ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec()).unwrap_or_default();
    match postcard::from_bytes::<Frame>(&bytes) {
        // What this page reads may mean something else.
        Ok(Frame::Hello(hello)) if !hello.version.starts_with(VERSION) => anew(&hello.version),
        Ok(frame) => live.receive(frame),
        Err(_) => anew("unreadable"),
    }
}

/// The page must come anew, but only once for each version.
pub(super) fn anew(version: &str) {
    let _ = boot::call::<JsValue>("reload", version);
}

fn retry(live: Live, pause: u32) {
    if !live.link.get_untracked().is_ended() {
        live.cease(lost);
    }
    leptos::task::spawn_local(async move {
        match api::is_logged_in().await {
            Some(false) => {
                if api::go_to_login() {
                    return;
                }
                live.cease(|since| Stream::Ended { since });
                // Whoever logs in may be somebody else, who sees something else: they are told all.
                live.epoch.set(0);
            }
            // Somebody has logged in, and the stream is about to flow.
            Some(true) => {}
            None => live.cease(lost),
        }
        // Up to half more, so that the pages of a restarted server don't all come at once.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within ten seconds")]
        let wait = (f64::from(pause) * (1.0 + js_sys::Math::random() / 2.0)) as u64;
        let again = move || connect(live, (pause * 2).min(LONGEST_PAUSE));
        set_timeout(again, std::time::Duration::from_millis(wait));
    });
}

fn lost(since: wire::Time) -> Stream {
    Stream::Lost { since }
}
