//! What is to be known before a container is made: what the page itself sees is taken, and what the server says.

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, view};
use leptos::prelude::*;
use wire::{CheckContainer, Container, ContainerSpec, Warning};

use super::{
    form::{Form, REST},
    meaning::Meaning,
};
use crate::{
    api, format,
    i18n::{Message, Text, say, t},
    live::Live,
    ui::{Notice, Tone},
};

/// Something that another container has already.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Taken {
    /// The name.
    Name(String),
    /// A port of the host's, by the container of this name.
    Port(u16, String),
}

/// What of a specification the containers that there are have already.
fn taken<'a>(spec: &ContainerSpec, containers: impl Iterator<Item = &'a Container>) -> Vec<Taken> {
    let mut taken = Vec::new();
    for row in containers {
        if spec.name.as_ref() == Some(&row.name) {
            taken.push(Taken::Name(row.name.clone()));
        }
        for port in spec.ports.iter().filter(|port| port.public_last.is_none()) {
            // An address that isn't said is every address.
            let same = |ip: Option<std::net::IpAddr>| {
                let all = |ip: Option<std::net::IpAddr>| ip.is_none_or(|ip| ip.is_unspecified());
                ip == port.ip || all(ip) || all(port.ip)
            };
            let has = |other: &wire::Port| {
                other.public == port.public && other.protocol == port.protocol && same(other.ip)
            };
            if let Some(public) = port.public
                && row.ports.iter().any(has)
            {
                taken.push(Taken::Port(public, row.name.clone()));
            }
        }
    }
    taken
}

/// All warnings, as they come.
#[component]
pub(super) fn Ahead(form: Form) -> Drawn {
    let live = Live::expect();
    let meaning = Meaning::of(form);
    let taken = Memo::new(move || {
        meaning.spec(|spec| live.containers(|rows| taken(spec, rows.iter().map(|row| &**row))))
    });
    let told = ask(meaning);
    // The same ones again aren't spoken again.
    let told = Memo::new(move || told.get());
    let all = move || {
        let taken = taken.get().into_iter().map(taken_words);
        taken.chain(told.get().into_iter().map(words)).collect::<Vec<_>>()
    };
    view! {
        <div class="ahead" role="group" aria-label=t(Text::BeforeMaking)>
            {move || all().into_iter().map(|(title, more)| view! {
                <Notice tone=Tone::Warn title=title>{more}</Notice>
            }).draw_all()}
        </div>
    }
}

/// What the server says, when typing rests. Who can't be asked says nothing.
fn ask(meaning: Meaning) -> RwSignal<Vec<Warning>> {
    let told = RwSignal::new(Vec::new());
    let wanted = Memo::new(move || meaning.is_fine().then(|| meaning.spec(ContainerSpec::clone)));
    Effect::new(move || {
        let Some(spec) = wanted.get() else { return told.set(Vec::new()) };
        let is_still =
            move |spec: &ContainerSpec| wanted.try_get_untracked().flatten().as_ref() == Some(spec);
        set_timeout(
            move || {
                if !is_still(&spec) {
                    return;
                }
                leptos::task::spawn_local(async move {
                    let request = CheckContainer { spec };
                    let warnings = api::send(&request).await.unwrap_or_default();
                    if is_still(&request.spec) {
                        told.try_set(warnings);
                    }
                });
            },
            REST,
        );
    });
    told
}

fn taken_words(taken: Taken) -> (String, Drawn) {
    match taken {
        Taken::Name(name) => (t(Text::NameTaken).to_owned(), say(Message::NameIsTaken(&name)).drawn()),
        Taken::Port(port, name) => {
            let words = say(Message::PortIsTaken(&port.to_string(), &name));
            (t(Text::PortTaken).to_owned(), words.drawn())
        }
    }
}

fn words(warning: Warning) -> (String, Drawn) {
    match warning {
        Warning::HostRoot { because } => {
            let item = |what: String| view! { <li><code>{what}</code></li> };
            let list = view! { <ul>{because.into_iter().map(item).draw_all()}</ul> };
            (t(Text::HostRootWarning).to_owned(), list)
        }
        Warning::Refused { message } => (t(Text::RefusedWarning).to_owned(), message.drawn()),
        Warning::NoSuchPath { path, is_made } => {
            let more = if is_made { Text::PathMade } else { Text::PathRefused };
            (say(Message::PathMissing(&path)), t(more).drawn())
        }
        Warning::MemoryAbove { host } => {
            let memory = format::memory(host.0);
            (t(Text::MemoryAboveHost).to_owned(), say(Message::HostHasMemory(&memory)).drawn())
        }
    }
}

#[cfg(test)]
mod tests;
