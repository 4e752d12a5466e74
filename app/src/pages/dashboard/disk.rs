//! What is on the engine's disk, and what of it can be freed.

use crate::ui::dom::{DrawAll, Drawn, Signal, view};
use leptos::prelude::*;
use wire::{Disk, GetDisk, Share};

use crate::{
    fetched::Fetched,
    format::{ago, moment, size},
    i18n::{Message, Text, say, t},
    live::Live,
    route::{Listing, Route},
    ui::{Icon, IconButton},
};

/// The card.
#[component]
pub(super) fn DiskCard() -> Drawn {
    let live = Live::expect();
    let disk = Fetched::new();
    disk.ask(GetDisk);
    let again = Callback::new(move |()| disk.ask(GetDisk));
    let lines = move || {
        disk.get().map(|told| {
            let all: u64 = told.shares().iter().map(|share| share.size).sum();
            parts(&told).into_iter().map(|(word, route, share)| line(word, route, share, all)).draw_all()
        })
    };
    let at = move || disk.get().map(|told| told.at).unwrap_or_default();
    // The button stays when the answer comes, and says meanwhile that it does something.
    let symbol = Signal::derive(move || if disk.is_busy() { Icon::Spinner } else { Icon::Restart });
    let card = move || {
        view! {
            <ul class="lines disk">{lines}</ul>
            <p class="rest soft">
                <span class="nums" title=move || moment(at())>
                    {move || say(Message::CountedAgo(&ago(at(), live.now())))}
                </span>
                <IconButton
                    label=t(Text::CountAgain)
                    symbol=symbol
                    disabled=Signal::derive(move || disk.is_busy())
                    on_press=again
                />
            </p>
        }
    };
    view! { <section class="card"><h2>{t(Text::OnDisk)}</h2>{disk.draw_once(card)}</section> }
}

fn parts(disk: &Disk) -> [(Text, Option<Route>, Share); 4] {
    [
        (Text::Images, Some(Route::Images(Listing::of("is:unused"))), disk.images),
        (Text::Containers, Some(Route::Containers(Listing::of("is:stopped"))), disk.containers),
        (Text::Volumes, Some(Route::Volumes(Listing::of("is:unused"))), disk.volumes),
        (Text::BuildCache, None, disk.build_cache),
    ]
}

/// What can be freed is a link to what it is.
fn line(word: Text, route: Option<Route>, share: Share, all: u64) -> Drawn {
    let free = say(Message::CanBeFreed(&size(share.free)));
    let free = match route.filter(|_| share.free > 0) {
        Some(route) => view! { <a class="free" href=route.to_string()>{free}</a> },
        None if share.free > 0 => view! { <span class="free soft">{free}</span> },
        None => view! { <span class="free faint">{t(Text::NothingToFree)}</span> },
    };
    let part = thousandths(share.size, all);
    let used = thousandths(share.size.saturating_sub(share.free), all);
    view! {
        <li>
            <span>{t(word)}</span>
            <span class="nums size">{size(share.size)}</span>
            {free}
            <span class="part" aria-hidden="true" style:--part=part style:--used=used></span>
        </li>
    }
}

fn thousandths(part: u64, of: u64) -> String {
    (u128::from(part) * 1000 / u128::from(of.max(1))).to_string()
}
