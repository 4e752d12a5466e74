//! The engine's anatomy: what stands between the page and a container, and what the engine says of itself.

use std::sync::Arc;

use crate::ui::dom::{DrawAll, Drawn, Memo, Signal, view};
use leptos::prelude::*;
use wire::{Anatomy, Collection as C, Container, Engine, Link, Sealed, State};

use crate::{
    format::{between, memory, moment, number},
    host_root::HostRootCard,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::containers::is_up,
    route::{Listing, Route},
    ui::{Badge, Card, Count, Counts, Empty, Fact, Facts, Icon, Notice, Skeleton, Tone, icon},
};

/// The page.
#[component]
pub(crate) fn EnginePage() -> Drawn {
    let live = Live::expect();
    let engine = Memo::new(move || live.engine());
    view! {
        <header class="page-head">
            <h1>{t(Text::Engine)}</h1>
            <p class="about">
                <code>{move || engine.with(|engine| engine.address.clone())}</code>
                {move || link(&engine.get(), live)}
            </p>
        </header>
        <div class="page-body">{move || {
            let engine = engine.get();
            match (live.is_ready(), engine.anatomy.as_ref().and_then(Sealed::open)) {
                (false, _) => view! { <Skeleton /> },
                (_, Some(anatomy)) => view! { <Parts anatomy=Arc::new(anatomy) address=engine.address.clone() /> },
                (_, None) => nothing_known(&engine),
            }
        }}</div>
    }
}

fn link(engine: &Engine, live: Live) -> Drawn {
    match engine.link {
        Link::Connecting => view! { <Badge text=t(Text::Connecting).to_owned() tone=Tone::Busy /> },
        Link::Up { since } => view! {
            <Badge text=t(Text::Live).to_owned() tone=Tone::Good />
            <span class="faint nums" title=moment(since)>{move || say(Message::ConnectedFor(&between(since, live.now())))}</span>
        },
        Link::Partly { .. } => view! { <Badge text=t(Text::Incomplete).to_owned() tone=Tone::Warn /> },
        Link::Down { .. } => view! { <Badge text=t(Text::EngineGone).to_owned() tone=Tone::Bad /> },
    }
}

fn nothing_known(engine: &Engine) -> Drawn {
    match engine.link {
        // The notice above the page tells why.
        Link::Down { .. } | Link::Partly { .. } => view! {
            <Empty symbol=Icon::Chip title=t(Text::EngineNeverSeen) text=t(Text::EngineNeverSeenMore) />
        },
        _ => view! { <Skeleton /> },
    }
}

#[component]
fn Parts(anatomy: Arc<Anatomy>, address: String) -> Drawn {
    let warnings = anatomy.warnings.iter().map(|warning| view! { <li>{warning.clone()}</li> }).draw_all();
    let warned = !anatomy.warnings.is_empty();
    view! {
        <div class="cards">
            {chain(&anatomy, &address)}
            {warned.then(|| view! {
                <div class="whole"><Notice tone=Tone::Warn title=t(Text::EngineWarns)><ul>{warnings}</ul></Notice></div>
            })}
            <Numbers />
            {host(&anatomy)}
            {keeping(&anatomy)}
            {security(&anatomy)}
            <HostRootCard />
        </div>
    }
}

/// From the person to the process: each calls the next.
fn chain(anatomy: &Anatomy, address: &str) -> Drawn {
    let version = |name: &str| {
        let component = anatomy.components.iter().find(|component| component.name.eq_ignore_ascii_case(name));
        component.map(|component| component.version.clone()).unwrap_or_default()
    };
    let dockerd = if anatomy.version.is_empty() { version("Engine") } else { anatomy.version.clone() };
    let steps = [
        (Icon::Lighthouse, "Pierhead", say(Message::ApiInUse(&anatomy.api)), Text::AboutClient),
        (Icon::Chip, "dockerd", dockerd, Text::AboutDockerd),
        (Icon::Layers, "containerd", version("containerd"), Text::AboutContainerd),
        (Icon::Play, "runc", version("runc"), Text::AboutRunc),
        (Icon::Box, "docker-init", version("docker-init"), Text::AboutInit),
    ];
    let step = |(symbol, name, version, about): (Icon, &'static str, String, Text)| {
        view! {
            <li>
                <span class="symbol">{icon(symbol)}</span>
                <h3>{name}</h3>
                <p class="version nums">{if version.is_empty() { t(Text::NotTold).to_owned() } else { version }}</p>
                <p class="faint">{t(about)}</p>
            </li>
        }
    };
    view! {
        <section class="card whole anatomy">
            <h2>{t(Text::Anatomy)} <span class="faint">{say(Message::Through(address))}</span></h2>
            <ol>{steps.map(step).into_iter().draw_all()}</ol>
        </section>
    }
}

