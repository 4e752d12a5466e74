//! The shape of a list that is still on its way.

use leptos::prelude::*;

use crate::i18n::{Text, t};

/// Rows without words.
#[component]
pub(crate) fn Skeleton() -> AnyView {
    let row = |_| {
        view! {
            <div class="skeleton-row">
                <span class="skeleton"></span>
                <span class="skeleton"></span>
                <span class="skeleton short"></span>
                <span class="skeleton short"></span>
                <span class="skeleton"></span>
            </div>
        }
    };
    view! {
        <div role="status">
            <span class="sr-only">{t(Text::Loading)}</span>
            {(0..8).map(row).collect_view()}
        </div>
    }
    .into_any()
}
