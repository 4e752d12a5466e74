//! What keys open, and what they do.

use crate::ui::dom::{Draw, Drawn, RwSignal, lazy, view};
use leptos::prelude::*;

use super::{
    Keys, PALETTE,
    help::Help,
    moves,
    shortcuts::{Does, Meaning, meaning},
};
use crate::{
    live::Live,
    palette::{Palette, questions},
    route::{Route, Router},
    ui::later,
};

/// How long the second of two keys may take.
const PATIENCE: f64 = 1500.0;

/// What is open over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Palette,
    Help,
}

/// The palette, the list of keys, and the questions that an act from the palette asks.
#[component]
pub(super) fn Desk(keys: Keys) -> Drawn {
    let live = Live::expect();
    let router = Router::expect();
    let open = RwSignal::new(None::<Open>);
    let before = StoredValue::new(None::<(String, f64)>);
    let act = move |key: &str| {
        let began = before.try_update_value(Option::take).flatten();
        let now = js_sys::Date::now();
        let began = began.filter(|(_, at)| now - at < PATIENCE).map(|(key, _)| key);
        match meaning(began.as_deref(), key) {
            Meaning::Does(Does::Palette) => open.set(Some(Open::Palette)),
            Meaning::Does(Does::Help) => open.set(Some(Open::Help)),
            Meaning::Does(does) => on_page(does, key, live, router),
            Meaning::Begins => before.set_value(Some((key.to_owned(), now))),
            Meaning::Nothing => {}
        }
    };
    Effect::new(move || {
        let pressed = keys.0.get();
        if pressed.is_empty() {
            return;
        }
        keys.0.set(Vec::new());
        for key in pressed {
            if !is_asking() {
                act(&key);
            } else if key == PALETTE && open.get_untracked() == Some(Open::Palette) {
                open.set(None);
            }
        }
    });
    let questions = questions();
    let close = Callback::new(move |()| open.set(None));
    view! {
        {move || match open.get() {
            None => ().drawn(),
            Some(Open::Palette) => later(palette(close), ()),
            Some(Open::Help) => view! { <Help on_close=close /> },
        }}
        {questions}
    }
}

/// Loaded when it is first opened.
#[lazy]
fn palette(on_close: Callback<()>) -> Drawn {
    view! { <Palette on_close=on_close /> }
}

/// Whether a question is open already: whatever is under it waits.
fn is_asking() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn on_page(does: Does, key: &str, live: Live, router: Router) {
    match does {
        Does::Palette | Does::Help | Does::InRow => {}
        Does::Go(route) => router.go(route()),
        Does::GoAsAdmin(route) => {
            if untrack(|| live.is_admin()) {
                router.go(route());
            }
        }
        Does::Search => moves::search(),
        Does::First => {
            if !moves::press_first() && untrack(|| live.allowed().create) {
                router.go(Route::Create { image: String::new() });
            }
        }
        Does::Menu => moves::open_menu(),
        Does::Step(by) => moves::step(by),
        Does::End { last } => moves::go_to_end(last),
        Does::PickAll => moves::pick_all(),
        Does::Tab => moves::open_tab(key.parse().unwrap_or(1)),
    }
}
