//! What happened last on the engine.

use crate::ui::dom::{Draw, Drawn, Memo, each, view};
use leptos::prelude::*;
use wire::{Event, EventRow, Happening, Object, Sealed};

use super::places;
use crate::{
    age::Age,
    i18n::{Message, Text, say, t},
    live::Live,
    ui::{Icon, Tone, icon},
};

/// As many as are seen at once.
const MOST: usize = 12;

/// The card.
#[component]
pub(super) fn EventsCard() -> Drawn {
    let live = Live::expect();
    let none = Memo::new(move || live.events(|rows| rows.is_empty()));
    let last = move || {
        live.events(|rows| rows.iter().rev().take(MOST).filter_map(Sealed::open).collect::<Vec<EventRow>>())
    };
    view! {
        <section class="card happened">
            <h2>{t(Text::LastEvents)}</h2>
            <ul class="lines">{each(last, |row| row.id, line)}</ul>
            {move || none.get().then(|| view! { <p class="none soft">{t(Text::NoEvents)}</p> })}
        </section>
    }
}

fn line(row: EventRow) -> Drawn {
    let live = Live::expect();
    let event = row.event;
    let at = event.at;
    let (symbol, tone) = look(&event.what);
    let words = words(&event);
    view! {
        <li>
            <span class=["mark ", tone.class()].concat()>{icon(symbol)}</span>
            <span class="what clip">{name(&event, live)} " " <span class="soft">{words}</span></span>
            <Age at=at class="faint when" />
        </li>
    }
}

/// What it happened to, as a link to where it is shown, as long as it is there.
fn name(event: &Event, live: Live) -> Drawn {
    let kind = match event.object {
        Object::Container(_) => Text::Container,
        Object::Image(_) => Text::Image,
        Object::Volume(_) => Text::Volume,
        Object::Network(_) => Text::Network,
        Object::Engine => Text::Engine,
    };
    let name = match (&event.object, event.name.strip_prefix("sha256:")) {
        (Object::Engine, _) => t(Text::Engine).to_owned(),
        (_, Some(digest)) => digest.chars().take(12).collect(),
        _ => event.name.clone(),
    };
    // A container that goes takes its page along, and one that comes back has another.
    let route = Memo::new({
        let event = event.clone();
        move || places::of_event(&event, live)
    });
    let drawn = move || match route.get() {
        Some(route) => view! { <a href=route.to_string() title=t(kind)>{name.clone()}</a> },
        None => view! { <span title=t(kind)>{name.clone()}</span> },
    };
    drawn.drawn()
}

fn look(what: &Happening) -> (Icon, Tone) {
    match what {
        Happening::Created | Happening::Loaded => (Icon::Plus, Tone::Idle),
        Happening::Started | Happening::Unpaused => (Icon::RingPlay, Tone::Good),
        Happening::Healthy => (Icon::Check, Tone::Good),
        Happening::Exited(0 | 130 | 137 | 143) => (Icon::RingStop, Tone::Idle),
        Happening::Exited(_) | Happening::OutOfMemory => (Icon::RingCross, Tone::Bad),
        Happening::Unhealthy => (Icon::Alert, Tone::Bad),
        Happening::Paused => (Icon::RingPause, Tone::Warn),
        Happening::Renamed(_) | Happening::Updated | Happening::Reloaded => (Icon::Pencil, Tone::Idle),
        Happening::Removed => (Icon::Trash, Tone::Idle),
        Happening::Pulled => (Icon::Download, Tone::Idle),
        Happening::Pushed => (Icon::Up, Tone::Idle),
        Happening::Tagged | Happening::Untagged => (Icon::Tag, Tone::Idle),
    }
}

/// What is said of it, behind its name.
fn words(event: &Event) -> String {
    let word = match &event.what {
        Happening::Exited(code) => return say(Message::HappenedExited(*code)),
        Happening::Renamed(from) => return say(Message::HappenedRenamed(from)),
        Happening::Created => Text::HappenedCreated,
        Happening::Started => Text::HappenedStarted,
        Happening::Healthy => Text::HappenedHealthy,
        Happening::Unhealthy => Text::HappenedUnhealthy,
        Happening::OutOfMemory => Text::HappenedOutOfMemory,
        Happening::Paused => Text::HappenedPaused,
        Happening::Unpaused => Text::HappenedUnpaused,
        Happening::Updated => Text::HappenedUpdated,
        Happening::Removed => Text::HappenedRemoved,
        Happening::Pulled => Text::HappenedPulled,
        Happening::Pushed => Text::HappenedPushed,
        Happening::Tagged => Text::HappenedTagged,
        Happening::Untagged => Text::HappenedUntagged,
        Happening::Loaded => Text::HappenedLoaded,
        Happening::Reloaded => Text::HappenedReloaded,
    };
    t(word).into()
}
