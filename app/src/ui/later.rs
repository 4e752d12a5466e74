//! What is loaded when it is asked for.

use std::{future::Future, pin::Pin};

use crate::ui::dom::{Draw, Drawn};
use leptos::prelude::*;

/// Shows what is being loaded as soon as it is there, and something else until then. When the person has left
/// meanwhile, it is dropped.
pub(crate) fn later(loading: impl Future<Output = Drawn> + 'static, meanwhile: impl Draw) -> Drawn {
    boxed(Box::pin(loading), meanwhile.drawn())
}

fn boxed(loading: Pin<Box<dyn Future<Output = Drawn>>>, meanwhile: Drawn) -> Drawn {
    let shown = RwSignal::new_local(Some(meanwhile));
    leptos::task::spawn_local_scoped(async move {
        let view = loading.await;
        let _ = shown.try_set(Some(view));
    });
    (move || {
        shown.track();
        shown.try_update_untracked(Option::take).flatten()
    })
    .drawn()
}
