//! Who is logged in, and what is theirs to set.

use crate::ui::dom::{Drawn, Signal, view};
use leptos::prelude::*;

use crate::{
    api,
    i18n::{LANGUAGE, Language, Message, Text, say, t},
    live::Live,
    route::{Route, Router},
    theme::Theme,
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
        let chosen = Theme::chosen();
        let theme = move |theme: Theme, symbol, word| {
            let symbol = if theme == chosen { Icon::Check } else { symbol };
            Item::new(symbol, t(word), move || theme.choose())
        };
        let mut items = vec![
            Item::new(Icon::Person, t(Text::Account), move || router.go(Route::Account)),
            theme(Theme::System, Icon::Monitor, Text::ThemeSystem),
            theme(Theme::Light, Icon::Sun, Text::ThemeLight),
            theme(Theme::Dark, Icon::Moon, Text::ThemeDark),
        ];
        let others = Language::ALL.into_iter().filter(|(language, _)| *language != LANGUAGE);
        items
            .extend(others.map(|(language, name)| {
                Item::new(Icon::Globe, name, move || api::choose_language(language))
            }));
        items.push(Item::new(Icon::Door, t(Text::LogOut), || leptos::task::spawn_local(api::log_out())));
        items
    });
    view! {
        <Menu label=label class="person" items=items>
            {icon(Icon::Person)}
            <span class="word clip">{move || live.person().0}</span>
        </Menu>
    }
}
