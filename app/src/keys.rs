//! Keys that do something wherever one is on a page: the palette's, and single letters. The program that everybody
//! loads only hears them; what they do comes with the first of them.

mod desk;
mod help;
mod moves;
mod shortcuts;

use crate::ui::{
    dom::{Draw, Drawn, Memo, RwSignal, expect_context, lazy, provide_context, view},
    later,
};
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;

use crate::kept::{keep, kept};
use desk::Desk;

/// The key of the palette, as it is told from the letter alone.
pub(crate) const PALETTE: &str = "Ctrl+k";
/// The key of the list of all keys.
const HELP: &str = "?";
/// Where somebody types, or chooses from what is open; letters mean themselves there.
const TAKEN: &str = "input:not([type=checkbox]),select,textarea,dialog,[role=menu]";
/// Under which the choice is kept that letters do nothing (WCAG 2.1.4).
const LETTERS: &str = "letters";
const OFF: &str = "off";

/// The keys that were pressed and that nothing has looked at yet: the first come before what they open is there.
#[derive(Clone, Copy)]
pub(crate) struct Keys(RwSignal<Vec<String>>);

impl Keys {
    /// The keys of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Opens the palette.
    pub(crate) fn open_palette(self) {
        self.press(PALETTE.into());
    }

    /// Opens the list of all keys.
    pub(crate) fn open_help(self) {
        self.press(HELP.into());
    }

    fn press(self, key: String) {
        self.0.update(|keys| keys.push(key));
    }
}

/// Whether single letters do something.
pub(crate) fn letters_are_on() -> bool {
    kept(LETTERS).is_none()
}

/// Has single letters do something, or nothing, in this browser.
pub(crate) fn turn_letters(on: bool) {
    keep(LETTERS, (!on).then_some(OFF));
}

/// Hears keys from here on; what they open stands where this is drawn.
pub(crate) fn hear() -> Drawn {
    let keys = Keys(RwSignal::new(Vec::new()));
    provide_context(keys);
    let heard = RwSignal::new(false);
    let _ = window_event_listener(leptos::ev::keydown, move |event| {
        if let Some(key) = meant(&event) {
            keys.press(key);
        }
    });
    let wanted = Memo::new(move || heard.get() || keys.0.with(|keys| !keys.is_empty()));
    (move || wanted.get().then(|| later(desk(keys, heard), ()))).drawn()
}

/// The key, if it is meant for us.
fn meant(event: &KeyboardEvent) -> Option<String> {
    let key = event.key();
    if event.default_prevented() {
        // What has the focus has done something with it: `c` in a row copies.
        return None;
    }
    if event.ctrl_key() || event.meta_key() {
        return (key == "k" && !event.shift_key()).then(|| {
            // Some browsers search with it.
            event.prevent_default();
            PALETTE.into()
        });
    }
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    // What a button says of itself beside it can be put away (WCAG 1.4.13), until the next key there: the one that leads on.
    let _ = match key.as_str() {
        "Escape" => target.set_attribute("data-quiet", ""),
        _ => target.remove_attribute("data-quiet"),
    };
    let is_taken = target.closest(TAKEN).ok()?.is_some();
    if key.len() != 1 || key == " " || event.alt_key() || is_taken || !letters_are_on() {
        return None;
    }
    if key == "/" {
        event.prevent_default();
    }
    Some(key)
}

/// Loaded with the first key.
#[lazy]
fn desk(keys: Keys, heard: RwSignal<bool>) -> Drawn {
    heard.set(true);
    view! { <Desk keys=keys /> }
}
