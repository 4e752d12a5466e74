//! Everything about a container at a glance.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, view};
use leptos::prelude::*;
use wire::{ContainerDetail, Health, Mount, MountKind, Probe, RestartPolicy, Time, shell_line};

use super::{
    super::containers::{port_link_saying, status},
    labels,
};
use crate::{
    age::Age,
    format::{cpus, memory},
    i18n::{Message, Text, say, t},
    live::Live,
    route::{Listing, Route},
    search::{Facet, token},
    ui::{Badge, Card, Fact, Facts, Notice, Tone},
};

/// The cards.
#[component]
pub(super) fn Overview(
    detail: Arc<ContainerDetail>,
    /// What was done last has failed, and the page says so already.
    failed: Memo<bool>,
) -> Drawn {
    let error = detail.error.clone();
    let failed =
        move || {
            let error = Some(error.clone()).filter(|error| !error.is_empty() && !failed.get());
            error.map(|error| view! {
            <div class="whole"><Notice tone=Tone::Bad title=t(Text::CouldNotStart)>{error}</Notice></div>
        })
        };
    view! {
        <div class="cards">
            {failed}
            {run(&detail)}
            {process(&detail)}
            {network(&detail)}
            {mounts(&detail.mounts)}
            {limits(&detail)}
            {health(&detail)}
            {pairs(Text::Environment, Text::NoEnvironment, &detail.env)}
            {labels::card(&detail.labels)}
        </div>
    }
}

fn fact(name: Text, value: impl Draw) -> Drawn {
    let value = value.drawn();
    view! { <Fact name=t(name)>{value}</Fact> }
}

fn time(name: Text, time: Option<Time>) -> Option<Drawn> {
    let time = time?;
    let value = view! { <Age at=time /> };
    Some(fact(name, value))
}

fn words(name: Text, text: &str) -> Option<Drawn> {
    (!text.is_empty()).then(|| fact(name, text.to_owned()))
}

fn code(name: Text, text: &str) -> Option<Drawn> {
    (!text.is_empty()).then(|| fact(name, view! { <code>{text.to_owned()}</code> }))
}

fn run(detail: &ContainerDetail) -> Drawn {
    let live = Live::expect();
    let row = detail.row.clone();
    let ended = row.finished.filter(|finished| row.started.is_none_or(|started| started <= *finished));
    let id = row.id.to_string();
    let restarts = (detail.restarts > 0).then(|| fact(Text::Restarts, detail.restarts.to_string()));
    let pid = detail.pid.map(|pid| fact(Text::Pid, pid.to_string()));
    let (created, started) = (row.created, row.started);
    view! {
        <Card title=t(Text::Status)>
            <Facts>
                {fact(Text::Status, view! { <span class="nums">{move || status(&row, live.now())}</span> })}
                {time(Text::Created, Some(created))}
                {time(Text::Started, started)}
                {time(Text::Ended, ended)}
                {restarts}
                {pid}
                {code(Text::Id, &id)}
            </Facts>
        </Card>
    }
}

fn process(detail: &ContainerDetail) -> Drawn {
    let user = if detail.user.is_empty() { "root" } else { &detail.user };
    let image = &detail.row.image;
    let images = Route::Images(Listing { search: image.clone(), ..Listing::default() }).to_string();
    let facts = [
        Some(fact(Text::Image, view! { <a href=images>{image.clone()}</a> })),
        code(Text::Entrypoint, &shell_line(&detail.entrypoint)),
        code(Text::Command, &shell_line(&detail.command)),
        code(Text::WorkingDir, &detail.working_dir),
        words(Text::User, user),
        words(Text::Hostname, &detail.hostname),
        detail.tty.then(|| fact(Text::Terminal, t(Text::Yes))),
        words(Text::LogDriver, &detail.log_driver),
    ];
    view! { <Card title=t(Text::Process)><Facts>{facts}</Facts></Card> }
}

fn network(detail: &ContainerDetail) -> Drawn {
    let ports: Vec<Drawn> = detail.row.ports.iter().map(port).collect();
    let networks: Vec<Drawn> = detail
        .networks
        .iter()
        .map(|attachment| {
            let addresses = [&*attachment.ipv4, &attachment.ipv6].into_iter().filter(|text| !text.is_empty());
            let addresses = addresses.collect::<Vec<_>>().join(", ");
            let aliases = attachment.aliases.join(", ");
            let href = Route::Networks(Listing { search: attachment.network.clone(), ..Listing::default() });
            view! {
                <li>
                    <a href=href.to_string()>{attachment.network.clone()}</a>
                    " " <code>{addresses}</code>
                    " " <span class="faint">{aliases}</span>
                </li>
            }
        })
        .collect();
    view! {
        <Card title=t(Text::Network)>
            <Facts>
                {fact(Text::Ports, list(ports))}
                {fact(Text::Networks, list(networks))}
            </Facts>
        </Card>
    }
}

