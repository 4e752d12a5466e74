//! What stands where there is nothing: why, and the next step.

use crate::ui::dom::{Drawn, Inside, view};
use leptos::prelude::*;

use super::{Icon, icon};

/// Nothing here.
#[component]
pub(crate) fn Empty(
    symbol: Icon,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Inside>,
) -> Drawn {
    view! {
        <div class="empty">
            {icon(symbol)}
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="actions">{children.map(Inside::draw)}</div>
        </div>
    }
}
