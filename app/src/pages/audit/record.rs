//! Something that was done: on one line, and opened with all that is known of it.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, view};
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use wire::{
    AuditRow, Id, Outcome, Time,
    audit::{ANSWERED, COMMAND_LINE, DONE, FAILED, GIVEN_UP, REFUSED, SET_UP},
};

use crate::{
    age::Age,
    format::written,
    i18n::{Message, Text, say, t},
    live::Live,
    route::Route,
    ui::{Fact, Facts, Icon, Mark, Tone, icon},
};

/// How something ended, in a word.
pub(crate) fn word(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Done => Text::OutcomeDone,
        Outcome::Failed => Text::OutcomeFailed,
        Outcome::GivenUp => Text::OutcomeGivenUp,
        Outcome::Open => Text::OutcomeOpen,
    }
}

/// How something ended, as a sign.
pub(crate) fn look(outcome: Outcome) -> (Icon, Tone) {
    match outcome {
        Outcome::Done => (Icon::Check, Tone::Good),
        Outcome::Failed => (Icon::RingCross, Tone::Bad),
        Outcome::GivenUp => (Icon::RingStop, Tone::Warn),
        Outcome::Open => (Icon::Ring, Tone::Idle),
    }
}

/// Who did it, in the page's language where it was nobody in person.
pub(crate) fn who(person: &str) -> String {
    if person == COMMAND_LINE { t(Text::CommandLine).to_owned() } else { person.to_owned() }
}

/// By which session or token.
fn by(through: &str) -> String {
    match through.split_once(' ') {
        Some(("session", number)) => say(Message::BySession(number)),
        Some(("token", number)) => say(Message::ByToken(number)),
        _ if through == SET_UP => t(Text::BySetUp).to_owned(),
        _ => through.to_owned(),
    }
}

/// What came back: the records' own words are told in the page's language, and those of the engine as they came.
fn told(said: &str) -> String {
    let begins = |beginning| said.strip_prefix(beginning);
    match said {
        DONE => t(Text::CameBackDone).to_owned(),
        GIVEN_UP => t(Text::CameBackGivenUp).to_owned(),
        _ => {
            let refused = begins(REFUSED).map(|why| say(Message::CameBackRefused(why)));
            let failed = || begins(FAILED).map(|why| say(Message::CameBackFailed(why)));
            let answered = || begins(ANSWERED).map(|status| say(Message::CameBackAnswered(status)));
            refused.or_else(failed).or_else(answered).unwrap_or_else(|| said.to_owned())
        }
    }
}

/// A row.
#[component]
pub(super) fn Record(row: Arc<AuditRow>) -> Drawn {
    let live = Live::expect();
    let (shape, tone) = look(row.outcome);
    let at = Time(row.at / 1000);
    let name = untrack(|| named(&row.operation, &row.object, live));
    let object = name.clone().unwrap_or_else(|| row.object.clone());
    let said = row.end.as_ref().map_or_else(|| t(Text::NotEnded).to_owned(), |end| told(&end.said));
    let whole = row.clone();
    view! {
        <li>
            <details class="record">
                <summary>
                    <Mark shape=shape tone=tone label=t(word(row.outcome)) />
                    <Age at=at class="when" />
                    <span class="who clip">{who(&row.person)}</span>
                    <span class="what clip">{row.operation.clone()}</span>
                    <span class="object clip mono">{object}</span>
                    <span class="said clip soft">{said}</span>
                    {icon(Icon::Down)}
                </summary>
                {details(&whole, name)}
            </details>
        </li>
    }
}

/// All that is known of it.
fn details(row: &AuditRow, name: Option<String>) -> Drawn {
    let numbers = match &row.end {
        Some(end) => say(Message::RecordNumbers(&row.seq.to_string(), &end.seq.to_string())),
        None => row.seq.to_string(),
    };
    let link = name.map(|name| {
        let href = Route::container(&name).to_string();
        view! { " " <a href=href>{name}</a> }
    });
    let said = row.end.as_ref().map_or_else(|| t(Text::NotEndedMore).to_owned(), |end| told(&end.said));
    let facts = [
        fact(Text::Person, view! { {who(&row.person)} " " <span class="faint">{by(&row.through)}</span> }),
        fact(Text::Began, precise(row.at)),
        row.end.as_ref().map_or_else(|| ().drawn(), |end| fact(Text::Ended, precise(end.at))),
        fact(Text::Action, row.operation.clone()),
        fact(Text::Object, view! { {code(&row.object)} {link} }),
        fact(Text::Asked, code(&row.asked)),
        fact(Text::CameBack, code(&said)),
        fact(Text::RecordNumber, numbers),
    ];
    view! { <Facts>{facts}</Facts> }
}

fn fact(name: Text, value: impl Draw) -> Drawn {
    let value = value.drawn();
    view! { <Fact name=t(name)>{value}</Fact> }
}

fn code(text: &str) -> Drawn {
    match text {
        "" => view! { <span class="faint">{t(Text::None)}</span> },
        text => view! { <code>{text.to_owned()}</code> },
    }
}

/// The name that a container has now, of those that are there. What is made is recorded by its name: it has no id yet.
pub(crate) fn named(operation: &str, object: &str, live: Live) -> Option<String> {
    let row = match object.parse::<Id>() {
        Ok(id) => live.container(id),
        Err(_) if operation.starts_with("Container") => {
            live.find_container(object).filter(|row| row.name == object)
        }
        Err(_) => None,
    };
    row.map(|row| row.name.clone())
}

/// A moment with its milliseconds.
fn precise(at: i64) -> String {
    let options = Object::new();
    for part in ["year", "month", "day", "hour", "minute", "second"] {
        let _ = Reflect::set(&options, &part.into(), &"numeric".into());
    }
    let _ = Reflect::set(&options, &"fractionalSecondDigits".into(), &3.into());
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are exact in 53 bits")]
    written(at as f64, &options)
}
