//! One's own tokens: made, shown once, and revoked.

mod new;

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, RwSignal, view};
use leptos::prelude::*;
use wire::{ListOwnTokens, TokenRow};

use crate::{
    fetched::Fetched,
    i18n::{Text, t},
    pages::tokens::{RevokeDialog, Revoked, TokenList, Whose},
    ui::{Button, Icon, Kind},
};
use new::NewTokenDialog;

/// The question that is open.
#[derive(Clone)]
enum Ask {
    New,
    Revoke(Revoked),
}

/// The list.
#[component]
pub(super) fn Tokens() -> Drawn {
    let tokens = Fetched::new();
    tokens.ask(ListOwnTokens);
    let asking = RwSignal::new(None::<Ask>);
    let add = Callback::new(move |()| asking.set(Some(Ask::New)));
    let revoke = Callback::new(move |token| asking.set(Some(Ask::Revoke(token))));
    let list = move |rows: Arc<Vec<TokenRow>>| {
        view! { <TokenList tokens=&rows whose=Whose::Own on_revoke=revoke /> }
    };
    let again = Callback::new(move |()| tokens.ask(ListOwnTokens));
    let close = Callback::new(move |()| asking.set(None));
    let made = Callback::new(move |()| {
        close.run(());
        again.run(());
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
            Some(Ask::New) => view! { <NewTokenDialog on_close=made /> },
            Some(Ask::Revoke(token)) => view! {
                <RevokeDialog token=token whose=Whose::Own on_done=again on_close=close />
            },
        }}
    }
    .drawn()
}
