//! One's own tokens: made, shown once, and revoked.

mod new;

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, RwSignal, view};
use leptos::prelude::*;
use wire::{ListOwnTokens, RevokeOwnToken, TokenRow};

use crate::{
    actions::Submission,
    fetched::Fetched,
    format::moment,
    i18n::{Message, Text, say, t},
    live::Live,
    ui::{Badge, Button, Dialog, DialogForm, Icon, IconButton, Kind, Tone},
};
use new::NewTokenDialog;

/// The question that is open.
#[derive(Clone)]
enum Ask {
    New,
    Revoke(String, String),
}

/// The list.
#[component]
pub(super) fn Tokens() -> Drawn {
    let tokens = Fetched::new();
    tokens.ask(ListOwnTokens);
    let asking = RwSignal::new(None::<Ask>);
    let add = Callback::new(move |()| asking.set(Some(Ask::New)));
    let list = move |rows: Arc<Vec<TokenRow>>| match rows.is_empty() {
        true => view! { <p class="inside faint">{t(Text::NoTokensMore)}</p> },
        false => {
            let rows = rows.iter().map(|row| one(row, asking)).draw_all();
            view! { <ul class="things">{rows}</ul> }
        }
    };
    let closed = Callback::new(move |()| {
        asking.set(None);
        tokens.ask(ListOwnTokens);
    });
    view! {
        <section class="card">
            <h2>{t(Text::Tokens)}</h2>
            <p class="inside faint">{t(Text::TokensAbout)}</p>
            {tokens.draw(list)}
            <div class="inside buttons">
                <Button label=t(Text::CreateToken) symbol=Some(Icon::Plus) kind=Kind::Plain on_press=add />
            </div>
        </section>
        {move || match asking.get() {
            None => ().drawn(),
            Some(Ask::New) => view! { <NewTokenDialog on_close=closed /> },
            Some(Ask::Revoke(id, name)) => view! { <RevokeDialog id=id name=name on_close=closed /> },
        }}
    }
    .drawn()
}

fn one(row: &TokenRow, asking: RwSignal<Option<Ask>>) -> Drawn {
    let (id, name) = (row.id.clone(), row.name.clone());
    let label = say(Message::RevokeNamed(&name));
    let press = Callback::new(move |()| asking.set(Some(Ask::Revoke(id.clone(), name.clone()))));
    view! {
        <li>
            {token_facts(row, false)}
            <IconButton label=label symbol=Icon::Trash on_press=press />
        </li>
    }
    .drawn()
}

/// What is told of a token.
pub(in crate::pages) fn token_facts(row: &TokenRow, with_owner: bool) -> Drawn {
    let over = row.expires <= Live::expect().now();
    let ends =
        if over { Message::ExpiredAt(&moment(row.expires)) } else { Message::EndsAt(&moment(row.expires)) };
    let reach = row.stack.as_deref().map(|stack| say(Message::OfStack(stack)));
    let grants = row.grants.as_ref().map(|grants| {
        let words: Vec<_> = grants.iter().map(|grant| grant.as_str()).collect();
        let words = if words.is_empty() { t(Text::NoGrants).to_owned() } else { words.join(", ") };
        view! { <span class="soft">{words}</span> }
    });
    let owner = with_owner.then(|| view! { <span>{row.user.clone()}</span> });
    view! {
        <div class="about-it">
            <strong class="clip">{row.name.clone()}</strong>
            {owner}
            <Badge text=row.role.as_str().to_owned() tone=Tone::Idle />
            {reach.map(|reach| view! { <span class="soft">{reach}</span> })}
            {grants}
            <span class="soft nums" class:wrong=over>{say(ends)}</span>
            <code class="faint">{["phd_", &row.id].concat()}</code>
        </div>
    }
    .drawn()
}

#[component]
fn RevokeDialog(id: String, name: String, on_close: Callback<()>) -> Drawn {
    let submission = Submission::new();
    let title = say(Message::RevokeToken(&name));
    let send = Callback::new(move |()| submission.send(RevokeOwnToken { id: id.clone() }, on_close));
    view! {
        <Dialog title=title on_close=on_close>
            <DialogForm
                submit=t(Text::Revoke)
                kind=Kind::Danger
                busy=submission.busy
                failure=submission.failure
                on_submit=send
            >
                <p>{t(Text::RevokeMore)}</p>
            </DialogForm>
        </Dialog>
    }
}