fn port(port: &wire::Port) -> Drawn {
    let inside = [&port.private.to_string(), "/", port.protocol.as_str()].concat();
    let text = match port.public {
        None => view! { <code>{say(Message::PortNotPublished(&inside))}</code> },
        Some(public) => {
            let ip = port.ip.map(|ip| ip.to_string()).unwrap_or_default();
            let ip = if ip.contains(':') { ["[", &ip, "]"].concat() } else { ip };
            let text = [&ip, ":", &public.to_string(), " → ", &inside].concat();
            view! { <code>{port_link_saying(port, text)}</code> }
        }
    };
    view! { <li>{text}</li> }
}

fn list(items: Vec<Drawn>) -> Drawn {
    if items.is_empty() {
        return view! { <span class="faint">{t(Text::None)}</span> };
    }
    view! { <ul>{items}</ul> }
}

fn mounts(mounts: &[Mount]) -> Drawn {
    let items: Vec<Drawn> = mounts
        .iter()
        .map(|mount| {
            let kind = match mount.kind {
                MountKind::Volume => Text::Volume,
                MountKind::Bind => Text::HostPath,
                MountKind::Tmpfs => Text::Tmpfs,
                MountKind::Other => Text::OtherMount,
            };
            let source = view! { <code>{mount.source.clone()}</code> };
            let source = if mount.kind == MountKind::Volume {
                let named = Listing::of(&token(Facet::Name, &mount.source));
                view! { <a href=Route::Volumes(named).to_string()>{source}</a> }
            } else {
                source
            };
            view! {
                <li class="mount">
                    <Badge text=t(kind).to_owned() tone=Tone::Idle />
                    <span>{source} " → " <code>{mount.target.clone()}</code></span>
                    {mount.read_only.then(|| view! { <span class="faint">{t(Text::ReadOnly)}</span> })}
                </li>
            }
        })
        .collect();
    view! { <Card title=t(Text::Mounts)><div class="inside">{list(items)}</div></Card> }
}

fn limits(detail: &ContainerDetail) -> Drawn {
    let limits = detail.limits;
    let no_limit = || t(Text::NoLimit).to_owned();
    let restart = match detail.restart {
        RestartPolicy::No => t(Text::RestartNo).into(),
        RestartPolicy::Always => t(Text::RestartAlways).into(),
        RestartPolicy::UnlessStopped => t(Text::RestartUnlessStopped).into(),
        RestartPolicy::OnFailure { attempts: 0 } => t(Text::RestartOnFailure).into(),
        RestartPolicy::OnFailure { attempts } => say(Message::RestartAttempts(attempts)),
    };
    let power = detail.privileged.then(|| {
        fact(Text::Privileged, view! { <Badge text=t(Text::PrivilegedYes).to_owned() tone=Tone::Warn /> })
    });
    let facts = [
        Some(fact(Text::RestartPolicy, restart)),
        Some(fact(Text::Memory, limits.memory.map_or_else(no_limit, memory))),
        Some(fact(Text::Cpus, limits.nano_cpus.map_or_else(no_limit, cpus))),
        limits.pids.map(|pids| fact(Text::Pids, pids.to_string())),
        power,
        detail.read_only.then(|| fact(Text::RootFileSystem, t(Text::ReadOnly))),
        detail.auto_remove.then(|| fact(Text::AutoRemove, t(Text::Yes))),
    ];
    view! { <Card title=t(Text::LimitsAndPolicy)><Facts>{facts}</Facts></Card> }
}

fn health(detail: &ContainerDetail) -> Option<Drawn> {
    if detail.row.health == Health::None && detail.probes.is_empty() {
        return None;
    }
    let probe = |probe: &Probe| {
        let (tone, word) = if probe.exit_code == 0 {
            (Tone::Good, Text::ProbePassed)
        } else {
            (Tone::Bad, Text::ProbeFailed)
        };
        let word = [t(word), " (", &probe.exit_code.to_string(), ")"].concat();
        view! {
            <li class="probe">
                <Badge text=word tone=tone />
                {probe.at.map(|at| view! {
                    <Age at=at class="faint" />
                })}
                <pre>{probe.output.trim().to_owned()}</pre>
            </li>
        }
    };
    let probes = detail.probes.iter().rev().map(probe).collect();
    Some(view! { <Card title=t(Text::HealthLog)><div class="inside">{list(probes)}</div></Card> })
}

fn pairs(title: Text, none: Text, pairs: &[(String, Option<String>)]) -> Drawn {
    let pair = |(name, value): &(String, Option<String>)| {
        let value = value_of(value.as_deref());
        view! { <Fact name=name.clone()>{value}</Fact> }
    };
    card_of(title, none, pairs.iter().map(pair).collect())
}

/// A value, or that it isn't shown.
pub(super) fn value_of(value: Option<&str>) -> Drawn {
    match value {
        Some(value) => view! { <code>{value.to_owned()}</code> },
        None => view! { <span class="faint">{t(Text::Hidden)}</span> },
    }
}

/// A card of names and values, or that there are none.
pub(super) fn card_of(title: Text, none: Text, facts: Vec<Drawn>) -> Drawn {
    let inside = if facts.is_empty() {
        view! { <div class="inside faint">{t(none)}</div> }
    } else {
        view! { <dl class="facts many">{facts}</dl> }
    };
    view! { <Card title=t(title)>{inside}</Card> }
}
