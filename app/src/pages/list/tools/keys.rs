//! Keys within a row: arrows lead to other rows and cells, `x` picks the row, `c` copies the cell. A cell that has
//! the focus has a button that copies it, too.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCollection, HtmlElement};

use super::{
    super::{Open, closest},
    picks,
};
use crate::{
    api,
    i18n::{Text, t},
    ui::{
        CopyButton, Toasts,
        dom::{Beside, HIDDEN, beside, view},
        later,
    },
};

/// What can have the focus by itself.
const STOPS: &str = "a[href],button:not(:disabled),input";

/// A key was typed in a row; it was `element` that had the focus.
pub(super) fn press(open: &Open, element: &Element, key: &str, range: bool) {
    let Some(row) = closest(element, ".row") else { return };
    match key {
        "ArrowDown" => step(element, &row, 1),
        "ArrowUp" => step(element, &row, -1),
        "ArrowRight" => sideways(element, 1),
        "ArrowLeft" => sideways(element, -1),
        "c" => copy(element, open.toasts),
        _ => pick(open, &row, range),
    }
}

/// Gives a cell, or the one around something, the focus, and with it a button that copies it.
pub(super) fn focus_cell(element: &Element) {
    let Some(cell) = cell_of(element) else { return };
    let _ = cell.set_attribute("tabindex", "-1");
    focus(&cell);
    let text = words(&cell);
    if text.is_empty() || matches!(cell.query_selector(".copy"), Ok(Some(_))) {
        return;
    }
    let button = async move { Ok(view! { <span class="copy"><CopyButton text=text /></span> }) };
    let button = beside(&cell, || later(button, ()));
    // It goes with the focus, and takes its listener with it.
    let kept = Rc::new(RefCell::new(None));
    let listener = window_event_listener(leptos::ev::focusin, {
        let kept = kept.clone();
        move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            // The text that is being copied gives the focus back.
            if target.as_ref().is_some_and(|target| target.matches(api::COPIED_FROM).unwrap_or(false)) {
                return;
            }
            let inside = target.and_then(|target| cell_of(&target)).is_some_and(|around| around == cell);
            let gone = if inside { None } else { kept.borrow_mut().take() };
            if let Some((button, listener)) = gone {
                drop::<Option<Beside>>(button);
                WindowListenerHandle::remove(listener);
            }
        }
    });
    kept.replace(Some((button, listener)));
}

fn cell_of(element: &Element) -> Option<Element> {
    closest(element, ".row > *")
}

/// What stands beside an element, and at which place it is there.
fn among(element: &Element) -> Option<(HtmlCollection, i32)> {
    let all = element.parent_node()?.dyn_into::<Element>().ok()?.children();
    let count = i32::try_from(all.length()).ok()?;
    let place = (0..count).find(|&place: &i32| all.item(place.unsigned_abs()).as_ref() == Some(element))?;
    Some((all, place))
}

fn beside_by(element: &Element, by: i32) -> Option<Element> {
    let (all, place) = among(element)?;
    all.item(u32::try_from(place + by).ok()?)
}

/// To the same cell of another row.
fn step(element: &Element, row: &Element, by: i32) {
    let other = beside_by(row, by).filter(|row| !row.has_attribute(HIDDEN));
    let (Some(other), Some(cell)) = (other, cell_of(element)) else { return };
    let place = among(&cell).map_or(0, |(_, place)| place);
    // The heading of a group has one cell.
    let cells = other.children();
    if let Some(cell) = cells.item(place.unsigned_abs()).or_else(|| cells.item(0)) {
        enter(&cell);
    }
}

/// To the next cell that is shown.
fn sideways(element: &Element, by: i32) {
    let mut cell = cell_of(element);
    while let Some(next) = cell.as_ref().and_then(|cell| beside_by(cell, by)) {
        if next.get_bounding_client_rect().height() > 0.0 {
            return enter(&next);
        }
        cell = Some(next);
    }
}

/// To the first thing in a cell that can have the focus, else to the cell itself.
fn enter(cell: &Element) {
    match cell.query_selector(STOPS) {
        Ok(Some(stop)) => focus(&stop),
        _ => focus_cell(cell),
    }
}

/// Picks a row, found by its place among those that are drawn.
fn pick(open: &Open, row: &Element, range: bool) {
    let Some((_, place)) = among(row) else { return };
    let seen = closest(row, ".seen").and_then(|seen| seen.dyn_into::<HtmlElement>().ok());
    let first = seen.and_then(|seen| seen.style().get_property_value("--first").ok());
    let first: usize = first.and_then(|first| first.trim().parse().ok()).unwrap_or_default();
    let shown = untrack(|| open.shown());
    if let Some(key) = usize::try_from(place).ok().and_then(|place| shown.get(first + place)) {
        picks::press(open, key, range);
    }
}

fn copy(element: &Element, toasts: Toasts) {
    let Some(text) = cell_of(element).map(|cell| words(&cell)).filter(|text| !text.is_empty()) else {
        return;
    };
    leptos::task::spawn_local(async move {
        match api::copy(&text).await {
            true => toasts.good([t(Text::Copied), ": ", &text].concat()),
            false => toasts.bad(t(Text::CopyRefused).into()),
        }
    });
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// What a cell says: its name alone, else what its title tells in full, else its words.
fn words(cell: &Element) -> String {
    let find = |selector| cell.query_selector(selector).ok().flatten();
    let titled = || find("span[title]:not(.mark)").and_then(|part| part.get_attribute("title"));
    match find(".name") {
        Some(name) => name.text_content().unwrap_or_default(),
        None => titled().unwrap_or_else(|| parts(cell)),
    }
}

/// What stands in a cell, with a space between its parts, where the styles have one.
fn parts(cell: &Element) -> String {
    let children = cell.children();
    let texts = (0..children.length()).filter_map(|at| children.item(at)?.text_content());
    let words: Vec<String> =
        texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect();
    words.join(" ")
}
