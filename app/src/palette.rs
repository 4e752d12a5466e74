//! The command palette: every page, every object and everything that can be done to one, a few letters away.

mod find;
mod fuzzy;
mod thing;
mod uses;

use std::sync::Arc;

use crate::ui::dom::{DrawAll, Drawn, Memo, RwSignal, view};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement};

use crate::{
    i18n::{Message, Text, say, t},
    route::Router,
    ui::{Icon, IconButton, Keycaps, closing, icon, modal},
};
use find::{Does, Entry, Finder, note};
use thing::Thing;
pub(crate) use thing::questions;

/// The list, as the line that is typed in names it.
const LIST: &str = "palette-list";

/// What was found: the same only if it is the same search.
#[derive(Clone)]
struct Found(Arc<Vec<Entry>>);

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What somebody does in the palette.
#[derive(Clone, Copy)]
struct Desk {
    typed: RwSignal<String>,
    /// The thing whose actions are listed.
    about: RwSignal<Option<Thing>>,
    found: Memo<Found>,
    /// The place of what Enter does.
    chosen: RwSignal<usize>,
    dialog: NodeRef<html::Dialog>,
    router: Router,
}

/// The palette. `on_close` is told when it has closed itself.
#[component]
pub(crate) fn Palette(on_close: Callback<()>) -> Drawn {
    let finder = StoredValue::new(Finder::new());
    let (typed, about) = (RwSignal::new(String::new()), RwSignal::new(None::<Thing>));
    let found = Memo::new(move || {
        let (typed, about) = (typed.get(), about.get());
        Found(Arc::new(finder.with_value(|finder| finder.find(&typed, about.as_ref()))))
    });
    let chosen = RwSignal::new(0);
    let desk = Desk { typed, about, found, chosen, dialog: modal(), router: Router::expect() };
    let closed = closing(on_close);
    Effect::new(move || desk.show_chosen());
    let list = move || {
        let Found(entries) = found.get();
        if entries.is_empty() {
            return view! { <p class="none">{t(Text::NothingMatches)}</p> };
        }
        let mut from = 0;
        let groups = entries.chunk_by(|one, next| one.group == next.group).map(|group| {
            let options =
                group.iter().zip(from..).map(|(entry, place)| option(entry, place, desk)).draw_all();
            from += group.len();
            // What all of them are needs no heading.
            if group.len() == entries.len() { options } else { headed(group[0].group, options) }
        });
        groups.draw_all()
    };
    let outside = move |event: leptos::ev::MouseEvent| {
        // The dialog itself is pressed only outside of what it holds.
        let pressed = event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
        if let Some(dialog) = pressed {
            dialog.close();
        }
    };
    view! {
        <dialog
            class="dialog palette looked-up"
            node_ref=desk.dialog
            aria-label=t(Text::Palette)
            on:close=move |_| _ = closed.try_run(())
            on:click=outside
        >
            <div class="sheet">
                <Typing desk=desk />
                <div class="list" id=LIST role="listbox" aria-label=t(Text::Palette)>{list}</div>
                <p class="sr-only" role="status">{move || say(Message::Found(found.with(|found| found.0.len())))}</p>
                <Hints desk=desk />
            </div>
        </dialog>
    }
}

/// Where it is typed, behind what it is about.
#[component]
fn Typing(desk: Desk) -> Drawn {
    let back = Callback::new(move |()| desk.turn_to(None));
    let thing = move || {
        desk.about.get().map(|thing| {
            view! {
                <span class="about">
                    <IconButton label=t(Text::Back) symbol=Icon::Back on_press=back />
                    <span class="clip">{thing.name()}</span>
                </span>
            }
        })
    };
    view! {
        <div class="box">
            {icon(Icon::Search)}
            {thing}
            <input
                type="text"
                role="combobox"
                aria-label=t(Text::Palette)
                aria-expanded="true"
                aria-controls=LIST
                aria-autocomplete="list"
                aria-activedescendant=move || desk.chosen_id()
                placeholder=t(Text::PaletteHint)
                autofocus
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || desk.typed.get()
                on:input=move |event| {
                    desk.chosen.set(0);
                    desk.typed.set(event_target_value(&event));
                }
                on:keydown=move |event| desk.key(&event)
            />
        </div>
    }
}

fn headed(heading: &'static str, options: Drawn) -> Drawn {
    view! {
        <div role="group" aria-label=heading>
            <p class="kind" aria-hidden="true">{heading}</p>
            {options}
        </div>
    }
}

