//! A container's row.

use std::{net::IpAddr, sync::Arc};

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Container, Id, Port, Protocol};

use super::{ActButtons, look, status};
use crate::{
    actions::Target,
    age::Age,
    i18n::{Message, say},
    live::Live,
    pages::list::{Course, StackLink},
    route::{Listing, Route},
    search::{Facet, token},
    ui::{Badge, Icon, Key, Mark, Tone},
};

/// The cells of a row. It is drawn once; what changes in it changes in place, so that the focus stays, and so does the container
/// that it is about.
pub(super) fn cells(key: RwSignal<Key>) -> Vec<Drawn> {
    let live = Live::expect();
    let id = move || match key.get() {
        Key::Hash(id) => Some(Id(id)),
        _ => None,
    };
    let row = Memo::new(move || live.container(id()?));
    let own = Memo::new(move || row.with(|row| row.as_ref().is_some_and(|row| row.own)));
    let text = move |read: fn(&Container) -> String| {
        Signal::derive(move || row.with(|row| row.as_deref().map(read).unwrap_or_default()))
    };
    let mark =
        move || row.with(|row| row.as_deref().map(look)).unwrap_or((Icon::Ring, Tone::Idle, String::new()));
    let words = Signal::from(Memo::new(move || {
        row.with(|row| row.as_ref().map(|row| status(row, live.now())).unwrap_or_default())
    }));
    let stack = Memo::new(move || row.with(|row| row.as_ref().and_then(|row| row.stack.clone())));
    let created =
        Signal::derive(move || row.with(|row| row.as_ref().map(|row| row.created).unwrap_or_default()));
    let state = move || row.with(|row| row.as_deref().map(|row| token(Facet::State, row.state.as_str())));
    vec![
        view! {
            <div class="cell col-name" role="cell">
                <Mark
                    shape=Signal::derive(move || mark().0)
                    tone=Signal::derive(move || mark().1)
                    label=Signal::derive(move || mark().2)
                />
                <a class="name" href=move || text(|row| Route::container(&row.name).to_string()).get()>
                    {text(|row| row.name.clone())}
                </a>
                {move || own.get().then(|| view! { <Badge text="Pierhead" tone=Tone::Busy /> })}
            </div>
        },
        view! {
            <div class="cell col-status" role="cell">
                <Course target=Signal::derive(move || id().map(Target::Container))>
                    <span class="nums" title=words data-token=state>{words}</span>
                </Course>
            </div>
        },
        view! {
            <div class="cell col-image" role="cell">
                <a
                    class="soft"
                    href=move || text(|row| Route::Images(Listing::of(&row.image)).to_string()).get()
                    title=text(|row| row.image.clone())
                >{text(|row| row.image.clone())}</a>
            </div>
        },
        view! { <div class="cell col-stack" role="cell"><StackLink stack=stack to=Route::Containers /></div> },
        view! { <div class="cell col-ports" role="cell"><PortLinks row=row most=2 /></div> },
        view! {
            <div class="cell col-created" role="cell">
                <Age at=created class="soft" />
            </div>
        },
        view! { <div class="cell col-do" role="cell"><ActButtons row=row /></div> },
    ]
}

/// Published ports as links to where they answer. As long as their number is the same, the links stay.
#[component]
pub(crate) fn PortLinks(#[prop(into)] row: Signal<Option<Arc<Container>>>, most: usize) -> Drawn {
    let ports =
        Memo::new(move || row.with(|row| row.as_ref().map(|row| published(&row.ports)).unwrap_or_default()));
    let count = Memo::new(move || ports.with(Vec::len));
    let own = move || row.with(|row| row.as_ref().map(|row| Route::container(&row.name).to_string()));
    (move || {
        let hidden = count.get().saturating_sub(most);
        let links = (0..count.get().min(most)).map(|place| {
            let port = Signal::derive(move || ports.with(|ports| ports.get(place).copied()));
            link(port, move || port.get().as_ref().map(written).unwrap_or_default())
        });
        view! {
            {links.draw_all()}
            {(hidden > 0).then(|| view! { <a class="faint nums" href=own>{say(Message::More(hidden))}</a> })}
        }
    })
    .drawn()
}

/// Each published port once: the engine lists it for IPv4 and for IPv6.
fn published(ports: &[Port]) -> Vec<Port> {
    let mut seen: Vec<Port> = Vec::new();
    for port in ports.iter().filter(|port| port.public.is_some()) {
        let same = |other: &Port| {
            (other.public, other.private, other.protocol) == (port.public, port.private, port.protocol)
        };
        if !seen.iter().any(same) {
            seen.push(*port);
        }
    }
    seen
}

/// A published port as a link to where it answers.
pub(crate) fn port_link(port: &Port) -> Drawn {
    port_link_saying(port, written(port))
}

/// The same in other words.
pub(crate) fn port_link_saying(port: &Port, text: String) -> Drawn {
    link(Signal::always(Some(*port)), move || text.clone())
}

/// Where nothing answers that a browser could show it leads nowhere.
fn link(port: Signal<Option<Port>>, text: impl Fn() -> String + 'static) -> Drawn {
    let leads_to = Memo::new(move || port.get().as_ref().and_then(address));
    let label = move || {
        let public = leads_to.with(Option::is_some).then(|| port.get()?.public).flatten()?;
        Some(say(Message::OpenPort(&public.to_string())))
    };
    view! {
        <a class="port nums" href=move || leads_to.get() target="_blank" rel="noopener noreferrer" title=label>{text}</a>
    }
}

/// A published port as it is read: outside, inside.
fn written(port: &Port) -> String {
    let public = port.public.unwrap_or_default().to_string();
    let suffix =
        if port.protocol == Protocol::Tcp { String::new() } else { ["/", port.protocol.as_str()].concat() };
    [&public, "→", &port.private.to_string(), &suffix].concat()
}

/// Where a browser reaches it.
fn address(port: &Port) -> Option<String> {
    let own = window().location().hostname().unwrap_or_default();
    // Whoever looks from another machine would be led to their own.
    let elsewhere = port.ip.is_some_and(|ip| ip.is_loopback()) && !is_loopback(&own);
    if port.protocol != Protocol::Tcp || elsewhere {
        return None;
    }
    let scheme = if matches!(port.private, 443 | 8443) { "https://" } else { "http://" };
    let host = match port.ip {
        Some(ip) if !ip.is_unspecified() => host(ip),
        _ => own,
    };
    Some([scheme, &host, ":", &port.public.unwrap_or_default().to_string()].concat())
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
}

/// An address as it stands in a link. The standard library's writing of it, which leaves zeros out, is a kilobyte that
/// every visitor would download.
fn host(ip: IpAddr) -> String {
    let mut text = String::new();
    match ip {
        IpAddr::V4(ip) => {
            for (place, number) in ip.octets().into_iter().enumerate() {
                text.push_str(if place > 0 { "." } else { "" });
                text.push_str(&number.to_string());
            }
        }
        IpAddr::V6(ip) => {
            for (place, byte) in ip.octets().into_iter().enumerate() {
                text.push_str(if place == 0 {
                    "["
                } else if place % 2 == 0 {
                    ":"
                } else {
                    ""
                });
                text.extend(
                    [byte >> 4, byte & 15].into_iter().filter_map(|half| char::from_digit(half.into(), 16)),
                );
            }
            text.push(']');
        }
    }
    text
}

#[cfg(test)]
mod tests;
