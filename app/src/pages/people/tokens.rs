//! Tokens of others, to be revoked.

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, view};
use leptos::prelude::*;
use wire::TokenRow;

use super::dialogs::{Ask, Asking};
use crate::{
    i18n::{Message, Text, say, t},
    pages::account::token_facts,
    ui::{Icon, IconButton},
};

/// The list.
#[component]
pub(super) fn Tokens(tokens: Arc<Vec<TokenRow>>, with_owner: bool) -> Drawn {
    if tokens.is_empty() {
        return view! { <p class="inside faint">{t(Text::NoTokens)}</p> };
    }
    let rows = tokens.iter().map(|token| one(token, with_owner)).draw_all();
    view! { <ul class="things">{rows}</ul> }
}

fn one(token: &TokenRow, with_owner: bool) -> Drawn {
    let asking = Asking::expect();
    let (id, name) = (token.id.clone(), token.name.clone());
    let label = say(Message::RevokeNamed(&name));
    let press = Callback::new(move |()| asking.ask(Ask::Revoke(id.clone(), name.clone())));
    let facts = token_facts(token, with_owner);
    view! {
        <li>
            {facts}
            <IconButton label=label symbol=Icon::Trash on_press=press />
        </li>
    }
    .drawn()
}
