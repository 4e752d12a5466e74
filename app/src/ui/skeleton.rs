//! The shape of a list that is still on its way.

use crate::ui::drawn::{Draw, Drawn};
use leptos::prelude::*;

use crate::i18n::{Text, t};

/// Rows without words.
#[component]
pub(crate) fn Skeleton() -> Drawn {
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
    .drawn()
}
