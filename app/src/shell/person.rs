//! Who is logged in, and what is theirs.

use crate::ui::dom::{Drawn, Signal, lazy, view};
use leptos::prelude::*;

use crate::{
    api,
    i18n::{Message, Text, say, t},
    live::Live,
    route::Router,
    ui::{Icon, Item, Menu, Offered, icon},
};

/// The menu of the person who is logged in.
#[component]
pub(super) fn PersonMenu() -> Drawn {
    let live = Live::expect();
    let label = Signal::derive(move || {
        let (name, role) = live.person();
        say(Message::LoggedIn(&name, &role))
    });
    let router = Router::expect();
    let items = Callback::new(move |()| -> Offered { Box::pin(items(live, router)) });
    view! {
        <Menu label=label class="person" items=items>
            {icon(Icon::Person)}
            <span class="word clip">{move || live.person().0}</span>
        </Menu>
    }
}

/// Loaded with the menu.
#[lazy]
fn items(live: Live, router: Router) -> Vec<Item> {
    let go = |symbol, word, to: &'static str| Item::new(symbol, t(word), move || router.go_to(to));
    let mut items =
        vec![go(Icon::Person, Text::Account, "/account"), go(Icon::Gear, Text::Settings, "/settings")];
    if untrack(|| live.is_admin()) {
        items.extend([go(Icon::People, Text::People, "/people"), go(Icon::Scroll, Text::Audit, "/audit")]);
    }
    items.push(Item::new(Icon::Door, t(Text::LogOut), || leptos::task::spawn_local(api::log_out())));
    items
}
