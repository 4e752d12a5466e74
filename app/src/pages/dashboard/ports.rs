//! The host's ports that containers have.

use crate::ui::dom::{DrawAll, Drawn, Memo, view};
use leptos::prelude::*;

use super::summary::{PortUse, Summary};
use crate::{
    i18n::{Message, Text, say, t},
    pages::containers::port_link,
    route::{Listing, Route, Sort},
};

/// More than these are a list's.
const MOST: usize = 12;

/// The card.
#[component]
pub(super) fn PortsCard(sum: Memo<Summary>) -> Drawn {
    // Made anew only when they are others, so that the focus stays.
    let ports = Memo::new(move || sum.with(|sum| sum.ports.clone()));
    let lines = move || {
        let ports = ports.get();
        if ports.is_empty() {
            return view! { <p class="none soft">{t(Text::NoPorts)}</p> };
        }
        let hidden = ports.len().saturating_sub(MOST);
        let by_port = Listing { sort: Sort::Ports, ..Listing::default() };
        view! {
            <ul class="lines ports">{ports.iter().take(MOST).map(line).draw_all()}</ul>
            {(hidden > 0).then(|| view! {
                <p class="rest"><a href=Route::Containers(by_port).to_string()>{say(Message::OthersToo(hidden))}</a></p>
            })}
        }
    };
    view! { <section class="card"><h2>{t(Text::PortsInUse)}</h2>{lines}</section> }
}

fn line(used: &PortUse) -> Drawn {
    let href = Route::container(&used.name).to_string();
    view! {
        <li>
            <span class="port-of">{port_link(&used.port)}</span>
            <a class="clip" href=href>{used.name.clone()}</a>
        </li>
    }
}
