//! Who is logged in, and what is theirs.

use crate::ui::dom::{Drawn, Signal, view};
use leptos::prelude::*;

use crate::{
    api,
    i18n::{Message, Text, say, t},
    live::Live,
    route::{Route, Router},
    ui::{Icon, Item, Menu, icon},
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
    let items = Callback::new(move |()| {
        vec![
            Item::new(Icon::Person, t(Text::Account), move || router.go(Route::Account)),
            Item::new(Icon::Gear, t(Text::Settings), move || router.go(Route::Settings)),
            Item::new(Icon::Door, t(Text::LogOut), || leptos::task::spawn_local(api::log_out())),
        ]
    });
    view! {
        <Menu label=label class="person" items=items>
            {icon(Icon::Person)}
            <span class="word clip">{move || live.person().0}</span>
        </Menu>
    }
}
