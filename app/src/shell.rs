//! What stands around every page: navigation, the state of the connection, running jobs, and who is logged in.

mod connection;
mod person;

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, Signal, effect, view};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wire::Collection;

use crate::{
    actions::Actions,
    format::number,
    i18n::{Message, Text, say, t},
    keys::{self, Keys},
    live::{Live, Stream},
    route::{Listing, Route, Router},
    ui::{Icon, IconButton, ToastList, Toasts, Viewport, icon},
};
use connection::{ConnectionNotice, EngineState};
use person::PersonMenu;

/// The whole page.
#[component]
pub(crate) fn Shell() -> Drawn {
    let router = Router::start();
    let viewport = Viewport::provide();
    Toasts::provide();
    let live = Live::start();
    Actions::provide(live);
    let heard = keys::hear();
    let keys = Keys::expect();

    let main = NodeRef::<html::Main>::new();
    let place = Memo::new(move || place(&router.current()));
    follow(place, main);
    let stale = Memo::new(move || {
        live.is_ready()
            && (live.stream() != Stream::Open || connection::is_old(&live.engine(), &router.current()))
    });
    view! {
        <div class="shell" on:click=move |event| follow_link(&event, router)>
            <a class="skip" href="#main">{t(Text::SkipToContent)}</a>
            <header class="brand">
                <a href="/">{icon(Icon::Lighthouse)}<span>"Pierhead"</span></a>
                <IconButton
                    label=t(Text::Palette)
                    symbol=Icon::Search
                    on_press=Callback::new(move |()| keys.open_palette())
                />
            </header>
            <nav class="nav" aria-label=t(Text::Navigation)><Links live=live /></nav>
            <footer class="foot">
                <EngineState />
                <JobsLink live=live router=router />
                <AdminLinks live=live />
                <PersonMenu />
            </footer>
            <main id="main" tabindex="-1" node_ref=main on:scroll=move |_| viewport.moved()>
                <div class="told">
                    <p class="connection" id="unloaded" role="alert" hidden>
                        <a href="">{t(Text::Unloaded)}</a>
                    </p>
                    <ConnectionNotice />
                    <ToastList />
                </div>
                <div class="page" class:stale=move || stale.get()>{move || {
                    let place = place.get();
                    untrack(|| crate::page(place))
                }}</div>
            </main>
            {heard}
        </div>
    }
}

/// A route without what may change while its page stays.
fn place(route: &Route) -> Route {
    match route {
        Route::Container { key, .. } => Route::container(key),
        Route::Audit { .. } => Route::Audit { query: String::new() },
        other => other.with_listing(Listing::default()),
    }
}

/// Tells the world where the page is: its title; and where it went, the focus goes.
fn follow(place: Memo<Route>, main: NodeRef<html::Main>) {
    let mut before = None::<Route>;
    effect(Box::new(move || {
        let place = place.get();
        document().set_title(&[&title(&place), " · Pierhead"].concat());
        if before.as_ref().is_some_and(|before| *before != place)
            && let Some(main) = main.get_untracked()
        {
            main.set_scroll_top(0);
            let _ = main.focus();
            request_animation_frame(move || come_back(main, 0, FRAMES));
        }
        before = Some(place);
    }));
}

/// So long the parts of a page may take to come: two seconds on most screens.
const FRAMES: u32 = 120;

/// Whoever comes back to a page is as far down as they were, as soon as that much of it is there again; unless they have gone on
/// meanwhile from where it has `reached`.
fn come_back(main: HtmlElement, reached: i32, frames: u32) {
    let state = window().history().ok().and_then(|history| history.state().ok()?.as_f64());
    let Some(top) = state.filter(|_| main.scroll_top() == reached) else { return };
    #[expect(clippy::cast_possible_truncation, reason = "a place on a page, in whole pixels")]
    main.set_scroll_top(top as i32);
    let reached = main.scroll_top();
    if f64::from(reached) < top && frames > 0 {
        request_animation_frame(move || come_back(main, reached, frames - 1));
    }
}

