//! Tokens on a line each, one's own and others', and the question before one is revoked.

use crate::ui::dom::{Draw, DrawAll, Drawn, view};
use leptos::prelude::*;
use wire::{RevokeOwnToken, RevokeToken, TokenRow};

use crate::{
    actions::Submission,
    format::moment,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::grants::{grant_word, role_word},
    ui::{Badge, Confirm, Icon, IconButton, Kind, Tone},
};

/// Whose tokens these are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// One's own.
    Own,
    /// Those of one person.
    Theirs,
    /// Everybody's, so that each line says whose it is.
    Everybodys,
}

/// The list. `on_revoke` is told which is to be revoked.
#[component]
pub(super) fn TokenList<'a>(tokens: &'a [TokenRow], whose: Whose, on_revoke: Callback<Revoked>) -> Drawn {
    if tokens.is_empty() {
        let none = if whose == Whose::Own { Text::NoTokensMore } else { Text::NoTokens };
        return view! { <p class="inside faint">{t(none)}</p> };
    }
    let rows = tokens.iter().map(|token| one(token, whose, on_revoke)).draw_all();
    view! { <ul class="things">{rows}</ul> }
}

/// A token that is to be revoked.
#[derive(Clone)]
pub(super) struct Revoked {
    id: String,
    name: String,
}

fn one(token: &TokenRow, whose: Whose, on_revoke: Callback<Revoked>) -> Drawn {
    let revoked = Revoked { id: token.id.clone(), name: token.name.clone() };
    let label = say(Message::RevokeNamed(&token.name));
    let press = Callback::new(move |()| on_revoke.run(revoked.clone()));
    view! {
        <li>
            {facts(token, whose)}
            <IconButton label=label symbol=Icon::Trash on_press=press />
        </li>
    }
    .drawn()
}

fn facts(row: &TokenRow, whose: Whose) -> Drawn {
    let over = row.expires <= Live::expect().now();
    let ends =
        if over { Message::ExpiredAt(&moment(row.expires)) } else { Message::EndsAt(&moment(row.expires)) };
    let reach = row.stack.as_deref().map(|stack| say(Message::OfStack(stack)));
    let grants = row.grants.as_ref().map(|grants| {
        let words: Vec<_> = grants.iter().map(|grant| t(grant_word(*grant))).collect();
        let words = if words.is_empty() { t(Text::NoGrants).to_owned() } else { words.join(", ") };
        view! { <span class="soft">{words}</span> }
    });
    let owner = (whose == Whose::Everybodys).then(|| view! { <span>{row.user.clone()}</span> });
    view! {
        <div class="about-it">
            <strong class="clip">{row.name.clone()}</strong>
            {owner}
            <Badge text=t(role_word(row.role)).to_owned() tone=Tone::Idle />
            {reach.map(|reach| view! { <span class="soft">{reach}</span> })}
            {grants}
            <span class="soft nums" class:wrong=over>{say(ends)}</span>
            <code class="faint">{["phd_", &row.id].concat()}</code>
        </div>
    }
    .drawn()
}

/// The question. `on_done` is told when it was revoked, also when the question is no longer open by then.
#[component]
pub(super) fn RevokeDialog(
    token: Revoked,
    whose: Whose,
    on_done: Callback<()>,
    on_close: Callback<()>,
) -> Drawn {
    let submission = Submission::new();
    let Revoked { id, name } = token;
    let title = say(Message::RevokeToken(&name));
    let close = Callback::new(move |()| on_close.run(()));
    let send = Callback::new(move |()| {
        let id = id.clone();
        let done = Box::new(move |()| {
            on_done.try_run(());
            close.try_run(());
        });
        match whose {
            Whose::Own => submission.send(RevokeOwnToken { id }, done),
            Whose::Theirs | Whose::Everybodys => submission.send(RevokeToken { id }, done),
        }
    });
    view! {
        <Confirm
            title=title
            submit=t(Text::Revoke)
            kind=Kind::Danger
            busy=submission.busy
            failure=submission.failure
            on_submit=send
            on_close=close
        >
            <p>{t(Text::RevokeMore)}</p>
        </Confirm>
    }
}
