//! Whether what is shown is live: the server may be gone, or the engine behind it.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, Signal, lazy, view};
use leptos::prelude::*;
use wire::{Collection, Collections, Engine, Link, Problem};

use crate::{
    format::{between, moment},
    i18n::{Message, Text, say, t},
    live::{Live, Stream},
    route::Route,
    ui::{Code, Notice, Tone, later},
};

/// Whether what is shown at an address may have changed since: the engine can't be reached, or can't tell this list.
pub(super) fn is_old(engine: &Engine, route: &Route) -> bool {
    match engine.link {
        Link::Down { .. } => true,
        Link::Partly { untold, .. } => listed(route).is_some_and(|list| untold.contains(list)),
        _ => false,
    }
}

/// What is shown at an address, above all.
fn listed(route: &Route) -> Option<Collection> {
    match route {
        Route::Dashboard | Route::Containers(_) | Route::Container { .. } => Some(Collection::Containers),
        Route::Images(_) => Some(Collection::Images),
        Route::Volumes(_) => Some(Collection::Volumes),
        Route::Networks(_) => Some(Collection::Networks),
        _ => None,
    }
}

fn has_problem(engine: &Engine) -> bool {
    matches!(engine.link, Link::Down { .. } | Link::Partly { .. })
}

/// The state of the engine, always in sight.
#[component]
pub(super) fn EngineState() -> Drawn {
    let live = Live::expect();
    let engine = Signal::derive(move || live.is_ready().then(|| live.engine()));
    let state = move || match (live.stream(), engine.get().as_deref().map(|engine| &engine.link)) {
        (Stream::Lost { .. }, _) => (Tone::Bad, Text::ServerGone),
        (Stream::Ended { .. }, _) => (Tone::Bad, Text::LoggedOut),
        (_, Some(Link::Up { .. })) => (Tone::Good, Text::Live),
        (_, Some(Link::Partly { .. })) => (Tone::Warn, Text::Incomplete),
        (_, Some(Link::Down { .. })) => (Tone::Bad, Text::EngineGone),
        _ => (Tone::Busy, Text::Connecting),
    };
    let name = move || engine.get().map(|engine| engine.name.clone()).unwrap_or_default();
    view! {
        <a class=move || ["engine-state ", state().0.class()].concat() href="/engine" title=name>
            <span class="dot" aria-hidden="true"></span>
            <span class="word clip">{name}</span>
            <span class="state" role="status">{move || t(state().1)}</span>
        </a>
    }
}

/// Above the page while what it shows isn't live.
#[component]
pub(super) fn ConnectionNotice() -> Drawn {
    let live = Live::expect();
    let engine = Memo::new(move || live.engine());
    (move || match (live.stream(), engine.get()) {
        (Stream::Lost { since }, _) => {
            let more = if live.is_ready() { t(Text::ServerGoneMore) } else { t(Text::ServerGoneAtFirst) };
            view! {
                <div class="connection">
                    <Notice tone=Tone::Bad title=t(Text::ServerSilent)>{more} " " <Since since=since /></Notice>
                </div>
            }
        }
        (stream, engine) if stream.is_ended() || live.is_ready() && has_problem(&engine) => {
            view! { <div class="connection">{later(problem_notice(stream, engine), ())}</div> }
        }
        _ => ().drawn(),
    })
    .drawn()
}

/// Why the engine can't be reached, since when, and what to do; or that one has to log in. Loaded when it is needed.
#[lazy]
fn problem_notice(stream: Stream, engine: Arc<Engine>) -> Drawn {
    if stream.is_ended() {
        // Elsewhere, so that what is typed stays; this page goes on as soon as somebody has.
        return view! {
            <Notice tone=Tone::Bad title=t(Text::SessionEnded)>
                <a href="/login" target="_blank">{t(Text::LogIn)}</a>
            </Notice>
        };
    }
    let live = Live::expect();
    let (since, problem, untold) = match &engine.link {
        Link::Down { since, problem } => (*since, problem, None),
        Link::Partly { problem, untold, since } => {
            (engine.whole_until.unwrap_or(*since), problem, Some(*untold))
        }
        _ => return ().drawn(),
    };
    // What can't be read was told by a server of another version, and the page is about to load itself again.
    let Some(problem) = problem.open() else { return ().drawn() };
    let (title, more, command) = words(&problem);
    if let Some(untold) = untold {
        let old = LISTS.into_iter().any(|(list, _)| untold.contains(list) && engine.seen.contains(list));
        return view! {
            <Notice tone=Tone::Warn title=untold_title(untold)>
                <p>{more}</p>
                {old.then(|| view! { <p><Since since=since /></p> })}
            </Notice>
        };
    }
    view! {
        <Notice tone=Tone::Bad title=title>
            <p>{more}</p>
            {command.map(|command| view! { <Code label=t(Text::Command) text=command /> })}
            {live.has_seen(Collection::Containers).then(|| view! { <p><Since since=since /></p> })}
        </Notice>
    }
}

/// What an engine lists, and how it is called.
const LISTS: [(Collection, Text); 4] = [
    (Collection::Containers, Text::Containers),
    (Collection::Images, Text::Images),
    (Collection::Volumes, Text::Volumes),
    (Collection::Networks, Text::Networks),
];

fn untold_title(untold: Collections) -> String {
    let untold: Vec<&str> =
        LISTS.into_iter().filter(|(list, _)| untold.contains(*list)).map(|(_, word)| t(word)).collect();
    match untold.is_empty() {
        true => t(Text::EngineTellsNotOfItself).into(),
        false => say(Message::EngineTellsNot(&untold)),
    }
}

#[component]
fn Since(since: wire::Time) -> Drawn {
    let live = Live::expect();
    view! {
        <span class="nums" aria-live="off" title=moment(since)>
            {move || say(Message::LastKnown(&between(since, live.now())))}
        </span>
    }
}

/// What is wrong, what helps, and the command that does it.
fn words(problem: &Problem) -> (String, String, Option<String>) {
    match problem {
        Problem::NoSocket { path } => (
            say(Message::NoSocket(path)),
            t(Text::NoSocketMore).into(),
            Some("sudo systemctl start docker".into()),
        ),
        Problem::PermissionDenied { path, owner, group, fix } => (
            say(Message::PermissionDenied(path)),
            say(Message::PermissionDeniedMore(owner, group)),
            (!fix.is_empty()).then(|| fix.clone()),
        ),
        Problem::Refused { address } => (
            say(Message::Refused(address)),
            t(Text::RefusedMore).into(),
            Some("sudo systemctl start docker".into()),
        ),
        Problem::Silent { address, seconds } => (
            say(Message::Silent(address, *seconds)),
            t(Text::SilentMore).into(),
            Some("sudo systemctl restart docker".into()),
        ),
        Problem::Unanswered { address } => {
            (say(Message::Unanswered(address)), t(Text::UnansweredMore).into(), None)
        }
        Problem::TooOld { api, minimum } => {
            (say(Message::TooOld(api, minimum)), t(Text::TooOldMore).into(), None)
        }
        Problem::TooNew { minimum, newest } => {
            (say(Message::TooNew(minimum, newest)), t(Text::TooNewMore).into(), None)
        }
        Problem::NotAnEngine { address, answer } => {
            (say(Message::NotAnEngine(address, answer)), t(Text::NotAnEngineMore).into(), None)
        }
        Problem::Tls { message } => (t(Text::TlsFailed).into(), message.clone(), None),
        Problem::Other { message } => (t(Text::EngineGoneOther).into(), message.clone(), None),
    }
}