#[component]
fn Numbers() -> Drawn {
    let live = Live::expect();
    let of = move |is: fn(&Container) -> bool| {
        live.count(C::Containers, move |live| {
            live.containers(|rows| rows.iter().filter(|row| is(row)).count())
        })
    };
    let containers = |search| Route::Containers(Listing::of(search)).to_string();
    let list = str::to_owned;
    let jobs = Signal::derive(move || Some(live.jobs(|jobs| jobs.iter().filter(|job| job.running).count())));
    let counts = [
        (Text::Running, containers("is:running"), of(is_up)),
        (Text::StatePaused, containers("state:paused"), of(|row| row.state == State::Paused)),
        (Text::Stopped, containers("is:stopped"), of(|row| !is_up(row))),
        (Text::Images, list("/images"), live.count(C::Images, |live| live.images(|rows| rows.len()))),
        (Text::Volumes, list("/volumes"), live.count(C::Volumes, |live| live.volumes(|rows| rows.len()))),
        (Text::Networks, list("/networks"), live.count(C::Networks, |live| live.networks(|rows| rows.len()))),
        (Text::Jobs, list("/jobs"), jobs),
    ];
    let counts = counts.map(|(word, href, count)| Count::new(t(word), href, count)).into();
    view! { <Counts label=t(Text::Counts) counts=counts /> }
}

fn fact(name: Text, value: String) -> Option<Drawn> {
    (!value.is_empty()).then(|| view! { <Fact name=t(name)>{value}</Fact> })
}

fn yes(word: bool) -> String {
    t(if word { Text::Yes } else { Text::No }).into()
}

fn host(anatomy: &Anatomy) -> Drawn {
    let count = usize::try_from(anatomy.cpus).unwrap_or_default();
    let facts = [
        fact(Text::Name, anatomy.name.clone()),
        fact(Text::System, anatomy.os.clone()),
        fact(Text::Kernel, anatomy.kernel.clone()),
        fact(Text::Architecture, anatomy.arch.clone()),
        fact(Text::Cpus, number(count)),
        fact(Text::Memory, memory(anatomy.memory)),
    ];
    view! { <Card title=t(Text::Host)><Facts>{facts}</Facts></Card> }
}

fn keeping(anatomy: &Anatomy) -> Drawn {
    let range = say(Message::ApiRange(&anatomy.api_min, &anatomy.api_max));
    let facts = [
        fact(Text::ApiVersions, range),
        fact(Text::RootDir, anatomy.root_dir.clone()),
        fact(Text::StorageDriver, anatomy.storage.clone()),
        fact(Text::LogDriver, anatomy.logging.clone()),
        fact(Text::Runtime, anatomy.runtime.clone()),
        fact(Text::LiveRestore, yes(anatomy.live_restore)),
        fact(Text::Swarm, yes(anatomy.swarm)),
    ];
    view! { <Card title=t(Text::Keeping)><Facts>{facts}</Facts></Card> }
}

fn security(anatomy: &Anatomy) -> Drawn {
    let options = anatomy.security.iter().map(|option| {
        view! { <Badge text=option.clone() tone=Tone::Good /> " " }
    });
    let options = if anatomy.security.is_empty() {
        view! { <span class="faint">{t(Text::None)}</span> }
    } else {
        options.draw_all()
    };
    let components =
        anatomy.components.iter().filter(|component| !component.commit.is_empty()).map(|component| {
            let commit = component.commit.clone();
            view! { <Fact name=component.name.clone()><code>{commit}</code></Fact> }
        });
    let components = components.draw_all();
    let facts = [
        Some(view! { <Fact name=t(Text::SecurityOptions)>{options}</Fact> }),
        fact(Text::CgroupDriver, anatomy.cgroup_driver.clone()),
        fact(Text::CgroupVersion, anatomy.cgroup_version.clone()),
        Some(components),
    ];
    view! { <Card title=t(Text::Security)><Facts>{facts}</Facts></Card> }
}
