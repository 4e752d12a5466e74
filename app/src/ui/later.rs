//! What is loaded when it is asked for.

use std::{future::Future, pin::Pin};

use crate::{
    boot,
    ui::dom::{Draw, Drawn},
};
use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A part of the page couldn't be fetched, tried again for a while: the server is gone, or is another one.
pub(crate) use leptos::wasm_split::SplitLoaderError as Unloaded;

/// What comes in a file of its own, if that can be had.
pub(crate) type Loaded<T> = Result<T, Unloaded>;

/// Shows what is being loaded as soon as it is there, and something else until then. When the person has left
/// meanwhile, it is dropped.
pub(crate) fn later(loading: impl Future<Output = Loaded<Drawn>> + 'static, meanwhile: impl Draw) -> Drawn {
    boxed(Box::pin(loading), meanwhile.drawn())
}

fn boxed(loading: Pin<Box<dyn Future<Output = Loaded<Drawn>>>>, meanwhile: Drawn) -> Drawn {
    let shown = RwSignal::new_local(Some(meanwhile));
    leptos::task::spawn_local_scoped_with_cancellation(async move {
        let styles = styles();
        // What can't be had isn't shown; `split.js` has said so.
        let Ok(view) = loading.await else { return };
        if let Some(styles) = styles {
            // Without its styles a page is plain, and can still be used.
            let _ = JsFuture::from(styles).await;
        }
        let _ = shown.try_set(Some(view));
    });
    (move || {
        shown.track();
        shown.try_update_untracked(Option::take).flatten()
    })
    .drawn()
}

/// The styles of what a first visit doesn't show, on their way. `boot.js` knows where they are.
fn styles() -> Option<Promise> {
    boot::call("styles", "")
}

/// Until the styles of what a first visit doesn't show are there.
pub(super) async fn wait_for_styles() {
    if let Some(styles) = styles() {
        let _ = JsFuture::from(styles).await;
    }
}
