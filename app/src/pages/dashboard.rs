//! The start page: what runs, what doesn't as it should, what is on the disk, and what happened last.

mod concerns;
mod disk;
mod events;
mod people;
mod places;
mod ports;
mod stacks;
mod summary;

use crate::ui::dom::{Drawn, Memo, Signal, view};
use leptos::prelude::*;
use wire::Collection;

use super::containers::{self, NewContainer};
use crate::{
    i18n::{Text, t},
    live::Live,
    route::{Listing, Route},
    ui::{Count, Counts, Kind, Skeleton, Tone},
};
use concerns::Concerns;
use disk::DiskCard;
use events::EventsCard;
use people::PeopleCard;
use ports::PortsCard;
use stacks::StacksCard;
use summary::{Summary, summary};

/// The page.
#[component]
pub(crate) fn DashboardPage() -> Drawn {
    let live = Live::expect();
    let questions = containers::questions();
    let sum = Memo::new(move || live.containers(|rows| summary(rows.iter().map(|row| &**row))));
    view! {
        <header class="page-head">
            <h1>{t(Text::Dashboard)}</h1>
            <div class="page-actions"><NewContainer kind=Kind::Primary /></div>
        </header>
        <div class="page-body">{move || match live.has_seen(Collection::Containers) {
            true => untrack(|| view! { <Cards sum=sum /> }),
            false => view! { <Skeleton /> },
        }}</div>
        {questions}
    }
}

#[component]
fn Cards(sum: Memo<Summary>) -> Drawn {
    let live = Live::expect();
    let none = Memo::new(move || sum.with(|sum| sum.all == 0));
    let (disk, admin) = (Memo::new(move || live.allowed().disk), Memo::new(move || live.is_admin()));
    view! {
        <div class="dashboard">
            {counts(sum, live)}
            {move || if none.get() { nothing_yet() } else { untrack(|| view! { <Concerns sum=sum /> }) }}
            <div class="half">
                <StacksCard sum=sum />
                <PortsCard sum=sum />
                {move || admin.get().then(|| view! { <PeopleCard /> })}
            </div>
            <div class="half">
                {move || disk.get().then(|| view! { <DiskCard /> })}
                <EventsCard />
            </div>
        </div>
    }
}

fn counts(sum: Memo<Summary>, live: Live) -> Drawn {
    let of = move |read: fn(&Summary) -> usize| Signal::derive(move || Some(sum.with(read)));
    let containers = |search| Route::Containers(Listing::of(search)).to_string();
    let list = Listing::default;
    let concerns = Count::new(t(Text::Concerns), "#concerns".into(), of(|sum| sum.concerns.len()));
    let counts = vec![
        Count::new(t(Text::Running), containers("is:running"), of(|sum| sum.running)),
        Count::new(t(Text::StatePaused), containers("state:paused"), of(|sum| sum.paused)).if_any(),
        Count::new(t(Text::Stopped), containers("is:stopped"), of(|sum| sum.stopped)),
        Count { tone: Tone::Bad, ..concerns },
        Count::new(
            t(Text::Images),
            Route::Images(list()).to_string(),
            live.count(Collection::Images, |live| live.images(|rows| rows.len())),
        ),
        Count::new(
            t(Text::Volumes),
            Route::Volumes(list()).to_string(),
            live.count(Collection::Volumes, |live| live.volumes(|rows| rows.len())),
        ),
        Count::new(
            t(Text::Networks),
            Route::Networks(list()).to_string(),
            live.count(Collection::Networks, |live| live.networks(|rows| rows.len())),
        ),
    ];
    view! { <Counts label=t(Text::Counts) counts=counts /> }
}

fn nothing_yet() -> Drawn {
    view! {
        <section class="card whole">
            {containers::empty()}
        </section>
    }
}
