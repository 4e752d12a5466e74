//! What is one's own: the password, the sessions, the tokens.

mod password;
mod sessions;
mod tokens;

use crate::ui::dom::{Drawn, view};
use leptos::prelude::*;

use crate::{
    i18n::{Message, Text, say, t},
    live::Live,
};
use password::Password;
use sessions::Sessions;
use tokens::Tokens;

/// The page.
#[component]
pub(crate) fn AccountPage() -> Drawn {
    let live = Live::expect();
    let about = move || {
        let (name, role) = live.person();
        say(Message::LoggedIn(&name, &role))
    };
    view! {
        <header class="page-head">
            <h1>{t(Text::Account)}</h1>
            <p class="about">{about}</p>
        </header>
        <div class="page-body">
            <div class="cards account">
                <Password />
                <Sessions />
                <Tokens />
            </div>
        </div>
    }
}