fn title(route: &Route) -> String {
    match route {
        Route::Dashboard => t(Text::Dashboard).into(),
        Route::Containers(_) => t(Text::Containers).into(),
        Route::Container { key, .. } => key.clone(),
        Route::Create { .. } => t(Text::CreateContainer).into(),
        Route::Images(_) => t(Text::Images).into(),
        Route::Volumes(_) => t(Text::Volumes).into(),
        Route::Networks(_) => t(Text::Networks).into(),
        Route::Engine => t(Text::Engine).into(),
        Route::Jobs => t(Text::Jobs).into(),
        Route::People => t(Text::People).into(),
        Route::Person { name } => name.clone(),
        Route::Audit { .. } => t(Text::Audit).into(),
        Route::Account => t(Text::Account).into(),
        Route::Settings => t(Text::Settings).into(),
        Route::Parts => t(Text::DesignSystem).into(),
        Route::Unknown => t(Text::NoSuchPage).into(),
    }
}

/// Links within the page don't load it again.
fn follow_link(event: &leptos::ev::MouseEvent, router: Router) {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
    let (true, false, Some(link)) = (plain, event.default_prevented(), link) else { return };
    let href = link.get_attribute("href").unwrap_or_default();
    if href.starts_with('/') && !link.has_attribute("target") && !link.has_attribute("data-leave") {
        event.prevent_default();
        router.go_to(&href);
    }
}

#[component]
fn Links(live: Live) -> Drawn {
    let list = Listing::default;
    let count = |of, count: fn(&Live) -> usize| Some(live.count(of, count));
    let links = [
        (Icon::Gauge, Text::Dashboard, Route::Dashboard, None),
        (
            Icon::Box,
            Text::Containers,
            Route::Containers(list()),
            count(Collection::Containers, |live| live.containers(|rows| rows.len())),
        ),
        (
            Icon::Layers,
            Text::Images,
            Route::Images(list()),
            count(Collection::Images, |live| live.images(|rows| rows.len())),
        ),
        (
            Icon::Disk,
            Text::Volumes,
            Route::Volumes(list()),
            count(Collection::Volumes, |live| live.volumes(|rows| rows.len())),
        ),
        (
            Icon::Network,
            Text::Networks,
            Route::Networks(list()),
            count(Collection::Networks, |live| live.networks(|rows| rows.len())),
        ),
        (Icon::Chip, Text::Engine, Route::Engine, None),
    ];
    let link = |(symbol, word, route, count)| link(symbol, word, route, None, count);
    links.into_iter().map(link).draw_all()
}

/// An entry of the navigation. Where its word isn't in sight, it is its `name`.
fn link(
    symbol: Icon,
    word: Text,
    route: Route,
    name: Option<&'static str>,
    count: Option<Signal<Option<usize>>>,
) -> Drawn {
    let router = Router::expect();
    let href = route.to_string();
    let current = move || belongs(&router.current(), &route).then_some("page");
    view! {
        <a href=href title=name aria-label=name aria-current=current>
            {icon(symbol)}
            <span class="word">{t(word)}</span>
            {count.map(|count| view! {
                <span class="nums" aria-hidden="true">{move || count.get().map(number)}</span>
            })}
        </a>
    }
}

/// Whether a page stands under an entry of the navigation.
fn belongs(current: &Route, entry: &Route) -> bool {
    match current {
        Route::Container { .. } | Route::Create { .. } => matches!(entry, Route::Containers(_)),
        Route::Person { .. } => matches!(entry, Route::People),
        current => std::mem::discriminant(current) == std::mem::discriminant(entry),
    }
}

/// What only admins see.
#[component]
fn AdminLinks(live: Live) -> Drawn {
    let admin = Memo::new(move || live.is_admin());
    let links = || {
        let audit = Route::Audit { query: String::new() };
        [(Icon::People, Text::People, Route::People), (Icon::Scroll, Text::Audit, audit)]
            .map(|(symbol, word, route)| link(symbol, word, route, Some(t(word)), None))
    };
    (move || admin.get().then(links)).drawn()
}

#[component]
fn JobsLink(live: Live, router: Router) -> Drawn {
    let running = Memo::new(move || live.jobs(|jobs| jobs.iter().filter(|job| job.running).count()));
    let label = move || say(Message::JobsRunning(running.get()));
    view! {
        <a
            class="jobs"
            class:running=move || running.get() != 0
            href="/jobs"
            aria-current=move || (router.current() == Route::Jobs).then_some("page")
            title=label
        >
            {move || icon(if running.get() > 0 { Icon::Spinner } else { Icon::Download })}
            <span class="word">{t(Text::Jobs)}</span>
            {move || (running.get() > 0).then(|| view! { <span class="nums" aria-hidden="true">{number(running.get())}</span> })}
            <span class="sr-only" role="status">{label}</span>
        </a>
    }
}