fn option(entry: &Entry, place: usize, desk: Desk) -> Drawn {
    view! {
        <div
            class="option"
            class:danger=entry.danger
            role="option"
            id=option_id(place)
            aria-selected=move || if desk.chosen.get() == place { "true" } else { "false" }
            on:click=move |_| desk.run(place)
        >
            <span class=["mark ", entry.tone.class()].concat()>{icon(entry.symbol)}</span>
            <span class="clip">{entry.text.clone()}</span>
            <span class="faint clip">{entry.more}</span>
            {matches!(entry.does, Does::Open(_)).then(|| turn(place, desk))}
        </div>
    }
}

/// What → does, for a thumb. Whoever has keys or hears the page has that key.
fn turn(place: usize, desk: Desk) -> Drawn {
    view! {
        <span
            class="turn"
            title=t(Text::ActionsHint)
            aria-hidden="true"
            on:mousedown=move |event| event.prevent_default()
            on:click=move |event| {
                event.stop_propagation();
                desk.chosen.set(place);
                desk.turn_to(untrack(|| desk.chosen_thing()));
            }
        >
            {icon(Icon::More)}
        </span>
    }
}

fn option_id(place: usize) -> String {
    ["palette-", &place.to_string()].concat()
}

#[component]
fn Hints(desk: Desk) -> Drawn {
    let hint = |keys: Vec<&'static str>, text: Text| {
        view! { <span><Keycaps keys=keys />{t(text)}</span> }
    };
    let has_acts = Memo::new(move || desk.chosen_thing().is_some());
    view! {
        <footer class="hints" aria-hidden="true">
            {hint(vec!["↑", "↓"], Text::ChooseHint)}
            {hint(vec!["↵"], Text::OpenHint)}
            {move || has_acts.get().then(|| hint(vec!["→"], Text::ActionsHint))}
            {hint(vec!["Esc"], Text::CloseHint)}
        </footer>
    }
}

impl Desk {
    fn key(self, event: &KeyboardEvent) {
        // Whoever writes by a method of their own chooses there with the same keys.
        if event.is_composing() {
            return;
        }
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let at_end = input.as_ref().is_some_and(|input| {
            let caret = input.selection_start().ok().flatten().unwrap_or_default();
            caret as usize == input.value().encode_utf16().count()
        });
        let nothing_typed = self.typed.with_untracked(String::is_empty);
        let inside = self.about.with_untracked(Option::is_some);
        match event.key().as_str() {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Enter" => self.run(self.chosen.get_untracked()),
            "ArrowRight" if at_end => match untrack(|| self.chosen_thing()) {
                Some(thing) => self.turn_to(Some(thing)),
                None => return,
            },
            "ArrowLeft" | "Backspace" if nothing_typed && inside => self.turn_to(None),
            "Escape" if inside => self.turn_to(None),
            _ => return,
        }
        event.prevent_default();
    }

    fn step(self, by: i64) {
        let count = self.found.with(|found| found.0.len()).max(1) as i64;
        let next = (self.chosen.get_untracked() as i64 + by).rem_euclid(count);
        self.chosen.set(next.unsigned_abs() as usize);
    }

    fn turn_to(self, thing: Option<Thing>) {
        self.chosen.set(0);
        self.typed.set(String::new());
        self.about.set(thing);
    }

    fn chosen_thing(self) -> Option<Thing> {
        let chosen = self.chosen.get();
        self.found.with(|found| match &found.0.get(chosen)?.does {
            Does::Open(thing) => Some(thing.clone()),
            _ => None,
        })
    }

    fn chosen_id(self) -> Option<String> {
        let chosen = self.chosen.get();
        self.found.with(|found| found.0.get(chosen).map(|_| option_id(chosen)))
    }

    fn show_chosen(self) {
        let Some(id) = self.chosen_id() else { return };
        let element = |id: &str| document().get_element_by_id(id);
        let (Some(option), Some(list)) = (element(&id), element(LIST)) else { return };
        if self.chosen.get_untracked() == 0 {
            // With the heading above it.
            return list.set_scroll_top(0);
        }
        let (own, around) = (option.get_bounding_client_rect(), list.get_bounding_client_rect());
        let above = (around.top() - own.top()).max(0.0);
        let below = (own.bottom() - around.bottom()).max(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "a place on a screen, in whole pixels")]
        list.set_scroll_top(list.scroll_top() + (below - above) as i32);
    }

    /// Does it; the focus has gone back to where it was by then.
    fn run(self, place: usize) {
        let Found(entries) = untrack(|| self.found.get());
        let Some(entry) = entries.get(place) else { return };
        note(&entry.key);
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
        match &entry.does {
            Does::Go(route) => self.router.go(route.clone()),
            Does::Open(thing) => self.router.go(thing.home()),
            Does::Act(act) => act.run(()),
        }
    }
}
