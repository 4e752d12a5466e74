//! The audit: what was done in anybody's name, and what came back.

mod phrase;
mod record;
mod results;
mod search;

use crate::ui::dom::{Draw, Drawn, Memo, each, view};
use leptos::prelude::*;

use crate::{
    fetched::failed,
    i18n::{Text, t},
    live::Live,
    route::{Route, Router},
    ui::{Button, Empty, Icon, Kind, Skeleton},
};
pub(super) use phrase::phrase;
use record::Record;
pub(super) use record::{look, named, who, word};
use results::{Results, State};
use search::{Search, Typed};

/// The page.
#[component]
pub(crate) fn AuditPage() -> Drawn {
    let (router, live) = (Router::expect(), Live::expect());
    let typed = Memo::new(move || match router.current() {
        Route::Audit { query } => Typed::parse(&query),
        _ => Typed::default(),
    });
    let results = Results::new();
    // The address says what is searched for, and it may change without a new page. What is live knows the names.
    Effect::new(move || {
        if live.is_ready() {
            results.search(typed.get());
        }
    });
    let state = results.state();
    let more = Callback::new(move |()| results.more());
    let again = Callback::new(move |()| results.search(typed.get_untracked()));
    let clear = Callback::new(move |()| router.go(Route::Audit { query: String::new() }));
    view! {
        <header class="page-head">
            <h1>{t(Text::Audit)}</h1>
            <p class="about">
                <span>{t(Text::AuditAbout)}</span>
                <span>{t(Text::AuditVerify)} " " <code>"pierhead audit verify"</code></span>
            </p>
            <Search typed=typed again=again />
        </header>
        <div class="page-body">{move || match state.get() {
            State::Asking => view! { <Skeleton /> },
            State::Failed(text) => failed(text),
            State::Nothing if results.has_more() => view! {
                <Empty symbol=Icon::Search title=t(Text::AuditNotYet) text=t(Text::AuditNotYetMore)>
                    <Button label=t(Text::LoadOlder) disabled=results.busy() on_press=more />
                </Empty>
            },
            State::Nothing => view! {
                <Empty symbol=Icon::Search title=t(Text::NothingMatches) text=t(Text::AuditNoMatch)>
                    <Button label=t(Text::ClearFilters) on_press=clear />
                </Empty>
            },
            State::Some => view! { <Found results=results /> },
        }}</div>
    }
}

#[component]
fn Found(results: Results) -> Drawn {
    let has_more = Memo::new(move || results.has_more());
    let more = Callback::new(move |()| results.more());
    let heads = [Text::When, Text::Person, Text::Action, Text::Object, Text::CameBack];
    let heads = heads.map(|head| view! { <span>{t(head)}</span> });
    view! {
        <div class="records">
            <div class="record-head" aria-hidden="true"><span></span>{heads}</div>
            <ol aria-label=t(Text::Audit)>
                {each(move || results.rows(), |row| row.seq, |row| view! { <Record row=row /> })}
            </ol>
            <footer>
                {move || match has_more.get() {
                    true => view! {
                        <Button label=t(Text::LoadOlder) kind=Kind::Plain disabled=results.busy() on_press=more />
                    },
                    false => view! { <p class="faint">{t(Text::AuditEnd)}</p> },
                }}
                {move || results.failure().map(failed)}
            </footer>
        </div>
    }
    .drawn()
}
