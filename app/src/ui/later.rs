//! What is loaded when it is asked for.

use std::{future::Future, pin::Pin};

use crate::ui::dom::{Draw, Drawn};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Shows what is being loaded as soon as it is there, and something else until then. When the person has left
/// meanwhile, it is dropped.
pub(crate) fn later(loading: impl Future<Output = Drawn> + 'static, meanwhile: impl Draw) -> Drawn {
    boxed(Box::pin(loading), meanwhile.drawn())
}

fn boxed(loading: Pin<Box<dyn Future<Output = Drawn>>>, meanwhile: Drawn) -> Drawn {
    let shown = RwSignal::new_local(Some(meanwhile));
    leptos::task::spawn_local_scoped_with_cancellation(async move {
        let styles = styles();
        let view = loading.await;
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
    let boot = Reflect::get(&window(), &"boot".into()).ok()?;
    let load: Function = Reflect::get(&boot, &"styles".into()).ok()?.dyn_into().ok()?;
    load.call0(&boot).ok()?.dyn_into().ok()
}

/// Until the styles of what a first visit doesn't show are there.
pub(super) async fn wait_for_styles() {
    if let Some(styles) = styles() {
        let _ = JsFuture::from(styles).await;
    }
}
