//! The shape of a list that is still on its way.

use crate::ui::dom::{DrawAll, Drawn, view};
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
            {(0..8).map(row).draw_all()}
        </div>
    }
}
